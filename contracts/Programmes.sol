// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IFingerprints} from "../interfaces/IFingerprints.sol";
import {ILimit} from "../interfaces/ILimit.sol";
import {IParties} from "../interfaces/IParties.sol";
import {IProgrammes} from "../interfaces/IProgrammes.sol";
import {IReceivables} from "../interfaces/IReceivables.sol";
import {
    NoteId,
    NoteWord,
    PartyId,
    PartyWord,
    ProgrammeId,
    ReceivableId,
    ReceivableWord,
    Status
} from "../interfaces/Types.sol";
import {Calendar} from "./libraries/Calendar.sol";
import {VoidableSignatures} from "./base/VoidableSignatures.sol";
import {Compact, Ids, MAX_AMOUNT, NoteWords, PartyWords, ReceivableWords} from "./libraries/Words.sol";

/// @title Programmes
/// @notice See IProgrammes. A confirmation reads and writes one word of its programme.
/// @dev Also the place where roles reach Receivables, which itself obeys only parties and contracts of the system.
contract Programmes is IProgrammes, AccessManaged, VoidableSignatures {
    using NoteWords for NoteWord;
    using PartyWords for PartyWord;
    using ReceivableWords for ReceivableWord;

    /// @dev One word: all that a confirmation asks. `flags` are those of a receivable, and LIMITED.
    struct Core {
        uint96 used;
        uint96 limit;
        uint16 maxTenor;
        uint16 smallest;
        uint8 deepestTier;
        int8 utcOffset;
        uint8 flags;
    }

    /// @dev What settlements, signatures and readers ask.
    struct Terms {
        address token;
        uint24 lateRate;
        uint8 graceDays;
        bytes3 currency;
        address limitContract;
        bytes32 agreementHash;
    }

    uint256 private constant SCOPE_CONFIRM = 1;
    uint256 private constant SCOPE_ASSIGN = 2;
    uint256 private constant SCOPE_ADMINISTER = 16;
    uint256 private constant ROLE_ANCHOR = 2;
    uint8 private constant LIMITED = 128;
    uint256 private constant MOST_FURTHER = 63;
    uint256 private constant MOST_PREDECESSORS = 8;
    bytes32 private constant CONFIRMATION_TYPEHASH = keccak256(
        "Confirmation(uint48 programme,uint40 creditor,uint96 id,uint256 face,uint256 dueDay,"
        "bytes32 evidenceRoot,uint96[] further,uint256 deadline,bytes32 agreementHash)"
    );
    bytes32 private constant AMENDMENT_TYPEHASH = keccak256(
        "Amendment(uint128 note,bool cancel,uint256 face,uint256 dueDay,"
        "bytes32 evidenceRoot,uint256 deadline,bytes32 agreementHash)"
    );

    IParties public immutable parties;
    IReceivables public immutable receivables;
    address public immutable settlements;
    uint256 private immutable _predecessorCount;

    IFingerprints[] private _predecessors;
    mapping(ProgrammeId programme => Core) private _cores;
    mapping(ProgrammeId programme => Terms) private _terms;
    mapping(ProgrammeId programme => bytes32 changeHash) private _proposals;
    mapping(PartyId anchor => bool) private _suspended;
    mapping(address token => bool) private _tokens;
    mapping(address limitContract => bool) private _limitContracts;

    /// @param receivables_ Receivables, at the address that it will be deployed to.
    /// @param settlements_ Settlements, at the address that it will be deployed to.
    /// @param predecessors Earlier versions whose fingerprints count as spent, at most 8.
    constructor(
        address authority,
        address forwarder,
        IParties parties_,
        IReceivables receivables_,
        address settlements_,
        IFingerprints[] memory predecessors
    ) AccessManaged(authority) ERC2771Context(forwarder) EIP712("Silkline Programmes", "1") {
        if (predecessors.length > MOST_PREDECESSORS) {
            revert TooManyPredecessors(predecessors.length, MOST_PREDECESSORS);
        }
        parties = parties_;
        receivables = receivables_;
        settlements = settlements_;
        _predecessorCount = predecessors.length;
        _predecessors = predecessors;
    }

    /* ROLES */

    /// @inheritdoc IProgrammes
    function allowToken(address token, bool allowed) external restricted {
        _tokens[token] = allowed;
        emit TokenAllowed(token, allowed);
    }

    /// @inheritdoc IProgrammes
    function admitLimitContract(address limitContract) external restricted {
        _limitContracts[limitContract] = true;
        emit LimitContractAdmitted(limitContract);
    }

    /// @inheritdoc IProgrammes
    function addCustodian(address custodian) external restricted {
        receivables.addCustodian(custodian);
    }

    /// @inheritdoc IProgrammes
    function setDispute(ReceivableId id, bool on, bytes32 document) external restricted {
        receivables.setDispute(id, on, document);
    }

    /// @inheritdoc IProgrammes
    function setFreeze(ReceivableId id, bool on, bytes32 document) external restricted {
        receivables.setFreeze(id, on, document);
    }

    /// @inheritdoc IProgrammes
    function setNoteFreeze(NoteId note, bool on, bytes32 document) external restricted {
        receivables.setNoteFreeze(note, on, document);
    }

    /// @inheritdoc IProgrammes
    function open(ProgrammeId programme, Rules calldata rules) external restricted {
        PartyId anchor = Ids.anchor(programme);
        _checkOpening(programme, anchor, rules);
        _cores[programme] = Core({
            used: 0,
            limit: _checkedLimit(rules.limit),
            maxTenor: _checkedTenor(rules.maxTenor),
            smallest: _checkedSmallest(rules.smallestPiece),
            deepestTier: _checkedDeepest(rules.deepestTier),
            utcOffset: rules.utcOffset,
            flags: (rules.tradeReferenceRequired ? uint8(ReceivableWords.TRADE_REFERENCE_REQUIRED) : 0)
                | (rules.limitContract == address(0) ? 0 : LIMITED)
        });
        _terms[programme] = Terms({
            token: rules.token,
            lateRate: rules.lateRate,
            graceDays: rules.graceDays,
            currency: rules.currency,
            limitContract: rules.limitContract,
            agreementHash: rules.agreementHash
        });
        emit ProgrammeOpened(programme, anchor, rules.token, rules);
    }

    /// @inheritdoc IProgrammes
    function proposeChange(ProgrammeId programme, Change calldata change) external restricted {
        _known(programme);
        _checkedLimit(change.limit);
        _checkedTenor(change.maxTenor);
        _checkedSmallest(change.smallestPiece);
        _checkedDeepest(change.deepestTier);
        bytes32 changeHash = keccak256(abi.encode(change));
        _proposals[programme] = changeHash;
        emit ProgrammeChangeProposed(programme, changeHash, change);
    }

    /// @inheritdoc IProgrammes
    function suspendAnchor(PartyId anchor, bytes32 document) external restricted {
        _suspend(anchor, document);
    }

    /// @inheritdoc IProgrammes
    function liftSuspension(PartyId anchor, bytes32 document) external restricted {
        if (!_suspended[anchor]) revert AnchorNotSuspended(anchor);
        _suspended[anchor] = false;
        emit AnchorStatusChanged(anchor, false, document);
    }

    /* ANCHOR */

    /// @inheritdoc IProgrammes
    function acceptChange(ProgrammeId programme, Change calldata change) external {
        PartyId anchor = Ids.anchor(programme);
        (PartyId caller,) = parties.act(_msgSender(), SCOPE_ADMINISTER, 0);
        if (caller != anchor) revert NotAnchor(caller, anchor);
        bytes32 changeHash = keccak256(abi.encode(change));
        if (_proposals[programme] != changeHash) revert ChangeUnknown(programme, changeHash);
        delete _proposals[programme];
        _change(_cores[programme], change);
        _terms[programme].agreementHash = change.agreementHash;
        emit ProgrammeChanged(programme, changeHash, change);
    }

    /// @inheritdoc IProgrammes
    function confirm(Confirmation calldata terms) external returns (NoteId) {
        return _confirm(terms, _msgSender());
    }

    /// @inheritdoc IProgrammes
    function confirmMany(Confirmation[] calldata terms) external returns (NoteId[] memory notes) {
        notes = new NoteId[](terms.length);
        for (uint256 i; i < terms.length; ++i) {
            notes[i] = _confirm(terms[i], _msgSender());
        }
    }

    /// @inheritdoc IProgrammes
    function confirmSigned(Confirmation calldata terms, address signer, bytes calldata signature)
        external
        returns (NoteId)
    {
        return _confirmSigned(terms, signer, signature);
    }

    /// @inheritdoc IProgrammes
    function confirmManySigned(Confirmation[] calldata terms, address signer, bytes[] calldata signatures)
        external
        returns (NoteId[] memory notes)
    {
        if (terms.length != signatures.length) {
            revert IParties.LengthMismatch(terms.length, signatures.length);
        }
        notes = new NoteId[](terms.length);
        for (uint256 i; i < terms.length; ++i) {
            notes[i] = _confirmSigned(terms[i], signer, signatures[i]);
        }
    }

    /// @inheritdoc IProgrammes
    function amend(Amendment calldata amendment, address signer, bytes calldata signature) external {
        ReceivableId id = Ids.receivable(amendment.note);
        ReceivableWord w = receivables.receivableWord(id);
        if (w.status() != Status.Open) revert IReceivables.WrongStatus(id, w.status());
        _checkSides(amendment, w, signer);
        _useSignature(signer, amendmentDigest(amendment), amendment.deadline, signature);
        if (amendment.cancel) {
            emit Amended(id, 0, 0, amendment.evidenceRoot);
            // First, since it refuses a debt that was paid in part, of which less than the face is in use.
            receivables.cancel(amendment.note);
            _restore(w.programme(), w.face());
        } else {
            emit Amended(id, amendment.face, amendment.dueDay, amendment.evidenceRoot);
            receivables.correct(amendment.note, amendment.face, amendment.dueDay);
            _reuse(w, amendment.face, amendment.dueDay);
        }
    }

    /* THE SYSTEM */

    /// @inheritdoc IProgrammes
    function restore(ProgrammeId programme, uint256 amount) external {
        if (msg.sender != address(receivables) && msg.sender != settlements) revert NotSystem(msg.sender);
        _restore(programme, amount);
    }

    /// @inheritdoc IProgrammes
    function suspendForOverdue(PartyId anchor, ReceivableId id) external {
        if (msg.sender != settlements) revert NotSystem(msg.sender);
        _suspend(anchor, bytes32(uint256(ReceivableId.unwrap(id))));
    }

    /* VIEWS */

    /// @inheritdoc IProgrammes
    function rulesOf(ProgrammeId programme) external view returns (Rules memory) {
        Core memory core = _known(programme);
        Terms memory terms = _terms[programme];
        return Rules({
            token: terms.token,
            currency: terms.currency,
            limit: core.limit,
            maxTenor: core.maxTenor,
            deepestTier: core.deepestTier,
            smallestPiece: Compact.unpack(core.smallest),
            lateRate: terms.lateRate,
            graceDays: terms.graceDays,
            utcOffset: core.utcOffset,
            tradeReferenceRequired: core.flags & uint8(ReceivableWords.TRADE_REFERENCE_REQUIRED) != 0,
            limitContract: terms.limitContract,
            agreementHash: terms.agreementHash
        });
    }

    /// @inheritdoc IProgrammes
    function usedOf(ProgrammeId programme) external view returns (uint256) {
        return _cores[programme].used;
    }

    /// @inheritdoc IProgrammes
    function paymentTerms(ProgrammeId programme)
        external
        view
        returns (address token, uint256 lateRate, uint256 graceDays)
    {
        Terms storage terms = _terms[programme];
        return (terms.token, terms.lateRate, terms.graceDays);
    }

    /// @inheritdoc IProgrammes
    function saleTerms(ProgrammeId programme) external view returns (address token, bytes32 agreementHash) {
        Terms storage terms = _terms[programme];
        return (terms.token, terms.agreementHash);
    }

    /// @inheritdoc IProgrammes
    function isSuspended(PartyId anchor) external view returns (bool) {
        return _suspended[anchor];
    }

    /// @inheritdoc IProgrammes
    function isTokenAllowed(address token) external view returns (bool) {
        return _tokens[token];
    }

    /// @inheritdoc IFingerprints
    function isSpent(ReceivableId fingerprint) external view returns (bool) {
        return receivables.receivableWord(fingerprint).status() != Status.None || _isSpentBefore(fingerprint);
    }

    /// @inheritdoc IProgrammes
    function confirmationDigest(Confirmation calldata terms) public view returns (bytes32) {
        return _hashTypedDataV4(
            keccak256(
                abi.encode(
                    CONFIRMATION_TYPEHASH,
                    terms.programme,
                    terms.creditor,
                    terms.id,
                    terms.face,
                    terms.dueDay,
                    terms.evidenceRoot,
                    keccak256(abi.encodePacked(terms.further)),
                    terms.deadline,
                    _terms[terms.programme].agreementHash
                )
            )
        );
    }

    /// @inheritdoc IProgrammes
    function amendmentDigest(Amendment calldata amendment) public view returns (bytes32) {
        ProgrammeId programme = receivables.receivableWord(Ids.receivable(amendment.note)).programme();
        bytes32 agreementHash = _terms[programme].agreementHash;
        return _hashTypedDataV4(keccak256(abi.encode(AMENDMENT_TYPEHASH, amendment, agreementHash)));
    }

    /* CONFIRMATION */

    function _confirmSigned(Confirmation calldata terms, address signer, bytes calldata signature)
        private
        returns (NoteId)
    {
        // Used up by its receivable's id, which counts once for ever.
        _checkStanding(signer, confirmationDigest(terms), terms.deadline, signature);
        return _confirm(terms, signer);
    }

    function _confirm(Confirmation calldata terms, address account) private returns (NoteId note) {
        _checkFits(terms.face);
        PartyId anchor = Ids.anchor(terms.programme);
        (,, PartyWord creditor) =
            parties.admit(anchor, account, SCOPE_CONFIRM, terms.face, terms.creditor, anchor);
        if (_suspended[anchor]) revert AnchorSuspended(anchor);
        _checkInvoices(terms);

        Core memory core = _known(terms.programme);
        _checkDebt(core, terms.face, terms.dueDay);
        _use(core, terms.programme, terms.face);
        emit Confirmed(
            terms.id, terms.programme, terms.creditor, terms.face, terms.dueDay, terms.evidenceRoot
        );
        ReceivableWord w = ReceivableWords.pack(terms.programme, terms.dueDay, terms.face)
            .withRules(core.smallest, core.utcOffset, core.deepestTier, core.flags & ~LIMITED);
        return receivables.originate(terms.id, w, terms.creditor, creditor.cash(), terms.further);
    }

    /// @dev That an id is spent here is found by Receivables, which has to read its word anyway.
    function _checkInvoices(Confirmation calldata terms) private view {
        if (terms.further.length > MOST_FURTHER) {
            revert TooManyInvoices(terms.further.length, MOST_FURTHER);
        }
        _checkFresh(terms.id);
        for (uint256 i; i < terms.further.length; ++i) {
            _checkFresh(terms.further[i]);
        }
    }

    function _checkFresh(ReceivableId fingerprint) private view {
        if (ReceivableId.unwrap(fingerprint) == 0) revert FingerprintZero();
        if (_isSpentBefore(fingerprint)) revert FingerprintSpent(fingerprint);
    }

    function _isSpentBefore(ReceivableId fingerprint) private view returns (bool) {
        for (uint256 i; i < _predecessorCount; ++i) {
            if (_predecessors[i].isSpent(fingerprint)) return true;
        }
        return false;
    }

    /// @dev First of all: to every account it would be above its limit per act, which says less.
    function _checkFits(uint256 face) private pure {
        if (face > MAX_AMOUNT) revert IReceivables.AmountTooLarge(face, MAX_AMOUNT);
    }

    function _checkDebt(Core memory core, uint256 face, uint256 dueDay) private view {
        uint256 today = Calendar.today(core.utcOffset);
        if (dueDay <= today) revert DueDayPassed(dueDay, today);
        if (dueDay - today > core.maxTenor) revert TenorTooLong(dueDay - today, core.maxTenor);
        uint256 smallest = Compact.unpack(core.smallest);
        if (face < smallest) revert FaceTooSmall(face, smallest);
    }

    /* AMENDMENT */

    /// @dev The caller is one side, the signer the other; a correction is new business, a cancellation is not.
    function _checkSides(Amendment calldata amendment, ReceivableWord w, address signer) private view {
        PartyId anchor = w.anchor();
        (, NoteWord n) = receivables.words(amendment.note);
        PartyId holder = n.owner();
        (PartyId caller,) = parties.act(_msgSender(), 0, 0);
        if (caller != anchor && caller != holder) revert NeitherAnchorNorHolder(caller, anchor, holder);
        (address anchorAccount, address holderAccount) =
            caller == anchor ? (_msgSender(), signer) : (signer, _msgSender());
        (PartyId side,) = parties.act(holderAccount, SCOPE_ASSIGN, w.face());
        if (side != holder) revert WrongCounterparty(side, holder);
        if (amendment.cancel) {
            (side,) = parties.act(anchorAccount, SCOPE_CONFIRM, w.face());
            if (side != anchor) revert WrongCounterparty(side, anchor);
        } else {
            _checkFits(amendment.face);
            if (_suspended[anchor]) revert AnchorSuspended(anchor);
            parties.admit(anchor, anchorAccount, SCOPE_CONFIRM, amendment.face, holder, anchor);
        }
    }

    /// @dev Replaces the old face by the new one in the used limit, under the rules in force today.
    function _reuse(ReceivableWord w, uint256 face, uint256 dueDay) private {
        ProgrammeId programme = w.programme();
        _checkDebt(_cores[programme], face, dueDay);
        // The receivable keeps the smallest piece that it was confirmed with.
        if (face < w.smallest()) revert FaceTooSmall(face, w.smallest());
        if (face > w.face()) _use(_cores[programme], programme, face - w.face());
        if (face < w.face()) _restore(programme, w.face() - face);
    }

    /* LIMIT AND RULES */

    function _use(Core memory core, ProgrammeId programme, uint256 amount) private {
        // A limit lowered by consent may lie below what is used.
        uint256 room = core.limit > core.used ? core.limit - core.used : 0;
        if (amount > room) revert LimitExceeded(programme, amount, room);
        // Fits: used + amount <= limit.
        _cores[programme].used = core.used + uint96(amount);
        if (core.flags & LIMITED != 0) ILimit(_terms[programme].limitContract).consume(programme, amount);
    }

    function _restore(ProgrammeId programme, uint256 amount) private {
        Core storage core = _cores[programme];
        // Fits: only principal that was used is restored, and it was checked into 96 bits.
        core.used -= uint96(amount);
        if (core.flags & LIMITED != 0) ILimit(_terms[programme].limitContract).restore(programme, amount);
    }

    function _suspend(PartyId anchor, bytes32 document) private {
        _suspended[anchor] = true;
        emit AnchorStatusChanged(anchor, true, document);
    }

    function _change(Core storage core, Change calldata change) private {
        core.limit = _checkedLimit(change.limit);
        core.maxTenor = change.maxTenor;
        core.deepestTier = change.deepestTier;
        core.smallest = _checkedSmallest(change.smallestPiece);
        uint8 required = uint8(ReceivableWords.TRADE_REFERENCE_REQUIRED);
        core.flags = change.tradeReferenceRequired ? core.flags | required : core.flags & ~required;
    }

    function _checkOpening(ProgrammeId programme, PartyId anchor, Rules calldata rules) private view {
        if (uint8(ProgrammeId.unwrap(programme)) == 0) revert ProgrammeNumberZero(programme);
        if (_cores[programme].maxTenor != 0) revert ProgrammeExists(programme);
        uint256 roles = parties.checkReceiver(anchor, PartyId.wrap(0)).roles();
        if (roles & ROLE_ANCHOR == 0) revert IParties.RoleMissing(anchor, ROLE_ANCHOR, roles);
        if (!_tokens[rules.token]) revert TokenNotAllowed(rules.token);
        if (rules.utcOffset < -48 || rules.utcOffset > 56) revert UtcOffsetInvalid(rules.utcOffset);
        if (rules.limitContract != address(0) && !_limitContracts[rules.limitContract]) {
            revert LimitContractNotAdmitted(rules.limitContract);
        }
        for (uint256 i; i < 3; ++i) {
            if (rules.currency[i] < "A" || rules.currency[i] > "Z") revert CurrencyInvalid(rules.currency);
        }
    }

    function _checkedLimit(uint256 limit) private pure returns (uint96) {
        if (limit > MAX_AMOUNT) revert LimitTooLarge(limit, MAX_AMOUNT);
        return uint96(limit);
    }

    function _checkedTenor(uint16 tenor) private pure returns (uint16) {
        if (tenor == 0) revert TenorZero();
        return tenor;
    }

    function _checkedDeepest(uint8 tier) private pure returns (uint8) {
        if (tier == 0) revert DeepestTierZero();
        return tier;
    }

    function _checkedSmallest(uint256 smallestPiece) private pure returns (uint16) {
        (uint256 packed, bool ok) = Compact.pack(smallestPiece);
        if (!ok || smallestPiece == 0) revert SmallestPieceInvalid(smallestPiece);
        return uint16(packed);
    }

    /// @dev Every programme has a tenor.
    function _known(ProgrammeId programme) private view returns (Core memory core) {
        core = _cores[programme];
        if (core.maxTenor == 0) revert ProgrammeUnknown(programme);
    }

    function _msgSender() internal view override(Context, ERC2771Context) returns (address) {
        return ERC2771Context._msgSender();
    }

    function _msgData() internal view override(Context, ERC2771Context) returns (bytes calldata) {
        return ERC2771Context._msgData();
    }

    function _contextSuffixLength() internal view override(Context, ERC2771Context) returns (uint256) {
        return ERC2771Context._contextSuffixLength();
    }
}
