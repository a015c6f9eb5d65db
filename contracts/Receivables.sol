// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IDescriptor} from "../interfaces/IDescriptor.sol";
import {IERC3525} from "../interfaces/IERC3525.sol";
import {IParties} from "../interfaces/IParties.sol";
import {IProgrammes} from "../interfaces/IProgrammes.sol";
import {IReceivables} from "../interfaces/IReceivables.sol";
import {
    NoteId,
    NoteWord,
    PartyId,
    PartyWord,
    ReceivableId,
    ReceivableWord,
    Status
} from "../interfaces/Types.sol";
import {NoteTokens} from "./base/NoteTokens.sol";
import {Calendar} from "./libraries/Calendar.sol";
import {Ids, NoteWords, PartyWords, ReceivableWords} from "./libraries/Words.sol";

/// @title Receivables
/// @notice See IReceivables. What parties, roles and the system's contracts do with receivables and notes.
contract Receivables is NoteTokens {
    using NoteWords for NoteWord;
    using PartyWords for PartyWord;
    using ReceivableWords for ReceivableWord;

    uint256 private constant SCOPE_ADMINISTER = 16;
    uint8 private constant MOST_CUSTODIANS = 15;

    IProgrammes public immutable programmes;
    address public immutable settlements;

    mapping(bytes32 digest => bool) private _usedConsents;
    mapping(address custodian => uint8 index) private _custodianIndex;
    uint8 private _custodianCount;

    /// @param settlements_ Settlements, at the address that it will be deployed to.
    constructor(
        address forwarder,
        IParties parties_,
        IProgrammes programmes_,
        address settlements_,
        IDescriptor descriptor_
    ) ERC2771Context(forwarder) {
        parties = parties_;
        programmes = programmes_;
        settlements = settlements_;
        descriptor = descriptor_;
    }

    modifier onlySystem(address allowed) {
        if (msg.sender != allowed) revert NotSystemContract(msg.sender);
        _;
    }

    /* ROLES, THROUGH PROGRAMMES */

    /// @inheritdoc IReceivables
    function addCustodian(address custodian) external onlySystem(address(programmes)) {
        if (_custodianIndex[custodian] != 0) revert CustodianExists(custodian);
        if (_custodianCount == MOST_CUSTODIANS) revert TooManyCustodians(MOST_CUSTODIANS);
        uint8 index = ++_custodianCount;
        _custodianIndex[custodian] = index;
        _custodians[index] = custodian;
        emit CustodianAdded(custodian, index);
    }

    /// @inheritdoc IReceivables
    function setDispute(ReceivableId id, bool on, bytes32 document) external onlySystem(address(programmes)) {
        _setFlag(id, ReceivableWords.DISPUTED, on);
        emit DisputeChanged(id, on, document);
    }

    /// @inheritdoc IReceivables
    function setFreeze(ReceivableId id, bool on, bytes32 document) external onlySystem(address(programmes)) {
        _setFlag(id, ReceivableWords.FROZEN, on);
        emit FreezeChanged(id, on, document);
    }

    /// @inheritdoc IReceivables
    function setNoteFreeze(NoteId note, bool on, bytes32 document) external onlySystem(address(programmes)) {
        NoteWord n = _noteWord(note);
        if (n.has(NoteWords.FROZEN) == on) revert NothingToChange();
        _notes[note] = n.withFlag(NoteWords.FROZEN, on);
        emit NoteFreezeChanged(note, on, document);
    }

    /* ASSIGNMENT */

    /// @inheritdoc IReceivables
    function assign(Assignment calldata assignment) external returns (NoteId) {
        return _assign(assignment, false);
    }

    /// @inheritdoc IReceivables
    function assignMany(Assignment[] calldata assignments) external returns (NoteId[] memory notes) {
        notes = new NoteId[](assignments.length);
        for (uint256 i; i < assignments.length; ++i) {
            notes[i] = _assign(assignments[i], false);
        }
    }

    /// @inheritdoc IReceivables
    function assignWithConsent(
        Assignment calldata assignment,
        address signer,
        uint256 deadline,
        bytes calldata signature
    ) external returns (NoteId) {
        bytes32 digest = parties.checkConsent(_consent(assignment, deadline), signer, signature);
        if (_usedConsents[digest]) revert ConsentUsed(digest);
        _usedConsents[digest] = true;
        return _assign(assignment, true);
    }

    /// @inheritdoc IReceivables
    function accept(NoteId note, bytes32 tradeReference) external {
        NoteWord n = _noteWord(note);
        ReceivableWord r = _receivables[Ids.receivable(note)];
        Pending memory pending = _pendingFor(note, n);
        PartyId receiver = pending.receiver;
        (, PartyWord word,) = _admit(receiver, _msgSender(), n.value(), receiver, r);
        if (block.timestamp > pending.acceptUntil) {
            revert AcceptanceExpired(note, pending.acceptUntil, block.timestamp);
        }
        if (tradeReference != pending.tradeReference) {
            revert TradeReferenceMismatch(tradeReference, pending.tradeReference);
        }
        delete _pending[note];
        Passage memory p = _passage(note, n, n.value(), _activeCashOf(n.owner()), receiver, word.cash());
        ++p.tier;
        _pass(p, n.withFlag(NoteWords.PENDING, false), r);
        _emitAssigned(p, note, tradeReference, pending.inPayment);
    }

    /// @inheritdoc IReceivables
    function refuse(NoteId note) external {
        NoteWord n = _noteWord(note);
        Pending memory pending = _pendingFor(note, n);
        (PartyId caller,) = _act(SCOPE_ASSIGN, 0);
        if (caller != pending.receiver) revert NotReceiver(caller, pending.receiver);
        _endPending(note, n, caller);
    }

    /// @inheritdoc IReceivables
    function withdraw(NoteId note) external {
        NoteWord n = _noteWord(note);
        _pendingFor(note, n);
        _endPending(note, n, _actingOwner(note, n, 0));
    }

    /// @inheritdoc IReceivables
    function release(NoteId[] calldata notes) external {
        for (uint256 i; i < notes.length; ++i) {
            NoteWord n = _notes[notes[i]];
            if (!n.has(NoteWords.PENDING)) continue;
            ReceivableWord r = _receivables[Ids.receivable(notes[i])];
            bool due = Calendar.today(r.offset()) >= r.dueDay();
            if (!due && block.timestamp <= _pending[notes[i]].acceptUntil) revert ReleaseTooEarly(notes[i]);
            _endPending(notes[i], n, PartyId.wrap(0));
        }
    }

    /* THE OWNER'S OWN NOTES */

    /// @inheritdoc IReceivables
    function split(NoteId note, uint256 value) external returns (NoteId) {
        NoteWord n = _noteWord(note);
        _checkValue(note, n, value);
        _actingOwner(note, n, value);
        ReceivableWord r = _receivables[Ids.receivable(note)];
        _checkMovable(note, n, r, 0, false);
        return _cut(_ownPassage(note, n, value), n, r);
    }

    /// @inheritdoc IReceivables
    function merge(NoteId from, NoteId into) external {
        NoteWord n = _noteWord(from);
        PartyId owner = _actingOwner(from, n, n.value());
        PartyId other = _noteWord(into).owner();
        if (other != owner) revert WrongOwner(into, owner, other);
        _pour(_ownPassage(from, n, n.value()), into);
    }

    /// @inheritdoc IReceivables
    function announce(NoteId[] calldata notes) external {
        (PartyId party, PartyWord w) = _act(SCOPE_ADMINISTER, 0);
        address previous = parties.previousCashOf(party);
        if (previous == address(0)) revert NothingToChange();
        for (uint256 i; i < notes.length; ++i) {
            NoteWord n = _noteWord(notes[i]);
            if (n.owner() != party) revert WrongOwner(notes[i], party, n.owner());
            _notes[notes[i]] = _withoutApprovals(notes[i], n);
            emit IERC721.Transfer(previous, w.cash(), NoteId.unwrap(notes[i]));
        }
    }

    /* PROGRAMMES */

    /// @inheritdoc IReceivables
    function originate(
        ReceivableId id,
        ReceivableWord word,
        PartyId creditor,
        address cash,
        ReceivableId[] calldata further
    ) external onlySystem(address(programmes)) returns (NoteId note) {
        _checkUnspent(id);
        _receivables[id] = word;
        for (uint256 i; i < further.length; ++i) {
            _checkUnspent(further[i]);
            _receivables[further[i]] = ReceivableWords.linked(id);
            emit InvoiceLinked(further[i], id);
        }
        note = Ids.note(id, 1);
        _notes[note] = NoteWords.pack(creditor, word.face(), 1);
        _count(creditor, 1);
        emit IERC721.Transfer(address(0), cash, NoteId.unwrap(note));
        emit IERC3525.SlotChanged(NoteId.unwrap(note), 0, ReceivableId.unwrap(id));
        emit IERC3525.TransferValue(0, NoteId.unwrap(note), word.face());
    }

    /// @inheritdoc IReceivables
    function correct(NoteId note, uint256 face, uint256 dueDay) external onlySystem(address(programmes)) {
        (ReceivableId id, NoteWord n, ReceivableWord r) = _whole(note);
        uint256 before = n.value();
        _receivables[id] = r.withFace(face).withDueDay(dueDay);
        _notes[note] = n.withValue(face);
        if (face > before) emit IERC3525.TransferValue(0, NoteId.unwrap(note), face - before);
        if (face < before) emit IERC3525.TransferValue(NoteId.unwrap(note), 0, before - face);
        emit Corrected(id, face, dueDay);
    }

    /// @inheritdoc IReceivables
    function cancel(NoteId note) external onlySystem(address(programmes)) {
        (ReceivableId id, NoteWord n, ReceivableWord r) = _whole(note);
        _receivables[id] = r.withFace(0).withStatus(Status.Cancelled);
        _erase(note, n, _cashOf(n.owner()));
        emit IERC3525.TransferValue(NoteId.unwrap(note), 0, n.value());
        emit StatusChanged(id, Status.Cancelled);
    }

    /* SETTLEMENTS */

    /// @inheritdoc IReceivables
    function updateStatus(ReceivableId id, Status status) external onlySystem(settlements) {
        _receivables[id] = _receivables[id].withStatus(status);
        // The payment that settles a debt tells it already.
        if (status != Status.Settled) emit StatusChanged(id, status);
    }

    /// @inheritdoc IReceivables
    function remove(NoteId note, address cash) external onlySystem(settlements) {
        NoteWord n = _noteWord(note);
        if (n.has(NoteWords.PENDING)) _endPending(note, n, PartyId.wrap(0));
        _erase(note, n, cash);
        emit IERC3525.TransferValue(NoteId.unwrap(note), 0, n.value());
    }

    /// @inheritdoc IReceivables
    function recordPayout(NoteId note, uint256 amount) external onlySystem(settlements) {
        _notes[note] = _noteWord(note).plusClaimed(amount);
    }

    /* CUSTODIANS */

    /// @inheritdoc IReceivables
    function lock(NoteId note, PartyId holder) external {
        uint8 index = _callingCustodian();
        NoteWord n = _noteWord(note);
        if (n.owner() != holder) revert WrongOwner(note, holder, n.owner());
        // As whole notes, since a note may be locked after its due day for what it will still be paid.
        _checkMovable(note, n, _receivables[Ids.receivable(note)], index, true);
        _notes[note] = n.withCustodian(index);
        emit LockChanged(note, msg.sender, true);
    }

    /// @inheritdoc IReceivables
    function unlock(NoteId note) external {
        uint8 index = _callingCustodian();
        NoteWord n = _noteWord(note);
        if (n.custodian() != index) revert NotLockedByCaller(note, _custodians[n.custodian()]);
        _notes[note] = n.withCustodian(0);
        emit LockChanged(note, msg.sender, false);
    }

    /// @inheritdoc IReceivables
    function move(NoteId note, PartyId from, PartyId to, uint256 value) external returns (NoteId) {
        uint8 index = _callingCustodian();
        NoteWord n = _noteWord(note);
        if (n.owner() != from) revert WrongOwner(note, from, n.owner());
        _checkValue(note, n, value);
        if (to == from) revert SelfAssignment(to);
        ReceivableWord r = _receivables[Ids.receivable(note)];
        (PartyWord fromWord, PartyWord toWord) = parties.wordsFor(from, to);
        Passage memory p = _passage(note, n, value, _activeCash(from, fromWord), to, _activeCash(to, toWord));
        p.custodian = index;
        return to == r.anchor() ? _extinguish(p, n, r) : _pass(p, n, r);
    }

    /* VIEWS */

    /// @inheritdoc IReceivables
    function pendingOf(NoteId note) external view returns (Pending memory) {
        return _pending[note];
    }

    /// @inheritdoc IReceivables
    function receivableWord(ReceivableId id) external view returns (ReceivableWord) {
        return _receivables[id];
    }

    /// @inheritdoc IReceivables
    function words(NoteId note) external view returns (ReceivableWord, NoteWord) {
        return (_receivables[Ids.receivable(note)], _notes[note]);
    }

    /// @inheritdoc IReceivables
    function custodianOf(NoteId note) external view returns (address) {
        return _custodians[_notes[note].custodian()];
    }

    /// @inheritdoc IReceivables
    function custodianAt(uint8 index) external view returns (address) {
        return _custodians[index];
    }

    /// @inheritdoc IReceivables
    function isConsentUsed(bytes32 digest) external view returns (bool) {
        return _usedConsents[digest];
    }

    /* INTERNALS */

    /// @param consented Whether the receiver's signature was checked.
    function _assign(Assignment calldata a, bool consented) private returns (NoteId) {
        NoteWord n = _noteWord(a.note);
        ReceivableWord r = _receivables[Ids.receivable(a.note)];
        _checkValue(a.note, n, a.value);
        (PartyId sender, PartyWord from, PartyWord to) =
            _admit(n.owner(), _msgSender(), a.value, a.receiver, r);
        if (sender == a.receiver) revert SelfAssignment(sender);
        if (a.tradeReference == 0 && r.has(ReceivableWords.TRADE_REFERENCE_REQUIRED)) {
            revert TradeReferenceMissing(a.note);
        }
        Passage memory p = _passage(a.note, n, a.value, from.cash(), a.receiver, to.cash());
        ++p.tier;
        if (!consented && to.optIns() & OPT_IN_ASSIGNMENTS == 0) return _propose(a, p, n, r);
        NoteId arrived = _pass(p, n, r);
        _emitAssigned(p, arrived, a.tradeReference, a.inPayment);
        return arrived;
    }

    /// @dev The piece stays the sender's, at its tier, until the receiver accepts.
    function _propose(Assignment calldata a, Passage memory p, NoteWord n, ReceivableWord r)
        private
        returns (NoteId piece)
    {
        if (a.acceptUntil == 0) revert ConsentMissing(a.receiver);
        if (a.acceptUntil < block.timestamp || a.acceptUntil > type(uint48).max) {
            revert AcceptUntilInvalid(a.acceptUntil, block.timestamp);
        }
        _checkMovable(a.note, n, r, 0, false);
        if (p.tier > r.deepest()) revert TierTooDeep(p.tier, r.deepest());
        piece = a.note;
        if (a.value != n.value()) piece = _cut(_ownPassage(a.note, n, a.value), n, r);
        _notes[piece] = _notes[piece].withFlag(NoteWords.PENDING, true);
        _pending[piece] = Pending(a.receiver, a.inPayment, uint48(a.acceptUntil), a.tradeReference);
        emit AssignmentProposed(piece, a.note, a.receiver, a.acceptUntil, a.tradeReference, a.inPayment);
    }

    function _consent(Assignment calldata a, uint256 deadline)
        private
        view
        returns (IParties.Consent memory)
    {
        PartyId sender = _noteWord(a.note).owner();
        return IParties.Consent(a.note, sender, a.receiver, a.value, a.tradeReference, a.inPayment, deadline);
    }

    function _emitAssigned(Passage memory p, NoteId arrived, bytes32 tradeReference, bool inPayment) private {
        emit Assigned(p.note, arrived, p.to, p.from, p.value, uint8(p.tier), tradeReference, inPayment);
    }

    /// @dev The debtor bought its own debt before the due day: the value ends, and the face with it.
    function _extinguish(Passage memory p, NoteWord n, ReceivableWord r) private returns (NoteId) {
        _checkMovable(p.note, n, r, p.custodian, false);
        ReceivableId id = Ids.receivable(p.note);
        uint256 left = r.face() - p.value;
        r = r.withFace(left);
        _receivables[id] = left == 0 ? r.withStatus(Status.Settled) : r;
        _reduce(p, n, r.smallest());
        emit IERC3525.TransferValue(NoteId.unwrap(p.note), 0, p.value);
        emit Extinguished(id, p.note, p.value);
        if (left == 0) emit StatusChanged(id, Status.Settled);
        programmes.restore(r.programme(), p.value);
        return p.note;
    }

    function _endPending(NoteId note, NoteWord n, PartyId by) private {
        delete _pending[note];
        _notes[note] = n.withFlag(NoteWords.PENDING, false);
        emit AssignmentEnded(note, by);
    }

    function _setFlag(ReceivableId id, uint256 flag, bool on) private {
        ReceivableWord r = _receivables[id];
        if (r.status() == Status.None) revert ReceivableUnknown(id);
        if (r.status() == Status.Linked) revert WrongStatus(id, Status.Linked);
        if (r.has(flag) == on) revert NothingToChange();
        _receivables[id] = r.withFlag(flag, on);
    }

    /// @dev The words of a receivable whose whole face is in this one free note.
    function _whole(NoteId note) private view returns (ReceivableId id, NoteWord n, ReceivableWord r) {
        id = Ids.receivable(note);
        n = _noteWord(note);
        r = _receivables[id];
        if (r.live() != 1) revert NotWhole(id, r.live());
        _checkMovable(note, n, r, 0, false);
    }

    function _checkUnspent(ReceivableId id) private view {
        if (ReceivableWord.unwrap(_receivables[id]) != 0) revert IProgrammes.FingerprintSpent(id);
    }

    function _pendingFor(NoteId note, NoteWord n) private view returns (Pending memory) {
        if (!n.has(NoteWords.PENDING)) revert NotPending(note);
        return _pending[note];
    }

    function _ownPassage(NoteId note, NoteWord n, uint256 value) private view returns (Passage memory) {
        address cash = _cashOf(n.owner());
        return _passage(note, n, value, cash, n.owner(), cash);
    }

    function _actingOwner(NoteId note, NoteWord n, uint256 value) private view returns (PartyId party) {
        (party,) = _act(SCOPE_ASSIGN, value);
        if (n.owner() != party) revert NotOwnerNorApproved(_msgSender(), NoteId.unwrap(note));
    }

    function _callingCustodian() private view returns (uint8 index) {
        index = _custodianIndex[msg.sender];
        if (index == 0) revert NotCustodian(msg.sender);
    }
}
