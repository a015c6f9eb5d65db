// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Calendar} from "../../../contracts/libraries/Calendar.sol";
import {vm} from "../base/Vm.sol";

/*
Calendar.dayOf, Calendar.today

├── offset 0                       → whole days since 1970
├── each offset from -48 to 56     → the day turns at that calendar's midnight, to the second
├── any time and offset            → as by the clock: seconds of the day, moved, carry into the day
└── today                          → the day of the block
*/
contract CalendarTest {
    /// @notice Without an offset the day is that of Unix time (P-8).
    function test_utc() external pure {
        vm.assertEq(Calendar.dayOf(0, 0), 0, "first day");
        vm.assertEq(Calendar.dayOf(1 days - 1, 0), 0, "its last second");
        vm.assertEq(Calendar.dayOf(1 days, 0), 1, "second day");
        vm.assertEq(Calendar.dayOf(951_782_400, 0), 11_016, "29 February 2000");
    }

    /// @notice In Shanghai (+8 h), Kathmandu (+5:45 h) and New York (-5 h) the day turns when it does there (P-8).
    function test_places() external pure {
        uint256 midnight = 20_000 days;
        vm.assertEq(Calendar.dayOf(midnight - 8 hours, 32), 20_000, "Shanghai");
        vm.assertEq(Calendar.dayOf(midnight - 8 hours - 1, 32), 19_999, "Shanghai before");
        vm.assertEq(Calendar.dayOf(midnight - 345 minutes, 23), 20_000, "Kathmandu");
        vm.assertEq(Calendar.dayOf(midnight - 345 minutes - 1, 23), 19_999, "Kathmandu before");
        vm.assertEq(Calendar.dayOf(midnight + 5 hours, -20), 20_000, "New York");
        vm.assertEq(Calendar.dayOf(midnight + 5 hours - 1, -20), 19_999, "New York before");
    }

    /// @notice On every calendar that a programme may have, the day turns at its midnight to the second (P-8).
    function testFuzz_turnsAtMidnight(uint16 number) external pure {
        uint256 day = uint256(number) + 1;
        for (int8 offset = -48; offset <= 56; ++offset) {
            uint256 midnight = offset < 0
                ? day * 86_400 + uint256(uint8(-offset)) * 900
                : day * 86_400 - uint256(uint8(offset)) * 900;
            vm.assertEq(Calendar.dayOf(midnight - 1, offset), day - 1, "second before");
            vm.assertEq(Calendar.dayOf(midnight, offset), day, "midnight");
        }
    }

    /// @notice At any time the day agrees with a clock that is moved by quarter hours (P-8).
    function testFuzz_agreesWithClock(uint48 seed, int8 offset) external pure {
        offset = offset % 57;
        if (offset < -48) offset += 48;
        uint256 time = uint256(seed) + 1 days;
        int256 ofDay = int256(time % 86_400) + int256(offset) * 900;
        uint256 day = time / 86_400;
        if (ofDay < 0) --day;
        if (ofDay >= 86_400) ++day;
        vm.assertEq(Calendar.dayOf(time, offset), day, "day");
    }

    /// @notice Today is the day of the block (P-8).
    function test_today() external {
        vm.warp(20_000 days - 1);
        vm.assertEq(Calendar.today(0), 19_999, "UTC");
        vm.assertEq(Calendar.today(1), 20_000, "a quarter hour ahead");
        vm.assertEq(Calendar.today(-48), 19_999, "twelve hours behind");
    }
}
