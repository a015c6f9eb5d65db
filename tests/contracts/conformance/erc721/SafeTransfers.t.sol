// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";

import {TokenReceiver} from "../../../../contracts/test/TokenReceivers.sol";
import {IReceivables} from "../../../../interfaces/IReceivables.sol";
import {TokenSuite} from "../TokenSuite.sol";
import {vm} from "../../base/Vm.sol";

/// @notice EIP-721 M26 to M36: `safeTransferFrom`, with and without data. Numbers: tests/conformance/erc721.md.
contract Erc721SafeTransfersTest is TokenSuite {
    bytes private constant DATA = hex"00c0ffee";

    /// @dev Both forms are refused with the same error.
    function _refuse(address caller, address from, address to, uint256 id, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(caller);
        receivables.safeTransferFrom(from, to, id);
        vm.expectRevert(reason);
        vm.prank(caller);
        receivables.safeTransferFrom(from, to, id, DATA);
    }

    function _notAllowed(address account) private view returns (bytes memory) {
        return abi.encodeWithSelector(IReceivables.NotOwnerNorApproved.selector, account, tokenId);
    }

    function _invalidReceiver(address receiver) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, receiver);
    }

    function _assertStays() private view {
        vm.assertEq(ownerOf(note), s1, "owner");
        vm.assertEq(receivables.balanceOf(s1), 1, "count");
    }

    /* REFUSALS */

    /// @notice Another than owner, approved account and operator is refused.
    function test_M26_safe_transfer_by_anybody_else_reverts() external {
        _refuse(s2, s1, s2, tokenId, _notAllowed(s2));
    }

    /// @notice Another than the present owner as `from` is refused.
    function test_M27_safe_transfer_from_another_than_the_owner_reverts() external {
        _refuse(s1, s3, s2, tokenId, _notAllowed(s3));
    }

    /// @notice A note does not go to the zero address.
    function test_M28_safe_transfer_to_zero_address_reverts() external {
        bytes memory reason = abi.encodeWithSelector(IReceivables.NotCashAccount.selector, address(0));
        _refuse(s1, s1, address(0), tokenId, reason);
    }

    /// @notice What is no note is not passed.
    function test_M29_safe_transfer_of_no_note_reverts() external {
        _refuse(s1, s1, s2, 0, abi.encodeWithSelector(IReceivables.NoteUnknown.selector, 0));
        uint256 next = tokenId + 1;
        _refuse(s1, s1, s2, next, abi.encodeWithSelector(IReceivables.NoteUnknown.selector, next));
    }

    /// @notice A receiving contract that answers anything but the hook's own selector does not get the note.
    function test_M30_wrong_answer_of_the_receiver_reverts() external {
        asked.answerWith(TokenReceiver.Answer.Wrong);
        _refuse(s1, s1, address(asked), tokenId, _invalidReceiver(address(asked)));
        _assertStays();
    }

    /// @notice A receiving contract without the hook does not get the note.
    function test_M31_receiver_without_hook_reverts() external {
        _refuse(s1, s1, address(deaf), tokenId, _invalidReceiver(address(deaf)));
        _assertStays();
    }

    /// @notice A receiving contract may refuse with a reason of its own, which the caller gets to see.
    function test_M32_receiver_may_refuse_by_reverting() external {
        asked.answerWith(TokenReceiver.Answer.Refuse);
        bytes memory reason = abi.encodeWithSelector(TokenReceiver.NotWanted.selector, tokenId);
        _refuse(s1, s1, address(asked), tokenId, reason);
        asked.answerWith(TokenReceiver.Answer.Fail);
        _refuse(s1, s1, address(asked), tokenId, abi.encodeWithSignature("Panic(uint256)", 1));
        _assertStays();
    }

    /* TRANSFERS */

    /// @notice A contract is asked with operator, former owner, note and data, and answers the hook's selector.
    function test_M33_contract_is_asked_with_exact_arguments() external {
        vm.assertEq(IERC721Receiver.onERC721Received.selector, bytes4(0x150b7a02), "selector of the standard");
        approveAll(s1, s4);
        vm.prank(s4);
        receivables.safeTransferFrom(s1, address(asked), tokenId, DATA);
        TokenReceiver.Token[] memory seen = asked.tokens();
        vm.assertEq(seen.length, 1, "asked once");
        vm.assertEq(seen[0].sender, address(receivables), "asked by the contract");
        vm.assertEq(seen[0].operator, s4, "operator");
        vm.assertEq(seen[0].from, s1, "from");
        vm.assertEq(seen[0].tokenId, tokenId, "note");
        vm.assertEq(seen[0].data, DATA, "data");
    }

    /// @notice The operator that a receiver is told of is the signer of a call that the forwarder brings.
    function test_M33_operator_is_the_signer_of_a_forwarded_call() external {
        bytes memory call =
            abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", s1, address(asked), tokenId);
        forward(signedCall(S1_KEY, address(receivables), call));
        vm.assertEq(asked.tokens()[0].operator, s1, "operator");
        vm.assertEq(ownerOf(note), address(asked), "owner");
    }

    /// @notice When it is asked, the receiver owns the note already: nothing is left to be done.
    function test_M34_contract_is_asked_after_the_transfer() external {
        vm.prank(s1);
        receivables.safeTransferFrom(s1, address(asked), tokenId);
        vm.assertEq(asked.tokens()[0].owner, address(asked), "owner when asked");
        assertNote(note, ASKED, FACE, 2);
    }

    /// @notice An account without code is not asked.
    function test_M35_account_without_code_is_not_asked() external {
        vm.prank(s1);
        receivables.safeTransferFrom(s1, s2, tokenId);
        vm.prank(s2);
        receivables.safeTransferFrom(s2, s3, tokenId, DATA);
        assertNote(note, S3, FACE, 3);
    }

    /// @notice The form without data does the same and gives the receiver empty data.
    function test_M36_form_without_data_gives_empty_data() external {
        approveNote(s1, s4, note);
        vm.recordLogs();
        expectTransfer(s1, address(asked), note);
        expectAssigned(note, note, ASKED, S1, FACE, 2);
        vm.prank(s4);
        receivables.safeTransferFrom(s1, address(asked), tokenId);
        TokenReceiver.Token[] memory seen = asked.tokens();
        vm.assertEq(seen.length, 1, "asked once");
        vm.assertEq(seen[0].operator, s4, "operator");
        vm.assertEq(seen[0].data, "", "data");
    }
}
