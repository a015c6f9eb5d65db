// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Receivables.setDispute and setFreeze, through Programmes

├── when there is no such receivable           → ReceivableUnknown
├── when the id is a further invoice's         → WrongStatus
├── when it is set that is set, or lifted that is not → NothingToChange
└── otherwise                                  → the flag changes, and nothing else
setNoteFreeze
├── when there is no such note                 → NoteUnknown
├── when it is set that is set, or lifted that is not → NothingToChange
└── otherwise                                  → the flag changes, and nothing else
What a dispute and a freeze stop is in StateTable.t.sol.
*/
contract SetDisputeTest is NotesSuite {
    NoteId internal note;

    function setUp() public override {
        super.setUp();
        note = confirm();
    }

    function _dispute(ReceivableId id, bool on) private {
        vm.prank(registrar);
        programmes.setDispute(id, on, DOCUMENT);
    }

    function _freeze(ReceivableId id, bool on) private {
        vm.prank(compliance);
        programmes.setFreeze(id, on, DOCUMENT);
    }

    function _freezeNote(NoteId which, bool on) private {
        vm.prank(compliance);
        programmes.setNoteFreeze(which, on, DOCUMENT);
    }

    /* REFUSALS */

    /// @notice A debt that was never confirmed is neither disputed nor frozen (G-16).
    function test_refusesAnUnknownReceivable() external {
        ReceivableId unknown = ReceivableId.wrap(77);
        bytes memory reason = abi.encodeWithSelector(IReceivables.ReceivableUnknown.selector, unknown);
        vm.expectRevert(reason);
        _dispute(unknown, true);
        vm.expectRevert(reason);
        _freeze(unknown, true);
    }

    /// @notice A further invoice has no flags of its own: its receivable is disputed or frozen (G-16).
    function test_refusesALinkedInvoice() external {
        IProgrammes.Confirmation memory t = terms();
        t.further = new ReceivableId[](1);
        t.further[0] = newId();
        vm.prank(anchor);
        programmes.confirm(t);
        bytes memory reason =
            abi.encodeWithSelector(IReceivables.WrongStatus.selector, t.further[0], Status.Linked);
        vm.expectRevert(reason);
        _dispute(t.further[0], true);
        vm.expectRevert(reason);
        _freeze(t.further[0], true);
    }

    /// @notice A flag that would not change is refused, so that two clerks do not think both did it (G-16).
    function test_refusesWhatIsSoAlready() external {
        bytes memory reason = abi.encodeWithSelector(IReceivables.NothingToChange.selector);
        for (uint256 i; i < 2; ++i) {
            bool on = i == 1;
            vm.expectRevert(reason);
            _dispute(idOf(note), on);
            vm.expectRevert(reason);
            _freeze(idOf(note), on);
            vm.expectRevert(reason);
            _freezeNote(note, on);
            if (on) break;
            _dispute(idOf(note), true);
            _freeze(idOf(note), true);
            _freezeNote(note, true);
        }
    }

    /// @notice A note that was never made is not frozen (G-16).
    function test_refusesAnUnknownNote() external {
        NoteId unknown = noteOf(idOf(note), 2);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NoteUnknown.selector, unknown));
        _freezeNote(unknown, true);
    }

    /* SUCCESS */

    /// @notice A dispute is raised and ended with a document each time, one event each (G-16).
    function test_raisesAndEndsADispute() external {
        bytes memory before = abi.encode(state(idOf(note)));
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IReceivables.DisputeChanged(idOf(note), true, DOCUMENT);
        _dispute(idOf(note), true);
        vm.assertTrue(state(idOf(note)).disputed, "disputed");
        vm.expectEmit(address(receivables));
        emit IReceivables.DisputeChanged(idOf(note), false, DOCUMENT);
        _dispute(idOf(note), false);
        assertEvents(
            abi.encodePacked(IReceivables.DisputeChanged.selector, IReceivables.DisputeChanged.selector)
        );
        vm.assertEq(abi.encode(state(idOf(note))), before, "as before (I26)");
    }

    /// @notice A receivable is frozen and thawed with a document each time, one event each (G-16).
    function test_freezesAndThaws() external {
        bytes memory before = abi.encode(state(idOf(note)));
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IReceivables.FreezeChanged(idOf(note), true, DOCUMENT);
        _freeze(idOf(note), true);
        vm.assertTrue(state(idOf(note)).frozen, "frozen");
        vm.assertFalse(state(idOf(note)).disputed, "not disputed");
        vm.expectEmit(address(receivables));
        emit IReceivables.FreezeChanged(idOf(note), false, DOCUMENT);
        _freeze(idOf(note), false);
        assertEvents(
            abi.encodePacked(IReceivables.FreezeChanged.selector, IReceivables.FreezeChanged.selector)
        );
        vm.assertEq(abi.encode(state(idOf(note))), before, "as before (I26)");
    }

    /// @notice A note is frozen and thawed, its neighbours are not (G-16).
    function test_freezesOneNote() external {
        NoteId other = split(s1, note, 400_000e6);
        bytes memory before = abi.encode(noteState(note));
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IReceivables.NoteFreezeChanged(note, true, DOCUMENT);
        _freezeNote(note, true);
        vm.assertTrue(noteState(note).frozen, "frozen");
        vm.assertFalse(noteState(other).frozen, "neighbour");
        vm.expectEmit(address(receivables));
        emit IReceivables.NoteFreezeChanged(note, false, DOCUMENT);
        _freezeNote(note, false);
        assertEvents(
            abi.encodePacked(IReceivables.NoteFreezeChanged.selector, IReceivables.NoteFreezeChanged.selector)
        );
        vm.assertEq(abi.encode(noteState(note)), before, "as before (I26)");
    }

    /// @notice A piece that was passed on is frozen by itself; what was left of its note is not (G-16).
    function test_flagsStayWithTheirNote() external {
        _freezeNote(note, true);
        _freezeNote(note, false);
        NoteId piece = assign(s1, note, S2, 400_000e6);
        _freezeNote(piece, true);
        vm.assertFalse(noteState(note).frozen, "rest");
        vm.assertTrue(noteState(piece).frozen, "piece");
    }

    /// @notice Disputes and freezes are raised also on what is overdue, settled or cancelled: they are records (G-16).
    function test_servesEveryStatus() external {
        NoteId cancelled = confirm();
        cancel(cancelled);
        toOverdue(idOf(note));
        for (uint256 i; i < 2; ++i) {
            ReceivableId id = i == 0 ? idOf(note) : idOf(cancelled);
            _dispute(id, true);
            _freeze(id, true);
            vm.assertTrue(state(id).disputed && state(id).frozen, "flags");
        }
        assertStatus(idOf(note), Status.Overdue);
        assertStatus(idOf(cancelled), Status.Cancelled);
    }
}
