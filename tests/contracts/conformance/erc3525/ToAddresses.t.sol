// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IReceivables} from "../../../../interfaces/IReceivables.sol";
import {IERC3525} from "../../../../interfaces/IERC3525.sol";
import {NoteId} from "../../../../interfaces/Types.sol";
import {TokenSuite} from "../TokenSuite.sol";
import {vm} from "../../base/Vm.sol";

/// @notice EIP-3525 M29 to M36: value from a token to an address. Numbers: tests/conformance/erc3525.md.
contract Erc3525ToAddressesTest is TokenSuite {
    function _move(address caller, uint256 from, address to, uint256 value) private returns (uint256) {
        vm.prank(caller);
        return receivables.transferFrom(from, to, value);
    }

    /// @notice The value arrives in a new token of the receiver, of the same slot, whose id is returned.
    function test_M29_value_arrives_in_a_new_token_of_the_slot() external {
        uint256 created = _move(s1, tokenId, s2, PART);
        vm.assertEq(created, NoteId.unwrap(noteOf(slot, 2)), "returned");
        vm.assertEq(receivables.ownerOf(created), s2, "owner");
        vm.assertEq(receivables.slotOf(created), receivables.slotOf(tokenId), "slot");
        vm.assertEq(receivables.balanceOf(created), PART, "value");
        vm.assertEq(valueOf(note), FACE - PART, "rest");
    }

    /// @notice Owner, operator, approved account and one allowed the value each move it.
    function test_M30_four_kinds_of_callers_move_value() external {
        approveAll(s1, s4);
        approveNote(s1, s3, note);
        approveValue(s1, bankA, PART);
        address[4] memory callers = [s1, s4, s3, bankA];
        for (uint256 i; i < callers.length; ++i) {
            uint256 created = _move(callers[i], tokenId, s2, PART);
            vm.assertEq(created, NoteId.unwrap(noteOf(slot, i + 2)), "created");
        }
        vm.assertEq(valueOf(note), FACE - 4 * PART, "rest");
    }

    /// @notice Anybody else is refused.
    function test_M31_value_moved_by_anybody_else_reverts() external {
        address[2] memory strangers = [s2, s3];
        for (uint256 i; i < strangers.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IReceivables.InsufficientAllowance.selector, tokenId, strangers[i], PART, 0
                )
            );
            _move(strangers[i], tokenId, s2, PART);
        }
    }

    /// @notice No value comes out of token 0, or of one that is not.
    function test_M32_value_from_no_token_reverts() external {
        uint256[3] memory ids = [0, tokenId + 9, tokenId + (1 << 128)];
        for (uint256 i; i < ids.length; ++i) {
            expectNoteUnknown(ids[i]);
            _move(s1, ids[i], s2, PART);
        }
    }

    /// @notice No value goes to the zero address.
    function test_M33_value_to_zero_address_reverts() external {
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NotCashAccount.selector, address(0)));
        _move(s1, tokenId, address(0), PART);
    }

    /// @notice No more moves than the token carries, whatever the caller is allowed.
    function test_M34_more_than_the_token_carries_reverts() external {
        approveValue(s1, s4, type(uint256).max);
        address[2] memory callers = [s1, s4];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IReceivables.ValueExceedsNote.selector, note, FACE + 1, FACE)
            );
            _move(callers[i], tokenId, s2, FACE + 1);
        }
    }

    /// @notice No more moves than the caller is allowed; spent is spent.
    function test_M35_more_than_allowed_reverts() external {
        approveValue(s1, s4, PART);
        vm.expectRevert(
            abi.encodeWithSelector(IReceivables.InsufficientAllowance.selector, tokenId, s4, PART + 1, PART)
        );
        _move(s4, tokenId, s2, PART + 1);
        _move(s4, tokenId, s2, PART);
        vm.expectRevert(
            abi.encodeWithSelector(IReceivables.InsufficientAllowance.selector, tokenId, s4, 1, 0)
        );
        _move(s4, tokenId, s2, 1);
    }

    /// @notice A part passed is told by `Transfer`, `SlotChanged`, `TransferValue` and the lineage, and nothing else.
    function test_M36_transfer_and_transfer_value_are_told() external {
        NoteId created = noteOf(slot, 2);
        vm.recordLogs();
        expectTransfer(address(0), s2, created);
        vm.expectEmit(address(receivables));
        emit IERC3525.SlotChanged(NoteId.unwrap(created), 0, tokenId >> 32);
        expectTransferValue(tokenId, NoteId.unwrap(created), PART);
        expectAssigned(note, created, S2, S1, PART, 2);
        _move(s1, tokenId, s2, PART);
        assertEvents(
            abi.encodePacked(
                IERC721.Transfer.selector,
                IERC3525.SlotChanged.selector,
                IERC3525.TransferValue.selector,
                IReceivables.Assigned.selector
            )
        );
    }

    /// @notice The whole value goes to a new token too, and the emptied one is told to be burnt.
    function test_M36_whole_value_burns_the_emptied_token() external {
        NoteId created = noteOf(slot, 2);
        vm.recordLogs();
        expectTransfer(address(0), s2, created);
        expectTransfer(s1, address(0), note);
        expectTransferValue(tokenId, NoteId.unwrap(created), FACE);
        _move(s1, tokenId, s2, FACE);
        vm.assertEq(countEvents(IERC721.Transfer.selector), 2, "transfers");
        assertGone(note);
        assertNote(created, S2, FACE, 2);
    }
}
