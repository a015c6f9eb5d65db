// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IReceivables} from "../../../../interfaces/IReceivables.sol";
import {NoteId} from "../../../../interfaces/Types.sol";
import {TokenSuite} from "../TokenSuite.sol";
import {vm} from "../../base/Vm.sol";

/// @notice EIP-3525 M13 to M20: levels of approval. Numbers: tests/conformance/erc3525.md.
contract Erc3525ApprovalsTest is TokenSuite {
    function _expectInsufficient(address operator, uint256 value, uint256 allowance) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IReceivables.InsufficientAllowance.selector, tokenId, operator, value, allowance
            )
        );
    }

    /// @notice Owner, operator and approved account each allow value to a third account.
    function test_M13_owner_operator_and_approved_account_allow_value() external {
        approveAll(s1, s4);
        approveNote(s1, s3, note);
        address[3] memory givers = [s1, s4, s3];
        for (uint256 i; i < givers.length; ++i) {
            approveValue(givers[i], bankA, PART + i);
            vm.assertEq(receivables.allowance(tokenId, bankA), PART + i, "allowance");
        }
    }

    /// @notice Anybody else is refused: a stranger, an account beside the owner's cash account, one allowed value.
    function test_M14_allowing_value_by_anybody_else_reverts() external {
        approveValue(s1, s4, FACE);
        address beside = accountOf(S1, 0x5151, ASSIGN, uint96(LARGEST));
        address[3] memory strangers = [s2, s4, beside];
        for (uint256 i; i < strangers.length; ++i) {
            expectNotAllowed(strangers[i], note);
            vm.prank(strangers[i]);
            receivables.approve(tokenId, bankA, PART);
        }
        vm.assertEq(receivables.allowance(tokenId, bankA), 0, "nothing allowed");
    }

    /// @notice An allowance belongs to one token and one operator, and what is no token has none.
    function test_M15_allowance_is_told_for_token_and_operator() external {
        NoteId second = split(s1, note, PART);
        approveValue(s1, s4, PART);
        vm.assertEq(receivables.allowance(tokenId, s4), PART, "allowed");
        vm.assertEq(receivables.allowance(tokenId, s3), 0, "another operator");
        vm.assertEq(receivables.allowance(NoteId.unwrap(second), s4), 0, "another token");
        expectNoteUnknown(0);
        receivables.allowance(0, s4);
    }

    /// @notice Allowing value leaves approved account and operators as they were, and they leave allowances alone.
    function test_M16_value_approval_does_not_touch_token_approvals() external {
        approveNote(s1, s3, note);
        approveAll(s1, bankA);
        approveValue(s1, s4, PART);
        vm.assertEq(approvedOf(note), s3, "approved account");
        vm.assertTrue(receivables.isApprovedForAll(s1, bankA), "operator");
        vm.assertFalse(receivables.isApprovedForAll(s1, s4), "no new operator");
        approveNote(s1, address(0), note);
        vm.assertEq(receivables.allowance(tokenId, s4), PART, "allowance stays");
    }

    /// @notice One who is allowed the whole value of a token may not pass the token itself.
    function test_M17_allowance_of_the_whole_value_is_no_approval_of_the_token() external {
        approveValue(s1, s4, type(uint256).max);
        expectNotAllowed(s4, note);
        vm.prank(s4);
        receivables.transferFrom(s1, s2, tokenId);
        expectNotAllowed(s4, note);
        vm.prank(s4);
        receivables.safeTransferFrom(s1, s2, tokenId);
        expectNotAllowed(s4, note);
        vm.prank(s4);
        receivables.approve(s4, tokenId);
    }

    /// @notice The approved account of a token moves any of its value without an allowance.
    function test_M18_approval_of_a_token_reaches_its_value() external {
        approveNote(s1, s4, note);
        vm.prank(s4);
        uint256 created = receivables.transferFrom(tokenId, s2, PART);
        vm.prank(s4);
        receivables.transferFrom(tokenId, created, PART);
        vm.assertEq(receivables.balanceOf(created), 2 * PART, "passed");
        vm.assertEq(approvedOf(note), s4, "the rest is still approved");
    }

    /// @notice An operator moves value out of any of the owner's tokens and allows it to third accounts.
    function test_M19_operator_reaches_value_and_allows_it() external {
        approveAll(s1, s4);
        vm.prank(s4);
        receivables.transferFrom(tokenId, s2, PART);
        approveValue(s4, s3, PART);
        vm.prank(s3);
        receivables.transferFrom(tokenId, s2, PART);
        vm.assertEq(valueOf(note), FACE - 2 * PART, "rest");
        vm.assertEq(receivables.balanceOf(s2), 2, "notes of S2");
    }

    /// @notice Allowances end with the token's ownership, as approvals do, also when the token comes back.
    function test_M20_allowances_end_when_the_token_changes_hands() external {
        approveValue(s1, s4, PART);
        pass(s1, s2, note);
        vm.assertEq(receivables.allowance(tokenId, s4), 0, "passed");
        pass(s2, s1, note);
        vm.assertEq(receivables.allowance(tokenId, s4), 0, "and back");
        _expectInsufficient(s4, PART, 0);
        vm.prank(s4);
        receivables.transferFrom(tokenId, s2, PART);
    }
}
