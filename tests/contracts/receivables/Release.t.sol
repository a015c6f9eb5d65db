// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId, ProgrammeId} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Receivables.release

├── when the time to accept runs and the due day has not come → ReleaseTooEarly, for the whole list
├── when a note waits for nobody, or there is none            → it is skipped
└── otherwise                                                 → anyone frees it for its sender
*/
contract ReleaseTest is NotesSuite {
    NoteId internal note;

    function setUp() public override {
        super.setUp();
        note = confirm();
        propose(s1, note, FACE);
    }

    function _release(NoteId[] memory notes) private {
        vm.prank(outsider);
        receivables.release(notes);
    }

    /// @notice A note is not released in the last second of its time to accept (R-12).
    function test_refusesBeforeItsTime() external {
        vm.warp(block.timestamp + 1 days);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.ReleaseTooEarly.selector, note));
        _release(only(note));
    }

    /// @notice One note that is too early refuses the whole list (R-12).
    function test_refusesTheWholeList() external {
        NoteId later = confirm();
        vm.warp(block.timestamp + 1);
        propose(s1, later, FACE);
        vm.warp(block.timestamp + 1 days);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.ReleaseTooEarly.selector, later));
        _release(list(note, later));
        vm.assertTrue(noteState(note).pending, "pending");
    }

    /// @notice From the second after its time to accept anyone frees a note, for nobody in the event (R-12).
    function test_freesAfterTheTime() external {
        vm.warp(block.timestamp + 1 days + 1);
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IReceivables.AssignmentEnded(note, PartyId.wrap(0));
        _release(only(note));
        assertEvents(abi.encodePacked(IReceivables.AssignmentEnded.selector));
        assertNote(note, S1, FACE, 1);
        vm.assertFalse(noteState(note).pending, "pending");
        same(receivables.pendingOf(note).receiver, PartyId.wrap(0), "pending assignment is cleared");
        assign(s1, note, S2, FACE);
    }

    /// @notice From the first second of the due day a note is freed, however long it could have waited (R-12).
    function test_freesOnTheDueDay() external {
        NoteId patient = confirm();
        IReceivables.Assignment memory a = assignment(patient, BANK_B, FACE);
        a.acceptUntil = LATER;
        vm.prank(s1);
        receivables.assign(a);
        vm.warp(DUE * 1 days - 1);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.ReleaseTooEarly.selector, patient));
        _release(only(patient));
        toDay(DUE);
        _release(only(patient));
        vm.assertFalse(noteState(patient).pending, "pending");
    }

    /// @notice The due day begins when it begins on the programme's calendar, not at midnight UTC (P-8, R-12).
    function test_countsDaysOnTheProgrammesCalendar() external {
        IProgrammes.Rules memory r = rules();
        // Eight hours ahead of UTC.
        r.utcOffset = 32;
        ProgrammeId programme = openProgramme(2, r);
        note = confirmIn(programme, FACE);
        IReceivables.Assignment memory a = assignment(note, BANK_B, FACE);
        a.acceptUntil = LATER;
        vm.prank(s1);
        receivables.assign(a);
        vm.warp(DUE * 1 days - 8 hours - 1);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.ReleaseTooEarly.selector, note));
        _release(only(note));
        vm.warp(DUE * 1 days - 8 hours);
        _release(only(note));
        vm.assertFalse(noteState(note).pending, "pending");
    }

    /// @notice Notes that wait for nobody, are gone or never were are skipped, also twice in a list (R-12, S-13).
    function test_skipsWhatIsDone() external {
        NoteId free = confirm();
        vm.warp(block.timestamp + 1 days + 1);
        vm.recordLogs();
        _release(list(free, noteOf(idOf(note), 9), NoteId.wrap(0)));
        assertEvents("");
        vm.recordLogs();
        _release(list(note, note));
        assertEvents(abi.encodePacked(IReceivables.AssignmentEnded.selector));
    }

    /// @notice Neither a halt, a suspension, a dispute nor a freeze stops releasing (X-4).
    function test_isNeverStopped() external {
        halt();
        suspend(S1);
        suspend(BANK_B);
        dispute(idOf(note));
        freeze(idOf(note));
        freezeNote(note);
        vm.warp(block.timestamp + 1 days + 1);
        _release(only(note));
        vm.assertFalse(noteState(note).pending, "pending");
    }
}
