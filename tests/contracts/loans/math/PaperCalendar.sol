// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DayCount, Terms} from "../../../../interfaces/ILoans.sol";

/// @title PaperCalendar
/// @notice A calendar counted on the fingers: year after year, month after month. It shares no code with contracts/.
library PaperCalendar {
    struct Date {
        uint256 year;
        uint256 month;
        uint256 day;
    }

    function isLeap(uint256 year) internal pure returns (bool) {
        if (year % 400 == 0) return true;
        if (year % 100 == 0) return false;
        return year % 4 == 0;
    }

    function lengthOf(uint256 year, uint256 month) internal pure returns (uint256) {
        if (month == 2) return isLeap(year) ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /// @dev Days from 1970-01-01 to the first of a year: leap years are counted on the fingers.
    function _yearBegins(uint256 year) private pure returns (uint256 number) {
        number = 365 * (year - 1970);
        for (uint256 y = 1972; y < year; y += 4) {
            if (isLeap(y)) ++number;
        }
    }

    /// @notice Days since 1970-01-01.
    function numberOf(uint256 year, uint256 month, uint256 day) internal pure returns (uint256 number) {
        number = _yearBegins(year);
        for (uint256 m = 1; m < month; ++m) {
            number += lengthOf(year, m);
        }
        return number + day - 1;
    }

    function dateOf(uint256 number) internal pure returns (Date memory date) {
        date = Date(1970 + number / 366, 1, 1);
        number -= _yearBegins(date.year);
        while (number >= (isLeap(date.year) ? 366 : 365)) {
            number -= isLeap(date.year) ? 366 : 365;
            ++date.year;
        }
        while (number >= lengthOf(date.year, date.month)) {
            number -= lengthOf(date.year, date.month);
            ++date.month;
        }
        date.day += number;
    }

    function next(Date memory date) internal pure returns (Date memory) {
        if (date.day < lengthOf(date.year, date.month)) return Date(date.year, date.month, date.day + 1);
        if (date.month < 12) return Date(date.year, date.month + 1, 1);
        return Date(date.year + 1, 1, 1);
    }

    /// @notice The same day of the month `months` months later; the last day where there is no such day, or where
    /// `keepEnd` and the first one is the last of its month.
    function later(uint256 number, uint256 months, bool keepEnd) internal pure returns (uint256) {
        Date memory date = dateOf(number);
        bool isLast = date.day == lengthOf(date.year, date.month);
        for (uint256 i; i < months; ++i) {
            (date.year, date.month) =
                date.month == 12 ? (date.year + 1, uint256(1)) : (date.year, date.month + 1);
        }
        uint256 length = lengthOf(date.year, date.month);
        if (date.day > length || (keepEnd && isLast)) date.day = length;
        return numberOf(date.year, date.month, date.day);
    }

    /// @notice Due days of all instalments, the first at place 0.
    function dueDays(Terms memory t) internal pure returns (uint256[] memory list) {
        list = new uint256[](t.instalments);
        for (uint256 i; i < list.length; ++i) {
            list[i] = t.inDays ? t.firstDue + i * t.interval : later(t.firstDue, i * t.interval, t.endOfMonth);
        }
    }

    /// @notice Days that a day count has from one date to the next.
    function oneDay(DayCount dayCount, Date memory date) internal pure returns (uint256) {
        if (dayCount != DayCount.Thirty360European) return 1;
        uint256 length = lengthOf(date.year, date.month);
        // The 31st is none; the end of February makes up for the days that the month lacks.
        if (date.day == 30 && length == 31) return 0;
        return date.month == 2 && date.day == length ? 31 - length : 1;
    }
}
