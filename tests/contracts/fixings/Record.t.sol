// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IFixings} from "../../../interfaces/IFixings.sol";
import {Signed} from "../../../interfaces/ILoans.sol";
import {ISignatures} from "../../../interfaces/ISignatures.sol";
import {FixingsSuite} from "./FixingsSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Fixings.record

├── what k of n attestors sign                                  → RecordPanel.t.sol
├── when the fixing is of another name, list or threshold       → IndexMismatch
├── when the rate is beyond 100 % a year, up or down            → RateOutOfRange
├── when the day has begun nowhere                              → DayNotBegun
├── when the day is not later than the last one                 → NotLater
├── when what was signed differs in any member                  → SignatureInvalid
└── otherwise                                                   → the value holds from now, one event
    ├── brought by anyone, also through the forwarder
    └── other reference rates are as before
*/
contract RecordTest is FixingsSuite {
    /* REFUSALS */

    /// @notice Who says what a rate is belongs to the rate: with another name, list or threshold it is another (F-1).
    function test_record_refusesAnotherIndex() external {
        uint40[] memory fewer = new uint40[](2);
        (fewer[0], fewer[1]) = (FIRST, MIDDLE);
        _refuseIndex("EURIBOR 6M", panel(), 2);
        _refuseIndex(NAME, fewer, 2);
        _refuseIndex(NAME, panel(), 1);
    }

    function _refuseIndex(bytes32 name, uint40[] memory attestors, uint256 threshold) private {
        IFixings.Fixing memory f = fixingOf(DAY, RATE);
        Signed[] memory signed = signFixing(f);
        bytes32 expected = indexOf(name, attestors, threshold);
        vm.expectRevert(abi.encodeWithSelector(IFixings.IndexMismatch.selector, INDEX, expected));
        fixings.record(name, attestors, threshold, f, signed);
    }

    /// @notice A rate beyond 100 % a year, up or down, is a mistake (F-3).
    function testFuzz_record_refusesRateOutOfRange(int256 rate) external {
        vm.assume(rate < -WHOLE || rate > WHOLE);
        _refuse(
            fixingOf(DAY, rate), abi.encodeWithSelector(IFixings.RateOutOfRange.selector, rate, -WHOLE, WHOLE)
        );
    }

    /// @notice A day counts from when it begins first on earth, fourteen hours ahead of UTC (F-4).
    function test_record_refusesDayNotBegun() external {
        vm.warp(NOW + 10 hours - 1);
        _refuse(fixingOf(DAY + 1, RATE), abi.encodeWithSelector(IFixings.DayNotBegun.selector, DAY + 1, DAY));
        uint256 never = type(uint256).max;
        _refuse(fixingOf(never, RATE), abi.encodeWithSelector(IFixings.DayNotBegun.selector, never, DAY));
        vm.warp(NOW + 10 hours);
        recordFixing(fixingOf(DAY + 1, RATE));
    }

    /// @notice Neither the same day again nor an earlier one changes what was recorded (F-4, F-6, T31).
    function test_record_refusesDayNotLater() external {
        recordFixing(fixingOf(DAY - 1, RATE));
        _refuse(fixingOf(DAY - 1, RATE + 1), _notLater(DAY - 1, DAY - 1));
        _refuse(fixingOf(DAY - 2, RATE), _notLater(DAY - 2, DAY - 1));
    }

    /// @notice There is no value of day zero (F-4).
    function test_record_refusesDayZero() external {
        _refuse(fixingOf(0, RATE), _notLater(0, 0));
    }

    /// @notice Who brings a fixing changes nothing in it: each member is signed (F-2, X-2, T20).
    function testFuzz_record_refusesChangedMember(uint256 which) external {
        IFixings.Fixing memory f = fixingOf(DAY - 1, RATE);
        Signed[] memory signed = signFixing(f);
        if (which % 3 == 0) ++f.observedOn;
        if (which % 3 == 1) ++f.rate;
        if (which % 3 == 2) ++f.validUntil;
        bytes memory reason = abi.encodeWithSelector(
            ISignatures.SignatureInvalid.selector, vm.addr(FIRST_KEY), fixingDigest(f)
        );
        vm.expectRevert(reason);
        fixings.record(NAME, panel(), 2, f, signed);
    }

    /* SUCCESS */

    /// @notice A fixing that enough attestors signed holds from now on, whoever brings it, with one event (F-2, F-5).
    function test_record() external {
        IFixings.Fixing memory f = fixingOf(DAY, RATE);
        Signed[] memory signed = signFixing(f);
        vm.recordLogs();
        vm.expectEmit(address(fixings));
        emit IFixings.FixingRecorded(INDEX, NAME, panel(), 2, DAY, RATE);
        vm.prank(outsider);
        fixings.record(NAME, panel(), 2, f, signed);
        assertEvents(1);
        assertLatest(INDEX, NOW, DAY, RATE);
    }

    /// @notice The forwarder may bring it as well as anybody (F-2, X-1).
    function test_record_forwarded() external {
        IFixings.Fixing memory f = fixingOf(DAY, RATE);
        bytes memory data = abi.encodeCall(IFixings.record, (NAME, panel(), 2, f, signFixing(f)));
        forward(signedCall(OUTSIDER_KEY, address(fixings), data));
        assertLatest(INDEX, NOW, DAY, RATE);
    }

    /// @notice The bounds themselves, and every rate between them, come back as they were recorded (F-3, F-6).
    function testFuzz_record_anyRate(int256 rate) external {
        rate = rate % (WHOLE + 1);
        recordFixing(fixingOf(DAY - 2, rate));
        assertLatest(INDEX, NOW, DAY - 2, rate);
        recordFixing(fixingOf(DAY - 1, -WHOLE));
        assertLatest(INDEX, NOW, DAY - 1, -WHOLE);
        recordFixing(fixingOf(DAY, WHOLE));
        assertLatest(INDEX, NOW, DAY, WHOLE);
    }

    /// @notice A rate of the same name with other attestors is another rate (F-1).
    function test_record_leavesOthers() external {
        recordFixing(fixingOf(DAY, RATE));
        assertLatest(indexOf(NAME, panel(), 3), 0, 0, 0);
    }

    function _refuse(IFixings.Fixing memory f, bytes memory reason) private {
        Signed[] memory signed = signFixing(f);
        vm.expectRevert(reason);
        fixings.record(NAME, panel(), 2, f, signed);
    }

    function _notLater(uint256 day, uint256 last) private view returns (bytes memory) {
        return abi.encodeWithSelector(IFixings.NotLater.selector, INDEX, day, last);
    }
}
