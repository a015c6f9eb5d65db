// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDiscounting} from "../../../interfaces/IDiscounting.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {NoteId, ProgrammeId, ReceivableId} from "../../../interfaces/Types.sol";
import {SalesSuite} from "../base/SalesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Discounting.take: the terms of the offer

├── when it names neither or both of programme and receivable → OfferScopeInvalid
├── when its day count is neither 360 nor 365                 → BasisInvalid
├── when it has expired                                       → OfferExpired
├── when its salt is below the funder's lowest                → OfferCancelled
├── when the fill is zero or smaller than it allows           → FillTooSmall
├── when less is left of its cap, or it was cancelled         → OfferExhausted
├── when the note is of another programme or receivable       → NotOfferedFor
├── when the note is too deep                                 → OfferTierExceeded
├── when the cost is the whole value or more                  → CostExceedsValue
├── when it requires a registry reference                     → RegistryReferenceMissing
├── when the proceeds are below the seller's least            → ProceedsTooLow
└── at the edge of each                                       → taken
*/
contract TakeTermsTest is SalesSuite {
    IDiscounting.Offer internal o;

    function setUp() public override {
        super.setUp();
        o = offer();
    }

    function _refused(bytes memory reason) private {
        saleRefused(s1, o, fill(note, 100_000e6), reason);
    }

    function _taken() private returns (uint256 proceeds) {
        (, proceeds) = sellToA(o, 100_000e6);
    }

    /// @notice An offer is for a programme or for one receivable, not for both and not for anything (D-2).
    function test_refusesAnUnclearScope() external {
        o.receivable = idOf(note);
        _refused(abi.encodeWithSelector(IDiscounting.OfferScopeInvalid.selector, o.programme, o.receivable));
        (o.programme, o.receivable) = (ProgrammeId.wrap(0), ReceivableId.wrap(0));
        _refused(abi.encodeWithSelector(IDiscounting.OfferScopeInvalid.selector, 0, 0));
        o.receivable = idOf(note);
        _taken();
    }

    /// @notice A year has 360 or 365 days (D-2).
    function test_refusesAnotherDayCount() external {
        uint16[4] memory others = [uint16(0), 364, 366, 65_535];
        for (uint256 i; i < others.length; ++i) {
            o.basis = others[i];
            _refused(abi.encodeWithSelector(IDiscounting.BasisInvalid.selector, others[i]));
        }
        o.basis = 365;
        vm.assertEq(_taken(), 100_000e6 - 1_109_589_042, "4.5 % of 90 days in 365, rounded up");
    }

    /// @notice An offer is taken in its last second and not after (D-4, T18).
    function test_refusesAnExpiredOffer() external {
        o.validUntil = block.timestamp + 100;
        vm.warp(block.timestamp + 101);
        _refused(abi.encodeWithSelector(IDiscounting.OfferExpired.selector, o.validUntil, o.validUntil + 1));
        vm.warp(o.validUntil);
        _taken();
    }

    /// @notice An offer below the funder's lowest salt is cancelled, one at it is not (D-4, D-9, T18).
    function test_refusesASaltBelowTheLowest() external {
        o.salt = 5;
        vm.prank(bankA);
        discounting.cancelBelow(6);
        _refused(abi.encodeWithSelector(IDiscounting.OfferCancelled.selector, 5, 6));
        o.salt = 6;
        _taken();
    }

    /// @notice A fill is at least the offer's smallest, and never nothing (D-4, T22).
    function test_refusesATooSmallFill() external {
        o.smallest = 100_000e6 + 1;
        _refused(abi.encodeWithSelector(IDiscounting.FillTooSmall.selector, 100_000e6, 100_000e6 + 1));
        o.smallest = 0;
        saleRefused(s1, o, fill(note, 0), abi.encodeWithSelector(IDiscounting.FillTooSmall.selector, 0, 0));
        o.smallest = 100_000e6;
        _taken();
    }

    /// @notice All fills together stay within the cap, to the last unit (D-4, T16, T18).
    function test_refusesMoreThanTheCap() external {
        o.cap = 250_000e6;
        _taken();
        _taken();
        _refused(abi.encodeWithSelector(IDiscounting.OfferExhausted.selector, 100_000e6, 50_000e6));
        sellToA(o, 50_000e6);
        vm.assertEq(discounting.filledOf(discounting.offerDigest(o)), 250_000e6, "filled");
        saleRefused(
            s1,
            o,
            fill(note, SMALLEST),
            abi.encodeWithSelector(IDiscounting.OfferExhausted.selector, SMALLEST, 0)
        );
    }

    /// @notice A cancelled offer has nothing left, whatever was taken of it before (D-9, T18).
    function test_refusesACancelledOffer() external {
        _taken();
        vm.prank(bankA);
        discounting.cancel(o);
        _refused(abi.encodeWithSelector(IDiscounting.OfferExhausted.selector, 100_000e6, 0));
    }

    /// @notice An offer for a programme does not buy another programme's notes (D-4).
    function test_refusesAnotherProgramme() external {
        note = confirmIn(openProgramme(2, rules()), FACE);
        _refused(abi.encodeWithSelector(IDiscounting.NotOfferedFor.selector, note));
    }

    /// @notice An offer for a receivable does not buy another receivable's notes, of the same programme (D-4).
    function test_refusesAnotherReceivable() external {
        (o.programme, o.receivable) = (ProgrammeId.wrap(0), idOf(note));
        _taken();
        note = confirm();
        _refused(abi.encodeWithSelector(IDiscounting.NotOfferedFor.selector, note));
    }

    /// @notice An offer goes no deeper than it says (D-4, T11).
    function test_refusesATooDeepNote() external {
        NoteId deep = assign(s1, note, S2, 200_000e6);
        o.deepestTier = 1;
        saleRefused(
            s2,
            o,
            fill(deep, 100_000e6),
            abi.encodeWithSelector(IDiscounting.OfferTierExceeded.selector, 2, 1)
        );
        _taken();
        o.deepestTier = 2;
        sell(s2, o, BANK_A_KEY, deep, 100_000e6);
    }

    /// @notice A cost of the whole value or more is refused, whether by fee, by rate, or beyond all bounds (D-5, X-6).
    function test_refusesACostOfEverything() external {
        o.fee = 98_875e6;
        _refused(abi.encodeWithSelector(IDiscounting.CostExceedsValue.selector, 100_000e6, 100_000e6));
        o.fee = type(uint256).max;
        _refused(abi.encodeWithSelector(IDiscounting.CostExceedsValue.selector, type(uint256).max, 100_000e6));
        (o.fee, o.rate) = (0, 4_000_000);
        _refused(abi.encodeWithSelector(IDiscounting.CostExceedsValue.selector, 100_000e6, 100_000e6));
        (o.fee, o.rate) = (98_875e6 - 1, 45_000);
        vm.assertEq(_taken(), 1, "one unit is left");
    }

    /// @notice Where the funder requires an entry of the registry, a fill names one (D-7).
    function test_refusesAMissingRegistryReference() external {
        o.registryRequired = true;
        _refused(abi.encodeWithSelector(IDiscounting.RegistryReferenceMissing.selector));
        IDiscounting.Fill memory f = fill(note, 100_000e6);
        f.registryReference = bytes32(uint256(1));
        bytes memory signature = signOffer(BANK_A_KEY, o);
        vm.prank(s1);
        discounting.take(o, bankA, signature, f);
    }

    /// @notice The seller names the least that it takes, and gets at least that: a quote gone stale is refused (D-6, T18).
    function test_refusesLessThanTheSellersLeast() external {
        IDiscounting.Fill memory f = fill(note, 100_000e6);
        f.minProceeds = 98_875e6 + 1;
        saleRefused(
            s1, o, f, abi.encodeWithSelector(IDiscounting.ProceedsTooLow.selector, 98_875e6, 98_875e6 + 1)
        );
        f.minProceeds = 98_875e6;
        bytes memory signature = signOffer(BANK_A_KEY, o);
        vm.prank(s1);
        discounting.take(o, bankA, signature, f);
    }

    /// @notice A fee is charged on each fill: 50.00 and 1,125.00 of 100,000.00 (D-5).
    function test_chargesTheFeeOnEachFill() external {
        o.fee = 50e6;
        vm.assertEq(_taken(), 98_825e6, "first");
        vm.assertEq(_taken(), 98_825e6, "second");
    }

    /// @notice At a rate of zero, or with a due day tomorrow, the cost is what the formula says: nothing, or a day (D-5).
    function test_costsOfEdges() external {
        o.rate = 0;
        vm.assertEq(_taken(), 100_000e6, "no rate, no fee");
        o.rate = 45_000;
        vm.warp(DUE * 1 days - 1);
        vm.assertEq(_taken(), 100_000e6 - 12_500_000, "a day of 12.50");
    }

    /// @notice Days are counted on the programme's calendar: at 20:00 UTC it is tomorrow eight hours east (P-8, D-5).
    function test_countsDaysOnTheProgrammesCalendar() external {
        IProgrammes.Rules memory r = rules();
        r.utcOffset = 32;
        o.programme = openProgramme(2, r);
        note = confirmIn(o.programme, FACE);
        vm.warp(DAY * 1 days + 16 hours - 1);
        vm.assertEq(_taken(), 98_875e6, "90 days");
        vm.warp(DAY * 1 days + 16 hours);
        vm.assertEq(_taken(), 98_887_500_000, "89 days");
    }
}
