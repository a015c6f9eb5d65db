// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoanCalendar} from "../../../../contracts/libraries/LoanCalendar.sol";
import {DayCount} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {LoanMathSuite} from "./LoanMathSuite.sol";
import {PaperCalendar} from "./PaperCalendar.sol";

/*
LoanCalendar.daysBetween, yearOf, endOf

├── ACT/360, ACT/365F           → days of the calendar; years of 360 and 365
├── 30E/360                     → every month has thirty, the 31st is the 30th; a year of 360
├── any day between             → the parts make up the whole
└── end of a day                → the last second of it on the loan's calendar
*/
contract DayCountsTest is LoanMathSuite {
    function _thirty(uint256 y1, uint256 m1, uint256 d1, uint256 y2, uint256 m2, uint256 d2)
        private
        pure
        returns (uint256)
    {
        return LoanCalendar.daysBetween(
            DayCount.Thirty360European, PaperCalendar.numberOf(y1, m1, d1), PaperCalendar.numberOf(y2, m2, d2)
        );
    }

    /// @notice Years have 360 days, and 365 of ACT/365F, leap years too (L-21, T52).
    function test_years() external pure {
        vm.assertEq(LoanCalendar.yearOf(DayCount.Act360), 360, "ACT/360");
        vm.assertEq(LoanCalendar.yearOf(DayCount.Act365Fixed), 365, "ACT/365F");
        vm.assertEq(LoanCalendar.yearOf(DayCount.Thirty360European), 360, "30E/360");
    }

    /// @notice Both ACT counts count the days of the calendar (L-21).
    function testFuzz_actual(uint24 from, uint24 numberOfDays) external pure {
        uint256 to = uint256(from) + numberOfDays;
        vm.assertEq(LoanCalendar.daysBetween(DayCount.Act360, from, to), numberOfDays, "ACT/360");
        vm.assertEq(LoanCalendar.daysBetween(DayCount.Act365Fixed, from, to), numberOfDays, "ACT/365F");
    }

    /// @notice 30E/360 by the examples of the rule: months of thirty days, the 31st as the 30th, February as it is
    /// (L-21, T52).
    function test_thirtyEuropean() external pure {
        vm.assertEq(_thirty(2024, 1, 15, 2024, 2, 15), 30, "a month");
        vm.assertEq(_thirty(2024, 1, 30, 2024, 1, 31), 0, "the 31st is none");
        vm.assertEq(_thirty(2024, 1, 31, 2024, 2, 1), 1, "out of it");
        vm.assertEq(_thirty(2023, 1, 31, 2023, 2, 28), 28, "to the end of February");
        vm.assertEq(_thirty(2024, 1, 31, 2024, 2, 29), 29, "in a leap year");
        vm.assertEq(_thirty(2023, 2, 28, 2023, 3, 1), 3, "out of February");
        vm.assertEq(_thirty(2024, 2, 29, 2024, 3, 1), 2, "in a leap year");
        vm.assertEq(_thirty(2023, 8, 31, 2024, 2, 29), 179, "half a year");
        vm.assertEq(_thirty(2023, 5, 17, 2024, 5, 17), 360, "a year");
        vm.assertEq(_thirty(2024, 7, 3, 2024, 7, 3), 0, "no day");
    }

    /// @notice Via any day between, the count of days is the same, whichever day count (L-20, L-21, T50, I15).
    function testFuzz_isAdditive(uint24 from, uint16 first, uint16 then_) external pure {
        uint256 start = from % 84_000;
        uint256 middle = start + first;
        uint256 end = middle + then_;
        for (uint8 i = 1; i <= 3; ++i) {
            DayCount dayCount = DayCount(i);
            uint256 parts = LoanCalendar.daysBetween(dayCount, start, middle)
                + LoanCalendar.daysBetween(dayCount, middle, end);
            vm.assertEq(parts, LoanCalendar.daysBetween(dayCount, start, end), "parts");
        }
    }

    /// @notice From each day of 1970 to 2199 to the next, 30E/360 has the days that the rule on the fingers has (L-21,
    /// T52).
    function test_thirtyEuropean_everyDay() external pure {
        PaperCalendar.Date memory date = PaperCalendar.Date(1970, 1, 1);
        DayCount thirty = DayCount.Thirty360European;
        uint256 wrong;
        for (uint256 day; day < 84_006; ++day) {
            uint256 expected = PaperCalendar.oneDay(thirty, date);
            if (LoanCalendar.daysBetween(thirty, day, day + 1) != expected) ++wrong;
            date = PaperCalendar.next(date);
        }
        vm.assertEq(wrong, 0, "days");
        vm.assertEq(date.year, 2200, "to the end of 2199");
        vm.assertEq(date.month * 100 + date.day, 101, "1 January");
    }

    /// @notice A day ends a second before the next begins at the midnight of its calendar (L-23, T52).
    function testFuzz_endOf(uint16 number, int8 offset) external pure {
        uint256 day = uint256(number) + 1;
        offset = offset % 57;
        if (offset < -48) offset += 48;
        uint256 end = LoanCalendar.endOf(day, offset);
        uint256 moved = uint256(int256(end) + int256(offset) * 900);
        vm.assertEq(moved / 86_400, day, "still the day");
        vm.assertEq((moved + 1) / 86_400, day + 1, "no more");
    }

    /// @notice In Shanghai (+8 h) a day ends at 16:00 UTC, in New York (-5 h) at 5:00 UTC of the next (L-23).
    function test_endOf() external pure {
        vm.assertEq(LoanCalendar.endOf(START, 0), (START + 1) * 1 days - 1, "UTC");
        vm.assertEq(LoanCalendar.endOf(START, 32), START * 1 days + 16 hours - 1, "Shanghai");
        vm.assertEq(LoanCalendar.endOf(START, -20), (START + 1) * 1 days + 5 hours - 1, "New York");
    }
}
