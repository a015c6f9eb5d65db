// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ContractAccount} from "../../../contracts/test/TokenReceivers.sol";
import {IDescriptor} from "../../../interfaces/IDescriptor.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {TokenSuite} from "../conformance/TokenSuite.sol";
import {vm} from "../base/Vm.sol";

/// @notice T09: a receiver that calls back from its hook finds everything done, and gains nothing.
///
/// a receiving contract, asked by safeTransferFrom or after value came to it, calls Receivables again
/// ├── to pass the note once more as its former owner        → NotOwnerNorApproved
/// ├── to spend an allowance that is being spent             → InsufficientAllowance
/// ├── to move more value than is left                       → ValueExceedsNote
/// └── to do what it may do anyhow (pass on, split, merge, spend what it is still allowed)
///                                                           → it is done, and the books balance
contract ReentryTest is TokenSuite {
    /// @dev S1 passes its note safely to the receiver, which calls back with `data`; refused if there is a reason.
    function _passAndReenter(bytes memory data, bytes memory reason) private {
        asked.reenterWith(data);
        _expectFailed(reason);
        vm.prank(s1);
        receivables.safeTransferFrom(s1, address(asked), tokenId);
    }

    /// @dev The receiver takes value under its allowance, and calls back with `data` when it is told; refused if there
    /// is a reason.
    function _takeAndReenter(uint256 value, bytes memory data, bytes memory reason) private {
        asked.reenterWith(data);
        _expectFailed(reason);
        vm.prank(address(asked));
        receivables.transferFrom(tokenId, address(asked), value);
    }

    function _expectFailed(bytes memory reason) private {
        if (reason.length == 0) return;
        vm.expectRevert(abi.encodeWithSelector(ContractAccount.CallFailed.selector, reason));
    }

    function _valueToAddress(NoteId from, address to, uint256 value) private pure returns (bytes memory) {
        return abi.encodeWithSignature(
            "transferFrom(uint256,address,uint256)", uint256(NoteId.unwrap(from)), to, value
        );
    }

    function _noteTo(address from, address to) private view returns (bytes memory) {
        return abi.encodeWithSignature("transferFrom(address,address,uint256)", from, to, tokenId);
    }

    /// @dev Values of all notes add up to the face, and every owner's count is the number of its notes.
    function _assertBooks() private view {
        IDescriptor.Receivable memory r = state(slot);
        address[4] memory owners = [s1, s2, s3, address(asked)];
        uint256[4] memory counts;
        uint256 sum;
        uint256 live;
        for (uint256 i = 1; i <= r.issued; ++i) {
            NoteId which = noteOf(slot, i);
            uint256 value = noteState(which).value;
            if (value == 0) continue;
            (sum, live) = (sum + value, live + 1);
            for (uint256 j; j < owners.length; ++j) {
                if (ownerOf(which) == owners[j]) ++counts[j];
            }
        }
        vm.assertEq(sum, FACE, "values add up to the face");
        vm.assertEq(live, r.live, "live notes");
        for (uint256 j; j < owners.length; ++j) {
            vm.assertEq(receivables.balanceOf(owners[j]), counts[j], "count of an owner");
        }
    }

    /* REFUSALS */

    /// @notice T09: a note is not passed twice: when the receiver is asked, the former owner owns it no more.
    function test_T09_note_is_not_passed_twice() external {
        approveNote(s1, address(asked), note);
        bytes memory reason = abi.encodeWithSelector(IReceivables.NotOwnerNorApproved.selector, s1, tokenId);
        _passAndReenter(_noteTo(s1, s2), reason);
    }

    /// @notice T09: an allowance is not spent twice: when the receiver is told of value, it is spent.
    function test_T09_allowance_is_not_spent_twice() external {
        approveValue(s1, address(asked), PART);
        bytes memory reason = abi.encodeWithSelector(
            IReceivables.InsufficientAllowance.selector, tokenId, address(asked), PART, 0
        );
        _takeAndReenter(PART, _valueToAddress(note, s2, PART), reason);
    }

    /// @notice T09: value is not taken twice: when the receiver is told of it, the note carries it no more.
    function test_T09_value_is_not_taken_twice() external {
        approveValue(s1, address(asked), type(uint256).max);
        bytes memory reason =
            abi.encodeWithSelector(IReceivables.ValueExceedsNote.selector, note, FACE, FACE - PART);
        _takeAndReenter(PART, _valueToAddress(note, s2, FACE), reason);
    }

    /// @notice T09: an emptied note is gone before the receiver is told.
    function test_T09_emptied_note_is_gone() external {
        approveValue(s1, address(asked), type(uint256).max);
        bytes memory reason = abi.encodeWithSelector(IReceivables.NoteUnknown.selector, tokenId);
        _takeAndReenter(FACE, _valueToAddress(note, s2, PART), reason);
    }

    /* WHAT IT MAY DO ANYHOW */

    /// @notice T09: a receiver may pass a note on from its hook, one tier deeper again.
    function test_T09_receiver_passes_the_note_on() external {
        _passAndReenter(_noteTo(address(asked), s3), "");
        assertNote(note, S3, FACE, 3);
        _assertBooks();
    }

    /// @notice T09: a receiver may split from its hook what it was given.
    function test_T09_receiver_splits_the_note() external {
        _passAndReenter(abi.encodeWithSignature("split(uint128,uint256)", tokenId, PART), "");
        assertNote(note, ASKED, FACE - PART, 2);
        assertNote(noteOf(slot, 2), ASKED, PART, 2);
        _assertBooks();
    }

    /// @notice T09: a receiver may pass on from its hook all the value that came; its new note is gone when it returns.
    function test_T09_receiver_passes_the_value_on() external {
        approveValue(s1, address(asked), PART);
        NoteId created = noteOf(slot, 2);
        _takeAndReenter(PART, _valueToAddress(created, s3, PART), "");
        assertGone(created);
        assertNote(noteOf(slot, 3), S3, PART, 3);
        _assertBooks();
    }

    /// @notice T09: a receiver may spend from its hook what it is still allowed, and no more.
    function test_T09_receiver_spends_the_rest_of_its_allowance() external {
        approveValue(s1, address(asked), 3 * PART);
        _takeAndReenter(PART, _valueToAddress(note, s2, 2 * PART), "");
        assertNote(noteOf(slot, 2), ASKED, PART, 2);
        assertNote(noteOf(slot, 3), S2, 2 * PART, 2);
        vm.assertEq(receivables.allowance(tokenId, address(asked)), 0, "spent");
        _assertBooks();
    }

    /// @notice T09: a receiver may merge from its hook the note that came into one that it had.
    function test_T09_receiver_merges_what_came() external {
        approveValue(s1, address(asked), PART);
        NoteId had = assign(s1, note, ASKED, PART);
        NoteId came = noteOf(slot, 3);
        _takeAndReenter(PART, abi.encodeWithSignature("merge(uint128,uint128)", came, had), "");
        assertGone(came);
        assertNote(had, ASKED, 2 * PART, 2);
        _assertBooks();
    }

    /// @notice T09: a receiver may move value to itself from its hook, and is asked for that as well.
    function test_T09_receiver_moves_value_to_itself() external {
        approveValue(s1, address(asked), PART);
        NoteId had = assign(s1, note, ASKED, PART);
        NoteId came = noteOf(slot, 3);
        bytes memory data = abi.encodeWithSignature(
            "transferFrom(uint256,uint256,uint256)",
            uint256(NoteId.unwrap(came)),
            uint256(NoteId.unwrap(had)),
            PART
        );
        _takeAndReenter(PART, data, "");
        vm.assertEq(asked.values().length, 2, "asked twice");
        assertNote(had, ASKED, 2 * PART, 2);
        _assertBooks();
    }
}
