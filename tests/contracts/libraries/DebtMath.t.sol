// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DebtMath} from "../../../contracts/libraries/DebtMath.sol";
import {vm} from "../base/Vm.sol";

/*
DebtMath

interestUp     → principal × rate × days / 10^9, up
discountUp     → value × rate × days / (10^6 × basis), up
shareDown      → received × value / face, down
interestDue    → interest − (received − (face − unpaid))
*/
contract DebtMathTest {
    /// @notice 0.05 % a day on a million for one day is 500, and the smallest debt costs a unit a day (S-4).
    function test_interestUp() external pure {
        vm.assertEq(DebtMath.interestUp(1_000_000e6, 500_000, 1), 500e6, "a million, one day");
        vm.assertEq(DebtMath.interestUp(1_000_000e6, 500_000, 30), 15_000e6, "a month");
        vm.assertEq(DebtMath.interestUp(1, 1, 1), 1, "smallest");
        vm.assertEq(DebtMath.interestUp(2000, 500_000, 1), 1, "exactly one");
        vm.assertEq(DebtMath.interestUp(2001, 500_000, 1), 2, "a little more than one");
        vm.assertEq(DebtMath.interestUp(0, 500_000, 30), 0, "no principal");
        vm.assertEq(DebtMath.interestUp(5, 0, 30), 0, "no rate");
        vm.assertEq(DebtMath.interestUp(5, 500_000, 0), 0, "no day");
    }

    /// @notice Interest is the least whole amount that is not below the exact one, to the largest debt (S-4, I7).
    function testFuzz_interestUp(uint96 principal, uint24 rate, uint24 daysLate) external pure {
        uint256 interest = DebtMath.interestUp(principal, rate, daysLate);
        _assertUp(interest, uint256(principal) * rate * daysLate, 1e9);
    }

    /// @notice Charging day by day never costs less than charging at once (S-5, I7, I15).
    function testFuzz_interestUp_byDay(uint96 principal, uint24 rate, uint24 first, uint24 then_)
        external
        pure
    {
        uint256 atOnce = DebtMath.interestUp(principal, rate, uint256(first) + then_);
        uint256 inTwo =
            DebtMath.interestUp(principal, rate, first) + DebtMath.interestUp(principal, rate, then_);
        vm.assertGe(inTwo, atOnce, "in two");
        vm.assertLe(inTwo, atOnce + 1, "by at most one unit");
    }

    /// @notice 4.5 % a year on a million for 90 days is 11,250 of 360 days, and rounds up of 365 (D-5).
    function test_discountUp() external pure {
        vm.assertEq(DebtMath.discountUp(1_000_000e6, 45_000, 90, 360), 11_250e6, "ACT/360");
        vm.assertEq(DebtMath.discountUp(1_000_000e6, 45_000, 90, 365), 11_095_890_411, "ACT/365, up");
        vm.assertEq(DebtMath.discountUp(1, 1, 1, 360), 1, "smallest");
        vm.assertEq(DebtMath.discountUp(1, 0, 1, 360), 0, "no rate");
    }

    /// @notice A discount is the least whole amount that is not below the exact one (D-5, I7, T22).
    function testFuzz_discountUp(uint96 value, uint24 rate, uint16 numberOfDays, bool is365) external pure {
        uint256 basis = is365 ? 365 : 360;
        uint256 discount = DebtMath.discountUp(value, rate, numberOfDays, basis);
        _assertUp(discount, uint256(value) * rate * numberOfDays, basis * 1e6);
    }

    /// @notice Selling in two pieces never costs less than selling at once, so dust cannot dodge the fee (D-5, T22).
    function testFuzz_discountUp_inPieces(uint96 value, uint24 rate, uint16 numberOfDays, uint96 piece)
        external
        pure
    {
        if (piece > value) (piece, value) = (value, piece);
        uint256 atOnce = DebtMath.discountUp(value, rate, numberOfDays, 360);
        uint256 inTwo = DebtMath.discountUp(piece, rate, numberOfDays, 360)
            + DebtMath.discountUp(value - piece, rate, numberOfDays, 360);
        vm.assertGe(inTwo, atOnce, "in two");
    }

    /// @notice A share is the most whole units that do not exceed the exact one (S-8, I7).
    function testFuzz_shareDown(uint96 received, uint96 value, uint96 face) external pure {
        vm.assume(face != 0);
        uint256 exact = uint256(received) * value;
        uint256 share = DebtMath.shareDown(received, value, face);
        vm.assertLe(share * face, exact, "not more");
        vm.assertGt((share + 1) * face, exact, "not less");
    }

    /// @notice The shares of all notes of a debt never exceed what was received (S-16, I1).
    function testFuzz_shareDown_ofAll(uint96 received, uint96 first, uint96 second) external pure {
        uint256 face = uint256(first) + second;
        vm.assume(face != 0);
        uint256 sum = DebtMath.shareDown(received, first, face) + DebtMath.shareDown(received, second, face);
        vm.assertLe(sum, received, "sum");
        vm.assertGe(sum + 1, received, "all but one unit");
    }

    /// @notice Interest due is what was charged less what was received beyond the principal paid (S-4).
    function testFuzz_interestDue(uint96 face, uint96 principalPaid, uint96 charged, uint96 interestPaid)
        external
        pure
    {
        if (principalPaid > face) (face, principalPaid) = (principalPaid, face);
        if (interestPaid > charged) (charged, interestPaid) = (interestPaid, charged);
        uint256 received = uint256(principalPaid) + interestPaid;
        uint256 due = DebtMath.interestDue(face, received, face - principalPaid, charged);
        vm.assertEq(due, charged - interestPaid, "due");
    }

    /// @dev `quotient` is the smallest whole number that is not below dividend / divisor.
    function _assertUp(uint256 quotient, uint256 dividend, uint256 divisor) private pure {
        vm.assertGe(quotient * divisor, dividend, "not below");
        if (quotient != 0) vm.assertLt((quotient - 1) * divisor, dividend, "the least");
    }
}
