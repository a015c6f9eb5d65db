// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IERC3525} from "../../interfaces/IERC3525.sol";
import {IParties} from "../../interfaces/IParties.sol";
import {IReceivables} from "../../interfaces/IReceivables.sol";
import {
    NoteId,
    NoteWord,
    PartyId,
    PartyWord,
    ReceivableId,
    ReceivableWord,
    Status
} from "../../interfaces/Types.sol";
import {Calendar} from "../libraries/Calendar.sol";
import {Ids, NoteWords, PartyWords, ReceivableWords} from "../libraries/Words.sol";

/// @title NoteLedger
/// @notice The words of receivables and notes, and the only functions that move value between notes and parties.
abstract contract NoteLedger is IReceivables, ERC2771Context {
    using NoteWords for NoteWord;
    using PartyWords for PartyWord;
    using ReceivableWords for ReceivableWord;

    /// @dev A note, or `value` of it, on its way from one party to another.
    /// @param tier Tier on arrival. @param custodian Number of the custodian that moves it, 0 for none.
    struct Passage {
        NoteId note;
        uint256 value;
        PartyId from;
        address fromCash;
        PartyId to;
        address toCash;
        uint256 tier;
        uint256 custodian;
    }

    uint256 internal constant SCOPE_ASSIGN = 2;
    uint256 internal constant OPT_IN_ASSIGNMENTS = 1;
    uint256 internal constant OPT_IN_TRANSFERS = 2;
    uint256 private constant MOST_NOTES = type(uint24).max;

    IParties public immutable parties;

    mapping(ReceivableId id => ReceivableWord) internal _receivables;
    mapping(NoteId note => NoteWord) internal _notes;
    mapping(NoteId note => Pending) internal _pending;
    mapping(uint8 index => address) internal _custodians;
    /// @dev Grows when a note with approvals moves, so that they end with it.
    mapping(NoteId note => uint256) internal _approvalRound;
    /// @dev Notes per party, eight counters of 32 bits in a word.
    mapping(uint256 bucket => uint256) private _counts;

    /* THE MOVER */

    /// @dev Moves a note to another party, whole or in part; every restriction on a note's movement is checked here.
    /// @return arrived The note itself when it moved whole, else the new piece.
    function _pass(Passage memory p, NoteWord n, ReceivableWord r) internal returns (NoteId arrived) {
        bool whole = p.value == n.value();
        _checkMovable(p.note, n, r, p.custodian, whole);
        if (p.tier > r.deepest()) revert TierTooDeep(p.tier, r.deepest());
        if (!whole) return _cut(p, n, r);
        // A custodian's lock, like the approvals of the former owner, ends with its ownership.
        _notes[p.note] = _withoutApprovals(p.note, n).withCustodian(0).withOwner(p.to, p.tier);
        _count(p.from, -1);
        _count(p.to, 1);
        emit IERC721.Transfer(p.fromCash, p.toCash, NoteId.unwrap(p.note));
        return p.note;
    }

    /// @dev Cuts a part off a movable note into a new note of `p.to`; a note left empty is burnt.
    function _cut(Passage memory p, NoteWord n, ReceivableWord r) internal returns (NoteId created) {
        ReceivableId id = Ids.receivable(p.note);
        if (r.issued() == MOST_NOTES) revert TooManyNotes(id);
        uint256 smallest = r.smallest();
        if (p.value < smallest) revert PieceTooSmall(p.value, smallest);

        created = Ids.note(id, r.issued() + 1);
        _receivables[id] = r.oneMore();
        _notes[created] = NoteWords.pack(p.to, p.value, p.tier);
        _count(p.to, 1);
        emit IERC721.Transfer(address(0), p.toCash, NoteId.unwrap(created));
        emit IERC3525.SlotChanged(NoteId.unwrap(created), 0, ReceivableId.unwrap(id));
        _reduce(p, n, smallest);
        emit IERC3525.TransferValue(NoteId.unwrap(p.note), NoteId.unwrap(created), p.value);
    }

    /// @dev Moves value into a note that exists; both must be movable and of one receivable.
    function _pour(Passage memory p, NoteId into) internal {
        if (NoteId.unwrap(p.note) == NoteId.unwrap(into)) revert SameNote(into);
        ReceivableId id = Ids.receivable(p.note);
        ReceivableId other = Ids.receivable(into);
        if (!(id == other)) revert SlotMismatch(id, other);
        ReceivableWord r = _receivables[id];
        NoteWord n = _noteWord(p.note);
        NoteWord target = _noteWord(into);
        _checkMovable(p.note, n, r, 0, false);
        _checkMovable(into, target, r, 0, false);
        if (target.tier() != p.tier) revert TierMismatch(n.tier(), target.tier());
        if (p.tier > r.deepest()) revert TierTooDeep(p.tier, r.deepest());
        _notes[into] = target.withValue(target.value() + p.value);
        _reduce(p, n, r.smallest());
        emit IERC3525.TransferValue(NoteId.unwrap(p.note), NoteId.unwrap(into), p.value);
    }

    /// @dev Takes `p.value` off a note: it keeps at least the smallest piece, or is burnt when emptied.
    function _reduce(Passage memory p, NoteWord n, uint256 smallest) internal {
        uint256 rest = n.value() - p.value;
        if (rest == 0) return _erase(p.note, n, p.fromCash);
        if (rest < smallest) revert PieceTooSmall(rest, smallest);
        _notes[p.note] = n.withValue(rest);
    }

    /// @dev Removes a note from the books; the caller has moved or paid its value.
    function _erase(NoteId note, NoteWord n, address cash) internal {
        ReceivableId id = Ids.receivable(note);
        _receivables[id] = _receivables[id].oneLess();
        _notes[note] = NoteWord.wrap(0);
        _count(n.owner(), -1);
        emit IERC721.Transfer(cash, address(0), NoteId.unwrap(note));
    }

    /* CHECKS */

    /// @dev Whether a note may move now. From the due day only a custodian moves it, and only whole.
    function _checkMovable(NoteId note, NoteWord n, ReceivableWord r, uint256 custodian, bool whole)
        internal
        view
    {
        uint256 today = Calendar.today(r.offset());
        if (r.isQuiet() && n.isQuiet() && today < r.dueDay()) return;
        ReceivableId id = Ids.receivable(note);
        Status status = r.status();
        if (status != Status.Open && !(custodian != 0 && status == Status.Overdue)) {
            revert WrongStatus(id, status);
        }
        uint256 dueDay = r.dueDay();
        if (today >= dueDay && (custodian == 0 || !whole)) revert DueDayReached(id, dueDay, today);
        // Putting an overdue note back is neither assignment nor sale: a dispute does not stop it.
        if (today < dueDay && r.has(ReceivableWords.DISPUTED)) revert ReceivableDisputed(id);
        if (r.has(ReceivableWords.FROZEN)) revert ReceivableFrozen(id);
        if (n.has(NoteWords.FROZEN)) revert NoteFrozen(note);
        if (n.has(NoteWords.PENDING)) revert NotePending(note);
        uint8 lockedBy = n.custodian();
        if (lockedBy != 0 && lockedBy != custodian) revert NoteLocked(note, _custodians[lockedBy]);
    }

    /// @dev What every act on part of a note asks of the amount.
    function _checkValue(NoteId note, NoteWord n, uint256 value) internal pure {
        if (value == 0) revert ZeroAmount();
        if (value > n.value()) revert ValueExceedsNote(note, value, n.value());
    }

    function _noteWord(NoteId note) internal view returns (NoteWord n) {
        n = _notes[note];
        if (!n.exists()) revert NoteUnknown(NoteId.unwrap(note));
    }

    /// @dev The note of a token id of the standards; what does not fit 128 bits is no note.
    function _token(uint256 tokenId) internal view returns (NoteId note, NoteWord n) {
        if (tokenId > type(uint128).max) revert NoteUnknown(tokenId);
        note = NoteId.wrap(uint128(tokenId));
        n = _noteWord(note);
    }

    /// @dev A passage of `value` from the note's owner at the note's tier. No address of the receiver is needed where
    /// nothing is created for it.
    function _passage(NoteId note, NoteWord n, uint256 value, address fromCash, PartyId to, address toCash)
        internal
        pure
        returns (Passage memory)
    {
        return Passage(note, value, n.owner(), fromCash, to, toCash, n.tier(), 0);
    }

    function _withoutApprovals(NoteId note, NoteWord n) internal returns (NoteWord) {
        if (!n.has(NoteWords.APPROVED)) return n;
        ++_approvalRound[note];
        return n.withFlag(NoteWords.APPROVED, false);
    }

    /* PARTIES */

    /// @dev The caller's party, if its account has the scope and its limit reaches `amount`.
    function _act(uint256 scope, uint256 amount) internal view returns (PartyId party, PartyWord word) {
        return parties.act(_msgSender(), scope, amount);
    }

    /// @dev As `_act`, for an account that passes `value` of a debt on to `receiver`: new business.
    /// @param party Party that must be acting; zero for whichever the account acts for.
    function _admit(PartyId party, address account, uint256 value, PartyId receiver, ReceivableWord r)
        internal
        view
        returns (PartyId actor, PartyWord word, PartyWord receiverWord)
    {
        return parties.admit(party, account, SCOPE_ASSIGN, value, receiver, r.anchor());
    }

    function _wordOf(PartyId party) private view returns (PartyWord) {
        return parties.wordFor(party);
    }

    function _cashOf(PartyId party) internal view returns (address) {
        return _wordOf(party).cash();
    }

    function _activeCashOf(PartyId party) internal view returns (address) {
        return _activeCash(party, _wordOf(party));
    }

    function _activeCash(PartyId party, PartyWord w) internal pure returns (address) {
        if (!w.active()) revert IParties.PartySuspended(party);
        return w.cash();
    }

    /// @dev The party whose cash account this is, zero for none.
    function _holderOf(address cash) internal view returns (PartyId) {
        return parties.holderOf(cash);
    }

    /* COUNTS */

    function _count(PartyId party, int256 change) internal {
        uint256 index = PartyId.unwrap(party);
        uint256 shift = (index & 7) * 32;
        uint256 word = _counts[index >> 3];
        // No carry: a counter is as many notes as exist of a party, far below 2**32, and never below zero.
        unchecked {
            _counts[index >> 3] = change > 0 ? word + (1 << shift) : word - (1 << shift);
        }
    }

    function _countOf(PartyId party) internal view returns (uint256) {
        uint256 index = PartyId.unwrap(party);
        return _counts[index >> 3] >> (index & 7) * 32 & type(uint32).max;
    }
}
