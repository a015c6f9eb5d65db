// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoanState, Method, Prepayment, Quote} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {PaybackSuite} from "./PaybackSuite.sol";

/*
Principal paid ahead (Loans.repay)

├── shorter                           → instalments stay as they are and end sooner
│   ├── the last of them               → is what is left
│   └── all is overdue of what is left → the oldest day stays until all is paid
├── smaller                           → what is left is divided over the instalments left
│   ├── in interest-only periods       → the plan begins after them all the same
│   ├── several times                  → each time anew
│   └── after a further draw           → what is drawn joins the plan
└── paid only as far as due           → neither
*/
contract PrepayingTest is PaybackSuite {
    function _smaller() private {
        t.prepayment = Prepayment.Smaller;
        reopen();
    }

    /// @dev Collects on each due day until nothing is owed; returns how often, and what the last one was.
    function _collectAll() private returns (uint256 times, uint256 last) {
        allow(s1, 2 * PRINCIPAL);
        uint16[12] memory days_ = [32, 62, 93, 124, 152, 183, 213, 244, 274, 305, 336, 366];
        for (uint256 i; i < 12; ++i) {
            if (DAY + days_[i] < block.timestamp / 1 days) continue;
            toDay(DAY + days_[i]);
            if (due() == 0) continue;
            last = collect();
            ++times;
        }
        assertNothingLeft();
    }

    /// @notice Shorter: 100,000 paid ahead on the first day ends the loan four instalments sooner (L-33).
    function test_shorter() external {
        pay(100_000e6);
        toDay(FIRST);
        vm.assertEq(quoteOf(t).overdue, PART, "the part as before");
        (uint256 times,) = _collectAll();
        vm.assertEq(times, 8, "eight instead of twelve");
    }

    /// @notice Shorter: the last instalment is what is left (L-24, L-33).
    function test_shorter_theLast() external {
        pay(PRINCIPAL - PART - 1);
        (uint256 times, uint256 last) = _collectAll();
        vm.assertEq(times, 2, "a whole part and a unit");
        vm.assertEq(last, 2, "the unit, and its interest up");
    }

    /// @notice Shorter: when all that is left is overdue the oldest day stays, for which part is the last is not known
    /// (L-33, L-34).
    function test_shorter_oldestStays() external {
        t.penaltyRate = 0;
        reopen();
        pay(PRINCIPAL - PART - 5_000e6);
        toDay(SECOND);
        Quote memory q = quoteOf(t);
        vm.assertEq(q.overdue, PART + 5_000e6, "all that is left");
        pay(q.billed + PART);
        vm.assertEq(quoteOf(t).daysPastDue, 30, "still of the first");
        pay(5_000e6);
        assertNothingLeft();
    }

    /// @notice Smaller: 120,000 paid ahead on the first day makes each of the twelve parts 15,000 (L-33).
    function test_smaller() external {
        _smaller();
        pay(120_000e6);
        vm.assertEq(stateOf(loan).base, 180_000e6, "base");
        toDay(FIRST);
        vm.assertEq(quoteOf(t).overdue, 15_000e6, "part");
        (uint256 times,) = _collectAll();
        vm.assertEq(times, 12, "as many as before");
    }

    /// @notice Smaller, with an instalment: what exceeds it is divided over the eleven left (L-33).
    function test_smaller_withAnInstalment() external {
        _smaller();
        toDay(FIRST);
        pay(INTEREST + PART + 55_000e6);
        LoanState memory s = stateOf(loan);
        vm.assertEq(s.base, 220_000e6, "base");
        vm.assertEq(s.recast, 1, "after the first");
        toDay(SECOND);
        vm.assertEq(quoteOf(t).overdue, 20_000e6, "an eleventh");
    }

    /// @notice Smaller, several times: each payment ahead divides what is left anew (L-33).
    function test_smaller_severalTimes() external {
        _smaller();
        pay(60_000e6);
        toDay(FIRST);
        Quote memory q = quoteOf(t);
        vm.assertEq(q.overdue, 20_000e6, "a twelfth of 240,000");
        pay(q.due + 110_000e6);
        toDay(SECOND);
        q = quoteOf(t);
        vm.assertEq(q.overdue, 10_000e6, "an eleventh of 110,000");
        pay(q.due + 99_000e6);
        toDay(THIRD);
        vm.assertEq(quoteOf(t).overdue, 100e6, "a tenth of 1,000");
        (uint256 times,) = _collectAll();
        vm.assertEq(times, 10, "to the last");
    }

    /// @notice Smaller, in the interest-only periods: the plan begins after them all the same (L-24, L-33).
    function test_smaller_interestOnly() external {
        (t.prepayment, t.interestOnly, t.drawDeadline) = (Prepayment.Smaller, 2, DRAW_DEADLINE);
        reopen();
        toDay(FIRST);
        pay(INTEREST + 100_000e6);
        toDay(SECOND);
        vm.assertEq(quoteOf(t).overdue, 0, "interest alone");
        toDay(THIRD);
        vm.assertEq(quoteOf(t).overdue, 20_000e6, "a tenth of what is left");
    }

    /// @notice Smaller: what is drawn after a payment ahead joins the plan (L-25, L-33).
    function test_smaller_drawnLater() external {
        _smaller();
        pay(PRINCIPAL - 40_000e6);
        toDay(DAY + 10);
        release(t, 1);
        vm.assertEq(stateOf(loan).base, 240_000e6, "base");
        toDay(FIRST);
        vm.assertEq(quoteOf(t).overdue, 20_000e6, "a twelfth of both");
    }

    /// @notice Smaller: paid no more than fell due, instalments stay as they are (L-33).
    function test_smaller_onlyDue() external {
        _smaller();
        (uint256 times,) = _collectAll();
        vm.assertEq(times, 12, "twelve");
        vm.assertEq(stateOf(loan).base, PRINCIPAL, "base");
    }

    /// @notice Smaller, late: principal overdue is paid first, and what exceeds it makes the rest smaller (L-29, L-33).
    function test_smaller_late() external {
        _smaller();
        toDay(SECOND + 3);
        Quote memory q = quoteOf(t);
        pay(q.penalty + q.billed + q.accrued + q.overdue + 50_000e6);
        LoanState memory s = stateOf(loan);
        vm.assertEq(s.oldest, 0, "no arrears");
        vm.assertEq(s.base, 200_000e6, "base");
        vm.assertEq(s.recast, 2, "after the second");
        toDay(THIRD);
        vm.assertEq(quoteOf(t).overdue, 20_000e6, "a tenth");
    }

    /// @notice Smaller, an annuity: the new parts are the plan of what is left over the instalments left (L-24, L-33).
    function test_smaller_annuity() external {
        (t.prepayment, t.method) = (Prepayment.Smaller, Method.Annuity);
        reopen();
        pay(PRINCIPAL / 2);
        toDay(FIRST);
        // Half of 24,319.928912, the first part of 300,000 at half a per cent a month in twelve.
        vm.assertEq(quoteOf(t).overdue, 12_159_964_456, "half the part");
    }

    /// @notice Paid ahead on any day by either rule, all is paid by the last due day, principal to the unit (L-24,
    /// L-33, I25).
    function testFuzz_endsAtZero(uint96 amount, uint16 day, bool smaller, bool annuity) external {
        if (smaller) t.prepayment = Prepayment.Smaller;
        if (annuity) t.method = Method.Annuity;
        reopen();
        toDay(DAY + day % 31);
        pay(1 + amount % payoff());
        _collectAll();
        toDay(LAST + 100);
        vm.assertEq(payoff(), 0, "nothing is left");
    }
}
