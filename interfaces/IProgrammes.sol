// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {IFingerprints} from "./IFingerprints.sol";
import {IVoidableSignatures} from "./ISignatures.sol";
import {NoteId, PartyId, ProgrammeId, ReceivableId} from "./Types.sol";

/// @title IProgrammes
/// @notice An anchor's rules and limit, and the confirmation of its debts under them.
/// @dev Days are whole days since 1970-01-01 on the programme's calendar: floor((time + offset * 900) / 86400).
/// What a receivable is judged by (token, late rate, grace, offset) never changes in a programme; what a change
/// touches (limit, tenor, tiers, smallest piece) is copied into each receivable when it is confirmed.
interface IProgrammes is IVoidableSignatures, IFingerprints {
    /// @notice The rules of a programme.
    /// @param token ERC-20 in which the debts are paid; on the allow-list.
    /// @param currency ISO 4217 code, three capital letters.
    /// @param limit Most principal that may be open at once, in base units of `token`.
    /// @param maxTenor Most days from confirmation to the due day.
    /// @param deepestTier Deepest tier that a note may reach; 1 is the creditor.
    /// @param smallestPiece Smallest value of a note, in base units; at most 2047 times a power of ten.
    /// @param lateRate Late interest for one day, in parts per billion of unpaid principal (500,000 is 0.05 %).
    /// @param graceDays Days after the due day before the debt may be marked overdue; interest runs all the same.
    /// @param utcOffset Offset of the programme's calendar from UTC in quarter hours, from -48 to 56.
    /// @param tradeReferenceRequired Whether each assignment needs a trade reference (then no plain transfers).
    /// @param limitContract Sponsor's limit (ILimit), or zero.
    /// @param agreementHash Hash of the framework agreement that signatures name.
    struct Rules {
        address token;
        bytes3 currency;
        uint256 limit;
        uint16 maxTenor;
        uint8 deepestTier;
        uint256 smallestPiece;
        uint24 lateRate;
        uint8 graceDays;
        int8 utcOffset;
        bool tradeReferenceRequired;
        address limitContract;
        bytes32 agreementHash;
    }

    /// @notice What may change in a programme, for debts confirmed from then on; units as in `Rules`.
    struct Change {
        uint256 limit;
        uint16 maxTenor;
        uint8 deepestTier;
        uint256 smallestPiece;
        bool tradeReferenceRequired;
        bytes32 agreementHash;
    }

    /// @notice One confirmed debt (EIP-712 type of the same fields, plus `agreementHash` read from the programme).
    /// @param id Fingerprint of its (first) invoice.
    /// @param face Amount owed, in base units of the programme's token; at most 2**96 - 1.
    /// @param dueDay Day on which it is due, on the programme's calendar.
    /// @param evidenceRoot Root of the evidence: undertaking, order, delivery, acceptance, invoice.
    /// @param further Fingerprints of up to 63 further invoices of the same debt.
    /// @param deadline Last second at which a signature counts (Unix time); not used when confirmed by call.
    struct Confirmation {
        ProgrammeId programme;
        PartyId creditor;
        ReceivableId id;
        uint256 face;
        uint256 dueDay;
        bytes32 evidenceRoot;
        ReceivableId[] further;
        uint256 deadline;
    }

    /// @notice A change of terms of one receivable to which anchor and holder agree (EIP-712).
    /// @param note The only note of the receivable, free, carrying the whole face.
    /// @param cancel True to cancel; then `face` and `dueDay` are not looked at.
    struct Amendment {
        NoteId note;
        bool cancel;
        uint256 face;
        uint256 dueDay;
        bytes32 evidenceRoot;
        uint256 deadline;
    }

    /// @notice Thrown when no programme has this id.
    error ProgrammeUnknown(ProgrammeId programme);
    /// @notice Thrown when a programme is opened twice.
    error ProgrammeExists(ProgrammeId programme);
    /// @notice Thrown when the number part of a programme's id is zero.
    error ProgrammeNumberZero(ProgrammeId programme);
    /// @notice Thrown when a token is not on the allow-list.
    error TokenNotAllowed(address token);
    /// @notice Thrown when a limit contract was not admitted.
    error LimitContractNotAdmitted(address limitContract);
    /// @notice Thrown when a limit does not fit 96 bits.
    error LimitTooLarge(uint256 limit, uint256 largest);
    /// @notice Thrown when a smallest piece is zero or cannot be stored exactly (2047 times a power of ten up to 28).
    error SmallestPieceInvalid(uint256 smallestPiece);
    /// @notice Thrown when the deepest tier is zero.
    error DeepestTierZero();
    /// @notice Thrown when the longest tenor is zero.
    error TenorZero();
    /// @notice Thrown when an offset is outside -48 to 56 quarter hours.
    error UtcOffsetInvalid(int256 offset);
    /// @notice Thrown when a currency code is not three capital letters.
    error CurrencyInvalid(bytes3 currency);
    /// @notice Thrown when the anchor accepts a change that was not proposed.
    error ChangeUnknown(ProgrammeId programme, bytes32 changeHash);
    /// @notice Thrown when an account of another party acts for the anchor.
    error NotAnchor(PartyId caller, PartyId anchor);
    /// @notice Thrown when an account acts that is neither the anchor's nor the holder's.
    error NeitherAnchorNorHolder(PartyId caller, PartyId anchor, PartyId holder);
    /// @notice Thrown when the other side's signature is by an account of a third party.
    error WrongCounterparty(PartyId signer, PartyId expected);
    /// @notice Thrown when a suspended anchor would confirm.
    error AnchorSuspended(PartyId anchor);
    /// @notice Thrown when an anchor's suspension would be lifted that is not suspended.
    error AnchorNotSuspended(PartyId anchor);
    /// @notice Thrown when a fingerprint is zero.
    error FingerprintZero();
    /// @notice Thrown when an invoice was confirmed before, here or in a predecessor.
    error FingerprintSpent(ReceivableId fingerprint);
    /// @notice Thrown when a debt names more than 63 further invoices.
    error TooManyInvoices(uint256 further, uint256 most);
    /// @notice Thrown when a debt would be due today or earlier.
    error DueDayPassed(uint256 dueDay, uint256 today);
    /// @notice Thrown when a debt would run longer than the programme allows.
    error TenorTooLong(uint256 tenor, uint256 longest);
    /// @notice Thrown when a debt is smaller than the smallest piece.
    error FaceTooSmall(uint256 face, uint256 smallest);
    /// @notice Thrown when the programme's limit has less room than the debt needs.
    error LimitExceeded(ProgrammeId programme, uint256 amount, uint256 room);
    /// @notice Thrown when a function of the system is called from outside.
    error NotSystem(address caller);
    /// @notice Thrown when more predecessors are given than can be asked.
    error TooManyPredecessors(uint256 given, uint256 most);

    /// @notice Emitted when ADMIN puts a token on the allow-list or takes it off (for new programmes).
    event TokenAllowed(address indexed token, bool allowed);
    /// @notice Emitted when ADMIN admits a limit contract.
    event LimitContractAdmitted(address indexed limitContract);
    /// @notice Emitted when a programme is opened.
    event ProgrammeOpened(
        ProgrammeId indexed programme, PartyId indexed anchor, address indexed token, Rules rules
    );
    /// @notice Emitted when the registrar proposes a change.
    event ProgrammeChangeProposed(ProgrammeId indexed programme, bytes32 indexed changeHash, Change change);
    /// @notice Emitted when the anchor consents and the change takes effect.
    event ProgrammeChanged(ProgrammeId indexed programme, bytes32 indexed changeHash, Change change);
    /// @notice Emitted when an anchor is suspended or its suspension lifted.
    /// @param document Hash of the reason; the id of the overdue receivable when the overdue mark did it.
    event AnchorStatusChanged(PartyId indexed anchor, bool suspended, bytes32 document);
    /// @notice Emitted when a debt is confirmed. Its first note has number 1, tier 1, and the whole face.
    event Confirmed(
        ReceivableId indexed id,
        ProgrammeId indexed programme,
        PartyId indexed creditor,
        uint256 face,
        uint256 dueDay,
        bytes32 evidenceRoot
    );
    /// @notice Emitted when anchor and holder correct or cancel a receivable; `face` is 0 when cancelled.
    event Amended(ReceivableId indexed id, uint256 face, uint256 dueDay, bytes32 evidenceRoot);

    /// @notice Puts a token on the allow-list, or takes it off for new programmes. Role ADMIN.
    function allowToken(address token, bool allowed) external;

    /// @notice Admits a limit contract for ever. Role ADMIN.
    function admitLimitContract(address limitContract) external;

    /// @notice Admits a contract that may lock and move notes for their holders, for ever. Role ADMIN.
    function addCustodian(address custodian) external;

    /// @notice Raises (`on`) or ends a dispute: stops assignment and sale, never payment. Role REGISTRAR.
    /// @param document Hash of the document that gives the reason.
    function setDispute(ReceivableId id, bool on, bytes32 document) external;

    /// @notice Freezes a receivable (its notes do not move, they are still paid) or lifts it. Role COMPLIANCE.
    function setFreeze(ReceivableId id, bool on, bytes32 document) external;

    /// @notice Freezes one note (it does not move, it is still paid) or lifts it. Role COMPLIANCE.
    function setNoteFreeze(NoteId note, bool on, bytes32 document) external;

    /// @notice Opens a programme. Role REGISTRAR; the anchor must be registered with the role anchor.
    /// @param programme anchor << 8 | number, the number from 1 to 255.
    function open(ProgrammeId programme, Rules calldata rules) external;

    /// @notice Proposes a change. Role REGISTRAR; it takes effect when the anchor accepts.
    function proposeChange(ProgrammeId programme, Change calldata change) external;

    /// @notice Consents to the change proposed. The anchor, scope administer.
    function acceptChange(ProgrammeId programme, Change calldata change) external;

    /// @notice Stops an anchor from confirming. Role COMPLIANCE.
    function suspendAnchor(PartyId anchor, bytes32 document) external;

    /// @notice Lifts a suspension, also one by an overdue mark. Role REGISTRAR.
    function liftSuspension(PartyId anchor, bytes32 document) external;

    /// @notice Confirms a debt by the anchor's call. Scope confirm.
    /// @return note The first note, held by the creditor.
    function confirm(Confirmation calldata terms) external returns (NoteId note);

    /// @notice Confirms many debts, all or none.
    function confirmMany(Confirmation[] calldata terms) external returns (NoteId[] memory notes);

    /// @notice Confirms a debt by the signature of an account of the anchor (scope confirm), brought by anyone.
    function confirmSigned(Confirmation calldata terms, address signer, bytes calldata signature)
        external
        returns (NoteId note);

    /// @notice Confirms many signed debts, all or none.
    function confirmManySigned(Confirmation[] calldata terms, address signer, bytes[] calldata signatures)
        external
        returns (NoteId[] memory notes);

    /// @notice Corrects or cancels a receivable: the caller is the anchor or the holder of the only note, the
    /// signature the other side's (anchor: scope confirm, holder: scope assign).
    /// @dev Only while one free note carries the whole face, before the due day, unsettled. The id stays spent.
    function amend(Amendment calldata amendment, address signer, bytes calldata signature) external;

    /// @notice Gives principal back to a programme's limit; only Receivables and Settlements call it.
    function restore(ProgrammeId programme, uint256 amount) external;

    /// @notice Suspends the anchor of an overdue receivable; only Settlements calls it.
    function suspendForOverdue(PartyId anchor, ReceivableId id) external;

    /// @notice The rules in force of a programme; reverts with `ProgrammeUnknown`.
    function rulesOf(ProgrammeId programme) external view returns (Rules memory);

    /// @notice Principal open under a programme, in base units of its token.
    function usedOf(ProgrammeId programme) external view returns (uint256);

    /// @notice What a settlement needs: token, late rate (parts per billion per day) and days of grace.
    function paymentTerms(ProgrammeId programme)
        external
        view
        returns (address token, uint256 lateRate, uint256 graceDays);

    /// @notice What a sale needs: token, and hash of the framework agreement.
    function saleTerms(ProgrammeId programme) external view returns (address token, bytes32 agreementHash);

    /// @notice Whether an anchor is suspended from confirming.
    function isSuspended(PartyId anchor) external view returns (bool);

    /// @notice Whether a token is on the allow-list for new programmes.
    function isTokenAllowed(address token) external view returns (bool);

    /// @notice Digest of a confirmation that an account of the anchor signs.
    function confirmationDigest(Confirmation calldata terms) external view returns (bytes32);

    /// @notice Digest of an amendment that the other side signs.
    function amendmentDigest(Amendment calldata amendment) external view returns (bytes32);
}
