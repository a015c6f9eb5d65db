// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IReceivables} from "../../../../interfaces/IReceivables.sol";
import {NoteId} from "../../../../interfaces/Types.sol";
import {TokenSuite} from "../TokenSuite.sol";
import {vm} from "../../base/Vm.sol";

/// @notice EIP-721 M14 to M19: the three events. Numbers: tests/conformance/erc721.md.
contract Erc721EventsTest is TokenSuite {
    function expectApproval(address owner, address approved, NoteId which) internal {
        vm.expectEmit(address(receivables));
        emit IERC721.Approval(owner, approved, NoteId.unwrap(which));
    }

    function assertOneTransfer(string memory label) internal {
        vm.assertEq(countEvents(IERC721.Transfer.selector), 1, label);
    }

    /* TRANSFER */

    /// @notice Confirming, splitting and passing a part each create one note, and say so from the zero address.
    function test_M14_transfer_emits_on_creation() external {
        NoteId second = noteOf(slot, 2);
        vm.recordLogs();
        expectTransfer(address(0), s1, second);
        split(s1, note, PART);
        assertOneTransfer("split");

        vm.recordLogs();
        expectTransfer(address(0), s2, noteOf(slot, 3));
        assign(s1, note, S2, PART);
        assertOneTransfer("assigned in part");

        vm.recordLogs();
        expectTransfer(address(0), s2, noteOf(slot, 4));
        passValue(s2, PART);
        assertOneTransfer("value to an address");

        vm.recordLogs();
        expectTransfer(address(0), bankA, noteOf(slot, 5));
        custodian.move(note, S1, BANK_A, PART);
        assertOneTransfer("sold in part");

        vm.recordLogs();
        confirm();
        assertOneTransfer("confirmed");
    }

    /// @notice Redeeming, merging, emptying, cancelling and extinguishing each burn one note, and say so to zero.
    function test_M15_transfer_emits_on_destruction() external {
        NoteId cancelled = confirm();
        vm.recordLogs();
        expectTransfer(s1, address(0), cancelled);
        cancel(cancelled);
        assertOneTransfer("cancelled");

        NoteId bought = confirm();
        vm.recordLogs();
        expectTransfer(s1, address(0), bought);
        custodian.move(bought, S1, ANCHOR, FACE);
        assertOneTransfer("extinguished");

        NoteId merged = split(s1, note, PART);
        vm.recordLogs();
        expectTransfer(s1, address(0), merged);
        vm.prank(s1);
        receivables.merge(merged, note);
        assertOneTransfer("merged");

        settle(slot);
        vm.recordLogs();
        expectTransfer(s1, address(0), note);
        settlements.redeem(only(note));
        assertOneTransfer("redeemed");
    }

    /// @notice Every way of passing a note whole says once from whom and to whom.
    function test_M16_transfer_emits_on_every_change_of_owner() external {
        vm.recordLogs();
        expectTransfer(s1, s2, note);
        pass(s1, s2, note);
        assertOneTransfer("transferFrom");

        vm.recordLogs();
        expectTransfer(s2, s3, note);
        vm.prank(s2);
        receivables.safeTransferFrom(s2, s3, tokenId);
        assertOneTransfer("safeTransferFrom");

        vm.recordLogs();
        expectTransfer(s3, s4, note);
        assign(s3, note, S4, FACE);
        assertOneTransfer("assign");

        vm.recordLogs();
        expectTransfer(s4, bankA, note);
        custodian.move(note, S4, BANK_A, FACE);
        assertOneTransfer("custodian");
    }

    /// @notice A proposed note changes hands when it is accepted, and not before.
    function test_M16_transfer_emits_on_acceptance() external {
        vm.recordLogs();
        propose(s1, note, FACE);
        vm.assertEq(countEvents(IERC721.Transfer.selector), 0, "proposed");
        vm.recordLogs();
        expectTransfer(s1, bankB, note);
        vm.prank(bankB);
        receivables.accept(note, TRADE);
        assertOneTransfer("accepted");
    }

    /// @notice The cash account of a note's owner changes by rotation; `Transfer` follows when the owner announces it.
    function test_M16_transfer_emits_when_a_rotation_is_announced() external {
        vm.recordLogs();
        address rotated = rotate(S1);
        vm.assertEq(countEvents(IERC721.Transfer.selector), 0, "rotated");
        vm.recordLogs();
        expectTransfer(s1, rotated, note);
        vm.prank(rotated);
        receivables.announce(only(note));
        assertOneTransfer("announced");
    }

    /* APPROVALS END */

    /// @notice However a note changes hands, its approved account ends, also when the note comes back.
    function test_M17_approved_account_is_reset_by_every_transfer() external {
        approveNote(s1, s3, note);
        pass(s1, s2, note);
        vm.assertEq(approvedOf(note), address(0), "transferFrom");
        approveNote(s2, s3, note);
        assign(s2, note, S1, FACE);
        vm.assertEq(approvedOf(note), address(0), "assign, back to S1");
        approveNote(s1, s3, note);
        custodian.move(note, S1, BANK_A, FACE);
        vm.assertEq(approvedOf(note), address(0), "custodian");
        custodian.move(note, BANK_A, S1, FACE);
        vm.assertEq(approvedOf(note), address(0), "and back");
        approveNote(s1, s3, note);
        propose(s1, note, FACE);
        vm.prank(bankB);
        receivables.accept(note, TRADE);
        vm.assertEq(approvedOf(note), address(0), "accept");
        expectNotAllowed(s3, note);
        vm.prank(s3);
        receivables.transferFrom(bankB, s2, tokenId);
    }

    /// @notice An announced `Transfer` ends approvals as well, those that the new account gave before it included.
    function test_M17_approved_account_is_reset_by_an_announced_transfer() external {
        address rotated = rotate(S1);
        approveNote(rotated, s3, note);
        vm.prank(rotated);
        receivables.approve(tokenId, s4, PART);
        vm.prank(rotated);
        receivables.announce(only(note));
        vm.assertEq(approvedOf(note), address(0), "approved account");
        vm.assertEq(receivables.allowance(tokenId, s4), 0, "allowance");
    }

    /* APPROVAL, APPROVAL FOR ALL */

    /// @notice Naming, reaffirming and removing the approved account each emit `Approval`, zero for none.
    function test_M18_approval_emits_on_change_and_reaffirmation() external {
        address[4] memory approved = [s3, s3, s4, address(0)];
        for (uint256 i; i < approved.length; ++i) {
            vm.recordLogs();
            expectApproval(s1, approved[i], note);
            approveNote(s1, approved[i], note);
            assertEvents(abi.encodePacked(IERC721.Approval.selector));
            vm.assertEq(approvedOf(note), approved[i], "approved");
        }
    }

    /// @notice An operator's approval names the owner, not the operator.
    function test_M18_approval_by_an_operator_names_the_owner() external {
        approveAll(s1, s4);
        expectApproval(s1, s3, note);
        approveNote(s4, s3, note);
    }

    /// @notice Enabling and disabling an operator each emit `ApprovalForAll`, repeated ones too.
    function test_M19_approval_for_all_emits_on_enabling_and_disabling() external {
        bool[3] memory states = [true, true, false];
        for (uint256 i; i < states.length; ++i) {
            vm.recordLogs();
            vm.expectEmit(address(receivables));
            emit IERC721.ApprovalForAll(s1, s4, states[i]);
            vm.prank(s1);
            receivables.setApprovalForAll(s4, states[i]);
            assertEvents(abi.encodePacked(IERC721.ApprovalForAll.selector));
        }
    }

    /// @notice A plain transfer emits `Transfer` and the lineage of the note, and nothing else.
    function test_M16_transfer_and_lineage_are_all_events() external {
        vm.recordLogs();
        expectTransfer(s1, s2, note);
        expectAssigned(note, note, S2, S1, FACE, 2);
        pass(s1, s2, note);
        assertEvents(abi.encodePacked(IERC721.Transfer.selector, IReceivables.Assigned.selector));
    }
}
