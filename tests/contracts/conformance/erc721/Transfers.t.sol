// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IReceivables} from "../../../../interfaces/IReceivables.sol";
import {NoteId} from "../../../../interfaces/Types.sol";
import {TokenSuite} from "../TokenSuite.sol";
import {vm} from "../../base/Vm.sol";

/// @notice EIP-721 M20 to M25: `transferFrom`. Numbers: tests/conformance/erc721.md.
contract Erc721TransfersTest is TokenSuite {
    /// @notice The owner, the approved account and an operator of the owner each pass a note.
    function test_M20_owner_approved_and_operator_transfer() external {
        pass(s1, s2, note);
        assertNote(note, S2, FACE, 2);

        approveNote(s2, s4, note);
        vm.prank(s4);
        receivables.transferFrom(s2, s3, tokenId);
        assertNote(note, S3, FACE, 3);

        approveAll(s3, s4);
        vm.prank(s4);
        receivables.transferFrom(s3, s1, tokenId);
        assertNote(note, S1, FACE, 4);
    }

    /// @notice Anybody else is refused: a stranger, the receiver, a former operator, another note's approved account.
    function test_M21_transfer_by_anybody_else_reverts() external {
        NoteId second = split(s1, note, PART);
        approveNote(s1, s3, second);
        approveAll(s1, s4);
        vm.prank(s1);
        receivables.setApprovalForAll(s4, false);
        approveValue(s1, bankA, FACE);
        address[4] memory strangers = [s2, s3, s4, bankA];
        for (uint256 i; i < strangers.length; ++i) {
            expectNotAllowed(strangers[i], note);
            vm.prank(strangers[i]);
            receivables.transferFrom(s1, s2, tokenId);
        }
        assertNote(note, S1, FACE - PART, 1);
    }

    /// @notice Another than the present owner as `from` is refused, even when the caller owns the note.
    function test_M22_transfer_from_another_than_the_owner_reverts() external {
        address beside = accountOf(S1, 0x5151, ASSIGN, uint96(LARGEST));
        address[4] memory others = [s2, s3, address(0), beside];
        for (uint256 i; i < others.length; ++i) {
            expectNotAllowed(others[i], note);
            vm.prank(s1);
            receivables.transferFrom(others[i], s2, tokenId);
        }
    }

    /// @notice The former owner is no owner.
    function test_M22_transfer_from_the_former_owner_reverts() external {
        pass(s1, s2, note);
        expectNotAllowed(s1, note);
        vm.prank(s2);
        receivables.transferFrom(s1, s3, tokenId);
    }

    /// @notice A note does not go to the zero address.
    function test_M23_transfer_to_zero_address_reverts() external {
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NotCashAccount.selector, address(0)));
        vm.prank(s1);
        receivables.transferFrom(s1, address(0), tokenId);
    }

    /// @notice What is no note is not passed: zero, a number not made yet, an id beyond 128 bits, a burnt note.
    function test_M24_transfer_of_no_note_reverts() external {
        NoteId burnt = split(s1, note, PART);
        vm.prank(s1);
        receivables.merge(burnt, note);
        uint256[4] memory ids = [0, tokenId + 9, tokenId + (1 << 128), NoteId.unwrap(burnt)];
        for (uint256 i; i < ids.length; ++i) {
            expectNoteUnknown(ids[i]);
            vm.prank(s1);
            receivables.transferFrom(s1, s2, ids[i]);
        }
    }

    /// @notice The plain transfer asks no receiver: the caller answers for it that the contract can hold the note.
    function test_M25_transfer_asks_no_receiver() external {
        NoteId second = split(s1, note, PART);
        pass(s1, address(deaf), note);
        pass(s1, address(asked), second);
        vm.assertEq(ownerOf(note), address(deaf), "contract without hook");
        vm.assertEq(ownerOf(second), address(asked), "contract with hook");
        vm.assertEq(asked.tokens().length, 0, "not asked");
    }
}
