// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title DebtMath
/// @notice The arithmetic of what is owed, paid out and discounted. Amounts in base units, below 2**96.
/// @dev What a debtor owes and a seller bears is rounded up, what a payee gets down. silkline/formulas.py is its twin.
library DebtMath {
    /// @dev One day's late rate is in parts per billion.
    uint256 internal constant RATE_SCALE = 1e9;
    /// @dev A discount rate per year is in parts per million.
    uint256 internal constant YEAR_RATE_SCALE = 1e6;

    /// @notice Late interest on `principal` for `daysLate` days, rounded up.
    function interestUp(uint256 principal, uint256 rate, uint256 daysLate) internal pure returns (uint256) {
        return Math.ceilDiv(principal * rate * daysLate, RATE_SCALE);
    }

    /// @notice Discount on `value` for `numberOfDays` at `rate` per year of `basis` days, rounded up.
    function discountUp(uint256 value, uint256 rate, uint256 numberOfDays, uint256 basis)
        internal
        pure
        returns (uint256)
    {
        return Math.ceilDiv(value * rate * numberOfDays, YEAR_RATE_SCALE * basis);
    }

    /// @notice What a note of `value` has earned of `received` on a debt of `face`, rounded down.
    function shareDown(uint256 received, uint256 value, uint256 face) internal pure returns (uint256) {
        return received * value / face;
    }

    /// @notice Late interest up to a day that is not yet paid, J - (T - (F - P)); 0 for a day before the last payment.
    /// @param interest J: all that was charged, and what has accrued since then up to that day. A payment of interest
    /// alone is not charged, so what was charged may be less than what was paid.
    function interestDue(uint256 face, uint256 received, uint256 unpaid, uint256 interest)
        internal
        pure
        returns (uint256)
    {
        return Math.saturatingSub(interest + face, unpaid + received);
    }
}
