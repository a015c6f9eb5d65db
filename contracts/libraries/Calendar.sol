// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Calendar
/// @notice Days since 1970-01-01 on a calendar that is `offset` quarter hours ahead of UTC.
library Calendar {
    /// @notice The day of `time` (Unix time); rounded down.
    function dayOf(uint256 time, int8 offset) internal pure returns (uint256) {
        // No underflow for a block of any chain: the largest negative offset is half a day after 1970 began.
        unchecked {
            return uint256(int256(time) + int256(offset) * 15 minutes) / 1 days;
        }
    }

    /// @notice The day of the block.
    function today(int8 offset) internal view returns (uint256) {
        return dayOf(block.timestamp, offset);
    }
}
