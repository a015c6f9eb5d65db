// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDiscounting} from "../../interfaces/IDiscounting.sol";
import {NoteId} from "../../interfaces/Types.sol";
import {Ids} from "../../contracts/libraries/Words.sol";
import {Suite} from "./base/Suite.sol";
import {vm} from "./base/Vm.sol";

/// @notice The main job in one piece: confirm, pass to tier 4, sell, collect, redeem.
contract SmokeTest is Suite {
    /// @notice A debt reaches tier 4, is sold, collected and redeemed, and every unit arrives.
    function test_life() external {
        NoteId first = confirm();
        NoteId second = assign(s1, first, S2, 600_000e6);
        NoteId third = assign(s2, second, S3, 300_000e6);
        NoteId fourth = assign(s3, third, S4, 100_000e6);
        IDiscounting.Offer memory o = offer();
        fund(bankA, 1_000_000e6, address(discounting));
        bytes memory signature = signOffer(BANK_A_KEY, o);
        vm.prank(s4);
        (NoteId sold, uint256 proceeds) = discounting.take(o, bankA, signature, fill(fourth, 100_000e6));
        vm.assertEq(proceeds, 100_000e6 - 1_125e6, "proceeds");
        vm.assertEq(token.balanceOf(s4), proceeds, "cash of tier 4");
        vm.assertEq(NoteId.unwrap(sold), NoteId.unwrap(fourth), "whole note");

        toDay(DUE);
        fund(anchor, FACE, address(settlements));
        settlements.collect(Ids.receivable(first));
        NoteId[] memory notes = new NoteId[](4);
        (notes[0], notes[1], notes[2], notes[3]) = (first, second, third, fourth);
        vm.assertEq(settlements.redeem(notes), FACE, "paid");
        vm.assertEq(token.balanceOf(s1), 400_000e6, "tier 1");
        vm.assertEq(token.balanceOf(s2), 300_000e6, "tier 2");
        vm.assertEq(token.balanceOf(s3), 200_000e6, "tier 3");
        vm.assertEq(token.balanceOf(address(settlements)), 0, "nothing rests");
    }
}
