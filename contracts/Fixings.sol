// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

import {IFixings} from "../interfaces/IFixings.sol";
import {Signed} from "../interfaces/ILoans.sol";
import {IParties} from "../interfaces/IParties.sol";
import {Attestations} from "./base/Attestations.sol";
import {Calendar} from "./libraries/Calendar.sol";

/// @title Fixings
/// @notice See IFixings. One word for each value recorded, under the time of its block.
contract Fixings is IFixings, Attestations {
    using Checkpoints for Checkpoints.Trace208;

    /// @dev 100 % a year, in parts per million.
    int256 private constant WHOLE = 1_000_000;
    /// @dev Quarter hours that the first of all calendars is ahead of UTC.
    int8 private constant EASTERNMOST = 56;
    bytes32 private constant FIXING_TYPEHASH =
        keccak256("Fixing(bytes32 index,uint256 observedOn,int256 rate,uint256 validUntil)");

    /// @dev Value: day observed << 32 | rate + WHOLE. Not zero, since the day is not.
    mapping(bytes32 index => Checkpoints.Trace208) private _values;

    /// @param forwarder ERC-2771 forwarder; nobody is asked who brings a fixing.
    /// @param parties_ Knows the attestors.
    constructor(address forwarder, IParties parties_) Attestations("Silkline Fixings", forwarder, parties_) {}

    /// @inheritdoc IFixings
    function record(
        bytes32 name,
        uint40[] calldata attestors,
        uint256 threshold,
        Fixing calldata fixing,
        Signed[] calldata signatures
    ) external {
        bytes32 index = indexOf(name, attestors, threshold);
        if (fixing.index != index) revert IndexMismatch(fixing.index, index);
        _checkValue(fixing);
        _checkAttested(attestors, threshold, fixingDigest(fixing), fixing.validUntil, signatures);
        _values[index].push(uint48(block.timestamp), _pack(fixing));
        emit FixingRecorded(index, name, attestors, threshold, fixing.observedOn, fixing.rate);
    }

    /// @inheritdoc IFixings
    function rateAt(bytes32 index, uint256 time) external view returns (bool known, int256 rate) {
        uint48 key = time < type(uint48).max ? uint48(time) : type(uint48).max;
        uint256 value = _values[index].upperLookupRecent(key);
        return value == 0 ? (false, int256(0)) : (true, _rate(value));
    }

    /// @inheritdoc IFixings
    function latest(bytes32 index)
        external
        view
        returns (uint256 recordedAt, uint256 observedOn, int256 rate)
    {
        (bool known, uint48 time, uint208 value) = _values[index].latestCheckpoint();
        if (known) (recordedAt, observedOn, rate) = (time, value >> 32, _rate(value));
    }

    /// @inheritdoc IFixings
    function indexOf(bytes32 name, uint40[] calldata attestors, uint256 threshold)
        public
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(name, attestors, threshold));
    }

    /// @inheritdoc IFixings
    function fixingDigest(Fixing calldata fixing) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(FIXING_TYPEHASH, fixing)));
    }

    function _checkValue(Fixing calldata fixing) private view {
        if (fixing.rate < -WHOLE || fixing.rate > WHOLE) revert RateOutOfRange(fixing.rate, -WHOLE, WHOLE);
        uint256 latestDay = Calendar.today(EASTERNMOST);
        if (fixing.observedOn > latestDay) revert DayNotBegun(fixing.observedOn, latestDay);
        uint256 last = _values[fixing.index].latest() >> 32;
        if (fixing.observedOn <= last) revert NotLater(fixing.index, fixing.observedOn, last);
    }

    /// @dev Fits: the day has begun, and the rate is in range.
    function _pack(Fixing calldata fixing) private pure returns (uint208) {
        return uint208(fixing.observedOn << 32 | uint256(fixing.rate + WHOLE));
    }

    function _rate(uint256 value) private pure returns (int256) {
        return int256(value & type(uint32).max) - WHOLE;
    }
}
