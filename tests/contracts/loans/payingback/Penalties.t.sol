// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoanState, Quote} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {PaybackSuite} from "./PaybackSuite.sol";

/*
Penalty on chain

├── paid within the grace                 → none, and none later
├── paid after it                         → for all days since the due day
├── parts paid within the grace           → penalty on each part for as long as it was overdue, once the grace is over
├── a unit left                           → does not stop it, nor do units paid day by day
├── in two payments of one day            → as in one
└── the day before or after               → paying sooner never costs more
*/
contract PenaltiesTest is PaybackSuite {
    uint256 private constant DUE_FIRST = INTEREST + PART;
    uint256 private constant RATE = 120_000;

    function _up(uint256 numerator) private pure returns (uint256) {
        return (numerator + SCALE - 1) / SCALE;
    }

    /// @notice The instalment paid on the last day of the grace costs no penalty, then or later (L-26).
    function test_withinTheGrace() external {
        allow(s1, PRINCIPAL);
        toDay(FIRST + GRACE_DAYS);
        vm.assertEq(collect(), DUE_FIRST, "no penalty");
        toDay(SECOND - 1);
        vm.assertEq(due(), 0, "nor later");
    }

    /// @notice A day later it costs penalty for all days since the due day (L-26).
    function test_afterTheGrace() external {
        allow(s1, PRINCIPAL);
        toDay(FIRST + GRACE_DAYS + 1);
        vm.assertEq(collect(), DUE_FIRST + _up(DUE_FIRST * RATE * 6), "six days");
    }

    /// @notice Paid in two parts within the grace it costs nothing; the second a day late, each part costs its own days
    /// (L-26, T51).
    function test_inPartsWithinTheGrace() external {
        toDay(FIRST + 2);
        pay(10_000e6);
        uint256 clean = vm.snapshotState();
        toDay(FIRST + GRACE_DAYS);
        pay(quoteOf(t).billed + quoteOf(t).accrued + quoteOf(t).overdue);
        vm.assertEq(stateOf(loan).penalty, 0, "forgiven");
        vm.revertToState(clean);
        toDay(FIRST + GRACE_DAYS + 1);
        // 10,000 less 100 of accrued interest were paid on what was due.
        uint256 rest = DUE_FIRST - 9_900e6;
        vm.assertEq(quoteOf(t).penalty, _up((DUE_FIRST * 2 + rest * 4) * RATE), "two days, then four");
    }

    /// @notice All but a unit paid on the due day: the unit alone bears penalty (L-26, T51).
    function test_allButAUnit() external {
        allow(s1, DUE_FIRST - 1);
        toDay(FIRST);
        collect();
        toDay(FIRST + 29);
        vm.assertEq(quoteOf(t).penalty, 1, "of a unit, up");
        vm.assertEq(quoteOf(t).daysPastDue, 29, "late all the same");
    }

    /// @notice A unit paid each day does not keep the penalty away (L-26, L-34, T51).
    function test_aUnitADay() external {
        uint256 paid;
        for (uint256 day = FIRST; day <= FIRST + 10; ++day) {
            toDay(day);
            paid += pay(1);
        }
        Quote memory q = quoteOf(t);
        vm.assertEq(q.daysPastDue, 10, "late");
        vm.assertGe(q.penalty + paid, _up((DUE_FIRST - 11) * RATE * 10), "penalty, or paid on it");
    }

    /// @notice Paying what is reached back to on time and again keeps a loan in arrears, but each part bears penalty
    /// for its own days (L-26, L-34, T51).
    function test_alwaysOneBehind() external {
        toDay(SECOND);
        Quote memory q = quoteOf(t);
        vm.assertEq(q.penalty, _up(DUE_FIRST * RATE * 30), "a month on the first");
        pay(q.penalty + q.billed + PART);
        vm.assertEq(stateOf(loan).oldest, SECOND, "the second is the oldest now");
        toDay(SECOND + GRACE_DAYS);
        vm.assertEq(quoteOf(t).penalty, 0, "in its grace");
        toDay(THIRD);
        vm.assertEq(quoteOf(t).penalty, _up(PART * RATE * 31), "a month on what was left");
    }

    /// @notice In whatever two payments of one day, exactly as much is owed and due, and the loan is the same, as after
    /// one (L-32, T51, I16).
    function testFuzz_splitting(uint16 wait, uint96 first, uint96 second) external {
        toDay(DAY + wait % 500);
        uint256 owed = payoff();
        uint256 a = 1 + first % (owed - 1);
        uint256 b = 1 + second % (owed - a);
        uint256 clean = vm.snapshotState();
        pay(a);
        pay(b);
        bytes memory inTwo = abi.encode(stateOf(loan), quoteOf(t));
        vm.revertToState(clean);
        pay(a + b);
        vm.assertEq(abi.encode(stateOf(loan), quoteOf(t)), inTwo, "the same");
        vm.assertEq(payoff(), owed - a - b, "owed");
    }

    /// @notice The same amount paid sooner never leaves more owed later (L-20, L-26, T51, I15).
    function testFuzz_soonerIsNeverWorse(uint16 wait, uint8 sooner, uint96 seed) external {
        uint256 day = DAY + wait % 400;
        uint256 later = day + sooner % 60;
        toDay(day);
        uint256 amount = 1 + seed % payoff();
        uint256 clean = vm.snapshotState();
        pay(amount);
        toDay(later);
        uint256 owed = payoff();
        vm.revertToState(clean);
        toDay(later);
        pay(amount);
        // A payment sooner may fall into a period of its own: a unit of rounding for each due day between.
        vm.assertLe(owed, payoff() + 3, "not more");
    }

    /// @notice What is paid on arrears leaves no penalty without arrears, and no arrears without an oldest day (L-26,
    /// L-34).
    function testFuzz_arrearsEndTogether(uint16 wait, uint96 amount) external {
        toDay(DAY + wait % 500);
        pay(1 + amount % payoff());
        LoanState memory s = stateOf(loan);
        if (s.oldest == 0) vm.assertEq(s.penalty + s.billed + s.overdue, 0, "nothing without a day");
        if (s.billed + s.overdue == 0) vm.assertEq(s.oldest, 0, "no day without anything");
    }
}
