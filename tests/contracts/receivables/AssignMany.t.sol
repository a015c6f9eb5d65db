// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, NoteWord} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Receivables.assignMany

├── when one assignment is refused     → its error, and nothing has passed
├── when the list is empty             → nothing happens
└── otherwise                          → each passes or waits, in the order of the list
*/
contract AssignManyTest is NotesSuite {
    NoteId internal note;

    function setUp() public override {
        super.setUp();
        note = confirm();
    }

    /// @notice One refused assignment undoes the whole batch, wherever it stands (R-13).
    function test_refusesTheWholeBatch() external {
        for (uint256 bad; bad < 3; ++bad) {
            IReceivables.Assignment[] memory batch = new IReceivables.Assignment[](3);
            for (uint256 i; i < 3; ++i) {
                batch[i] = assignment(note, S2, i == bad ? SMALLEST - 1 : 100_000e6);
            }
            vm.prank(s1);
            vm.expectRevert(
                abi.encodeWithSelector(IReceivables.PieceTooSmall.selector, SMALLEST - 1, SMALLEST)
            );
            receivables.assignMany(batch);
            assertNote(note, S1, FACE, 1);
            vm.assertEq(uint256(state(idOf(note)).issued), 1, "issued");
        }
    }

    /// @notice A note passed whole is not passed a second time in the same batch (R-5, T16).
    function test_refusesTheSameWholeNoteTwice() external {
        IReceivables.Assignment[] memory batch = new IReceivables.Assignment[](2);
        batch[0] = assignment(note, S2, FACE);
        batch[1] = assignment(note, S3, FACE);
        vm.prank(s1);
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountOfAnother.selector, s1, S1, S2));
        receivables.assignMany(batch);
        assertNote(note, S1, FACE, 1);
    }

    /// @notice An empty batch changes nothing (R-13).
    function test_takesAnEmptyBatch() external {
        vm.recordLogs();
        vm.prank(s1);
        NoteId[] memory notes = receivables.assignMany(new IReceivables.Assignment[](0));
        vm.assertEq(notes.length, 0, "notes");
        assertEvents("");
    }

    /// @notice Parts, a proposal and a whole note pass in one batch, in its order (R-13).
    function test_passesABatch() external {
        NoteId other = confirm();
        IReceivables.Assignment[] memory batch = new IReceivables.Assignment[](4);
        batch[0] = assignment(note, S2, 100_000e6);
        batch[1] = assignment(note, S3, 200_000e6);
        batch[2] = assignment(note, BANK_B, 300_000e6);
        batch[2].acceptUntil = block.timestamp + 1;
        batch[3] = assignment(other, S4, FACE);
        vm.recordLogs();
        vm.prank(s1);
        NoteId[] memory notes = receivables.assignMany(batch);

        _assertBatchEvents();
        assertNote(notes[0], S2, 100_000e6, 2);
        assertNote(notes[1], S3, 200_000e6, 2);
        assertNote(notes[2], S1, 300_000e6, 1);
        same(receivables.pendingOf(notes[2]).receiver, BANK_B, "waits for");
        same(notes[3], other, "whole note");
        assertNote(other, S4, FACE, 2);
        assertNote(note, S1, 400_000e6, 1);
    }

    function _assertBatchEvents() private {
        bytes memory cut = abi.encodePacked(
            IERC721.Transfer.selector, IERC3525.SlotChanged.selector, IERC3525.TransferValue.selector
        );
        bytes32 assigned = IReceivables.Assigned.selector;
        assertEvents(
            abi.encodePacked(
                abi.encodePacked(cut, assigned, cut, assigned),
                abi.encodePacked(cut, IReceivables.AssignmentProposed.selector),
                abi.encodePacked(IERC721.Transfer.selector, assigned)
            )
        );
    }

    /// @notice A batch does what its assignments do one by one (R-13, I7).
    function testFuzz_equalsOneByOne(uint256 first, uint256 second) external {
        uint256 room = FACE / 2 - SMALLEST;
        (first, second) = (first % room + SMALLEST, second % room + SMALLEST);
        vm.assume(first + second <= FACE - SMALLEST);
        IReceivables.Assignment[] memory batch = new IReceivables.Assignment[](2);
        (batch[0], batch[1]) = (assignment(note, S2, first), assignment(note, S3, second));
        vm.prank(s1);
        NoteId[] memory notes = receivables.assignMany(batch);

        NoteId other = confirm();
        NoteId a = assign(s1, other, S2, first);
        NoteId b = assign(s1, other, S3, second);
        _assertAlike(note, other);
        _assertAlike(notes[0], a);
        _assertAlike(notes[1], b);
    }

    function _assertAlike(NoteId a, NoteId b) private view {
        vm.assertEq(abi.encode(noteState(a)), abi.encode(noteState(b)), "note");
    }
}
