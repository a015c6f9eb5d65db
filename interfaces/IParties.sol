// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {IVoidableSignatures} from "./ISignatures.sol";
import {NoteId, PartyId, PartyWord} from "./Types.sol";

/// @title IParties
/// @notice Who takes part, through which accounts, and what each account may do.
/// @dev A party keeps its id when its keys change: notes and rules name ids, so rotation and recovery move nothing.
/// Roles of a party (bits): 1 supplier, 2 anchor, 4 funder, 8 guarantor, 16 attestor, 32 regulator.
/// Scopes of an account (bits): 1 confirm, 2 assign, 4 fund, 8 release, 16 administer, 32 trigger.
/// Opt-ins of a party (bits): 1 receives assignments without being asked each time, 2 also plain token transfers.
interface IParties is IVoidableSignatures {
    /// @notice What the registrar records of a party.
    /// @param roles Bits, see above.
    /// @param kycExpiry Last UTC day (days since 1970-01-01) on which the party may do new business.
    /// @param group Id of its group of companies; 0 for none.
    /// @param industry Code of its industry, for reports (ISIC division).
    /// @param region Code of its country, for reports (ISO 3166-1 numeric).
    struct Profile {
        uint8 roles;
        uint24 kycExpiry;
        uint40 group;
        uint16 industry;
        uint16 region;
    }

    /// @notice A party as it stands.
    /// @param cash Account that owns its notes towards wallets, is paid, and pays.
    /// @param active Whether it is not suspended.
    /// @param epoch How often its accounts were recovered; accounts of an earlier epoch are dead.
    struct Party {
        Profile profile;
        address cash;
        bool active;
        uint8 optIns;
        uint16 epoch;
    }

    /// @notice An account as it stands.
    /// @param live Whether it may act for `party` now.
    /// @param limit Most that one act may be worth, in base units of the token of that act.
    struct Account {
        PartyId party;
        bool live;
        uint16 scopes;
        uint96 limit;
    }

    /// @notice A recovery under way.
    /// @param readyAt Unix time from which it may be carried out; 0 until compliance has approved.
    /// @param document Hash of the order or agreement it rests on.
    struct Recovery {
        address cash;
        uint48 readyAt;
        bytes32 document;
    }

    /// @notice A receiver's consent to one assignment (EIP-712 type of the same fields, preceded by the contract that
    /// asks: Consent(address receivables, ...)).
    /// @param value In base units. @param deadline Last second at which it counts (Unix time).
    struct Consent {
        NoteId note;
        PartyId sender;
        PartyId receiver;
        uint256 value;
        bytes32 tradeReference;
        bool inPayment;
        uint256 deadline;
    }

    /// @notice Thrown when a consent is signed by an account of another party than the receiver.
    error ConsentOfAnother(PartyId signer, PartyId receiver);
    /// @notice Thrown when a party id is zero.
    error ZeroParty();
    /// @notice Thrown when an account is the zero address.
    error ZeroAccount();
    /// @notice Thrown when two lists that belong together differ in length.
    error LengthMismatch(uint256 first, uint256 second);
    /// @notice Thrown when a party is registered twice.
    error PartyExists(PartyId party);
    /// @notice Thrown when no party has this id.
    error PartyUnknown(PartyId party);
    /// @notice Thrown when a suspended party would act or receive.
    error PartySuspended(PartyId party);
    /// @notice Thrown when an active party is reinstated.
    error PartyNotSuspended(PartyId party);
    /// @notice Thrown when a party would do new business after its KYC has run out.
    /// @param expiry Last day of its KYC. @param today The UTC day of the block.
    error KycExpired(PartyId party, uint256 expiry, uint256 today);
    /// @notice Thrown when a party lacks a role.
    error RoleMissing(PartyId party, uint256 needed, uint256 held);
    /// @notice Thrown when debt would reach a party of the debtor's own group, or the debtor itself.
    error SameGroup(PartyId party, PartyId debtor);
    /// @notice Thrown when an address is no account of any party.
    error AccountUnknown(address account);
    /// @notice Thrown when an address already acts for a party.
    error AccountTaken(address account, PartyId party);
    /// @notice Thrown when an address was an account once: a closed account never acts again.
    error AccountRetired(address account);
    /// @notice Thrown when an account belongs to another party than the caller's.
    error AccountOfAnother(address account, PartyId party, PartyId caller);
    /// @notice Thrown when the cash account would be removed: rotate it instead.
    error CashAccountStays(address account);
    /// @notice Thrown when an account lacks the scope of the act.
    error ScopeMissing(address account, uint256 needed, uint256 held);
    /// @notice Thrown when one act is worth more than the account's limit.
    /// @param amount Worth of the act. @param limit Limit per act, both in base units of the token.
    error LimitPerActExceeded(address account, uint256 amount, uint256 limit);
    /// @notice Thrown when new business is tried during a halt.
    /// @param until Unix time at which the halt ends by itself.
    error Halted(uint256 until);
    /// @notice Thrown when a halt is longer than allowed, in seconds.
    error HaltTooLong(uint256 duration, uint256 longest);
    /// @notice Thrown when a halt follows the last one too soon.
    /// @param earliest Unix time from which the guardian may halt again.
    error HaltTooSoon(uint256 earliest);
    /// @notice Thrown when nothing is halted.
    error NotHalted();
    /// @notice Thrown when a recovery of the party is already under way.
    error RecoveryPending(PartyId party);
    /// @notice Thrown when no such recovery was proposed.
    error RecoveryUnknown(PartyId party);
    /// @notice Thrown when a recovery is carried out before both roles agreed.
    error RecoveryNotApproved(PartyId party);
    /// @notice Thrown when a recovery is carried out before its delay has passed.
    error RecoveryTooEarly(PartyId party, uint256 readyAt, uint256 time);

    /// @notice Emitted when a party is registered.
    event PartyRegistered(PartyId indexed party, address indexed cash, Profile profile);
    /// @notice Emitted when the registrar changes what is recorded of a party.
    event PartyUpdated(PartyId indexed party, Profile profile);
    /// @notice Emitted when a party is suspended (`active` false) or reinstated.
    /// @param document Hash of the document that gives the reason.
    event PartyStatusChanged(PartyId indexed party, bool active, bytes32 document);
    /// @notice Emitted when a party changes its standing consents.
    event OptInsChanged(PartyId indexed party, uint8 optIns);
    /// @notice Emitted when an account is added or its rights change.
    event AccountSet(PartyId indexed party, address indexed account, uint16 scopes, uint96 limit);
    /// @notice Emitted when an account is closed for ever.
    event AccountClosed(PartyId indexed party, address indexed account);
    /// @notice Emitted when a party's cash account is replaced; `epoch` grows when it was by recovery.
    event CashAccountChanged(
        PartyId indexed party, address indexed previous, address indexed current, uint16 epoch
    );
    /// @notice Emitted when the registrar proposes a recovery.
    event RecoveryProposed(PartyId indexed party, address indexed cash, bytes32 document);
    /// @notice Emitted when compliance approves it: from `readyAt` anyone may carry it out.
    event RecoveryApproved(PartyId indexed party, address indexed cash, bytes32 document, uint256 readyAt);
    /// @notice Emitted when the party's live key, or the registrar, stops a recovery.
    event RecoveryStopped(PartyId indexed party, address indexed by);
    /// @notice Emitted when new business is halted until `until` (Unix time).
    event HaltedUntil(uint256 until);
    /// @notice Emitted when a halt is lifted before its end.
    event Resumed();

    /// @notice Registers a party with its cash account, which gets every scope and no limit.
    /// @dev Role REGISTRAR. Reverts with `ZeroParty`, `PartyExists`, `ZeroAccount`, `AccountTaken` or `AccountRetired`.
    function register(PartyId party, address cash, Profile calldata profile) external;

    /// @notice Registers many parties, all or none.
    function registerMany(PartyId[] calldata parties, address[] calldata cash, Profile[] calldata profiles)
        external;

    /// @notice Changes what is recorded of a party. Role REGISTRAR.
    function update(PartyId party, Profile calldata profile) external;

    /// @notice Adds an acting account to a party, or changes the rights of one. Role REGISTRAR.
    function setAccount(PartyId party, address account, uint16 scopes, uint96 limit) external;

    /// @notice Suspends a party: it neither acts nor receives; what is due to it is parked. Role COMPLIANCE.
    /// @param document Hash of the document that gives the reason.
    function suspend(PartyId party, bytes32 document) external;

    /// @notice Ends a suspension. Role COMPLIANCE.
    function reinstate(PartyId party, bytes32 document) external;

    /// @notice Stops new business for `duration` seconds, at most seven days. Role GUARDIAN.
    /// @dev Settling, redeeming, claiming never ask for it. After a halt the guardian waits seven days, unless it was
    /// lifted by `resume`.
    function halt(uint256 duration) external;

    /// @notice Lifts a halt. Role ADMIN.
    function resume() external;

    /// @notice Announces that the accounts of a party shall be replaced by one new cash account. Role REGISTRAR.
    /// @param document Hash of the court order, insolvency notice or agreement.
    function proposeRecovery(PartyId party, address cash, bytes32 document) external;

    /// @notice Agrees to exactly the recovery proposed; its delay begins. Role COMPLIANCE.
    function approveRecovery(PartyId party, address cash, bytes32 document) external;

    /// @notice Withdraws a recovery. Role REGISTRAR.
    function withdrawRecovery(PartyId party) external;

    /// @notice Stops a recovery, by an account of the party with the scope administer; the party must be active.
    function vetoRecovery() external;

    /// @notice Carries a recovery out, by anyone, once approved and after its delay.
    /// @dev Every other account of the party ends with it, and their approvals, operators and unused signatures.
    function recover(PartyId party) external;

    /// @notice Sets the caller's party's standing consents (bits, see above). Scope administer.
    function setOptIns(uint8 optIns) external;

    /// @notice Adds an acting account to the caller's party. Scope administer.
    /// @param deadline Last second at which the new account's consent counts.
    /// @param signature The new account's signature over AccountConsent(party, account, deadline).
    function addAccount(
        address account,
        uint16 scopes,
        uint96 limit,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Changes the rights of an account of the caller's party. Scope administer.
    function changeAccount(address account, uint16 scopes, uint96 limit) external;

    /// @notice Closes an acting account of the caller's party for ever. Scope administer.
    function removeAccount(address account) external;

    /// @notice Replaces the cash account of the caller's party; the new one inherits its scopes and limit.
    /// @dev Moves no note and no cash. Scope administer; `signature` as in `addAccount`.
    function rotate(address cash, uint256 deadline, bytes calldata signature) external;

    /// @notice Returns the party for which `account` may act, and the party's word; not stopped by a halt.
    /// @dev Reverts with `AccountUnknown`, `AccountRetired`, `ScopeMissing`, `LimitPerActExceeded` or `PartySuspended`.
    /// @param scope Bit of the scope needed.
    /// @param amount Worth of the act in base units of its token; 0 for an act without one.
    function act(address account, uint256 scope, uint256 amount)
        external
        view
        returns (PartyId party, PartyWord word);

    /// @notice Whether `account` may do new business for `party` with `receiver`: as `act`, and no halt, KYC in date,
    /// and `receiver` fit to receive debt of `debtor`.
    /// @dev Further reverts: `AccountOfAnother`, `Halted`, `KycExpired`, `PartyUnknown`, `SameGroup`.
    /// @param party Party that must be acting; zero for whichever the account acts for.
    /// @param debtor Party whose group may not receive; zero for no such check.
    function admit(
        PartyId party,
        address account,
        uint256 scope,
        uint256 amount,
        PartyId receiver,
        PartyId debtor
    ) external view returns (PartyId actor, PartyWord word, PartyWord receiverWord);

    /// @notice Reverts with `Halted` during a halt, and unless both parties are active; asks nothing else of them.
    function standing(PartyId one, PartyId other)
        external
        view
        returns (PartyWord wordOne, PartyWord wordOther);

    /// @notice Reverts unless `receiver` is active, in date, and outside the group of `debtor` (zero: not checked).
    function checkReceiver(PartyId receiver, PartyId debtor) external view returns (PartyWord word);

    /// @notice Checks a receiver's signed consent for the contract that asks; standing consents are opt-ins.
    /// @param signer Account of the receiver, scope assign.
    /// @return digest What was signed; the caller must let it count only once.
    function checkConsent(Consent calldata consent, address signer, bytes calldata signature)
        external
        view
        returns (bytes32 digest);

    /// @notice Digest of the consent that a receiver signs for the contract `receivables`.
    function consentDigest(address receivables, Consent calldata consent) external view returns (bytes32);

    /// @notice Digest of the consent that a new account signs before a party can add it.
    function accountConsentDigest(PartyId party, address account, uint256 deadline)
        external
        view
        returns (bytes32);

    /// @notice The packed word of a party (zero when unknown), for the contracts of the system.
    function wordFor(PartyId party) external view returns (PartyWord word);

    /// @notice The packed words of two parties.
    function wordsFor(PartyId one, PartyId other)
        external
        view
        returns (PartyWord wordOne, PartyWord wordOther);

    /// @notice A party as it stands; reverts with `PartyUnknown`.
    function partyOf(PartyId party) external view returns (Party memory);

    /// @notice An account as it stands; all zero when unknown.
    function accountOf(address account) external view returns (Account memory);

    /// @notice The recovery under way for a party; all zero for none.
    function recoveryOf(PartyId party) external view returns (Recovery memory);

    /// @notice The party whose current cash account is `account`; zero for none.
    function holderOf(address account) external view returns (PartyId party);

    /// @notice The cash account that a party had before its present one; zero for none.
    function previousCashOf(PartyId party) external view returns (address account);

    /// @notice Unix time until which new business is halted; in the past when it is not.
    function haltedUntil() external view returns (uint256);

    /// @notice Seconds between approval and execution of a recovery.
    function recoveryDelay() external view returns (uint256);
}
