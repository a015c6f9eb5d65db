// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

/// @title IFixings
/// @notice Values of reference rates, as Loans reads them.
interface IFixings {
    /// @notice The last value of a reference rate that was recorded at `time` or before.
    /// @param index The reference rate. @param time Unix time.
    /// @return known Whether there is one. @return rate Parts per million a year; may be negative.
    function rateAt(bytes32 index, uint256 time) external view returns (bool known, int256 rate);
}
