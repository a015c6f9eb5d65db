// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {TokenSuite} from "../conformance/TokenSuite.sol";
import {vm} from "../base/Vm.sol";

/// @notice Receivables.transferFrom(uint256 fromTokenId, uint256 toTokenId, uint256 value)
///
/// ├── when there is no such note, or target                 → NoteUnknown
/// ├── when the value is zero                                → ZeroAmount
/// ├── when the note carries less                            → ValueExceedsNote
/// ├── when somebody may not do new business, has no leave, or a note stands still → Restrictions.t.sol, Operators.t.sol
/// ├── when both are the same note                           → SameNote
/// ├── when they are of two receivables                      → SlotMismatch
/// ├── when the target's tier does not fit                   → TierMismatch
/// │   ├── of another owner: one deeper
/// │   └── of the same owner: the same
/// ├── when what is left is too small                        → PieceTooSmall
/// └── otherwise
///     ├── value moves, nothing is created or lost; a single unit may
///     ├── leave of both notes stays, the allowance falls by the value
///     └── an emptied note is burnt
contract TransferValueToNoteTest is TokenSuite {
    /// @dev S2's note of tier 2, and S1's second note of tier 1.
    NoteId private _target;
    NoteId private _own;

    function setUp() public override {
        super.setUp();
        _target = assign(s1, note, S2, PART);
        _own = split(s1, note, PART);
    }

    function _move(address caller, NoteId from, NoteId to, uint256 value) private {
        vm.prank(caller);
        receivables.transferFrom(NoteId.unwrap(from), NoteId.unwrap(to), value);
    }

    /* REFUSALS */

    /// @notice Nothing is not moved, and no more than the note carries, to whatever note.
    function test_amount() external {
        NoteId[2] memory to = [_target, _own];
        uint256 carried = FACE - 2 * PART;
        for (uint256 i; i < to.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IReceivables.ZeroAmount.selector));
            _move(s1, note, to[i], 0);
            vm.expectRevert(
                abi.encodeWithSelector(IReceivables.ValueExceedsNote.selector, note, carried + 1, carried)
            );
            _move(s1, note, to[i], carried + 1);
        }
    }

    /// @notice A note gives nothing to itself, not even all it has.
    function test_same_note() external {
        vm.expectRevert(abi.encodeWithSelector(IReceivables.SameNote.selector, _own));
        _move(s1, _own, _own, PART);
    }

    /// @notice Between owners value joins a note one tier deeper, not one of the same tier or two deeper.
    function test_tier_of_anothers_note() external {
        NoteId deep = assign(s2, _target, S3, PART / 2);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.TierMismatch.selector, 1, 3));
        _move(s1, note, deep, PART);
        custodian.move(note, S1, S4, PART);
        NoteId flat = noteOf(slot, 5);
        assertNote(flat, S4, PART, 1);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.TierMismatch.selector, 1, 1));
        _move(s1, note, flat, PART);
        _move(s2, _target, deep, PART / 4);
        assertNote(deep, S3, PART / 2 + PART / 4, 3);
    }

    /// @notice Between notes of one owner value joins a note of the same tier only.
    function test_tier_of_ones_own_note() external {
        NoteId deeper = assign(s2, _target, S1, PART / 2);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.TierMismatch.selector, 1, 3));
        _move(s1, note, deeper, PART);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.TierMismatch.selector, 3, 1));
        _move(s1, deeper, note, PART / 2);
    }

    /// @notice What is left is nothing or at least the smallest piece, between owners and between one's own.
    function test_rest_of_the_smallest_size() external {
        uint256 small = SMALLEST - 1;
        NoteId[2] memory to = [_target, _own];
        for (uint256 i; i < to.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IReceivables.PieceTooSmall.selector, small, SMALLEST));
            _move(s1, note, to[i], FACE - 2 * PART - small);
        }
        _move(s1, note, _target, FACE - 2 * PART - SMALLEST);
        vm.assertEq(valueOf(note), SMALLEST, "left");
    }

    /* TRANSFERS */

    /// @notice Whatever moves arrives, from one unit upwards, and nothing is created or lost.
    function test_value_is_conserved(uint256 value, bool foreign) external {
        value = 1 + value % (FACE - 2 * PART - SMALLEST);
        NoteId to = foreign ? _target : _own;
        _move(s1, note, to, value);
        vm.assertEq(valueOf(to), PART + value, "arrived");
        vm.assertEq(valueOf(note), FACE - 2 * PART - value, "left");
        vm.assertEq(uint256(state(slot).live), 3, "live");
        vm.assertEq(state(slot).face, FACE, "face");
    }

    /// @notice Leave of the note that gives and of the one that takes stays; the allowance used falls by the value.
    function test_leave_stays() external {
        approveNote(s1, s3, note);
        approveValue(s1, s4, 2 * PART);
        approveNote(s2, s3, _target);
        vm.prank(s2);
        receivables.approve(NoteId.unwrap(_target), s4, 7);
        _move(s4, note, _target, PART);
        vm.assertEq(receivables.allowance(tokenId, s4), PART, "spent");
        vm.assertEq(approvedOf(note), s3, "approved for the giving note");
        vm.assertEq(approvedOf(_target), s3, "approved for the taking note");
        vm.assertEq(receivables.allowance(NoteId.unwrap(_target), s4), 7, "allowed on the taking note");
    }

    /// @notice An allowance also lets value move between two notes of its giver, and is spent by that.
    function test_allowance_between_notes_of_one_owner() external {
        approveValue(s1, s4, PART);
        _move(s4, note, _own, PART);
        vm.assertEq(receivables.allowance(tokenId, s4), 0, "spent");
        assertNote(_own, S1, 2 * PART, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IReceivables.InsufficientAllowance.selector, tokenId, s4, 1, 0)
        );
        _move(s4, note, _own, 1);
    }

    /// @notice An emptied note is burnt: no number, no leave, one note less of its owner.
    function test_emptied_note_is_burnt() external {
        approveNote(s1, s3, _own);
        _move(s1, _own, _target, PART);
        assertGone(_own);
        assertNote(_target, S2, 2 * PART, 2);
        vm.assertEq(receivables.balanceOf(s1), 1, "count of S1");
        vm.assertEq(uint256(state(slot).live), 2, "live");
        expectNoteUnknown(NoteId.unwrap(_own));
        receivables.getApproved(NoteId.unwrap(_own));
    }
}
