// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {Acts} from "./Acts.sol";

/// @title PendingActs
/// @notice Assignments that wait, and notes that a custodian has locked.
abstract contract PendingActs is Acts {
    /// @notice A note or a part is offered to a party that is asked each time.
    function proposeAssignment(uint256 seed) external acts(seed) {
        _reopen();
        _propose();
    }

    /// @notice The receiver accepts.
    function acceptAssignment(uint256 seed) external acts(seed) {
        _reopen();
        NoteId note = _pendingNote(true);
        Note storage n = bookOf[note];
        PartyId to = n.receiver;
        _makeFit(to);
        _makeFit(n.owner);
        vm.prank(cashOf(to));
        receivables.accept(note, n.tradeReference);
        expect(clock <= n.acceptUntil, 4, "an assignment was accepted too late");
        _bookBusiness(to);
        _bookUnpend(note);
        _bookPass(note, to, n.tier + 1, address(0));
    }

    /// @notice The receiver refuses.
    function refuseAssignment(uint256 seed) external acts(seed) {
        NoteId note = _pendingNote(false);
        _makeFit(bookOf[note].receiver);
        vm.prank(cashOf(bookOf[note].receiver));
        receivables.refuse(note);
        _bookUnpend(note);
    }

    /// @notice The sender withdraws.
    function withdrawAssignment(uint256 seed) external acts(seed) {
        NoteId note = _pendingNote(false);
        _makeFit(bookOf[note].owner);
        vm.prank(_ownerCash(note));
        receivables.withdraw(note);
        _bookUnpend(note);
    }

    /// @notice Anybody releases what was not answered in time.
    function releaseAssignments(uint256 seed) external acts(seed) {
        NoteId[] memory list = only(_pendingNote(false));
        Note storage n = bookOf[list[0]];
        if (!isDue(debtOf[idOf(list[0])]) && clock <= n.acceptUntil) passTo(n.acceptUntil + 1);
        vm.prank(outsider);
        receivables.release(list);
        _bookUnpend(list[0]);
    }

    /// @notice A custodian locks a note for its owner.
    function lockNote(uint256 seed) external acts(seed) {
        _lock();
    }

    /// @notice The custodian frees it.
    function unlockNote(uint256 seed) external acts(seed) {
        NoteId note = _lockedNote();
        locker.unlock(note);
        bookOf[note].custodian = address(0);
    }

    /// @notice The custodian moves a note whole to another party, or before the due day a part of it.
    function moveLockedNote(uint256 seed) external acts(seed) {
        NoteId note = _lockedNote();
        Note storage n = bookOf[note];
        Debt storage d = debtOf[idOf(note)];
        PartyId to = _receiver(n.owner, 1);
        _makeFit(n.owner);
        bool part = !isDue(d) && n.value >= 2 * d.smallest && oneIn(2);
        uint256 value = part ? _part(note) : n.value;
        NoteId moved = locker.move(note, n.owner, to, value);
        if (!part) return _bookPass(note, to, n.tier, address(locker));
        NoteId expected = _bookCut(note, value, to, n.tier);
        expect(NoteId.unwrap(moved) == NoteId.unwrap(expected), 1, "another note moved than announced");
    }

    /* SHARED */

    function _propose() private returns (NoteId piece) {
        NoteId note = _freeNote(2, false);
        IReceivables.Assignment memory a = assignment(note, _receiver(bookOf[note].owner, 0), 0);
        a.value = oneIn(2) ? bookOf[note].value : _part(note);
        a.tradeReference = freshHash();
        a.acceptUntil = clock + dice(30 days);
        vm.prank(_ownerCash(note));
        piece = receivables.assign(a);
        _bookBusiness(a.receiver);
        expect(isFree(note), 5, "a note was offered that was not free");
        NoteId expected = note;
        if (a.value != bookOf[note].value) {
            expected = _bookCut(note, a.value, bookOf[note].owner, bookOf[note].tier);
        }
        expect(NoteId.unwrap(piece) == NoteId.unwrap(expected), 1, "another piece waits than announced");
        Note storage n = bookOf[piece];
        (n.receiver, n.acceptUntil, n.tradeReference) = (a.receiver, a.acceptUntil, a.tradeReference);
    }

    /// @dev A note that waits; `answerable`: which its receiver may still accept.
    function _pendingNote(bool answerable) private returns (NoteId note) {
        uint256 start = dice(notes.length);
        for (uint256 i; i < notes.length; ++i) {
            note = notes[(start + i) % notes.length];
            Note storage n = bookOf[note];
            Debt storage d = debtOf[idOf(note)];
            if (!n.live || !isPending(n)) continue;
            bool blocked = n.frozen || d.frozen || d.disputed || !owes(d) || isDue(d) || clock > n.acceptUntil;
            if (!answerable || !blocked) return note;
        }
        _reopen();
        return _propose();
    }

    function _lock() private returns (NoteId note) {
        uint256 start = dice(notes.length);
        for (uint256 i; i <= notes.length; ++i) {
            if (i == notes.length) {
                note = _freeNote(1, false);
                break;
            }
            note = notes[(start + i) % notes.length];
            if (bookOf[note].custodian == address(0) && isFreeFor(address(locker), note)) break;
        }
        locker.lock(note, bookOf[note].owner);
        expect(bookOf[note].custodian == address(0), 2, "a locked note was locked again");
        expect(isFreeFor(address(locker), note), 5, "a note was locked that was not free");
        bookOf[note].custodian = address(locker);
    }

    function _lockedNote() private returns (NoteId note) {
        uint256 start = dice(notes.length);
        for (uint256 i; i < notes.length; ++i) {
            note = notes[(start + i) % notes.length];
            if (bookOf[note].custodian != address(0) && isFreeFor(address(locker), note)) return note;
        }
        return _lock();
    }
}
