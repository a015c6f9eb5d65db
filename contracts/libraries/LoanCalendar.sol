// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DateTimeLib} from "solady/utils/DateTimeLib.sol";

import {DayCount, Terms} from "../../interfaces/ILoans.sol";

/// @title LoanCalendar
/// @notice Due days, reset days and day counts of a loan; days are whole days since 1970-01-01 on its calendar.
/// @dev Days of a series are counted from the first one, never from the one before, so that a short month shortens
/// only its own day.
library LoanCalendar {
    /// @notice Day on which instalment `k` (from 1) is due.
    function dueDay(Terms calldata terms, uint256 k) internal pure returns (uint256) {
        // Below 2**32: both factors are of 16 bits.
        uint256 steps;
        unchecked {
            steps = (k - 1) * terms.interval;
        }
        return terms.inDays ? terms.firstDue + steps : _plusMonths(terms.firstDue, steps, terms.endOfMonth);
    }

    /// @notice How many instalments are due by `day`, the day included.
    function duesBy(Terms calldata terms, uint256 day) internal pure returns (uint256 count) {
        uint256 first = terms.firstDue;
        if (day < first) return 0;
        count = terms.inDays
            ? (day - first) / terms.interval + 1
            : _monthly(first, terms.interval, day, terms.endOfMonth);
        return count < terms.instalments ? count : terms.instalments;
    }

    /// @notice Reset day `i` (from 0) of an interest that floats.
    function resetDay(Terms calldata terms, uint256 i) internal pure returns (uint256) {
        return _plusMonths(terms.firstReset, i * terms.resetMonths, false);
    }

    /// @notice How many reset days have begun by `day`, the day included.
    function resetsBy(Terms calldata terms, uint256 day) internal pure returns (uint256) {
        return day < terms.firstReset ? 0 : _monthly(terms.firstReset, terms.resetMonths, day, false);
    }

    /// @notice Days from `from` to `to` as the day count has them. Additive: via any day between it is the same.
    function daysBetween(DayCount dayCount, uint256 from, uint256 to) internal pure returns (uint256) {
        if (dayCount != DayCount.Thirty360European) return to - from;
        return _thirty360(to) - _thirty360(from);
    }

    /// @notice Days of a year in a day count.
    function yearOf(DayCount dayCount) internal pure returns (uint256) {
        return dayCount == DayCount.Act365Fixed ? 365 : 360;
    }

    /// @notice Last second (Unix time) of a day on a calendar `offset` quarter hours ahead of UTC.
    function endOf(uint256 day, int8 offset) internal pure returns (uint256) {
        return uint256(int256((day + 1) * 1 days) - int256(offset) * 15 minutes) - 1;
    }

    /// @dev 30E/360 as a number of days since year 0: the 31st counts as the 30th.
    function _thirty360(uint256 day) private pure returns (uint256) {
        (uint256 y, uint256 m, uint256 d) = DateTimeLib.epochDayToDate(day);
        return 360 * y + 30 * m + (d < 30 ? d : 30);
    }

    /// @dev The day `months` months after `first`: its day of the month, or the last where the month is shorter, or
    /// where `endOfMonth` and `first` is the last of its month.
    function _plusMonths(uint256 first, uint256 months, bool endOfMonth) private pure returns (uint256) {
        (uint256 y, uint256 m, uint256 d) = DateTimeLib.epochDayToDate(first);
        bool last = endOfMonth && d == DateTimeLib.daysInMonth(y, m);
        // Far below 2**256: `first` is of 24 bits, `months` below 2**32.
        unchecked {
            months += m - 1;
            (y, m) = (y + months / 12, months % 12 + 1);
        }
        uint256 length = DateTimeLib.daysInMonth(y, m);
        return DateTimeLib.dateToEpochDay(y, m, last || d > length ? length : d);
    }

    /// @dev How many days of the monthly series from `first` lie at or before `day`, which is not before `first`.
    function _monthly(uint256 first, uint256 interval, uint256 day, bool endOfMonth)
        private
        pure
        returns (uint256)
    {
        (uint256 y, uint256 m,) = DateTimeLib.epochDayToDate(first);
        (uint256 toYear, uint256 toMonth,) = DateTimeLib.epochDayToDate(day);
        uint256 steps = (toYear * 12 + toMonth - y * 12 - m) / interval;
        // In the month itself the day may not have come yet.
        return _plusMonths(first, steps * interval, endOfMonth) > day ? steps : steps + 1;
    }
}
