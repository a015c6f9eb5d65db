// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TokenReceiver} from "../../../../contracts/test/TokenReceivers.sol";
import {IReceivables} from "../../../../interfaces/IReceivables.sol";
import {NoteId, PartyId} from "../../../../interfaces/Types.sol";
import {TokenSuite} from "../TokenSuite.sol";
import {vm} from "../../base/Vm.sol";

/// @notice EIP-3525 M37 to M42: receivers of value. Numbers: tests/conformance/erc3525.md.
contract Erc3525ReceiversTest is TokenSuite {
    /// @dev Moves value of S1's note to a note of the party, and to its address; both are refused for this reason.
    function _refuseBoth(PartyId party, bytes memory toNote, bytes memory toAddress) private {
        uint256 target = NoteId.unwrap(assign(s1, note, party, PART));
        address cash = parties.partyOf(party).cash;
        vm.expectRevert(toNote);
        vm.prank(s1);
        receivables.transferFrom(tokenId, target, PART);
        vm.expectRevert(toAddress);
        vm.prank(s1);
        receivables.transferFrom(tokenId, cash, PART);
        vm.assertEq(valueOf(note), FACE - PART, "nothing moved");
    }

    /// @notice A contract that has the hook is asked after value came to a token of its own, with exact arguments.
    function test_M37_contract_is_asked_after_value_came_to_its_token() external {
        uint256 target = NoteId.unwrap(assign(s1, note, ASKED, PART));
        approveAll(s1, s4);
        vm.prank(s4);
        receivables.transferFrom(tokenId, target, PART);
        _assertAsked(target, FACE - 2 * PART, 2 * PART);
    }

    /// @notice A contract that has the hook is asked after value came to its address, with exact arguments.
    function test_M38_contract_is_asked_after_value_came_to_its_address() external {
        approveValue(s1, s4, PART);
        vm.prank(s4);
        uint256 created = receivables.transferFrom(tokenId, address(asked), PART);
        _assertAsked(created, FACE - PART, PART);
    }

    /// @dev It was asked once, for PART of S1's note brought by S4, when both tokens were as they are to be.
    function _assertAsked(uint256 target, uint256 rest, uint256 carried) private view {
        TokenReceiver.Value[] memory seen = asked.values();
        vm.assertEq(seen.length, 1, "asked once");
        vm.assertEq(seen[0].sender, address(receivables), "asked by the contract");
        vm.assertEq(seen[0].operator, s4, "operator");
        vm.assertEq(seen[0].fromTokenId, tokenId, "from");
        vm.assertEq(seen[0].toTokenId, target, "to");
        vm.assertEq(seen[0].value, PART, "value");
        vm.assertEq(seen[0].data, "", "data");
        vm.assertEq(seen[0].rest, rest, "left when asked");
        vm.assertEq(seen[0].carried, carried, "carried when asked");
    }

    /// @notice Any other answer than 0x009ce20b undoes the transfer, to a token and to an address.
    function test_M39_wrong_answer_of_the_receiver_reverts() external {
        asked.answerWith(TokenReceiver.Answer.Wrong);
        bytes memory reason = abi.encodeWithSelector(IReceivables.ReceiverRefused.selector, address(asked));
        _refuseBoth(ASKED, reason, reason);
    }

    /// @notice A receiver that reverts undoes the transfer, and the caller sees its reason.
    function test_M40_receiver_may_refuse_by_reverting() external {
        asked.answerWith(TokenReceiver.Answer.Refuse);
        uint256 target = NoteId.unwrap(noteOf(slot, 2));
        uint256 created = NoteId.unwrap(noteOf(slot, 3));
        _refuseBoth(
            ASKED,
            abi.encodeWithSelector(TokenReceiver.NotWanted.selector, target),
            abi.encodeWithSelector(TokenReceiver.NotWanted.selector, created)
        );
    }

    /// @notice A receiver that fails undoes the transfer.
    function test_M40_failing_receiver_reverts() external {
        asked.answerWith(TokenReceiver.Answer.Fail);
        bytes memory panic = abi.encodeWithSignature("Panic(uint256)", 1);
        _refuseBoth(ASKED, panic, panic);
    }

    /// @notice An account without code and a contract without the hook receive value without being asked.
    function test_M41_who_has_no_hook_is_not_asked() external {
        address[2] memory receivers = [s2, address(deaf)];
        for (uint256 i; i < receivers.length; ++i) {
            NoteId created = passValue(receivers[i], PART);
            vm.prank(s1);
            receivables.transferFrom(tokenId, NoteId.unwrap(created), PART);
            vm.assertEq(ownerOf(created), receivers[i], "owner");
            vm.assertEq(valueOf(created), 2 * PART, "value");
        }
    }

    /// @notice A contract that moves value between two tokens of its own is asked as well, and may refuse.
    function test_M42_contract_is_asked_when_it_moves_value_to_itself() external {
        pass(s1, address(asked), note);
        NoteId second = split(address(asked), note, PART);
        vm.assertEq(asked.values().length, 0, "a split is no transfer of the standard");
        vm.prank(address(asked));
        receivables.transferFrom(tokenId, NoteId.unwrap(second), PART);
        TokenReceiver.Value[] memory seen = asked.values();
        vm.assertEq(seen.length, 1, "asked once");
        vm.assertEq(seen[0].operator, address(asked), "operator");
        vm.assertEq(seen[0].carried, 2 * PART, "carried when asked");

        asked.answerWith(TokenReceiver.Answer.Wrong);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.ReceiverRefused.selector, address(asked)));
        vm.prank(address(asked));
        receivables.transferFrom(tokenId, NoteId.unwrap(second), PART);
    }
}
