// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Terms} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {LoanMathSuite} from "./LoanMathSuite.sol";
import {PaperCalendar} from "./PaperCalendar.sol";

/*
LoanCalendar.dueDay, duesBy, resetDay, resetsBy

├── intervals in days                     → whole intervals after the first
├── intervals in months
│   ├── the month has such a day          → the first one's day of the month
│   ├── the month is shorter              → its last day, in that month alone
│   └── the first is the last of its month
│       ├── the terms say end of month    → the last day of each month
│       └── they do not                   → the first one's day of the month
├── across years and leap years           → as counted on the fingers, to the end of 2199
├── instalments due by a day              → those whose due day has come, all in the end
└── reset days                            → as due days without the end-of-month rule, without end
*/
contract DueDaysTest is LoanMathSuite {
    /// @dev 2023-01-31, 2023-02-28, 2024-02-29.
    uint24 internal constant END_OF_JANUARY = 19_388;
    uint24 internal constant END_OF_FEBRUARY = 19_416;
    uint24 internal constant LEAP_DAY = 19_782;
    uint256 internal constant LAST_DAY = 84_005;

    function _terms(uint24 firstDue, bool endOfMonth) private pure returns (Terms memory t) {
        t = monthly();
        (t.firstDue, t.endOfMonth) = (firstDue, endOfMonth);
    }

    function _assertDue(Terms memory t, uint256 k, uint256 year, uint256 month, uint256 day) private view {
        vm.assertEq(math.dueDay(t, k), PaperCalendar.numberOf(year, month, day), "due day");
    }

    /// @notice Intervals of days are counted from the first day (L-22).
    function test_daysApart() external view {
        Terms memory t = _terms(LEAP_DAY, true);
        (t.inDays, t.interval) = (true, 14);
        vm.assertEq(math.dueDay(t, 1), LEAP_DAY, "first");
        vm.assertEq(math.dueDay(t, 2), LEAP_DAY + 14, "second");
        vm.assertEq(math.dueDay(t, 12), LEAP_DAY + 154, "last");
    }

    /// @notice From 31 January each shorter month has its last day, and a longer one after it the 31st again (L-22,
    /// T52).
    function test_shortMonths() external view {
        Terms memory t = _terms(END_OF_JANUARY, false);
        _assertDue(t, 1, 2023, 1, 31);
        _assertDue(t, 2, 2023, 2, 28);
        _assertDue(t, 3, 2023, 3, 31);
        _assertDue(t, 4, 2023, 4, 30);
        _assertDue(t, 12, 2023, 12, 31);
    }

    /// @notice From the last of February days stay on the 28th, or go with the ends of months where the terms say so
    /// (L-22, T52).
    function test_endOfMonth() external view {
        _assertDue(_terms(END_OF_FEBRUARY, false), 2, 2023, 3, 28);
        Terms memory t = _terms(END_OF_FEBRUARY, true);
        _assertDue(t, 2, 2023, 3, 31);
        _assertDue(t, 3, 2023, 4, 30);
        t.interval = 12;
        _assertDue(t, 2, 2024, 2, 29);
        _assertDue(t, 3, 2025, 2, 28);
    }

    /// @notice The end-of-month rule does nothing for a first day that is not the last of its month (L-22).
    function test_endOfMonth_otherDay() external view {
        Terms memory t = _terms(END_OF_JANUARY - 1, true);
        _assertDue(t, 2, 2023, 2, 28);
        _assertDue(t, 3, 2023, 3, 30);
        t = _terms(END_OF_FEBRUARY - 1, true);
        _assertDue(t, 2, 2023, 3, 27);
        // The 28th is not the last of a leap year's February.
        t = _terms(LEAP_DAY - 1, true);
        _assertDue(t, 2, 2024, 3, 28);
    }

    /// @notice From 29 February years later it is the 28th, and the 29th again in leap years; 2100 is none (L-22, T52).
    function test_leapYears() external view {
        Terms memory t = _terms(LEAP_DAY, false);
        (t.interval, t.instalments) = (12, 100);
        _assertDue(t, 2, 2025, 2, 28);
        _assertDue(t, 5, 2028, 2, 29);
        _assertDue(t, 77, 2100, 2, 28);
        _assertDue(t, 81, 2104, 2, 29);
    }

    /// @notice An instalment counts from its due day on, none before the first, no more than there are (L-22, T46).
    function test_duesBy() external view {
        Terms memory t = _terms(END_OF_JANUARY, false);
        vm.assertEq(math.duesBy(t, 0), 0, "long before");
        vm.assertEq(math.duesBy(t, END_OF_JANUARY - 1), 0, "the day before");
        vm.assertEq(math.duesBy(t, END_OF_JANUARY), 1, "the first");
        vm.assertEq(math.duesBy(t, END_OF_FEBRUARY - 1), 1, "before the second");
        vm.assertEq(math.duesBy(t, END_OF_FEBRUARY), 2, "the second");
        vm.assertEq(math.duesBy(t, LAST_DAY), 12, "all");
    }

    /// @notice Whatever the terms, due days are those counted on the fingers, each counts from its day on, and they
    /// only rise (L-22, T46, T52, I13).
    function testFuzz_dueDays(uint24 first, uint16 interval, uint16 instalments, bool inDays, bool endOfMonth)
        external
        view
    {
        Terms memory t = _terms(uint24(pick(first, 1, 60_000)), endOfMonth);
        t.inDays = inDays;
        t.interval = uint16(pick(interval, 1, inDays ? 700 : 24));
        t.instalments = uint16(pick(instalments, 1, 30));
        uint256[] memory expected = PaperCalendar.dueDays(t);
        for (uint256 k = 1; k <= t.instalments; ++k) {
            uint256 due = expected[k - 1];
            vm.assertEq(math.dueDay(t, k), due, "due day");
            vm.assertEq(math.duesBy(t, due), k, "counts on its day");
            vm.assertEq(math.duesBy(t, due - 1), k - 1, "not before");
        }
    }

    /// @notice Whatever day is asked, as many instalments count as due days have come (L-22, T46).
    function testFuzz_duesBy(uint24 first, uint8 interval, uint24 day, bool endOfMonth) external view {
        Terms memory t = _terms(uint24(pick(first, 1, 80_000)), endOfMonth);
        (t.interval, t.instalments) = (uint16(pick(interval, 1, 12)), 20);
        day = uint24(pick(day, 0, 900) + t.firstDue - 1);
        uint256[] memory expected = PaperCalendar.dueDays(t);
        uint256 count;
        while (count < 20 && expected[count] <= day) {
            ++count;
        }
        vm.assertEq(math.duesBy(t, day), count, "due by the day");
    }

    /// @notice The 1st, and each day from the 27th on, of all months from 1970 to 2199 has the due day a month later
    /// that the calendar on the fingers has (L-22, T52).
    function test_everyMonth() external view {
        Terms memory t = monthly();
        uint256 first;
        uint256 wrong;
        for (uint256 month; month < 230 * 12 - 2; ++month) {
            uint256 length = PaperCalendar.lengthOf(1970 + month / 12, month % 12 + 1);
            uint256 next = PaperCalendar.lengthOf(1970 + (month + 1) / 12, (month + 1) % 12 + 1);
            for (uint256 day = 1; day <= length; day = day == 1 ? 27 : day + 1) {
                t.firstDue = uint24(first + day - 1);
                uint256 due = first + length + (day < next ? day : next) - 1;
                if (math.dueDay(t, 2) != due) ++wrong;
            }
            first += length;
        }
        vm.assertEq(wrong, 0, "days a month later");
        vm.assertEq(first, LAST_DAY + 1 - 61, "to the end of October 2199");
    }

    /// @notice Reset days are whole months after the first, on the last day of shorter months, end of month or not
    /// (L-22, L-23).
    function test_resetDays() external view {
        Terms memory t = _terms(uint24(START), true);
        (t.firstReset, t.resetMonths) = (END_OF_FEBRUARY, 1);
        vm.assertEq(math.resetDay(t, 0), END_OF_FEBRUARY, "first");
        vm.assertEq(math.resetDay(t, 1), END_OF_FEBRUARY + 28, "28 March");
        (t.firstReset, t.resetMonths) = (END_OF_JANUARY, 3);
        vm.assertEq(math.resetDay(t, 1), PaperCalendar.numberOf(2023, 4, 30), "30 April");
        vm.assertEq(math.resetDay(t, 2), PaperCalendar.numberOf(2023, 7, 31), "31 July");
    }

    /// @notice As many reset days have begun by a day as lie at or before it (L-23).
    function testFuzz_resetsBy(uint24 first, uint8 months, uint16 number) external view {
        Terms memory t = monthly();
        t.firstReset = uint24(pick(first, 1, 60_000));
        t.resetMonths = uint8(pick(months, 1, 255));
        number = uint16(pick(number, 0, 60));
        uint256 reset = PaperCalendar.later(t.firstReset, uint256(number) * t.resetMonths, false);
        vm.assertEq(math.resetDay(t, number), reset, "reset day");
        vm.assertEq(math.resetsBy(t, reset), uint256(number) + 1, "begun");
        vm.assertEq(math.resetsBy(t, reset - 1), number, "not begun");
    }
}
