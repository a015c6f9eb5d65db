// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IParties} from "../../../interfaces/IParties.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {TokenSuite} from "../conformance/TokenSuite.sol";
import {vm} from "../base/Vm.sol";

/// @notice Receivables.approve(address to, uint256 tokenId)
///
/// ├── when there is no such note                                       → NoteUnknown
/// ├── when the caller is no account of a party                         → AccountUnknown
/// ├── when the caller's account was given up                           → AccountRetired
/// ├── when the caller's party is suspended                             → PartySuspended
/// ├── when the caller lacks the scope assign                           → ScopeMissing
/// ├── when the note is worth more than the caller's limit per act      → LimitPerActExceeded
/// │   └── but taking an approval back is worth nothing                 → approved is none
/// ├── when the caller is neither the owner's cash account nor operator → NotOwnerNorApproved
/// └── otherwise
///     ├── the account named last is approved, one event
///     ├── notes that do not move just now may be approved all the same
///     └── a piece cut off has no approved account, the rest keeps its own
contract ApproveTest is TokenSuite {
    function _refuse(address caller, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(caller);
        receivables.approve(s3, tokenId);
    }

    /* REFUSALS */

    /// @notice What is no note is not approved: 0, a number not made, an id beyond 128 bits, a burnt note.
    function test_approve_no_note() external {
        NoteId burnt = split(s1, note, PART);
        vm.prank(s1);
        receivables.merge(burnt, note);
        uint256[4] memory ids = [0, tokenId + 9, tokenId + (1 << 128), NoteId.unwrap(burnt)];
        for (uint256 i; i < ids.length; ++i) {
            expectNoteUnknown(ids[i]);
            vm.prank(s1);
            receivables.approve(s3, ids[i]);
        }
    }

    /// @notice An outsider approves nothing, even where it was named an operator.
    function test_approve_by_an_outsider() external {
        approveAll(s1, outsider);
        _refuse(outsider, abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
    }

    /// @notice T08: an operator's account that was given up appoints nobody any more.
    function test_T08_approve_by_a_retired_operator() external {
        approveAll(s1, s4);
        rotate(S4);
        _refuse(s4, abi.encodeWithSelector(IParties.AccountRetired.selector, s4));
    }

    /// @notice T08: a suspended operator appoints nobody.
    function test_T08_approve_by_a_suspended_operator() external {
        approveAll(s1, s4);
        suspend(S4);
        _refuse(s4, abi.encodeWithSelector(IParties.PartySuspended.selector, S4));
    }

    /// @notice A suspended owner appoints nobody.
    function test_approve_by_a_suspended_owner() external {
        suspend(S1);
        _refuse(s1, abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice The cash account needs the scope assign to appoint anybody.
    function test_approve_without_scope() external {
        vm.prank(s1);
        parties.changeAccount(s1, ADMINISTER, uint96(LARGEST));
        bytes memory reason =
            abi.encodeWithSelector(IParties.ScopeMissing.selector, s1, uint256(ASSIGN), uint256(ADMINISTER));
        _refuse(s1, reason);
    }

    /// @notice An approval is worth the whole note; taking it back is worth nothing.
    function test_approve_over_the_limit() external {
        approveNote(s1, s3, note);
        vm.prank(s1);
        parties.changeAccount(s1, 63, uint96(FACE - 1));
        _refuse(s1, abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, s1, FACE, FACE - 1));
        approveNote(s1, address(0), note);
        vm.assertEq(approvedOf(note), address(0), "taken back");
        vm.prank(s1);
        parties.changeAccount(s1, 63, uint96(FACE));
        approveNote(s1, s3, note);
        vm.assertEq(approvedOf(note), s3, "at the limit");
    }

    /// @notice Neither a stranger, nor an account beside, nor one approved or allowed, approves.
    function test_approve_by_another() external {
        approveNote(s1, s3, note);
        vm.prank(s1);
        receivables.approve(tokenId, s4, FACE);
        address beside = accountOf(S1, 0x5151, ASSIGN, uint96(LARGEST));
        address[5] memory others = [s2, s3, s4, beside, anchor];
        for (uint256 i; i < others.length; ++i) {
            expectNotAllowed(others[i], note);
            vm.prank(others[i]);
            receivables.approve(s2, tokenId);
        }
        vm.assertEq(approvedOf(note), s3, "unchanged");
    }

    /// @notice The owner's cash account approves its own notes and no others.
    function test_approve_a_note_of_another() external {
        NoteId second = assign(s1, note, S2, PART);
        expectNotAllowed(s1, second);
        vm.prank(s1);
        receivables.approve(s3, NoteId.unwrap(second));
    }

    /* APPROVALS */

    /// @notice The account named last is approved, by the owner or its operator, with one event each.
    function test_approve() external {
        approveAll(s1, s4);
        address[2] memory callers = [s1, s4];
        address[2] memory named = [s3, bankA];
        for (uint256 i; i < callers.length; ++i) {
            vm.recordLogs();
            vm.expectEmit(address(receivables));
            emit IERC721.Approval(s1, named[i], tokenId);
            vm.prank(callers[i]);
            receivables.approve(named[i], tokenId);
            assertEvents(abi.encodePacked(IERC721.Approval.selector));
            vm.assertEq(approvedOf(note), named[i], "approved");
        }
        assertNote(note, S1, FACE, 1);
    }

    /// @notice A frozen note of a frozen, disputed and due debt may be approved even during a halt: nothing moves.
    function test_approve_a_stopped_note() external {
        dispute(slot);
        freeze(slot);
        freezeNote(note);
        toDay(DUE);
        halt();
        approveNote(s1, s3, note);
        vm.assertEq(approvedOf(note), s3, "approved");
        vm.assertTrue(noteState(note).frozen, "still frozen");
    }

    /// @notice An approval given while a note waits for a consent ends when the consent comes.
    function test_approve_a_pending_note() external {
        propose(s1, note, FACE);
        approveNote(s1, s3, note);
        vm.assertEq(approvedOf(note), s3, "approved");
        vm.assertTrue(noteState(note).pending, "still pending");
        vm.prank(bankB);
        receivables.accept(note, TRADE);
        vm.assertEq(approvedOf(note), address(0), "ended");
    }

    /// @notice A piece cut off has no approved account; what is left keeps its own, and so does one merged into.
    function test_approve_and_split() external {
        approveNote(s1, s3, note);
        NoteId piece = split(s1, note, PART);
        vm.assertEq(approvedOf(piece), address(0), "piece");
        vm.assertEq(approvedOf(note), s3, "rest");
        approveNote(s1, s4, piece);
        vm.prank(s1);
        receivables.merge(piece, note);
        vm.assertEq(approvedOf(note), s3, "merged into");
    }
}
