// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IReceivables} from "../../../../interfaces/IReceivables.sol";
import {IERC3525} from "../../../../interfaces/IERC3525.sol";
import {NoteId} from "../../../../interfaces/Types.sol";
import {TokenSuite} from "../TokenSuite.sol";
import {vm} from "../../base/Vm.sol";

/// @notice EIP-3525 M21 to M28: value from a token to a token. Numbers: tests/conformance/erc3525.md.
contract Erc3525ToTokensTest is TokenSuite {
    /// @dev S2's note of tier 2 of the same slot, with 100,000.
    uint256 private _target;

    function setUp() public override {
        super.setUp();
        _target = NoteId.unwrap(assign(s1, note, S2, PART));
    }

    function _move(address caller, uint256 from, uint256 to, uint256 value) private {
        vm.prank(caller);
        receivables.transferFrom(from, to, value);
    }

    /// @notice Owner, operator, approved account and one allowed the value each move it.
    function test_M21_four_kinds_of_callers_move_value() external {
        approveAll(s1, s4);
        approveNote(s1, s3, note);
        approveValue(s1, bankA, PART);
        address[4] memory callers = [s1, s4, s3, bankA];
        for (uint256 i; i < callers.length; ++i) {
            _move(callers[i], tokenId, _target, PART);
            vm.assertEq(receivables.balanceOf(_target), (i + 2) * PART, "carried");
        }
        vm.assertEq(valueOf(note), FACE - 5 * PART, "rest");
    }

    /// @notice Anybody else is refused, between two owners and between two tokens of one.
    function test_M22_value_moved_by_anybody_else_reverts() external {
        uint256 own = NoteId.unwrap(split(s1, note, PART));
        approveAll(s2, s4);
        address[3] memory strangers = [s2, s3, s4];
        for (uint256 i; i < strangers.length; ++i) {
            bytes memory reason = abi.encodeWithSelector(
                IReceivables.InsufficientAllowance.selector, tokenId, strangers[i], PART, 0
            );
            vm.expectRevert(reason);
            _move(strangers[i], tokenId, _target, PART);
            vm.expectRevert(reason);
            _move(strangers[i], tokenId, own, PART);
        }
    }

    /// @notice No value comes out of token 0, or of one that is not.
    function test_M23_value_from_no_token_reverts() external {
        uint256[3] memory ids = [0, tokenId + 9, tokenId + (1 << 128)];
        for (uint256 i; i < ids.length; ++i) {
            expectNoteUnknown(ids[i]);
            _move(s1, ids[i], _target, PART);
        }
    }

    /// @notice No value goes to token 0, or to one that is not.
    function test_M24_value_to_no_token_reverts() external {
        uint256[3] memory ids = [0, tokenId + 9, tokenId + (1 << 128)];
        for (uint256 i; i < ids.length; ++i) {
            expectNoteUnknown(ids[i]);
            _move(s1, tokenId, ids[i], PART);
        }
    }

    /// @notice Value stays in its slot, between two owners and between two tokens of one.
    function test_M25_value_to_another_slot_reverts() external {
        NoteId own = confirm();
        NoteId foreign = assign(s1, own, S2, PART);
        bytes memory reason = abi.encodeWithSelector(IReceivables.SlotMismatch.selector, slot, idOf(own));
        vm.expectRevert(reason);
        _move(s1, tokenId, NoteId.unwrap(own), PART);
        vm.expectRevert(reason);
        _move(s1, tokenId, NoteId.unwrap(foreign), PART);
    }

    /// @notice No more moves than the token carries, whatever the caller is allowed.
    function test_M26_more_than_the_token_carries_reverts() external {
        uint256 carried = FACE - PART;
        approveValue(s1, s4, type(uint256).max);
        address[2] memory callers = [s1, s4];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IReceivables.ValueExceedsNote.selector, note, carried + 1, carried)
            );
            _move(callers[i], tokenId, _target, carried + 1);
        }
    }

    /// @notice No more moves than the caller is allowed; spent is spent.
    function test_M27_more_than_allowed_reverts() external {
        approveValue(s1, s4, PART);
        vm.expectRevert(
            abi.encodeWithSelector(IReceivables.InsufficientAllowance.selector, tokenId, s4, PART + 1, PART)
        );
        _move(s4, tokenId, _target, PART + 1);
        _move(s4, tokenId, _target, PART);
        vm.expectRevert(
            abi.encodeWithSelector(IReceivables.InsufficientAllowance.selector, tokenId, s4, 1, 0)
        );
        _move(s4, tokenId, _target, 1);
    }

    /// @notice Value leaves the one token, arrives in the other, and exactly `TransferValue` and the lineage tell it.
    function test_M28_value_moves_and_is_told() external {
        vm.recordLogs();
        expectTransferValue(tokenId, _target, PART);
        expectAssigned(note, NoteId.wrap(uint128(_target)), S2, S1, PART, 2);
        _move(s1, tokenId, _target, PART);
        assertEvents(abi.encodePacked(IERC3525.TransferValue.selector, IReceivables.Assigned.selector));
        assertNote(note, S1, FACE - 2 * PART, 1);
        assertNote(NoteId.wrap(uint128(_target)), S2, 2 * PART, 2);
    }

    /// @notice Between two tokens of one owner value moves without passing to anybody: same tier, `TransferValue` alone.
    function test_M28_value_moves_between_tokens_of_one_owner() external {
        NoteId own = split(s1, note, PART);
        vm.recordLogs();
        expectTransferValue(tokenId, NoteId.unwrap(own), PART);
        _move(s1, tokenId, NoteId.unwrap(own), PART);
        assertEvents(abi.encodePacked(IERC3525.TransferValue.selector));
        assertNote(note, S1, FACE - 3 * PART, 1);
        assertNote(own, S1, 2 * PART, 1);
    }
}
