// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId} from "../../../../interfaces/Types.sol";
import {TokenSuite} from "../TokenSuite.sol";
import {vm} from "../../base/Vm.sol";

/// @notice EIP-721 M37 to M43: approved accounts and operators. Numbers: tests/conformance/erc721.md.
contract Erc721ApprovalsTest is TokenSuite {
    /// @notice The approved account is the one named last; naming zero leaves none.
    function test_M37_approve_names_the_one_approved_account() external {
        approveNote(s1, s3, note);
        approveNote(s1, s4, note);
        vm.assertEq(approvedOf(note), s4, "the last");
        expectNotAllowed(s3, note);
        vm.prank(s3);
        receivables.transferFrom(s1, s2, tokenId);
        approveNote(s1, address(0), note);
        vm.assertEq(approvedOf(note), address(0), "none");
        expectNotAllowed(s4, note);
        vm.prank(s4);
        receivables.transferFrom(s1, s2, tokenId);
    }

    /// @notice Only the owner's cash account and its operators approve: not the approved account, not a stranger.
    function test_M38_approve_by_anybody_else_reverts() external {
        approveNote(s1, s3, note);
        approveValue(s1, bankA, FACE);
        address beside = accountOf(S1, 0x5151, ASSIGN, uint96(LARGEST));
        address[5] memory strangers = [s2, s3, bankA, beside, anchor];
        for (uint256 i; i < strangers.length; ++i) {
            expectNotAllowed(strangers[i], note);
            vm.prank(strangers[i]);
            receivables.approve(s2, tokenId);
        }
        approveAll(s1, s4);
        approveNote(s4, s2, note);
        vm.assertEq(approvedOf(note), s2, "by the operator");
    }

    /// @notice An owner has as many operators as it likes, each independent of the others.
    function test_M39_owner_has_several_operators() external {
        address[3] memory operators = [s3, s4, bankA];
        for (uint256 i; i < operators.length; ++i) {
            approveAll(s1, operators[i]);
        }
        vm.prank(s1);
        receivables.setApprovalForAll(s4, false);
        vm.assertTrue(receivables.isApprovedForAll(s1, s3), "first");
        vm.assertFalse(receivables.isApprovedForAll(s1, s4), "second, ended");
        vm.assertTrue(receivables.isApprovedForAll(s1, bankA), "third");
    }

    /// @notice An operator passes every note of the owner, those received later too, and nobody else's.
    function test_M40_operator_manages_all_notes_of_the_owner_alone() external {
        approveAll(s1, s4);
        NoteId later = confirm();
        vm.prank(s4);
        receivables.transferFrom(s1, s2, tokenId);
        vm.prank(s4);
        receivables.transferFrom(s1, s2, NoteId.unwrap(later));
        vm.assertEq(receivables.balanceOf(s2), 2, "both passed");
        expectNotAllowed(s4, later);
        vm.prank(s4);
        receivables.transferFrom(s2, s3, NoteId.unwrap(later));
    }

    /// @notice A token that is no note has no approved account to tell.
    function test_M41_approved_account_of_no_note_reverts() external {
        expectNoteUnknown(0);
        receivables.getApproved(0);
        expectNoteUnknown(tokenId + 1);
        receivables.getApproved(tokenId + 1);
    }

    /// @notice The approved account is told, and zero while there is none.
    function test_M42_approved_account_is_told_or_zero() external {
        vm.assertEq(approvedOf(note), address(0), "none yet");
        approveNote(s1, s3, note);
        vm.assertEq(approvedOf(note), s3, "approved");
        NoteId second = split(s1, note, PART);
        vm.assertEq(approvedOf(second), address(0), "a new note has none");
        vm.assertEq(approvedOf(note), s3, "the rest keeps its own");
    }

    /// @notice Whether an operator is approved is told for exactly this owner and this operator.
    function test_M43_operator_is_told_for_this_owner_alone() external {
        approveAll(s1, s4);
        vm.assertTrue(receivables.isApprovedForAll(s1, s4), "approved");
        vm.assertFalse(receivables.isApprovedForAll(s4, s1), "the other way round");
        vm.assertFalse(receivables.isApprovedForAll(s2, s4), "another owner");
        vm.assertFalse(receivables.isApprovedForAll(s1, s3), "another operator");
        vm.assertFalse(receivables.isApprovedForAll(s1, s1), "the owner itself");
    }
}
