// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDiscounting} from "../../../interfaces/IDiscounting.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId, ProgrammeId, ReceivableId} from "../../../interfaces/Types.sol";
import {SalesSuite} from "../base/SalesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Discounting.preview, and what a sale costs in general

├── when `take` would refuse the offer, the note or the funder → the same error
├── otherwise                                                  → proceeds, cost, days
├── any offer and fill                                         → `take` pays what the preview shows (D-12)
├── any fill                                                   → costs at least one unit, unless rate or days are 0 (T22)
└── one fill in two                                            → costs at least as much (I7)
*/
contract PreviewTest is SalesSuite {
    IDiscounting.Offer internal o;

    function setUp() public override {
        super.setUp();
        o = offer();
    }

    function _refused(NoteId which, uint256 value, bytes memory reason) private {
        vm.expectRevert(reason);
        discounting.preview(o, which, value);
    }

    /* REFUSALS */

    /// @notice What the offer's own terms refuse is not quoted either (D-2, D-4, D-12).
    function test_refusesWhatTheOfferRefuses() external {
        o.basis = 364;
        _refused(note, FACE, abi.encodeWithSelector(IDiscounting.BasisInvalid.selector, 364));
        o.basis = 360;
        o.receivable = idOf(note);
        _refused(
            note,
            FACE,
            abi.encodeWithSelector(IDiscounting.OfferScopeInvalid.selector, o.programme, o.receivable)
        );
        o.receivable = ReceivableId.wrap(0);
        o.validUntil = block.timestamp - 1;
        _refused(
            note,
            FACE,
            abi.encodeWithSelector(IDiscounting.OfferExpired.selector, o.validUntil, block.timestamp)
        );
        o.validUntil = LATER;
        (o.smallest, o.cap) = (2, 10);
        _refused(note, 1, abi.encodeWithSelector(IDiscounting.FillTooSmall.selector, 1, 2));
        _refused(note, 11, abi.encodeWithSelector(IDiscounting.OfferExhausted.selector, 11, 10));
        vm.prank(bankA);
        discounting.cancelBelow(2);
        _refused(note, 5, abi.encodeWithSelector(IDiscounting.OfferCancelled.selector, 1, 2));
    }

    /// @notice What the note refuses is not quoted: unknown, too little, of another programme, too deep, due (D-4, D-5).
    function test_refusesWhatTheNoteRefuses() external {
        NoteId unknown = NoteId.wrap(77);
        _refused(unknown, 1, abi.encodeWithSelector(IReceivables.ValueExceedsNote.selector, unknown, 1, 0));
        _refused(
            note,
            FACE + 1,
            abi.encodeWithSelector(IReceivables.ValueExceedsNote.selector, note, FACE + 1, FACE)
        );
        o.deepestTier = 0;
        _refused(note, FACE, abi.encodeWithSelector(IDiscounting.OfferTierExceeded.selector, 1, 0));
        o.programme = ProgrammeId.wrap(9);
        _refused(note, FACE, abi.encodeWithSelector(IDiscounting.NotOfferedFor.selector, note));
        o = offer();
        toDay(DUE);
        _refused(note, FACE, abi.encodeWithSelector(IDiscounting.TooLateToSell.selector, DUE, DUE));
    }

    /// @notice What the funder may not buy is not quoted (D-1, P-4, P-5).
    function test_refusesAnUnfitFunder() external {
        o.funder = S2;
        _refused(note, FACE, abi.encodeWithSelector(IDiscounting.FunderRoleMissing.selector, S2));
        o.funder = PartyId.wrap(999);
        _refused(note, FACE, abi.encodeWithSelector(IParties.PartyUnknown.selector, o.funder));
        o.funder = BANK_A;
        suspend(BANK_A);
        _refused(note, FACE, abi.encodeWithSelector(IParties.PartySuspended.selector, BANK_A));
    }

    /// @notice A cost of the whole value is not quoted (D-5).
    function test_refusesACostOfEverything() external {
        o.fee = type(uint256).max;
        _refused(note, FACE, abi.encodeWithSelector(IDiscounting.CostExceedsValue.selector, o.fee, FACE));
    }

    /* SUCCESS */

    function _assertQuote(uint256 value, uint256 proceeds, uint256 cost, uint256 daysToDue) private view {
        (uint256 foundProceeds, uint256 foundCost, uint256 foundDays) = discounting.preview(o, note, value);
        vm.assertEq(foundProceeds, proceeds, "proceeds");
        vm.assertEq(foundCost, cost, "cost");
        vm.assertEq(foundDays, daysToDue, "days");
    }

    /// @notice 1,000,000.00 at 4.5 % for 90 days: 11,250.00 in 360, 11,095.89 in 365, a fee on top (D-5).
    function test_quotes() external {
        _assertQuote(FACE, 988_750e6, 11_250e6, 90);
        o.fee = 25e6;
        _assertQuote(FACE, 988_725e6, 11_275e6, 90);
        o.basis = 365;
        // 11,095.890410 958904... + 25.00
        _assertQuote(FACE, FACE - 11_120_890_411, 11_120_890_411, 90);
        toDay(DUE - 1);
        // 123.287671 232876... + 25.00
        _assertQuote(FACE, FACE - 148_287_672, 148_287_672, 1);
    }

    /// @notice 3 units for 90 days cost 0.03375 units, so one (D-5, T22).
    function test_roundsUp() external view {
        _assertQuote(3, 2, 1, 90);
    }

    /// @notice What stops the note from moving, and who holds it, is not looked at: a quote binds nobody (D-12).
    function test_quotesWhatDoesNotMove() external {
        custodian.lock(note, S1);
        dispute(idOf(note));
        halt();
        _assertQuote(FACE, 988_750e6, 11_250e6, 90);
    }

    /* IN GENERAL */

    /// @notice What the preview shows is what `take` pays, for any terms, value and day (D-12).
    function testFuzz_showsWhatIsPaid(uint32 rate, bool leap, uint96 fee, uint256 value, uint8 day) external {
        o.rate = rate % 1_000_000;
        o.basis = leap ? 360 : 365;
        o.fee = fee % 500e6;
        value = value % (FACE - 2 * SMALLEST) + SMALLEST;
        toDay(DAY + day % TENOR);
        (uint256 shown, uint256 cost, uint256 daysToDue) = discounting.preview(o, note, value);
        uint256 before = token.balanceOf(bankA);
        (, uint256 proceeds) = sellToA(o, value);
        vm.assertEq(proceeds, shown, "proceeds");
        vm.assertEq(token.balanceOf(s1), shown, "cash");
        vm.assertEq(before - token.balanceOf(bankA), shown, "paid");
        vm.assertEq(shown + cost, value, "cost");
        vm.assertEq(daysToDue, DUE - DAY - day % TENOR, "days");
        _assertRoundedUp(cost - o.fee, value * o.rate * daysToDue, 1e6 * uint256(o.basis));
    }

    /// @dev `quotient` is the least whole number that is not below the exact one.
    function _assertRoundedUp(uint256 quotient, uint256 numerator, uint256 denominator) private pure {
        vm.assertGe(quotient * denominator, numerator, "not below the exact cost");
        if (quotient != 0) vm.assertLt((quotient - 1) * denominator, numerator, "less than a unit above");
    }

    /// @notice No fill of any size is free of cost unless rate or days are zero, and a unit alone cannot pay its cost: it
    /// is refused (D-5, T22, I7).
    function testFuzz_nothingIsFree(uint32 rate, uint96 value, uint8 day) external {
        uint256 sold = uint256(value) / 2 + 2;
        (o.programme, o.cap, o.rate) = (openFine(2, 0), LARGEST, rate % 1_000_000 + 1);
        note = confirmIn(o.programme, sold);
        toDay(DAY + day % TENOR);
        (uint256 proceeds, uint256 cost,) = discounting.preview(o, note, sold);
        vm.assertGt(cost, 0, "cost");
        vm.assertGt(proceeds, 0, "proceeds");
        vm.expectRevert(abi.encodeWithSelector(IDiscounting.CostExceedsValue.selector, 1, 1));
        discounting.preview(o, note, 1);
    }

    /// @notice Sold in drops of two units, each drop pays a unit: nobody sells cheaply by selling little (D-5, T22, I7).
    function test_dropsAreDear() external {
        (o.programme, o.rate) = (openFine(2, 0), 1);
        note = confirmIn(o.programme, 1_000);
        uint256 sum;
        for (uint256 i; i < 20; ++i) {
            (, uint256 proceeds) = sellToA(o, 2);
            sum += proceeds;
        }
        vm.assertEq(sum, 20, "a unit for each two");
        (, uint256 atOnce) = sellToA(o, 40);
        vm.assertEq(atOnce, 39, "forty at once");
    }

    /// @notice Selling in two fills costs at least what selling at once does (I7, T22).
    function testFuzz_splittingGainsNothing(uint32 rate, uint256 first, uint256 second, uint96 fee) external {
        (o.rate, o.fee) = (rate % 1_000_000, fee % 500e6);
        first = first % (FACE / 3) + SMALLEST;
        second = second % (FACE / 3) + SMALLEST;
        (, uint256 together,) = discounting.preview(o, note, first + second);
        (, uint256 a,) = discounting.preview(o, note, first);
        (, uint256 b,) = discounting.preview(o, note, second);
        vm.assertGe(a + b, together, "cost");
    }
}
