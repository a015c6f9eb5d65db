// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {IProgrammes} from "./IProgrammes.sol";
import {NoteId, NoteWord, PartyId, ReceivableId, ReceivableWord, Status} from "./Types.sol";

/// @title IReceivables
/// @notice Confirmed debts and the notes that carry them: assign, split, merge, lock, dispute, freeze.
/// @dev Also ERC-721 and ERC-3525 (IERC3525.sol): token = note, slot = receivable, owner = cash account of the party.
/// Words are packed; IDescriptor tells what they say, field by field.
/// One internal function moves a note; every restriction is checked there. Only an assignment raises the tier.
interface IReceivables {
    /// @notice Passing a note, whole or in part, to the next supplier.
    /// @param value Part to pass, in base units; the note's whole value passes the note itself.
    /// @param tradeReference Root of the trade behind it (invoice, amount, order, delivery); zero only where allowed.
    /// @param inPayment Whether it pays the trade debt at once (true) or is taken on account of it (false).
    /// @param acceptUntil Unix time until which the receiver may accept when it gave no standing consent; 0 refuses.
    struct Assignment {
        NoteId note;
        bytes32 tradeReference;
        bool inPayment;
        uint256 value;
        uint256 acceptUntil;
        PartyId receiver;
    }

    /// @notice An assignment that waits for its receiver.
    struct Pending {
        PartyId receiver;
        bool inPayment;
        uint48 acceptUntil;
        bytes32 tradeReference;
    }

    /// @notice Thrown when an amount is zero.
    error ZeroAmount();
    /// @notice Thrown when an amount does not fit 96 bits.
    error AmountTooLarge(uint256 amount, uint256 largest);
    /// @notice Thrown when a function of the system is called by another contract.
    error NotSystemContract(address caller);
    /// @notice Thrown when a contract that is no custodian would lock or move.
    error NotCustodian(address caller);
    /// @notice Thrown when a custodian is added twice.
    error CustodianExists(address custodian);
    /// @notice Thrown when there is no room for another custodian.
    error TooManyCustodians(uint256 most);
    /// @notice Thrown when no receivable has this id.
    error ReceivableUnknown(ReceivableId id);
    /// @notice Thrown when a state forbids the act.
    error WrongStatus(ReceivableId id, Status status);
    /// @notice Thrown when no note has this id.
    error NoteUnknown(uint256 note);
    /// @notice Thrown when the caller is neither the owner nor allowed by it.
    error NotOwnerNorApproved(address caller, uint256 note);
    /// @notice Thrown when a note is said to be of a party that does not own it.
    error WrongOwner(NoteId note, PartyId said, PartyId owner);
    /// @notice Thrown when more is passed than the note carries.
    error ValueExceedsNote(NoteId note, uint256 value, uint256 carried);
    /// @notice Thrown when a piece would be smaller than the programme allows.
    error PieceTooSmall(uint256 piece, uint256 smallest);
    /// @notice Thrown when a note would go deeper than its programme allows.
    error TierTooDeep(uint256 tier, uint256 deepest);
    /// @notice Thrown when an assignment names no trade where one is required.
    error TradeReferenceMissing(NoteId note);
    /// @notice Thrown when notes pass on or after the due day.
    error DueDayReached(ReceivableId id, uint256 dueDay, uint256 today);
    /// @notice Thrown when something is done before the due day that is for later.
    error DueDayNotReached(ReceivableId id, uint256 dueDay, uint256 today);
    /// @notice Thrown when a party would pass a note to itself.
    error SelfAssignment(PartyId party);
    /// @notice Thrown when a receiver gave no consent and the sender allows no waiting.
    error ConsentMissing(PartyId receiver);
    /// @notice Thrown when a signed consent is used a second time.
    error ConsentUsed(bytes32 digest);
    /// @notice Thrown when a time to accept lies in the past, or does not fit 48 bits.
    error AcceptUntilInvalid(uint256 acceptUntil, uint256 time);
    /// @notice Thrown when the time to accept has passed.
    error AcceptanceExpired(NoteId note, uint256 acceptUntil, uint256 time);
    /// @notice Thrown when a note waits for no consent.
    error NotPending(NoteId note);
    /// @notice Thrown when a note waits for a consent.
    error NotePending(NoteId note);
    /// @notice Thrown when a receiver accepts for another trade than was proposed.
    error TradeReferenceMismatch(bytes32 given, bytes32 proposed);
    /// @notice Thrown when another than the receiver of a pending assignment answers it.
    error NotReceiver(PartyId caller, PartyId receiver);
    /// @notice Thrown when a pending assignment is released before its time to accept and the due day.
    error ReleaseTooEarly(NoteId note);
    /// @notice Thrown when a custodian has locked the note.
    error NoteLocked(NoteId note, address custodian);
    /// @notice Thrown when a note is not locked by the caller.
    error NotLockedByCaller(NoteId note, address custodian);
    /// @notice Thrown when a note is frozen.
    error NoteFrozen(NoteId note);
    /// @notice Thrown when a receivable is frozen.
    error ReceivableFrozen(ReceivableId id);
    /// @notice Thrown when a receivable is disputed.
    error ReceivableDisputed(ReceivableId id);
    /// @notice Thrown when a dispute or freeze is set that is set, or lifted that is not.
    error NothingToChange();
    /// @notice Thrown when value would move between notes of two receivables.
    error SlotMismatch(ReceivableId from, ReceivableId to);
    /// @notice Thrown when value would move between notes whose tiers do not fit.
    error TierMismatch(uint256 from, uint256 to);
    /// @notice Thrown when a note would be merged into itself.
    error SameNote(NoteId note);
    /// @notice Thrown when a note would go to an address that is no party's cash account.
    error NotCashAccount(address account);
    /// @notice Thrown when the receiving party did not opt in to plain token transfers.
    error TransfersNotWanted(PartyId party);
    /// @notice Thrown when a receiving contract refuses the token.
    error ReceiverRefused(address receiver);
    /// @notice Thrown when an operator moves more value than it was allowed.
    error InsufficientAllowance(uint256 note, address operator, uint256 value, uint256 allowance);
    /// @notice Thrown when a receivable is amended that is split, or whose note is not free.
    error NotWhole(ReceivableId id, uint256 live);
    /// @notice Thrown when a receivable has made all the notes that it can number.
    error TooManyNotes(ReceivableId id);

    /// @notice Emitted when ADMIN admits a custodian; `index` is its number in the words of notes.
    event CustodianAdded(address indexed custodian, uint8 index);
    /// @notice Emitted when a further invoice is linked to its receivable.
    event InvoiceLinked(ReceivableId indexed fingerprint, ReceivableId indexed first);
    /// @notice Emitted when a note, or a part of one, has passed to the next supplier.
    /// @param from Note that it came from; the same as `to` when it passed whole.
    /// @param tier Tier of `to`, one more than before.
    event Assigned(
        NoteId indexed from,
        NoteId indexed to,
        PartyId indexed receiver,
        PartyId sender,
        uint256 value,
        uint8 tier,
        bytes32 tradeReference,
        bool inPayment
    );
    /// @notice Emitted when `note` (cut from `from`, or the same) waits for the consent of `receiver`.
    event AssignmentProposed(
        NoteId indexed note,
        NoteId indexed from,
        PartyId indexed receiver,
        uint256 acceptUntil,
        bytes32 tradeReference,
        bool inPayment
    );
    /// @notice Emitted when a pending assignment ends without acceptance: refused, withdrawn or released.
    /// @param by Party that ended it; zero when it was released, or its note redeemed.
    event AssignmentEnded(NoteId indexed note, PartyId indexed by);
    /// @notice Emitted when a custodian locks (`locked`) or unlocks a note.
    event LockChanged(NoteId indexed note, address indexed custodian, bool locked);
    /// @notice Emitted when compliance freezes a note or lifts it.
    event NoteFreezeChanged(NoteId indexed note, bool frozen, bytes32 document);
    /// @notice Emitted when compliance freezes a receivable or lifts it.
    event FreezeChanged(ReceivableId indexed id, bool frozen, bytes32 document);
    /// @notice Emitted when a dispute is raised or ended.
    event DisputeChanged(ReceivableId indexed id, bool disputed, bytes32 document);
    /// @notice Emitted when a receivable reaches a new status, unless a payment settles it (then `Paid` says so).
    event StatusChanged(ReceivableId indexed id, Status status);
    /// @notice Emitted when anchor and holder correct face and due day.
    event Corrected(ReceivableId indexed id, uint256 face, uint256 dueDay);
    /// @notice Emitted when the anchor bought its own debt: `value` of the face no longer exists.
    event Extinguished(ReceivableId indexed id, NoteId indexed note, uint256 value);

    /// @notice Admits a custodian for ever; only Programmes calls it, for ADMIN.
    function addCustodian(address custodian) external;

    /// @notice Raises (`on`) or ends a dispute; only Programmes calls it, for REGISTRAR.
    function setDispute(ReceivableId id, bool on, bytes32 document) external;

    /// @notice Freezes a receivable or lifts it; only Programmes calls it, for COMPLIANCE.
    function setFreeze(ReceivableId id, bool on, bytes32 document) external;

    /// @notice Freezes a note or lifts it; only Programmes calls it, for COMPLIANCE.
    function setNoteFreeze(NoteId note, bool on, bytes32 document) external;

    /// @notice Passes a note, whole or in part, to the next supplier. Scope assign.
    /// @dev Needs the receiver's standing consent, or waits for `accept` until `acceptUntil`.
    /// @return note The note passed or, when part of it waits or passed, the new one.
    function assign(Assignment calldata assignment) external returns (NoteId note);

    /// @notice Passes many notes, all or none.
    function assignMany(Assignment[] calldata assignments) external returns (NoteId[] memory notes);

    /// @notice Passes a note with the receiver's consent in the call: its signature over IParties.Consent, used once.
    /// @param signer Account of the receiver (scope assign).
    function assignWithConsent(
        Assignment calldata assignment,
        address signer,
        uint256 deadline,
        bytes calldata signature
    ) external returns (NoteId note);

    /// @notice Accepts a pending assignment. The receiver, scope assign.
    /// @param tradeReference Must be the one proposed: the receiver says which trade it accepts it for.
    function accept(NoteId note, bytes32 tradeReference) external;

    /// @notice Refuses a pending assignment: the note is free again, the sender's. The receiver, scope assign.
    function refuse(NoteId note) external;

    /// @notice Withdraws a pending assignment. The sender, scope assign.
    function withdraw(NoteId note) external;

    /// @notice Frees pending notes, by anyone, from the due day or after the time to accept.
    function release(NoteId[] calldata notes) external;

    /// @notice Cuts `value` off a note into a new note of the same owner and tier. Scope assign.
    function split(NoteId note, uint256 value) external returns (NoteId created);

    /// @notice Moves the whole value of `from` into `into` (same owner, receivable and tier) and burns `from`.
    function merge(NoteId from, NoteId into) external;

    /// @notice Re-emits `Transfer` from the caller's party's former cash account to the present one, for wallets.
    /// @dev Ends the approvals of these notes, as every `Transfer` does.
    function announce(NoteId[] calldata notes) external;

    /// @notice Makes a receivable and its first note; only Programmes calls it.
    /// @param cash The creditor's cash account, for the event.
    function originate(
        ReceivableId id,
        ReceivableWord word,
        PartyId creditor,
        address cash,
        ReceivableId[] calldata further
    ) external returns (NoteId note);

    /// @notice Changes face and due day of a receivable with one free note; only Programmes calls it.
    function correct(NoteId note, uint256 face, uint256 dueDay) external;

    /// @notice Ends a receivable with one free note; only Programmes calls it.
    function cancel(NoteId note) external;

    /// @notice Marks a debt settled or overdue; only Settlements calls it.
    function updateStatus(ReceivableId id, Status status) external;

    /// @notice Burns a note that has been paid in full; only Settlements calls it.
    /// @param cash The owner's cash account, for the event.
    function remove(NoteId note, address cash) external;

    /// @notice Records that a note was paid `amount`; only Settlements calls it.
    function recordPayout(NoteId note, uint256 amount) external;

    /// @notice Locks a free note of `holder`, who called the custodian; only custodians.
    function lock(NoteId note, PartyId holder) external;

    /// @notice Frees a note that the caller has locked; only custodians.
    function unlock(NoteId note) external;

    /// @notice Moves a note, or before the due day a part of it, between two parties at the same tier; only custodians,
    /// for the holder who called them. From the due day whole only. To the debtor itself it extinguishes the value.
    /// @return moved The note that `to` holds now; the note extinguished when `to` is the debtor.
    function move(NoteId note, PartyId from, PartyId to, uint256 value) external returns (NoteId moved);

    /// @notice The assignment that a note waits for; all zero for none.
    function pendingOf(NoteId note) external view returns (Pending memory);

    /// @notice The contract of programmes, which makes receivables.
    function programmes() external view returns (IProgrammes);

    /// @notice Packed word of a receivable, zero when unknown; for the contracts of the system.
    function receivableWord(ReceivableId id) external view returns (ReceivableWord);

    /// @notice Packed words of a note's receivable and of the note, zero when unknown; for the contracts of the system.
    function words(NoteId note) external view returns (ReceivableWord, NoteWord);

    /// @notice Custodian that has locked a note, or zero.
    function custodianOf(NoteId note) external view returns (address);

    /// @notice Custodian with this number (from 1), or zero.
    function custodianAt(uint8 index) external view returns (address);

    /// @notice Whether a signed consent was used.
    function isConsentUsed(bytes32 digest) external view returns (bool);
}
