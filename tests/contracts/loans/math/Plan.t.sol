// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DayCount, Method, Terms} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {LoanMathSuite} from "./LoanMathSuite.sol";

/*
LoanMath.planned, periodRate

├── bullet, interest only            → nothing before the last instalment
├── equal principal                  → floor(amount / parts) each, the last takes the residue
├── annuity
│   ├── by months, by days            → the tables reckoned by hand
│   ├── at a rate of zero             → floor(amount x part / parts)
│   └── any                           → interest and principal together are level, to a unit or two
├── instalments of interest alone    → nothing; the plan divides over those after them
└── any method, to the widest terms  → sums only rise, and the last is the amount
*/
contract PlanTest is LoanMathSuite {
    uint256 private constant RAY = 1e27;

    function _of(Method method) private pure returns (Terms memory t) {
        t = monthly();
        t.method = method;
    }

    function _assertPlan(Terms memory t, uint256 base, uint256[] memory sums) private view {
        for (uint256 k; k < sums.length; ++k) {
            vm.assertEq(math.planned(t, base, t.interestOnly, k), sums[k], "planned");
        }
    }

    /* BULLET, INTEREST ONLY, EQUAL PRINCIPAL */

    /// @notice A bullet and a loan of interest only have all principal on the last day (L-24).
    function test_allOnTheLastDay() external view {
        Terms memory t = _of(Method.InterestOnly);
        for (uint256 k; k < 12; ++k) {
            vm.assertEq(math.planned(t, DRAWN, 0, k), 0, "before");
        }
        vm.assertEq(math.planned(t, DRAWN, 0, 12), DRAWN, "last");
        t = bullet(START + 90);
        vm.assertEq(math.planned(t, DRAWN, 0, 0), 0, "before");
        vm.assertEq(math.planned(t, DRAWN, 0, 1), DRAWN, "the only one");
    }

    /// @notice A thousand in three parts are 333, 333 and 334: the last takes the residue (L-24, T59).
    function test_equalPrincipal() external view {
        Terms memory t = _of(Method.EqualPrincipal);
        t.instalments = 3;
        vm.assertEq(math.planned(t, 1000, 0, 1), 333, "first");
        vm.assertEq(math.planned(t, 1000, 0, 2), 666, "second");
        vm.assertEq(math.planned(t, 1000, 0, 3), 1000, "last");
    }

    /// @notice Fewer units than parts: nothing before the last instalment (L-24).
    function test_equalPrincipal_fewUnits() external view {
        Terms memory t = _of(Method.EqualPrincipal);
        vm.assertEq(math.planned(t, 11, 0, 11), 0, "before");
        vm.assertEq(math.planned(t, 11, 0, 12), 11, "last");
    }

    /// @notice Instalments of interest alone bring no principal; those after them divide all (L-24).
    function test_interestOnlyPeriods() external view {
        Terms memory t = _of(Method.EqualPrincipal);
        t.interestOnly = 2;
        vm.assertEq(math.planned(t, 1000, 2, 1), 0, "first");
        vm.assertEq(math.planned(t, 1000, 2, 2), 0, "second");
        vm.assertEq(math.planned(t, 1000, 2, 3), 100, "third");
        vm.assertEq(math.planned(t, 1000, 2, 11), 900, "eleventh");
        vm.assertEq(math.planned(t, 1000, 2, 12), 1000, "last");
        t.interestOnly = 11;
        vm.assertEq(math.planned(t, 1000, 11, 11), 0, "all but the last");
    }

    /* ANNUITY */

    /// @notice 12,000 at 12 % in twelve months: 946.19 of principal first, 1,055.63 last, as tables have it (L-24).
    function test_annuity() external view {
        Terms memory t = _of(Method.Annuity);
        t.rate = 120_000;
        vm.assertEq(math.periodRate(t), RAY / 100, "a month");
        uint256[] memory sums = new uint256[](13);
        (sums[1], sums[2], sums[3]) = (946_185_464, 1_901_832_782, 2_867_036_574);
        (sums[4], sums[5], sums[6]) = (3_841_892_404, 4_826_496_792, 5_820_947_225);
        (sums[7], sums[8], sums[9]) = (6_825_342_161, 7_839_781_047, 8_864_364_321);
        (sums[10], sums[11], sums[12]) = (9_899_193_429, 10_944_370_827, 12_000_000_000);
        _assertPlan(t, 12_000e6, sums);
    }

    /// @notice By quarters, 100,000.00 at 4.5 % in four (L-24).
    function test_annuity_quarters() external view {
        Terms memory t = _of(Method.Annuity);
        (t.rate, t.interval, t.instalments) = (45_000, 3, 4);
        vm.assertEq(math.periodRate(t), RAY * 1125 / 100_000, "a quarter");
        uint256[] memory sums = new uint256[](5);
        (sums[1], sums[2], sums[3], sums[4]) = (2_458_205, 4_944_066, 7_457_892, 10_000_000);
        _assertPlan(t, 10_000_000, sums);
    }

    /// @notice By thirty days, 1,000 at 8 % in three, of years of 360 and of 365 days (L-21, L-24).
    function test_annuity_days() external view {
        Terms memory t = _of(Method.Annuity);
        (t.rate, t.inDays, t.interval, t.instalments) = (80_000, true, 30, 3);
        uint256[] memory sums = new uint256[](4);
        (sums[1], sums[2], sums[3]) = (331_120_954, 664_449_382, 1_000_000_000);
        vm.assertEq(math.periodRate(t), RAY * 80_000 * 30 / 360e6, "of 360, down");
        _assertPlan(t, 1_000e6, sums);
        t.dayCount = DayCount.Act365Fixed;
        (sums[1], sums[2]) = (331_151_128, 664_479_689);
        vm.assertEq(math.periodRate(t), RAY * 80_000 * 30 / 365e6, "of 365, down");
        _assertPlan(t, 1_000e6, sums);
    }

    /// @notice An annuity whose month begins after interest-only periods is the shorter annuity (L-24).
    function test_annuity_interestOnly() external view {
        Terms memory t = _of(Method.Annuity);
        (t.rate, t.instalments, t.interestOnly) = (120_000, 14, 2);
        vm.assertEq(math.planned(t, 12_000e6, 2, 2), 0, "interest alone");
        vm.assertEq(math.planned(t, 12_000e6, 2, 3), 946_185_464, "first part");
        vm.assertEq(math.planned(t, 12_000e6, 2, 13), 10_944_370_827, "all but the last");
    }

    /// @notice Without a rate the parts of an annuity are equal, the sum of them rounded down (L-24).
    function test_annuity_noRate() external view {
        Terms memory t = _of(Method.Annuity);
        (t.rate, t.instalments) = (0, 3);
        vm.assertEq(math.planned(t, 1000, 0, 1), 333, "first");
        vm.assertEq(math.planned(t, 1000, 0, 2), 666, "second");
        vm.assertEq(math.planned(t, 2000, 0, 2), 1333, "not the parts, the sum is rounded");
        vm.assertEq(math.planned(t, 1000, 0, 3), 1000, "last");
    }

    /// @notice Principal and interest of an annuity's instalment are together the same each time, to two units (L-24).
    function testFuzz_annuity_isLevel(uint64 base, uint24 rate, uint8 instalments) external view {
        Terms memory t = _of(Method.Annuity);
        t.rate = uint32(pick(rate, 1, 300_000));
        t.instalments = uint16(pick(instalments, 2, 60));
        uint256 periodRate = math.periodRate(t);
        uint256 first = math.planned(t, base, 0, 1) + base * periodRate / RAY;
        uint256 sum = math.planned(t, base, 0, 1);
        for (uint256 k = 2; k <= t.instalments; ++k) {
            uint256 next = math.planned(t, base, 0, k);
            uint256 level = next - sum + (base - sum) * periodRate / RAY;
            vm.assertLe(level, first + 2, "not more");
            vm.assertGe(level + 2, first, "not less");
            sum = next;
        }
    }

    /* ALL METHODS */

    /// @notice By every method sums only rise, never pass the amount, and end at it (L-24, L-25, T59, I17).
    function testFuzz_sumsToTheAmount(
        uint96 base,
        uint24 rate,
        uint16 instalments,
        uint16 recast,
        uint8 method
    ) external view {
        Terms memory t = _of(Method(pick(method, 2, 4)));
        t.rate = uint32(pick(rate, 0, 1_000_000));
        // An annuity of 100 % a year grows by e^26 in 312 months.
        t.instalments = uint16(pick(instalments, 1, 312));
        recast = uint16(pick(recast, 0, t.instalments - 1));
        uint256 before;
        for (uint256 k; k <= t.instalments; k += 1 + k / 16) {
            uint256 sum = math.planned(t, base, recast, k);
            vm.assertGe(sum, before, "rises");
            vm.assertLe(sum, base, "within the amount");
            if (k <= recast) vm.assertEq(sum, 0, "interest alone");
            before = sum;
        }
        vm.assertEq(math.planned(t, base, recast, t.instalments), base, "all of it");
    }

    /// @notice The widest plan, 600 parts that grow by e^26 of the largest amount, is worked out (L-5, L-24).
    function test_widestPlan() external view {
        Terms memory t = _of(Method.Annuity);
        (t.rate, t.instalments) = (520_000, 600);
        vm.assertLe(math.periodRate(t) * 600, 26 * RAY, "as much as terms may grow");
        vm.assertGt(math.periodRate(t) * 600, 26 * RAY - 1000, "and no less");
        uint256 base = type(uint96).max;
        uint256 sum;
        for (uint256 k; k < 600; ++k) {
            uint256 next = math.planned(t, base, 0, k);
            vm.assertGe(next, sum, "rises");
            sum = next;
        }
        vm.assertLt(sum, base, "a part is left for the last");
        vm.assertGt(sum, base * 9 / 10, "which is not most of it");
    }
}
