// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {IAttestations} from "./IAttestations.sol";
import {Signed} from "./ILoans.sol";

/// @title IFixings
/// @notice Values of reference rates, as attestors sign them and Loans reads them.
/// @dev A reference rate's id is keccak256(abi.encode(bytes32 name, uint40[] attestors, uint256 threshold)): who says
/// what it is belongs to what it is, so that nobody registers or changes one.
interface IFixings is IAttestations {
    /// @notice A value of a reference rate (EIP-712 type of the same fields).
    /// @param index The reference rate. @param observedOn Day of the value (days since 1970-01-01).
    /// @param rate Parts per million a year; may be negative.
    /// @param validUntil Last second at which it may be recorded (Unix time).
    struct Fixing {
        bytes32 index;
        uint256 observedOn;
        int256 rate;
        uint256 validUntil;
    }

    /// @notice Thrown when a fixing is of another reference rate than that of the attestors brought with it.
    error IndexMismatch(bytes32 given, bytes32 expected);
    /// @notice Thrown when a rate is beyond 100 % a year, up or down.
    error RateOutOfRange(int256 rate, int256 least, int256 most);
    /// @notice Thrown when a fixing is not of a later day than the last one.
    error NotLater(bytes32 index, uint256 observedOn, uint256 last);
    /// @notice Thrown when a fixing is of a day that has begun nowhere.
    error DayNotBegun(uint256 observedOn, uint256 latest);

    /// @notice Emitted when a value is recorded: it holds from the time of the block.
    event FixingRecorded(
        bytes32 indexed index,
        bytes32 indexed name,
        uint40[] attestors,
        uint256 threshold,
        uint256 observedOn,
        int256 rate
    );

    /// @notice Records a value that enough attestors signed, by anyone.
    /// @dev Reverts with `IndexMismatch`, `RateOutOfRange`, `DayNotBegun`, `NotLater`, as IAttestations, or as
    /// ISignatures.
    /// @param name Name of the reference rate, in ASCII. @param attestors Parties that say it, ids strictly rising.
    /// @param threshold How many of them must sign. @param signatures Strictly rising by the signers' parties.
    function record(
        bytes32 name,
        uint40[] calldata attestors,
        uint256 threshold,
        Fixing calldata fixing,
        Signed[] calldata signatures
    ) external;

    /// @notice The last value of a reference rate that was recorded at `time` or before.
    /// @param index The reference rate. @param time Unix time.
    /// @return known Whether there is one. @return rate Parts per million a year; may be negative.
    function rateAt(bytes32 index, uint256 time) external view returns (bool known, int256 rate);

    /// @notice The last value recorded of a reference rate; all zero when there is none.
    /// @return recordedAt Unix time. @return observedOn Its day. @return rate Parts per million a year.
    function latest(bytes32 index) external view returns (uint256 recordedAt, uint256 observedOn, int256 rate);

    /// @notice Id of a reference rate.
    function indexOf(bytes32 name, uint40[] calldata attestors, uint256 threshold)
        external
        pure
        returns (bytes32);

    /// @notice Digest that attestors sign.
    function fixingDigest(Fixing calldata fixing) external view returns (bytes32);
}
