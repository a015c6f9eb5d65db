// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CustodianMock} from "../../../contracts/test/CustodianMock.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Receivables.lock, unlock and custodianOf (who is no custodian: SystemOnly.t.sol)

lock
├── when there is no such note                   → NoteUnknown
├── when the holder said does not own it         → WrongOwner
├── when another custodian has locked it         → NoteLocked
├── when it is pending or frozen, its receivable
│   frozen, or disputed before the due day       → NotePending, NoteFrozen, ReceivableFrozen, ReceivableDisputed
└── otherwise                                    → locked, in place, also from the due day and when overdue
unlock
├── when there is no such note                   → NoteUnknown
├── when it is free, or another custodian's      → NotLockedByCaller
└── otherwise                                    → free, whatever the state
*/
contract LockTest is NotesSuite {
    CustodianMock internal second;
    NoteId internal note;

    function setUp() public override {
        super.setUp();
        second = new CustodianMock(IReceivables(address(receivables)));
        vm.prank(admin);
        programmes.addCustodian(address(second));
        note = confirm();
    }

    function _lockRefused(bytes memory reason) private {
        vm.expectRevert(reason);
        custodian.lock(note, S1);
    }

    /* REFUSALS */

    /// @notice Notes that were never made are neither locked nor unlocked (R-20, R-23).
    function test_refusesAnUnknownNote() external {
        note = noteOf(idOf(note), 2);
        bytes memory reason = abi.encodeWithSelector(IReceivables.NoteUnknown.selector, note);
        _lockRefused(reason);
        vm.expectRevert(reason);
        custodian.unlock(note);
    }

    /// @notice A custodian locks for the owner only, whoever it says that is (R-20, X-5).
    function test_refusesTheWrongOwner() external {
        PartyId[3] memory others = [S2, ANCHOR, BANK_A];
        for (uint256 i; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IReceivables.WrongOwner.selector, note, others[i], S1));
            custodian.lock(note, others[i]);
        }
    }

    /// @notice A note has one lock: a second custodian is refused, whichever came first (R-20, T16, I2).
    function test_refusesASecondLock() external {
        custodian.lock(note, S1);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NoteLocked.selector, note, address(custodian)));
        second.lock(note, S1);
    }

    /// @notice What does not move is not locked (R-20, T07).
    function test_refusesWhatDoesNotMove() external {
        freezeNote(note);
        _lockRefused(abi.encodeWithSelector(IReceivables.NoteFrozen.selector, note));
        dispute(idOf(note));
        _lockRefused(abi.encodeWithSelector(IReceivables.ReceivableDisputed.selector, idOf(note)));
        toDay(DUE);
        freeze(idOf(note));
        _lockRefused(abi.encodeWithSelector(IReceivables.ReceivableFrozen.selector, idOf(note)));
    }

    /// @notice A note that waits for a receiver is not locked (R-11, R-20).
    function test_refusesAPendingNote() external {
        propose(s1, note, FACE);
        _lockRefused(abi.encodeWithSelector(IReceivables.NotePending.selector, note));
    }

    /// @notice Only the custodian that locked a note unlocks it; a free note is nobody's to unlock (R-20).
    function test_unlockRefusesAnothersLock() external {
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NotLockedByCaller.selector, note, address(0)));
        custodian.unlock(note);
        custodian.lock(note, S1);
        vm.expectRevert(
            abi.encodeWithSelector(IReceivables.NotLockedByCaller.selector, note, address(custodian))
        );
        second.unlock(note);
    }

    /* SUCCESS */

    /// @notice A locked note stays where it is, the owner's, with one event (R-20).
    function test_locksInPlace() external {
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IReceivables.LockChanged(note, address(custodian), true);
        custodian.lock(note, S1);
        assertEvents(abi.encodePacked(IReceivables.LockChanged.selector));
        assertNote(note, S1, FACE, 1);
        vm.assertEq(noteState(note).custodian, address(custodian), "custodian");
        vm.assertEq(receivables.custodianOf(note), address(custodian), "custodian");
        vm.assertEq(receivables.balanceOf(s1), 1, "notes");
    }

    /// @notice An unlocked note is free as before, with one event (R-20, I26).
    function test_unlocks() external {
        bytes memory before = abi.encode(noteState(note));
        custodian.lock(note, S1);
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IReceivables.LockChanged(note, address(custodian), false);
        custodian.unlock(note);
        assertEvents(abi.encodePacked(IReceivables.LockChanged.selector));
        vm.assertEq(abi.encode(noteState(note)), before, "as before");
        second.lock(note, S1);
        vm.assertEq(receivables.custodianOf(note), address(second), "next custodian");
    }

    /// @notice A lock is of one note: pieces cut before and after it are free (R-20, T17).
    function test_locksOneNote() external {
        NoteId piece = split(s1, note, 400_000e6);
        custodian.lock(note, S1);
        assign(s1, piece, S2, 400_000e6);
        assertNote(piece, S2, 400_000e6, 2);
        vm.assertEq(receivables.custodianOf(piece), address(0), "piece is free");
    }

    /// @notice Also from the due day, when overdue and when disputed then, a note is locked for what it will still be
    /// paid (R-4, R-20).
    function test_locksAfterTheDueDay() external {
        NoteId overdue = confirm();
        toDay(DUE);
        dispute(idOf(note));
        custodian.lock(note, S1);
        toOverdue(idOf(overdue));
        custodian.lock(overdue, S1);
        vm.assertEq(receivables.custodianOf(note), address(custodian), "due");
        vm.assertEq(receivables.custodianOf(overdue), address(custodian), "overdue");
    }

    /// @notice Unlocking is stopped by no state: not by freeze, dispute, due day, overdue mark or settlement (R-20, T26).
    function test_unlockIsNeverStopped() external {
        custodian.lock(note, S1);
        freezeNote(note);
        freeze(idOf(note));
        dispute(idOf(note));
        suspend(S1);
        halt();
        toOverdue(idOf(note));
        settle(idOf(note));
        custodian.unlock(note);
        vm.assertEq(receivables.custodianOf(note), address(0), "free");
    }
}
