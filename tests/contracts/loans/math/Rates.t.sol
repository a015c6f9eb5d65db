// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DayCount, LoanState, Terms} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {LoanMathSuite} from "./LoanMathSuite.sol";
import {PaperCalendar} from "./PaperCalendar.sol";

/*
Interest that floats (LoanMath.roll)

├── a fixed rate                              → the terms' rate, the board is not asked
├── before the first reset day                → the terms' rate
├── from a reset day on
│   ├── nothing recorded by the end of it      → the terms' rate, until the next reset day
│   ├── recorded in its last second            → fixing and spread
│   ├── recorded a second later                → counts from the next reset day on
│   └── several recorded                       → the last of them
├── fixing and spread below the floor         → the floor, also where the index is negative
├── fixing and spread above 100 %             → 100 %
├── several reset days in one period          → each stretch at its own rate
└── 30E/360, other calendars                  → the same with their days
*/
contract RatesTest is LoanMathSuite {
    uint256 private constant DUE = START + 400;
    uint256 private constant RESET = START + 10;
    /// @dev Reset days fall on 14 October, 14 November (31 days), 14 December (30) 2024, 14 January 2025.
    uint256 private constant SECOND = RESET + 31;
    uint256 private constant THIRD = SECOND + 30;

    /// @dev Terms with a spread of 2 % over an index that is reset monthly; 6 % otherwise; no floor.
    function _floating() private pure returns (Terms memory t) {
        t = bullet(DUE);
        (t.index, t.spread, t.firstReset, t.resetMonths) = ("INDEX", 20_000, uint24(RESET), 1);
    }

    function _record(uint256 day, int256 rate) private {
        board.record(day * 1 days, rate);
    }

    /// @dev Sum of rate times days from `START` to `to`, from the accrued interest of a single unit.
    function _ppmDays(Terms memory t, uint256 to) private view returns (uint256) {
        return roll(t, drawn(t, 1), to).accrued;
    }

    /// @notice A fixed rate is the terms' rate whatever the board says (L-20, L-23).
    function test_fixed() external {
        _record(START, 500_000);
        Terms memory t = _floating();
        t.index = 0;
        vm.assertEq(_ppmDays(t, START + 100), 60_000 * 100, "6 %");
    }

    /// @notice Before the first reset day the rate is that of the terms, though fixings are there (L-23).
    function test_beforeTheFirstReset() external {
        _record(START - 5, 30_000);
        vm.assertEq(_ppmDays(_floating(), RESET), 60_000 * 10, "ten days of 6 %");
        vm.assertEq(_ppmDays(_floating(), RESET + 1), 60_000 * 10 + 50_000, "then 5 %");
    }

    /// @notice While nothing was recorded the rate is that of the terms (L-23).
    function test_nothingRecorded() external view {
        vm.assertEq(_ppmDays(_floating(), THIRD + 5), 60_000 * 76, "6 % throughout");
    }

    /// @notice What is recorded in the last second of a reset day counts from that day's beginning (L-23).
    function test_lastSecondOfTheDay() external {
        board.record((RESET + 1) * 1 days - 1, 30_000);
        vm.assertEq(_ppmDays(_floating(), SECOND), 60_000 * 10 + 50_000 * 31, "counts");
    }

    /// @notice What is recorded a second after the reset day counts from the next reset day on, and not before (L-23).
    function test_aSecondLate() external {
        board.record((RESET + 1) * 1 days, 30_000);
        vm.assertEq(_ppmDays(_floating(), SECOND), 60_000 * 41, "does not count");
        vm.assertEq(_ppmDays(_floating(), SECOND + 2), 60_000 * 41 + 50_000 * 2, "counts from the next");
    }

    /// @notice The end of the reset day is that of the loan's calendar (L-23, T52).
    function test_otherCalendars() external {
        Terms memory t = _floating();
        board.record((RESET + 1) * 1 days - 8 hours, 30_000);
        vm.assertEq(_ppmDays(t, SECOND), 60_000 * 10 + 50_000 * 31, "in time in London");
        t.offset = 32;
        vm.assertEq(_ppmDays(t, SECOND), 60_000 * 41, "too late in Shanghai");
        t.offset = 31;
        vm.assertEq(_ppmDays(t, SECOND), 60_000 * 10 + 50_000 * 31, "in time a quarter hour further west");
    }

    /// @notice Of several fixings the last one by the reset day counts; one between reset days changes nothing (L-23).
    function test_lastFixing() external {
        _record(RESET - 3, 10_000);
        _record(RESET, 30_000);
        _record(RESET + 5, 90_000);
        uint256 upToSecond = 60_000 * 10 + 50_000 * 31;
        vm.assertEq(_ppmDays(_floating(), SECOND), upToSecond, "not the ones around it");
        vm.assertEq(_ppmDays(_floating(), THIRD), upToSecond + 110_000 * 30, "the last one from the next on");
    }

    /// @notice A negative index lowers the rate, to the floor and no further (L-23).
    function test_negativeIndex() external {
        _record(RESET, -15_000);
        Terms memory t = _floating();
        vm.assertEq(_ppmDays(t, RESET + 2), 60_000 * 10 + 5_000 * 2, "index and spread");
        t.floor = 12_000;
        vm.assertEq(_ppmDays(t, RESET + 2), 60_000 * 10 + 12_000 * 2, "the floor");
        (t.floor, t.spread) = (0, -20_000);
        vm.assertEq(_ppmDays(t, RESET + 2), 60_000 * 10, "never below nothing");
    }

    /// @notice A rate is never above 100 % a year (L-23).
    function test_cap() external {
        _record(RESET, 990_000);
        Terms memory t = _floating();
        vm.assertEq(_ppmDays(t, RESET + 2), 60_000 * 10 + 1_000_000 * 2, "all");
        t.spread = 10_000;
        vm.assertEq(_ppmDays(t, RESET + 2), 60_000 * 10 + 1_000_000 * 2, "exactly all");
        t.spread = 9_999;
        vm.assertEq(_ppmDays(t, RESET + 2), 60_000 * 10 + 999_999 * 2, "a little less");
    }

    /// @notice The floor is the least rate of fixings alone: the terms' own rate may be lower (L-23).
    function test_floorOfFixingsAlone() external {
        _record(SECOND, 0);
        Terms memory t = _floating();
        (t.rate, t.floor, t.spread) = (10_000, 40_000, 0);
        vm.assertEq(_ppmDays(t, SECOND), 10_000 * 41, "before");
        vm.assertEq(_ppmDays(t, SECOND + 1), 10_000 * 41 + 40_000, "after");
    }

    /// @notice Several reset days in one period: the interest billed is that of each stretch, divided once (L-20,
    /// L-23).
    function test_severalResets() external {
        _record(RESET, 30_000);
        _record(SECOND, -10_000);
        _record(THIRD, 45_000);
        Terms memory t = _floating();
        t.firstDue = uint24(THIRD + 20);
        uint256 ppmDays = 60_000 * 10 + 50_000 * 31 + 10_000 * 30 + 65_000 * 20;
        LoanState memory s = roll(t, drawn(t, DRAWN), t.firstDue);
        vm.assertEq(s.billed, up(DRAWN * ppmDays, SCALE), "billed");
        vm.assertEq(s.accrued, 0, "nothing carried");
    }

    /// @notice On 30E/360 each stretch has its thirty-day months (L-21, L-23).
    function test_thirtyEuropean() external {
        _record(RESET, 30_000);
        Terms memory t = _floating();
        t.dayCount = DayCount.Thirty360European;
        // 4 to 14 October, then 17 days to the 31st, which is none, and 13 to 14 November.
        vm.assertEq(_ppmDays(t, SECOND), 60_000 * 10 + 50_000 * 30, "ten days and a month");
    }

    /// @notice Asked day by day or at once, through any resets, the interest is the same, and that of each day's own
    /// rate (L-20, L-23, T50, I15).
    function testFuzz_dayByDay(int32[6] memory rates, uint8[6] memory gaps, uint8 months, uint24 floor)
        external
    {
        Terms memory t = _floating();
        (t.resetMonths, t.floor) = (uint8(pick(months, 1, 4)), uint24(pick(floor, 0, 100_000)));
        uint256 day = START - 20;
        for (uint256 i; i < 6; ++i) {
            day += gaps[i] % 70;
            _record(day, rates[i] % 1_000_001);
        }
        LoanState memory s = drawn(t, DRAWN);
        uint256 sum;
        uint256 rate = t.rate;
        uint256 reset = t.firstReset;
        for (day = START; day < START + 120; ++day) {
            if (day == reset) {
                rate = _paperRate(t, day);
                reset = PaperCalendar.later(reset, t.resetMonths, false);
            }
            sum += rate;
            s = roll(t, s, day + 1);
        }
        vm.assertEq(s.accrued, DRAWN * sum, "day by day");
        assertSame(roll(t, drawn(t, DRAWN), START + 120), s, "at once");
    }

    /// @dev Rate from a reset day on.
    function _paperRate(Terms memory t, uint256 reset) private view returns (uint256) {
        (bool known, int256 rate) = board.rateAt(t.index, (reset + 1) * 1 days - 1);
        if (!known) return t.rate;
        rate += t.spread;
        if (rate < int256(uint256(t.floor))) return t.floor;
        return rate > 1_000_000 ? 1_000_000 : uint256(rate);
    }
}
