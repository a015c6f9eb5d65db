// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoanWords} from "../../../../contracts/libraries/LoanWords.sol";
import {DayCount, LoanState, Prepayment, Quote, Terms} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {LoanMathSuite} from "./LoanMathSuite.sol";

/*
LoanMath.lift

├── something overdue is left          → arrears stay as they are
└── all that fell due was paid         → arrears end, but for a payable penalty

LoanMath.refund

├── any amount                       → principal and the plan's amount fall by it
├── less principal than is overdue   → no more is overdue than is left
├── all that was overdue             → arrears end; a penalty that is payable is still owed
├── principal paid ahead before      → the plan's amount never falls below nothing
├── all principal, in a period       → its interest waits for the due day
└── after the last due day
    ├── a part of the principal      → interest goes on accruing
    └── all of it                    → interest is billed, and is late at once

LoanMath.amend

├── nothing is overdue               → accrued interest goes on; all principal follows the new plan
├── something was paid ahead         → the new plan divides what is left
├── something is overdue
│   ├── interest                      → stays due, from today on
│   ├── payable penalty               → stays due with it
│   ├── penalty within the grace      → is forgiven
│   └── principal                     → follows the new plan
├── default                          → lifted
├── the years differ                 → accrued interest is rounded up to units and goes on by the new year
└── more than the words hold         → stops there
*/
contract ChangesTest is LoanMathSuite {
    uint256 private constant DUE = START + 32;
    uint256 private constant INTEREST = 6_400e6;
    uint256 private constant PART = 100_000e6;

    function _at(Terms memory t, uint256 day) private view returns (LoanState memory) {
        return roll(t, drawn(t, DRAWN), day);
    }

    /// @dev Six quarterly instalments, the first of interest alone, from 2025-06-01 on.
    function _newTerms() private pure returns (Terms memory t) {
        t = monthly();
        (t.firstDue, t.interval, t.instalments, t.interestOnly) = (uint24(START + 240), 3, 6, 1);
    }

    /* REFUND */

    /// @notice A refund lowers principal and what the plan divides, and interest from that day on (L-18, L-25).
    function test_refund() external view {
        Terms memory t = monthly();
        LoanState memory s = math.refund(t, _at(t, START + 12), 240_000e6);
        vm.assertEq(s.principal, 960_000e6, "principal");
        vm.assertEq(s.base, 960_000e6, "base");
        s = roll(t, s, DUE);
        // 1,200,000 for 12 days is 2,400, 960,000 for 20 days is 3,200.
        vm.assertEq(s.billed, 5_600e6, "interest");
        vm.assertEq(s.overdue, 80_000e6, "a twelfth of the rest");
    }

    /// @notice What is overdue is never more than all principal (L-18).
    function test_refund_overdue() external view {
        Terms memory t = monthly();
        LoanState memory s = math.refund(t, _at(t, DUE), DRAWN - 40_000e6);
        vm.assertEq(s.overdue, 40_000e6, "all that is left");
        vm.assertEq(s.billed, INTEREST, "interest stays due");
    }

    /// @notice A refund of all that was overdue, in the grace, ends the arrears: no penalty comes of them later (L-18, L-26,
    /// L-32, I25).
    function test_refund_endsArrears() external view {
        Terms memory t = monthly();
        LoanState memory s = _at(t, DUE + 3);
        (s,) = math.pay(t, s, INTEREST + 600e6, false);
        vm.assertEq(s.oldest, DUE, "principal is late");
        s = math.refund(t, s, DRAWN);
        vm.assertEq(s.oldest, 0, "no arrears");
        vm.assertEq(math.quote(t, roll(t, s, DUE + 400)).payoff, 0, "nothing comes of them");
    }

    /// @notice After the grace a refund of all principal leaves the payable penalty, which ends with its payment (L-26).
    function test_refund_leavesPayablePenalty() external view {
        Terms memory t = monthly();
        LoanState memory s = _at(t, DUE + 10);
        Quote memory q = math.quote(t, s);
        s.billed = 0;
        s.accrued = 0;
        s = math.refund(t, s, DRAWN);
        vm.assertEq(math.quote(t, s).payoff, q.penalty, "the penalty alone");
        s = roll(t, s, DUE + 50);
        vm.assertEq(math.quote(t, s).payoff, q.penalty, "which does not grow");
        (s,) = math.pay(t, s, q.penalty, true);
        vm.assertEq(s.oldest, 0, "arrears end");
        vm.assertEq(s.penalty, 0, "penalty");
    }

    /// @notice After payments ahead a refund may be of all that is left; the plan's amount keeps the rest (L-18, L-33).
    function test_refund_afterPayingAhead() external view {
        Terms memory t = monthly();
        LoanState memory s = drawn(t, DRAWN);
        (s,) = math.pay(t, s, 900_000e6, false);
        s = math.refund(t, s, 300_000e6);
        vm.assertEq(s.principal, 0, "principal");
        vm.assertEq(s.base, 900_000e6, "base");
        vm.assertEq(math.quote(t, roll(t, s, DUE + 400)).payoff, 0, "nothing falls due");
    }

    /// @notice Interest of a running period waits for its due day, though no principal is left (L-18, L-20, L-44).
    function test_refund_withinAPeriod() external view {
        Terms memory t = monthly();
        LoanState memory s = _at(t, START + 12);
        uint256 accrued = s.accrued;
        s = math.refund(t, s, DRAWN);
        vm.assertEq(s.accrued, accrued, "accrued");
        vm.assertEq(math.quote(t, s).due, 0, "nothing is due");
        s = roll(t, s, DUE + 3);
        vm.assertEq(s.billed, 2_400e6, "twelve days, due like any interest");
        vm.assertEq(math.quote(t, s).daysPastDue, 3, "and late like it");
    }

    /* REFUND AFTER THE LAST DUE DAY */

    /// @dev A bullet with its interest paid on its due day, `START` + 100, and its principal three days late.
    function _afterTheLast(Terms memory t) private view returns (LoanState memory s) {
        s = _at(t, START + 100);
        (s,) = math.pay(t, s, s.billed, true);
        return roll(t, s, START + 103);
    }

    /// @notice The rest of the principal goes on accruing; nothing is rounded before it is all back (L-20, L-44).
    function test_refund_ofAPartBillsNothing() external view {
        Terms memory t = bullet(START + 100);
        LoanState memory s = _afterTheLast(t);
        uint256 accrued = s.accrued;
        s = math.refund(t, s, DRAWN - 1);
        vm.assertEq(s.billed, 0, "billed");
        vm.assertEq(s.accrued, accrued, "accrued");
        vm.assertEq(s.oldest, START + 100, "the last unit is late");
    }

    /// @notice No due day comes any more that would bill the interest: the refund of all does, and it is late (L-27,
    /// L-44).
    function test_refund_billsTheLastInterest() external view {
        Terms memory t = bullet(START + 100);
        LoanState memory s = _afterTheLast(t);
        uint256 owed = math.quote(t, s).payoff;
        s = math.refund(t, s, DRAWN);
        vm.assertEq(s.billed, 600e6, "three days");
        vm.assertEq(s.accrued, 0, "accrued");
        vm.assertEq(s.oldest, START + 100, "late since the last due day");
        Quote memory q = math.quote(t, s);
        vm.assertEq(q.due, 600e6, "due");
        vm.assertEq(q.payoff, owed - DRAWN, "nothing is owed but what was");
        s = roll(t, s, START + 131);
        // 1,200,000 for three days and 600 for 28, at 12 %.
        vm.assertEq(math.quote(t, s).penalty, 1_200e6 + 5_600_000, "penalty");
        vm.assertEq(math.quote(t, s).daysPastDue, 31, "default may be marked");
        (s,) = math.pay(t, s, math.quote(t, s).due, true);
        vm.assertEq(s.oldest, 0, "arrears end");
    }

    /// @notice Paid within the grace it costs no penalty, neither its own nor that of the principal (L-26, L-44).
    function test_refund_lastInterestWithinTheGrace() external view {
        Terms memory t = bullet(START + 100);
        LoanState memory s = roll(t, math.refund(t, _afterTheLast(t), DRAWN), START + 105);
        vm.assertEq(math.quote(t, s).payoff, 600e6, "interest alone");
        (s,) = math.pay(t, s, 600e6, true);
        vm.assertEq(s.oldest, 0, "arrears end");
        vm.assertEq(s.penalty, 0, "forgiven");
    }

    /* LIFT */

    /// @notice A lifted mark leaves arrears as they are while anything that fell due is unpaid (L-34, L-37, I26).
    function test_lift() external view {
        Terms memory t = monthly();
        LoanState memory s = _at(t, DUE + 31);
        s.defaulted = true;
        LoanState memory lifted = math.lift(t, s);
        s.defaulted = false;
        assertSame(lifted, s, "all but the mark");
    }

    /// @notice Where all that fell due was paid in default, arrears end with the lift (L-26, L-34, L-37).
    function test_lift_endsArrears() external view {
        Terms memory t = monthly();
        LoanState memory s = _at(t, DUE + 31);
        s.defaulted = true;
        Quote memory q = math.quote(t, s);
        (s,) = math.pay(t, s, q.penalty + q.billed + 2 * PART, true);
        vm.assertEq(s.overdue, 0, "what fell due is paid");
        vm.assertEq(s.oldest, DUE, "default makes all due");
        s = math.lift(t, s);
        vm.assertEq(s.oldest, 0, "no arrears");
        vm.assertEq(math.quote(t, s).due, 0, "nothing is due");
    }

    /* AMEND */

    /// @notice Amended within a period, its interest goes on, and all principal follows the new plan (L-41, T27).
    function test_amend() external view {
        Terms memory t = monthly();
        Terms memory n = _newTerms();
        LoanState memory s = _at(t, START + 20);
        uint256 accrued = s.accrued;
        s = math.amend(t, n, s);
        vm.assertEq(s.accrued, accrued, "interest so far");
        vm.assertEq(s.recast, 1, "plan begins after its interest-only period");
        vm.assertEq(s.base, DRAWN, "it divides all principal");
        s = roll(n, s, START + 240);
        vm.assertEq(s.billed, up(DRAWN * 60_000 * 240, SCALE), "old and new period in one, divided once");
        vm.assertEq(s.overdue, 0, "interest alone");
        s = roll(n, s, START + 240 + 92);
        vm.assertEq(s.overdue, DRAWN / 5, "a fifth");
    }

    /// @notice The new plan divides what is left, not what was drawn (L-41).
    function test_amend_afterPayingAhead() external view {
        Terms memory t = monthly();
        Terms memory n = _newTerms();
        (LoanState memory s,) = math.pay(t, drawn(t, DRAWN), 200_000e6, false);
        s = math.amend(t, n, s);
        vm.assertEq(s.base, 1_000_000e6, "base");
        vm.assertEq(roll(n, s, START + 240 + 92).overdue, 200_000e6, "a fifth of it");
    }

    /// @notice Interest overdue and payable penalty stay due from today on; principal overdue does not (L-41, T27).
    function test_amend_late() external view {
        Terms memory t = monthly();
        LoanState memory s = _at(t, DUE + 10);
        uint256 penalty = math.quote(t, s).penalty;
        s.defaulted = true;
        s = math.amend(t, _newTerms(), s);
        vm.assertEq(s.billed, INTEREST + penalty, "stays due");
        vm.assertEq(s.oldest, DUE + 10, "from today on");
        vm.assertEq(s.overdue, 0, "principal follows the new plan");
        vm.assertEq(s.penalty, 0, "begins anew");
        vm.assertFalse(s.defaulted, "default");
        Quote memory q = math.quote(_newTerms(), s);
        vm.assertEq(q.due, INTEREST + penalty, "due");
        vm.assertEq(q.principal, DRAWN, "no principal is lost");
    }

    /// @notice A penalty that is still within the grace is forgiven with the amendment (L-26, L-41).
    function test_amend_withinTheGrace() external view {
        Terms memory t = monthly();
        LoanState memory s = math.amend(t, _newTerms(), _at(t, DUE + 5));
        vm.assertEq(s.billed, INTEREST, "interest alone");
        vm.assertEq(s.penalty, 0, "forgiven");
    }

    /// @notice Where nothing is overdue in interest, nothing is late after the amendment (L-41).
    function test_amend_principalOverdueOnly() external view {
        Terms memory t = monthly();
        LoanState memory s = _at(t, DUE);
        (s,) = math.pay(t, s, INTEREST, true);
        s = math.amend(t, _newTerms(), s);
        vm.assertEq(s.oldest, 0, "nothing is late");
        vm.assertEq(math.quote(_newTerms(), s).due, 0, "nothing is due");
    }

    /// @notice With another year accrued interest is rounded up to units once, and goes on by the new year (L-20,
    /// L-41).
    function test_amend_year() external view {
        Terms memory t = monthly();
        Terms memory n = _newTerms();
        n.dayCount = DayCount.Act365Fixed;
        LoanState memory s = roll(t, drawn(t, 1_000_001), START + 20);
        uint256 units = up(s.accrued, SCALE);
        s = math.amend(t, n, s);
        vm.assertEq(s.accrued, units * SCALE_365, "whole units");
        vm.assertEq(math.quote(n, s).accrued, units, "as many as before");
    }

    /// @notice An amendment changes nothing of what is owed, but for a penalty that is forgiven (L-41, T27, I7).
    function testFuzz_amend_keepsTheDebt(uint64 amount, uint16 numberOfDays, uint8 dayCount, bool smaller)
        external
        view
    {
        Terms memory t = monthly();
        t.dayCount = DayCount(pick(dayCount, 1, 3));
        if (smaller) t.prepayment = Prepayment.Smaller;
        LoanState memory s = roll(t, drawn(t, amount), START + numberOfDays % 200);
        Quote memory before = math.quote(t, s);
        s = math.amend(t, _newTerms(), s);
        vm.assertEq(math.quote(_newTerms(), s).payoff, before.payoff, "debt");
    }

    /* WIDTHS */

    /// @notice Interest that no word holds stops accruing at the widest numerator, by any path (L-20, I15).
    function test_accruedStops() external view {
        Terms memory t = bullet(START + 63_000);
        t.rate = 1_000_000;
        uint256 aDay = type(uint96).max * uint256(1_000_000);
        uint256 fits = LoanWords.MAX_ACCRUED / aDay;
        LoanState memory s = roll(t, drawn(t, type(uint96).max), START + fits);
        vm.assertEq(s.accrued, fits * aDay, "decades at 100 % fit");
        s = roll(t, s, START + fits + 1);
        vm.assertEq(s.accrued, LoanWords.MAX_ACCRUED, "then it stops");
        s = roll(t, s, START + fits + 9);
        assertSame(roll(t, drawn(t, type(uint96).max), START + fits + 9), s, "at once");
    }

    /// @notice Interest billed stops at the largest amount, so that it never spills into the principal beside it
    /// (L-20).
    function test_billedStops() external view {
        Terms memory t = bullet(START + 800);
        (t.rate, t.penaltyRate) = (1_000_000, 1_000_000);
        uint256 largest = type(uint96).max;
        LoanState memory s = roll(t, drawn(t, largest), START + 800);
        vm.assertEq(s.billed, largest, "two years' interest at 100 % is more than that");
        LoanState memory kept;
        LoanWords.unpackArrears(kept, LoanWords.packArrears(s), s.penalty);
        vm.assertEq(kept.billed, largest, "billed");
        vm.assertEq(kept.overdue, largest, "overdue");
        vm.assertEq(kept.oldest, START + 800, "oldest");
    }

    /// @notice A refund bills no more interest than an amount holds (L-44).
    function test_refundStops() external view {
        Terms memory t = bullet(START + 100);
        LoanState memory s = _afterTheLast(t);
        s.accrued = LoanWords.MAX_ACCRUED;
        vm.assertEq(math.refund(t, s, DRAWN).billed, type(uint96).max, "billed");
    }

    /// @notice New terms carry no more over than the words hold (L-41).
    function test_amendStops() external view {
        Terms memory t = bullet(START + 800);
        (t.rate, t.penaltyRate) = (1_000_000, 1_000_000);
        Terms memory n = bullet(START + 9000);
        n.dayCount = DayCount.Act365Fixed;
        LoanState memory s = roll(t, drawn(t, type(uint96).max), START + 2000);
        s = math.amend(t, n, s);
        vm.assertEq(s.billed, type(uint96).max, "billed and penalty");
        s = drawn(t, type(uint96).max);
        s.accrued = LoanWords.MAX_ACCRUED;
        s = math.amend(t, n, s);
        vm.assertLe(s.accrued, LoanWords.MAX_ACCRUED, "accrued");
    }
}
