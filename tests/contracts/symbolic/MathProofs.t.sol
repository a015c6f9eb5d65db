// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {DebtMath} from "../../../contracts/libraries/DebtMath.sol";
import {vm} from "../base/Vm.sol";

/// @notice Rounding of the formulas (I7): proofs for all inputs within the bounds that each states.
/// @custom:halmos --solver-timeout-assertion 120000
contract MathProofs {
    uint256 private constant BILLION = 1e9;

    /// @notice Late interest is the exact amount, or less than a unit more; at 0.05 % a day, bounds below (S-4, I7).
    /// @dev Principal to 8 bits, days to 4 bits.
    function check_interestIsRoundedUp(uint16 principal, uint8 daysLate) external pure {
        vm.assume(principal < 2 ** 8 && daysLate < 2 ** 4);
        uint256 rate = 500_000;
        uint256 interest = DebtMath.interestUp(principal, rate, daysLate);
        uint256 exact = uint256(principal) * rate * daysLate;
        assert(interest * BILLION >= exact);
        assert(interest * BILLION < exact + BILLION);
    }

    /// @notice A discount is the exact amount, or less than a unit more; at 5 % a year, bounds below (D-5, I7).
    /// @dev Value to 8 bits, days to 3 bits, both day counts.
    function check_discountIsRoundedUp(uint16 value, uint8 numberOfDays, bool act365) external pure {
        vm.assume(value < 2 ** 8 && numberOfDays < 2 ** 3);
        uint256 rate = 50_000;
        uint256 basis = act365 ? 365 : 360;
        uint256 discount = DebtMath.discountUp(value, rate, numberOfDays, basis);
        uint256 exact = uint256(value) * rate * numberOfDays;
        assert(discount * 1e6 * basis >= exact);
        assert(discount * 1e6 * basis < exact + 1e6 * basis);
    }

    /// @notice A share is the exact amount or less than one unit less; all amounts to 5 bits (S-8, I7).
    function check_shareIsRoundedDown(uint256 received, uint256 value, uint256 face) external pure {
        vm.assume(received < 2 ** 5 && value <= face && face < 2 ** 5 && face != 0);
        uint256 share = DebtMath.shareDown(received, value, face);
        assert(share * face <= received * value);
        assert((share + 1) * face > received * value);
    }

    /// @notice Shares of three notes of a face stay within receipts; 3 bits of these, 2 of each value (S-16, I1).
    function check_sharesStayWithinReceipts(uint256 received, uint256 one, uint256 two, uint256 three)
        external
        pure
    {
        vm.assume(received < 2 ** 3 && one < 2 ** 2 && two < 2 ** 2 && three < 2 ** 2);
        uint256 face = one + two + three;
        vm.assume(face != 0);
        uint256 sum = DebtMath.shareDown(received, one, face) + DebtMath.shareDown(received, two, face)
            + DebtMath.shareDown(received, three, face);
        assert(sum <= received);
        assert(sum + 3 > received);
    }

    /// @notice The last of two notes, taking what is left, gets its share or a unit more; to 4 and 3 bits (S-9).
    function check_lastNoteTakesItsShareAndTheOddUnit(uint256 received, uint256 one, uint256 two)
        external
        pure
    {
        vm.assume(received < 2 ** 4 && one < 2 ** 3 && two < 2 ** 3);
        uint256 face = one + two;
        vm.assume(face != 0);
        uint256 left = received - DebtMath.shareDown(received, one, face);
        uint256 share = DebtMath.shareDown(received, two, face);
        assert(left == share || left == share + 1);
    }

    /// @notice The least of two and a difference that ends at zero are what proofs tell of them (Choices); all words.
    function check_choices(uint256 a, uint256 b) external pure {
        assert(Math.min(a, b) == (a < b ? a : b));
        assert(Math.saturatingSub(a, b) == (a > b ? a - b : 0));
    }

    /// @notice Nothing paid late is lost: interest due and unpaid principal are face and interest less receipts (S-4).
    function check_interestDueBalances(uint96 face, uint96 received, uint96 unpaid, uint96 interest)
        external
        pure
    {
        vm.assume(unpaid <= face && uint256(received) + unpaid <= uint256(face) + interest);
        uint256 due = DebtMath.interestDue(face, received, unpaid, interest);
        assert(due + unpaid + received == uint256(face) + interest);
    }
}
