// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {TokenSuite} from "../conformance/TokenSuite.sol";
import {vm} from "../base/Vm.sol";

/// @notice Receivables.approve(uint256 tokenId, address operator, uint256 value)
///
/// ├── when there is no such note                                  → NoteUnknown
/// ├── when the caller is no account of a party                    → AccountUnknown
/// ├── when the caller's account was given up                      → AccountRetired
/// ├── when the caller's party is suspended                        → PartySuspended
/// ├── when the caller lacks the scope assign                      → ScopeMissing
/// ├── when the value, or the note if that is less, exceeds the caller's limit → LimitPerActExceeded
/// ├── when the caller is neither the owner's cash account, nor its operator, nor approved → NotOwnerNorApproved
/// └── otherwise
///     ├── the value named last is allowed, any value, one event
///     ├── allowances of several operators stand beside each other
///     └── a piece cut off has none, the rest keeps its own
contract ApproveValueTest is TokenSuite {
    function _refuse(address caller, uint256 value, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(caller);
        receivables.approve(tokenId, bankA, value);
    }

    /* REFUSALS */

    /// @notice What is no note has no value to allow.
    function test_approve_value_of_no_note() external {
        uint256[3] memory ids = [0, tokenId + 9, tokenId + (1 << 128)];
        for (uint256 i; i < ids.length; ++i) {
            expectNoteUnknown(ids[i]);
            vm.prank(s1);
            receivables.approve(ids[i], bankA, PART);
        }
    }

    /// @notice An outsider allows nothing, whatever it was made.
    function test_approve_value_by_an_outsider() external {
        approveAll(s1, outsider);
        approveNote(s1, outsider, note);
        _refuse(outsider, PART, abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
    }

    /// @notice T08: an operator or approved account that was given up allows nothing any more.
    function test_T08_approve_value_by_a_retired_account() external {
        approveAll(s1, s4);
        approveNote(s1, s4, note);
        rotate(S4);
        _refuse(s4, PART, abi.encodeWithSelector(IParties.AccountRetired.selector, s4));
    }

    /// @notice T08: a suspended operator, approved account or owner allows nothing.
    function test_T08_approve_value_by_a_suspended_party() external {
        approveAll(s1, s4);
        approveNote(s1, s3, note);
        suspend(S4);
        suspend(S3);
        _refuse(s4, PART, abi.encodeWithSelector(IParties.PartySuspended.selector, S4));
        _refuse(s3, PART, abi.encodeWithSelector(IParties.PartySuspended.selector, S3));
        suspend(S1);
        _refuse(s1, PART, abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice The scope assign is needed.
    function test_approve_value_without_scope() external {
        vm.prank(s1);
        parties.changeAccount(s1, ADMINISTER, uint96(LARGEST));
        bytes memory reason =
            abi.encodeWithSelector(IParties.ScopeMissing.selector, s1, uint256(ASSIGN), uint256(ADMINISTER));
        _refuse(s1, PART, reason);
    }

    /// @notice An allowance is worth its value, one without end the note; within the limit both are given.
    function test_approve_value_over_the_limit() external {
        vm.prank(s1);
        parties.changeAccount(s1, 63, uint96(PART));
        _refuse(
            s1, PART + 1, abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, s1, PART + 1, PART)
        );
        bytes memory whole = abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, s1, FACE, PART);
        _refuse(s1, type(uint256).max, whole);
        approveValue(s1, bankA, PART);
        vm.assertEq(receivables.allowance(tokenId, bankA), PART, "at the limit");
        vm.prank(s1);
        parties.changeAccount(s1, 63, uint96(FACE));
        approveValue(s1, bankA, type(uint256).max);
        vm.assertEq(receivables.allowance(tokenId, bankA), type(uint256).max, "without end");
    }

    /// @notice Neither a stranger, nor an account beside, nor one that is allowed itself, allows.
    function test_approve_value_by_another() external {
        approveValue(s1, s4, FACE);
        address beside = accountOf(S1, 0x5151, ASSIGN, uint96(LARGEST));
        address[4] memory others = [s2, s4, beside, anchor];
        for (uint256 i; i < others.length; ++i) {
            expectNotAllowed(others[i], note);
            vm.prank(others[i]);
            receivables.approve(tokenId, bankA, PART);
        }
    }

    /* ALLOWANCES */

    /// @notice The value named last is allowed, whatever it is, with one event.
    function test_approve_value(uint256 first, uint256 second) external {
        uint256[2] memory values = [first, second];
        for (uint256 i; i < values.length; ++i) {
            vm.recordLogs();
            vm.expectEmit(address(receivables));
            emit IERC3525.ApprovalValue(tokenId, bankA, values[i]);
            approveValue(s1, bankA, values[i]);
            assertEvents(abi.encodePacked(IERC3525.ApprovalValue.selector));
            vm.assertEq(receivables.allowance(tokenId, bankA), values[i], "allowance");
        }
        assertNote(note, S1, FACE, 1);
    }

    /// @notice Operators have allowances of their own, and spend only these.
    function test_approve_value_of_several() external {
        approveValue(s1, s3, PART);
        approveValue(s1, s4, 2 * PART);
        vm.prank(s3);
        receivables.transferFrom(tokenId, s2, PART);
        vm.assertEq(receivables.allowance(tokenId, s3), 0, "spent");
        vm.assertEq(receivables.allowance(tokenId, s4), 2 * PART, "untouched");
    }

    /// @notice A piece cut off has no allowance; what is left keeps its own, even above its value.
    function test_approve_value_and_split() external {
        approveValue(s1, s4, FACE);
        NoteId piece = split(s1, note, PART);
        vm.assertEq(receivables.allowance(NoteId.unwrap(piece), s4), 0, "piece");
        vm.assertEq(receivables.allowance(tokenId, s4), FACE, "rest");
    }

    /// @notice The first leave that a note gives revives none from before it changed hands.
    function test_approve_value_revives_nothing() external {
        approveValue(s1, s3, PART);
        approveNote(s1, s3, note);
        pass(s1, s2, note);
        pass(s2, s1, note);
        approveValue(s1, s4, PART);
        vm.assertEq(receivables.allowance(tokenId, s3), 0, "allowance of then");
        vm.assertEq(approvedOf(note), address(0), "approved account of then");
        vm.assertEq(receivables.allowance(tokenId, s4), PART, "allowance of now");
    }
}
