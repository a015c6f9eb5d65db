// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IFixings} from "../../../interfaces/IFixings.sol";
import {FixingsSuite} from "./FixingsSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Fixings.rateAt, latest, indexOf, fixingDigest

rateAt
├── when nothing was recorded by then   → unknown
├── at the second of a record           → that value; of several in one second the last
├── between two records                 → the earlier
├── after the last, however late        → the last
└── for any records and time            → as the list of them says
latest                                  → time, day and rate of the last record, zero for none
indexOf, fixingDigest                   → as the specification says
*/
contract RateAtTest is FixingsSuite {
    /// @notice Before the first record there is no rate, not a rate of zero (F-6).
    function test_rateAt_unknown() external {
        _assertUnknown(NOW);
        _assertUnknown(type(uint256).max);
        recordFixing(fixingOf(DAY, RATE));
        _assertUnknown(NOW - 1);
        _assertUnknown(0);
    }

    /// @notice A rate holds from the second of its record until the next one, the last for ever (F-5, F-6).
    function test_rateAt() external {
        recordFixing(fixingOf(DAY, RATE));
        vm.warp(NOW + 1 days);
        recordFixing(fixingOf(DAY + 1, -5_000));
        _assertRate(NOW, RATE);
        _assertRate(NOW + 1 days - 1, RATE);
        _assertRate(NOW + 1 days, -5_000);
        _assertRate(type(uint48).max, -5_000);
        _assertRate(type(uint256).max, -5_000);
    }

    /// @notice Of several values recorded in one second the last holds (F-5).
    function test_rateAt_sameSecond() external {
        recordFixing(fixingOf(DAY - 1, RATE));
        recordFixing(fixingOf(DAY, RATE + 1));
        _assertRate(NOW, RATE + 1);
        assertLatest(INDEX, NOW, DAY, RATE + 1);
    }

    /// @notice A rate of zero, and the lowest that there is, are known (F-6).
    function test_rateAt_zeroIsKnown() external {
        recordFixing(fixingOf(DAY - 1, 0));
        _assertRate(NOW, 0);
        vm.warp(NOW + 1);
        recordFixing(fixingOf(DAY, -WHOLE));
        _assertRate(NOW + 1, -WHOLE);
    }

    /// @notice For any records the rate at any time is that of the last record not after it (F-6).
    function testFuzz_rateAt(uint16[12] calldata gaps, int24[12] calldata rates, uint24 asked) external {
        uint256[12] memory times;
        uint256 time = NOW;
        for (uint256 i; i < 12; ++i) {
            time += gaps[i];
            vm.warp(time);
            times[i] = time;
            IFixings.Fixing memory f = fixingOf(DAY - 20 + i, _inRange(rates[i]));
            f.validUntil = time;
            recordFixing(f);
        }
        uint256 asking = NOW + asked % (12 * 65_536);
        bool known;
        int256 expected;
        for (uint256 i; i < 12; ++i) {
            if (times[i] <= asking) (known, expected) = (true, _inRange(rates[i]));
        }
        (bool found, int256 rate) = fixings.rateAt(INDEX, asking);
        vm.assertEq(found, known, "known");
        vm.assertEq(rate, expected, "rate");
    }

    /// @notice The last record of a rate is all zero before the first one (F-6).
    function test_latest_none() external view {
        assertLatest(INDEX, 0, 0, 0);
    }

    /// @notice The id of a rate is the hash of name, attestors and threshold (F-1).
    function testFuzz_indexOf(bytes32 name, uint40[] calldata attestors, uint256 threshold) external view {
        vm.assertEq(fixings.indexOf(name, attestors, threshold), indexOf(name, attestors, threshold), "index");
    }

    /// @notice The digest is that of the standard, over every member (F-2, X-2).
    function testFuzz_fixingDigest(IFixings.Fixing calldata f) external view {
        vm.assertEq(fixings.fixingDigest(f), fixingDigest(f), "digest");
    }

    function _inRange(int24 rate) private pure returns (int256) {
        return int256(rate) % (WHOLE + 1);
    }

    function _assertUnknown(uint256 time) private view {
        (bool known, int256 rate) = fixings.rateAt(INDEX, time);
        vm.assertFalse(known, "known");
        vm.assertEq(rate, int256(0), "rate");
    }

    function _assertRate(uint256 time, int256 expected) private view {
        (bool known, int256 rate) = fixings.rateAt(INDEX, time);
        vm.assertTrue(known, "known");
        vm.assertEq(rate, expected, "rate");
    }
}
