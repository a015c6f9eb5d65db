// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC3525} from "../../../../interfaces/IERC3525.sol";
import {IProgrammes} from "../../../../interfaces/IProgrammes.sol";
import {NoteId} from "../../../../interfaces/Types.sol";
import {TokenSuite} from "../TokenSuite.sol";
import {Vm, vm} from "../../base/Vm.sol";

/// @notice EIP-3525 M07 to M12: the three events. Numbers: tests/conformance/erc3525.md.
contract Erc3525EventsTest is TokenSuite {
    function assertOneValue(string memory label) internal {
        vm.assertEq(countEvents(IERC3525.TransferValue.selector), 1, label);
    }

    function expectApprovalValue(address operator, uint256 value) internal {
        vm.expectEmit(address(receivables));
        emit IERC3525.ApprovalValue(tokenId, operator, value);
    }

    function expectSlot(NoteId which) internal {
        vm.expectEmit(address(receivables));
        emit IERC3525.SlotChanged(NoteId.unwrap(which), 0, NoteId.unwrap(which) >> 32);
    }

    /// @dev Anchor and S1 correct the face of the whole note.
    function _correct(uint256 face) private {
        IProgrammes.Amendment memory a = IProgrammes.Amendment(note, false, face, DUE, DOCUMENT, LATER);
        bytes memory signature = sign(S1_KEY, programmes.amendmentDigest(a));
        vm.prank(anchor);
        programmes.amend(a, s1, signature);
    }

    /* TRANSFER VALUE */

    /// @notice Every way in which value goes from one note to another says so once.
    function test_M07_value_between_tokens_is_told() external {
        uint256 second = NoteId.unwrap(noteOf(slot, 2));
        vm.recordLogs();
        expectTransferValue(tokenId, second, PART);
        assign(s1, note, S2, PART);
        assertOneValue("assigned in part");

        vm.recordLogs();
        expectTransferValue(tokenId, second, PART);
        vm.prank(s1);
        receivables.transferFrom(tokenId, second, PART);
        assertOneValue("to a token");

        vm.recordLogs();
        expectTransferValue(tokenId, NoteId.unwrap(noteOf(slot, 3)), PART);
        NoteId third = passValue(s2, PART);
        assertOneValue("to an address");

        vm.recordLogs();
        expectTransferValue(second, NoteId.unwrap(noteOf(slot, 4)), PART / 2);
        split(s2, noteOf(slot, 2), PART / 2);
        assertOneValue("split");

        vm.recordLogs();
        expectTransferValue(NoteId.unwrap(third), second, PART);
        vm.prank(s2);
        receivables.merge(third, noteOf(slot, 2));
        assertOneValue("merged");
    }

    /// @notice Value that comes into being is told as coming from token 0: at confirmation and upward correction.
    function test_M08_value_created_is_told_from_zero() external {
        IProgrammes.Confirmation memory t = terms();
        vm.recordLogs();
        expectTransferValue(0, NoteId.unwrap(noteOf(t.id, 1)), FACE);
        vm.prank(anchor);
        programmes.confirm(t);
        assertOneValue("confirmed");

        vm.recordLogs();
        expectTransferValue(0, tokenId, 5);
        _correct(FACE + 5);
        assertOneValue("corrected upwards");
    }

    /// @notice Value that ends is told as going to token 0: cancelled, corrected downwards, extinguished, redeemed.
    function test_M09_value_destroyed_is_told_to_zero() external {
        NoteId cancelled = confirm();
        vm.recordLogs();
        expectTransferValue(NoteId.unwrap(cancelled), 0, FACE);
        cancel(cancelled);
        assertOneValue("cancelled");

        vm.recordLogs();
        expectTransferValue(tokenId, 0, 5);
        _correct(FACE - 5);
        assertOneValue("corrected downwards");

        vm.recordLogs();
        expectTransferValue(tokenId, 0, PART);
        custodian.move(note, S1, ANCHOR, PART);
        assertOneValue("extinguished in part");

        settle(slot);
        vm.recordLogs();
        expectTransferValue(tokenId, 0, FACE - 5 - PART);
        settlements.redeem(only(note));
        assertOneValue("redeemed");
    }

    /// @notice From `TransferValue` alone the value of every token follows, whatever was done.
    function test_M09_values_add_up_from_the_events() external {
        vm.recordLogs();
        NoteId first = confirm();
        NoteId second = assign(s1, first, S2, 300_000e6);
        NoteId third = split(s2, second, 100_000e6);
        uint256 rest = FACE - 300_000e6;
        vm.prank(s1);
        receivables.transferFrom(NoteId.unwrap(first), NoteId.unwrap(third), rest);
        custodian.move(third, S2, ANCHOR, 50_000e6);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(_told(logs, first), 0, "emptied");
        vm.assertEq(_told(logs, second), 200_000e6, "second");
        vm.assertEq(_told(logs, third), 100_000e6 + rest - 50_000e6, "third");
        vm.assertEq(_told(logs, third), valueOf(third), "as the contract has it");
    }

    /// @dev What flowed into a token less what flowed out of it.
    function _told(Vm.Log[] memory logs, NoteId which) private pure returns (uint256 value) {
        bytes32 token = bytes32(uint256(NoteId.unwrap(which)));
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != IERC3525.TransferValue.selector) continue;
            uint256 amount = abi.decode(logs[i].data, (uint256));
            if (logs[i].topics[2] == token) value += amount;
            if (logs[i].topics[1] == token) value -= amount;
        }
    }

    /* APPROVAL VALUE */

    /// @notice Setting an allowance, again, higher, lower or to nothing, is told each time.
    function test_M10_allowance_set_is_told() external {
        uint256[5] memory values = [PART, PART, PART + 1, 1, 0];
        for (uint256 i; i < values.length; ++i) {
            vm.recordLogs();
            expectApprovalValue(s4, values[i]);
            approveValue(s1, s4, values[i]);
            assertEvents(abi.encodePacked(IERC3525.ApprovalValue.selector));
            vm.assertEq(receivables.allowance(tokenId, s4), values[i], "allowance");
        }
    }

    /// @notice What is left of an allowance when some of it is spent is told, by both ways of spending.
    function test_M11_allowance_changed_by_spending_is_told() external {
        approveValue(s1, s4, 3 * PART);
        vm.recordLogs();
        expectApprovalValue(s4, 2 * PART);
        vm.prank(s4);
        uint256 created = receivables.transferFrom(tokenId, s2, PART);
        vm.assertEq(countEvents(IERC3525.ApprovalValue.selector), 1, "to an address");

        expectApprovalValue(s4, PART);
        vm.prank(s4);
        receivables.transferFrom(tokenId, created, PART);
        vm.assertEq(receivables.allowance(tokenId, s4), PART, "left");
    }

    /// @notice An allowance without end is not spent, and nothing is told of it.
    function test_M11_allowance_without_end_does_not_change() external {
        approveValue(s1, s4, type(uint256).max);
        vm.recordLogs();
        vm.prank(s4);
        receivables.transferFrom(tokenId, s2, PART);
        vm.assertEq(countEvents(IERC3525.ApprovalValue.selector), 0, "events");
        vm.assertEq(receivables.allowance(tokenId, s4), type(uint256).max, "allowance");
    }

    /* SLOT CHANGED */

    /// @notice Every new token is told its slot, by whatever way it came into being; no slot ever changes.
    function test_M12_slot_of_a_new_token_is_told() external {
        IProgrammes.Confirmation memory t = terms();
        expectSlot(noteOf(t.id, 1));
        vm.prank(anchor);
        programmes.confirm(t);
        expectSlot(noteOf(slot, 2));
        split(s1, note, PART);
        expectSlot(noteOf(slot, 3));
        assign(s1, note, S2, PART);
        expectSlot(noteOf(slot, 4));
        passValue(s2, PART);
        expectSlot(noteOf(slot, 5));
        custodian.move(note, S1, BANK_A, PART);
        expectSlot(noteOf(slot, 6));
        propose(s1, note, PART);

        vm.recordLogs();
        pass(s1, s2, note);
        vm.assertEq(countEvents(IERC3525.SlotChanged.selector), 0, "passed whole");
    }
}
