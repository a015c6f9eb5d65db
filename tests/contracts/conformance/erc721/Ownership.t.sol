// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../../interfaces/IParties.sol";
import {NoteId} from "../../../../interfaces/Types.sol";
import {TokenSuite} from "../TokenSuite.sol";
import {vm} from "../../base/Vm.sol";

/// @notice EIP-721 M09 to M13: who owns what, and how many. Numbers: tests/conformance/erc721.md.
contract Erc721OwnershipTest is TokenSuite {
    function assertCounts(uint256 ofS1, uint256 ofS2, string memory when) internal view {
        vm.assertEq(receivables.balanceOf(s1), ofS1, string.concat("S1 ", when));
        vm.assertEq(receivables.balanceOf(s2), ofS2, string.concat("S2 ", when));
    }

    /// @notice The count of an owner is exact after creation, split, transfer, value passed and poured, and merge.
    function test_M09_balance_counts_notes_while_they_live() external {
        assertCounts(1, 0, "created");
        NoteId second = split(s1, note, PART);
        assertCounts(2, 0, "split");
        pass(s1, s2, second);
        assertCounts(1, 1, "passed whole");
        NoteId third = passValue(s2, PART);
        assertCounts(1, 2, "value to a new note");
        vm.prank(s1);
        receivables.transferFrom(tokenId, NoteId.unwrap(third), PART);
        assertCounts(1, 2, "value to a note there is");
        vm.prank(s2);
        receivables.merge(third, second);
        assertCounts(1, 1, "merged");
        uint256 rest = valueOf(note);
        vm.prank(s1);
        receivables.transferFrom(tokenId, NoteId.unwrap(second), rest);
        assertCounts(0, 1, "emptied");
    }

    /// @notice The count of an owner falls when its notes are redeemed, cancelled or extinguished.
    function test_M09_balance_counts_notes_until_they_end() external {
        NoteId cancelled = confirm();
        NoteId extinguished = confirm();
        assertCounts(3, 0, "created");
        cancel(cancelled);
        assertCounts(2, 0, "cancelled");
        custodian.move(extinguished, S1, ANCHOR, FACE);
        assertCounts(1, 0, "extinguished");
        NoteId second = split(s1, note, PART);
        pass(s1, s2, second);
        settle(slot);
        settlements.redeem(only(note));
        assertCounts(0, 1, "redeemed");
        settlements.redeem(only(second));
        assertCounts(0, 0, "all redeemed");
    }

    /// @notice After a rotation the notes are counted at the new account, and none at the old.
    function test_M09_balance_follows_the_cash_account() external {
        address rotated = rotate(S1);
        assertCounts(0, 0, "rotated");
        vm.assertEq(receivables.balanceOf(rotated), 1, "new account");
    }

    /// @notice After a recovery the notes are counted at the recovered account, and none at the old.
    function test_M09_balance_follows_a_recovery() external {
        address recovered = recover(S1);
        assertCounts(0, 0, "recovered");
        vm.assertEq(receivables.balanceOf(recovered), 1, "recovered account");
    }

    /// @notice An account beside the cash account, and an address that nobody knows, own nothing.
    function test_M09_balance_of_other_addresses_is_zero() external {
        address beside = accountOf(S1, 0x5151, ASSIGN, uint96(LARGEST));
        vm.assertEq(receivables.balanceOf(beside), 0, "account beside the cash account");
        vm.assertEq(receivables.balanceOf(outsider), 0, "outsider");
        vm.assertEq(receivables.balanceOf(address(receivables)), 0, "the contract");
    }

    /// @notice The zero address has no count.
    function test_M10_balance_of_zero_address_reverts() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.ZeroAccount.selector));
        receivables.balanceOf(address(0));
    }

    /// @notice The owner of a note is the cash account of its party, after each way of passing it.
    function test_M11_owner_is_who_received_last() external {
        vm.assertEq(ownerOf(note), s1, "created");
        pass(s1, s2, note);
        vm.assertEq(ownerOf(note), s2, "transferred");
        assign(s2, note, S3, FACE);
        vm.assertEq(ownerOf(note), s3, "assigned");
        custodian.move(note, S3, BANK_A, FACE);
        vm.assertEq(ownerOf(note), bankA, "sold");
        address rotated = rotate(BANK_A);
        vm.assertEq(ownerOf(note), rotated, "rotated");
    }

    /// @notice A token that never was, or is no more, has no owner: neither zero, nor burnt, nor beyond 128 bits.
    function test_M12_owner_of_no_note_reverts() external {
        expectNoteUnknown(0);
        receivables.ownerOf(0);
        expectNoteUnknown(tokenId + 1);
        receivables.ownerOf(tokenId + 1);
        uint256 beyond = tokenId + (1 << 128);
        expectNoteUnknown(beyond);
        receivables.ownerOf(beyond);
        settle(slot);
        settlements.redeem(only(note));
        expectNoteUnknown(tokenId);
        receivables.ownerOf(tokenId);
    }

    /// @notice A note keeps its id through split, transfer, merge and rotation, and a burnt id never comes back.
    function test_M13_ids_stay_for_life_and_are_used_once() external {
        NoteId second = split(s1, note, PART);
        pass(s1, s2, note);
        rotate(S2);
        vm.assertEq(valueOf(note), FACE - PART, "same id, same claim");
        NoteId third = split(s1, second, PART / 2);
        vm.prank(s1);
        receivables.merge(third, second);
        NoteId fourth = split(s1, second, PART / 2);
        same(third, noteOf(slot, 3), "third");
        same(fourth, noteOf(slot, 4), "a burnt number stays spent");
        expectNoteUnknown(NoteId.unwrap(third));
        receivables.ownerOf(NoteId.unwrap(third));
    }
}
