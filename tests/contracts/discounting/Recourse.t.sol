// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDiscounting} from "../../../interfaces/IDiscounting.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {SalesSuite} from "../base/SalesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Records of sales with recourse: Discounting.saleOf

├── of a note that was never sold, or sold without recourse → all zero
├── of a note sold whole, or in part                        → the sale, under the note that the buyer holds
├── when the note goes on                                   → the sale of its present owner, or all zero
├── sold on with recourse                                   → it goes back the way that it came, each to its own seller
├── sold on without recourse                                → the second buyer has none, the first one nothing to put back
└── sold again after it came back                           → the new sale replaces the old one
*/
contract RecourseTest is SalesSuite {
    function _assertSale(
        NoteId which,
        PartyId seller,
        PartyId buyer,
        uint256 value,
        uint256 proceeds,
        uint256 day
    ) private view {
        IDiscounting.Sale memory sale = discounting.saleOf(which);
        same(sale.seller, seller, "seller");
        same(sale.buyer, buyer, "buyer");
        vm.assertEq(sale.value, value, "value");
        vm.assertEq(sale.proceeds, proceeds, "proceeds");
        vm.assertEq(sale.day, day, "day");
        vm.assertEq(uint256(sale.rate), 45_000, "rate");
        vm.assertEq(uint256(sale.basis), 360, "basis");
        vm.assertFalse(sale.claimed, "claimed");
    }

    function _assertNone(NoteId which) private view {
        IDiscounting.Sale memory none;
        vm.assertEq(abi.encode(discounting.saleOf(which)), abi.encode(none), "no sale");
    }

    /// @dev BANK_A sells `note` to BANK_B after 30 days, with or without recourse.
    function _sellOn(bool withRecourse) private {
        toDay(DAY + 30);
        IDiscounting.Offer memory o = offerOf(BANK_B);
        o.recourse = withRecourse;
        sell(bankA, o, BANK_B_KEY, note, FACE);
    }

    /// @notice Without a sale, or without recourse, there is no record (D-10).
    function test_none() external {
        _assertNone(note);
        sellToA(offer(), FACE);
        _assertNone(note);
        _assertNone(NoteId.wrap(77));
    }

    /// @notice The whole: the sale is kept under the note itself (D-10).
    function test_ofTheWhole() external {
        sellToA(recourse(), FACE);
        _assertSale(note, S1, BANK_A, FACE, 988_750e6, DAY);
    }

    /// @notice A part: the sale is kept under the new note, the seller's rest has none (D-10).
    function test_ofAPart() external {
        toDay(DAY + 30);
        (NoteId piece, uint256 proceeds) = sellToA(recourse(), 400_000e6);
        vm.assertEq(proceeds, 397_000e6, "60 days cost 3,000.00");
        _assertSale(piece, S1, BANK_A, 400_000e6, 397_000e6, DAY + 30);
        _assertNone(note);
    }

    /// @notice Several parts of one note sold to one bank are several sales (D-10).
    function test_ofSeveralParts() external {
        (NoteId one,) = sellToA(recourse(), 400_000e6);
        toDay(DAY + 30);
        (NoteId two,) = sellToA(recourse(), 200_000e6);
        _assertSale(one, S1, BANK_A, 400_000e6, 395_500e6, DAY);
        _assertSale(two, S1, BANK_A, 200_000e6, 198_500e6, DAY + 30);
    }

    /// @notice Sold on with recourse, the note goes back from the second buyer to the first, and from it to the seller,
    /// each at its own price (D-10, D-13).
    function test_goesBackTheWayItCame() external {
        sellToA(recourse(), FACE);
        _sellOn(true);
        _assertSale(note, BANK_A, BANK_B, FACE, 992_500e6, DAY + 30);
        toOverdue(idOf(note));
        vm.expectRevert(abi.encodeWithSelector(IDiscounting.NoRecourse.selector, note));
        putBack(bankA, note);

        // 992,500.00 + 66 days at 4.5 % of it, 8,188.125
        vm.assertEq(discounting.putBackPrice(note), 1_000_688_125_000, "second sale");
        vm.assertTrue(putBack(bankB, note), "to the first buyer");
        _assertSale(note, S1, BANK_A, FACE, 988_750e6, DAY);
        vm.assertEq(discounting.putBackPrice(note), 1_000_615e6, "first sale");
        fund(s1, FACE, address(discounting));
        vm.assertTrue(putBack(bankA, note), "to the seller");
        assertNote(note, S1, FACE, 1);
        _assertNone(note);
        vm.assertEq(token.balanceOf(bankB), CASH - 992_500e6 + 1_000_688_125_000, "second buyer");
    }

    /// @notice What the note was paid on its way is counted once for each of them (D-10, D-13, I7).
    function test_countsWhatWasRedeemedOnTheWay() external {
        sellToA(recourse(), FACE);
        _sellOn(true);
        toOverdue(idOf(note));
        pay(idOf(note), 300_000e6);
        redeem(note);
        putBack(bankB, note);
        vm.assertEq(
            token.balanceOf(bankB), CASH - 992_500e6 + 1_000_688_125_000, "second buyer is made whole"
        );
        fund(s1, FACE, address(discounting));
        vm.assertEq(discounting.putBackPrice(note), 1_000_615e6 - 300_000e6, "first sale");
        putBack(bankA, note);
        uint256 bankACash =
            CASH - 988_750e6 + 992_500e6 - (1_000_688_125_000 - 300_000e6) + (1_000_615e6 - 300_000e6);
        vm.assertEq(token.balanceOf(bankA), bankACash, "first buyer");
    }

    /// @notice Sold on without recourse, the second buyer bears the risk, and the first has no note to put back (D-10).
    function test_endsWithASaleWithoutRecourse() external {
        sellToA(recourse(), FACE);
        _sellOn(false);
        _assertNone(note);
        toOverdue(idOf(note));
        address[2] memory banks = [bankA, bankB];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IDiscounting.NoRecourse.selector, note));
            putBack(banks[i], note);
        }
    }

    /// @notice A buyer that assigns the note on has given its recourse up with it (D-10, R-5).
    function test_endsWithAnAssignment() external {
        sellToA(recourse(), FACE);
        assign(bankA, note, S3, FACE);
        _assertNone(note);
        toOverdue(idOf(note));
        vm.expectRevert(abi.encodeWithSelector(IDiscounting.NoRecourse.selector, note));
        putBack(s3, note);
    }

    /// @notice Split and merged again the note is whole, and its recourse with it (D-10, R-14).
    function test_outlivesASplitUndone() external {
        sellToA(recourse(), FACE);
        NoteId piece = split(bankA, note, 400_000e6);
        vm.prank(bankA);
        receivables.merge(piece, note);
        toOverdue(idOf(note));
        fund(s1, FACE, address(discounting));
        putBack(bankA, note);
        assertNote(note, S1, FACE, 1);
    }

    /// @notice A note that came back before the due day and is sold again has the new sale's terms (D-10).
    function test_isReplacedByANewSale() external {
        sellToA(recourse(), FACE);
        assign(bankA, note, S1, FACE);
        toDay(DAY + 30);
        sellToA(recourse(), FACE);
        _assertSale(note, S1, BANK_A, FACE, 992_500e6, DAY + 30);
    }
}
