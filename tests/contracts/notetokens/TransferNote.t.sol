// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {TokenReceiver} from "../../../contracts/test/TokenReceivers.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {TokenSuite} from "../conformance/TokenSuite.sol";
import {vm} from "../base/Vm.sol";

/// @notice Receivables.transferFrom(address from, address to, uint256 tokenId), and safeTransferFrom with and without data
///
/// ├── when there is no such note                             → NoteUnknown
/// ├── when a trade reference is required                     → TradeReferenceMissing
/// ├── when the owner is suspended                            → PartySuspended
/// ├── when `to` is no cash account                           → NotCashAccount
/// ├── when `to` is the owner's                               → SelfAssignment
/// ├── when caller, receiver or owner may not do new business → see Restrictions.t.sol, Operators.t.sol
/// ├── when the receiver did not opt in                       → TransfersNotWanted
/// ├── when `from` is not the owner's cash account            → NotOwnerNorApproved, naming it
/// ├── when the caller has no leave                           → NotOwnerNorApproved, naming the caller
/// ├── when note or receivable stand still                    → see Restrictions.t.sol
/// ├── when the note is as deep as it may go                  → TierTooDeep
/// ├── (safe) when the receiving contract does not take it    → ERC721InvalidReceiver, or its own reason
/// └── otherwise
///     ├── owner and tier change, value and lineage stay, counts follow, leave ends
///     └── a note goes from party to party down to the deepest tier
contract TransferNoteTest is TokenSuite {
    /* REFUSALS */

    /// @notice Which of several faults is told first does not depend on the function used.
    function test_refusals_are_the_same_in_all_three_forms() external {
        bytes[3] memory reasons = [
            abi.encodeWithSelector(IReceivables.NotCashAccount.selector, outsider),
            abi.encodeWithSelector(IReceivables.SelfAssignment.selector, S1),
            abi.encodeWithSelector(IReceivables.NotOwnerNorApproved.selector, s3, tokenId)
        ];
        address[3] memory to = [outsider, s1, s2];
        address[3] memory callers = [s1, s1, s3];
        for (uint256 i; i < reasons.length; ++i) {
            vm.expectRevert(reasons[i]);
            vm.prank(callers[i]);
            receivables.transferFrom(s1, to[i], tokenId);
            vm.expectRevert(reasons[i]);
            vm.prank(callers[i]);
            receivables.safeTransferFrom(s1, to[i], tokenId);
            vm.expectRevert(reasons[i]);
            vm.prank(callers[i]);
            receivables.safeTransferFrom(s1, to[i], tokenId, hex"01");
        }
    }

    /// @notice A former cash account as receiver is no cash account.
    function test_transfer_to_a_former_cash_account() external {
        rotate(S2);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NotCashAccount.selector, s2));
        vm.prank(s1);
        receivables.transferFrom(s1, s2, tokenId);
    }

    /// @notice The former cash account as `from` is no owner, though the party is the same.
    function test_transfer_from_a_former_cash_account() external {
        address cash = rotate(S1);
        expectNotAllowed(s1, note);
        vm.prank(cash);
        receivables.transferFrom(s1, s2, tokenId);
    }

    /// @notice A refused safe transfer leaves owner, tier, counts and approvals as they were.
    function test_refused_safe_transfer_changes_nothing() external {
        approveNote(s1, s3, note);
        asked.answerWith(TokenReceiver.Answer.Wrong);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, address(asked)));
        vm.prank(s1);
        receivables.safeTransferFrom(s1, address(asked), tokenId);
        assertNote(note, S1, FACE, 1);
        vm.assertEq(approvedOf(note), s3, "approved");
        vm.assertEq(receivables.balanceOf(s1), 1, "count of S1");
        vm.assertEq(receivables.balanceOf(address(asked)), 0, "count of the receiver");
    }

    /* TRANSFERS */

    /// @notice Owner and tier change; value, slot and the number of notes stay; leave of the former owner ends.
    function test_transfer() external {
        approveNote(s1, s3, note);
        approveValue(s1, s4, PART);
        vm.recordLogs();
        expectTransfer(s1, s2, note);
        expectAssigned(note, note, S2, S1, FACE, 2);
        pass(s1, s2, note);
        assertEvents(abi.encodePacked(IERC721.Transfer.selector, IReceivables.Assigned.selector));
        assertNote(note, S2, FACE, 2);
        vm.assertEq(uint256(state(slot).live), 1, "live");
        vm.assertEq(approvedOf(note), address(0), "approved");
        vm.assertEq(receivables.allowance(tokenId, s4), 0, "allowed");
        vm.assertEq(receivables.balanceOf(s1), 0, "count of S1");
        vm.assertEq(receivables.balanceOf(s2), 1, "count of S2");
    }

    /// @notice A note passes down to the deepest tier and is paid to who holds it then.
    function test_transfer_down_to_the_deepest_tier() external {
        pass(s1, s2, note);
        pass(s2, s3, note);
        pass(s3, s4, note);
        assertNote(note, S4, FACE, DEEPEST);
        toDay(DUE);
        settle(slot);
        settlements.redeem(only(note));
        vm.assertEq(token.balanceOf(s4), FACE, "paid to tier 4");
    }

    /// @notice A note that was passed leaves the rest of its receivable alone.
    function test_transfer_of_a_piece() external {
        NoteId piece = split(s1, note, PART);
        approveNote(s1, s3, note);
        pass(s1, s2, piece);
        assertNote(piece, S2, PART, 2);
        assertNote(note, S1, FACE - PART, 1);
        vm.assertEq(approvedOf(note), s3, "approval of the rest");
    }
}
