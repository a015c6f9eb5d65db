// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DayCount, LoanState, Method, Quote, Terms} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {LoanMathSuite} from "./LoanMathSuite.sol";

/*
LoanMath.roll, quote

├── nothing is owed                      → only the day changes, and the due days passed by it
├── no due day passes                    → interest runs, undivided; nothing is due
├── a due day passes
│   ├── interest                          → billed, rounded up; the next period begins at nothing
│   ├── principal                         → falls due by the plan, at most what is left
│   └── nothing was overdue before        → it is the oldest unpaid due day
├── what is overdue                      → bears penalty from its due day on, besides the interest
│   ├── within the grace                  → not payable
│   └── after it                          → payable from its first day
├── several due days pass                → their interest and principal add up
├── the last due day passes              → all principal is due; interest is due as it accrues
├── default                              → all is due and bears penalty
├── money drawn within a period          → bears interest from its day
├── more than the words hold             → stops there
└── by any days between                  → the same; no day lowers the debt
*/
contract RollTest is LoanMathSuite {
    uint256 private constant DUE = START + 32;
    uint256 private constant SECOND = DUE + 30;
    /// @dev Of 1,200,000 at 6 %, 32 days: 6,400; of the next 30 days: 6,000.
    uint256 private constant INTEREST = 6_400e6;
    uint256 private constant PART = 100_000e6;

    function _quote(Terms memory t, LoanState memory s) private view returns (Quote memory) {
        return math.quote(t, s);
    }

    /* INTEREST */

    /// @notice Of a loan on which nothing is owed only the day changes, and what has fallen due by it (L-20).
    function test_nothingOwed() external view {
        Terms memory t = monthly();
        LoanState memory s = drawn(t, 0);
        s.base = 500;
        LoanState memory later = roll(t, s, START + 1000);
        (s.day, s.dues) = (START + 1000, 12);
        assertSame(later, s, "state");
    }

    /// @notice Interest runs by day and is kept undivided; a quote rounds it up and does not ask for it (L-20).
    function test_withinAPeriod() external view {
        Terms memory t = monthly();
        LoanState memory s = roll(t, drawn(t, 1), START + 1);
        vm.assertEq(s.accrued, 60_000, "a unit for a day");
        Quote memory q = _quote(t, s);
        vm.assertEq(q.accrued, 1, "rounded up");
        vm.assertEq(q.payoff, 2, "owed");
        vm.assertEq(q.due, 0, "not due");
        s = roll(t, drawn(t, DRAWN), DUE - 1);
        vm.assertEq(s.accrued, DRAWN * 60_000 * 31, "31 days");
        vm.assertEq(s.billed + s.overdue + s.oldest, 0, "nothing is due");
    }

    /// @notice On the due day the interest is billed and the first part is due; no penalty runs yet (L-20, L-24, L-26).
    function test_dueDay() external view {
        Terms memory t = monthly();
        LoanState memory s = roll(t, drawn(t, DRAWN), DUE);
        vm.assertEq(s.billed, INTEREST, "billed");
        vm.assertEq(s.accrued, 0, "begins anew");
        vm.assertEq(s.overdue, PART, "principal");
        vm.assertEq(s.oldest, DUE, "oldest");
        vm.assertEq(s.penalty, 0, "no penalty");
        Quote memory q = _quote(t, s);
        vm.assertEq(q.due, INTEREST + PART, "due");
        vm.assertEq(q.payoff, DRAWN + INTEREST, "payoff");
        vm.assertEq(q.daysPastDue, 0, "days past due");
    }

    /// @notice Interest that is not whole is billed rounded up, and the fraction is not carried on (L-20, I7).
    function test_billsRoundedUp() external view {
        Terms memory t = monthly();
        LoanState memory s = roll(t, drawn(t, 1_000_001), DUE);
        vm.assertEq(s.billed, 5334, "5,333.34 up");
        vm.assertEq(s.accrued, 0, "nothing carried");
    }

    /// @notice Each day count bills the part of the year that it says (L-21, T52).
    function test_dayCounts() external view {
        Terms memory t = monthly();
        t.dayCount = DayCount.Act365Fixed;
        vm.assertEq(roll(t, drawn(t, DRAWN), DUE).billed, up(DRAWN * 60_000 * 32, SCALE_365), "ACT/365F");
        t.dayCount = DayCount.Thirty360European;
        vm.assertEq(roll(t, drawn(t, DRAWN), DUE).billed, up(DRAWN * 60_000 * 31, SCALE), "30E/360");
    }

    /// @notice What is drawn within a period bears interest from its day on, and belongs to the plan (L-13, L-25).
    function test_drawnWithinAPeriod() external view {
        Terms memory t = monthly();
        LoanState memory s = roll(t, drawn(t, 600_000e6), START + 12);
        (s.principal, s.base) = (s.principal + 600_000e6, s.base + 600_000e6);
        s = roll(t, s, DUE);
        // 600,000 for 12 days is 1,200, 1,200,000 for 20 days is 4,000.
        vm.assertEq(s.billed, 5_200e6, "billed");
        vm.assertEq(s.overdue, PART, "part of all that was drawn");
    }

    /* PRINCIPAL */

    /// @notice Instalments of interest alone bill interest and call no principal (L-24).
    function test_interestOnlyPeriods() external view {
        Terms memory t = monthly();
        t.interestOnly = 2;
        LoanState memory s = roll(t, drawn(t, DRAWN), SECOND);
        vm.assertEq(s.billed, INTEREST + 6_000e6, "two months' interest");
        vm.assertEq(s.overdue, 0, "no principal");
        s = roll(t, s, SECOND + 31);
        vm.assertEq(s.overdue, DRAWN / 10, "the third brings a tenth");
    }

    /// @notice Instalments never call more principal than is left, so a loan paid ahead ends sooner (L-24, L-33).
    function test_callsAtMostWhatIsLeft() external view {
        Terms memory t = monthly();
        LoanState memory s = drawn(t, DRAWN);
        s.principal = 150_000e6;
        s = roll(t, s, SECOND);
        vm.assertEq(s.overdue, 150_000e6, "a part and a half");
        s = roll(t, s, SECOND + 31);
        vm.assertEq(s.overdue, 150_000e6, "no more");
    }

    /// @notice The last instalment calls all that is left, the residue of the division with it (L-24, I17).
    function test_last() external view {
        Terms memory t = monthly();
        LoanState memory s = roll(t, drawn(t, 1_000_007), START + 365);
        vm.assertEq(s.overdue, 11 * 83_333, "eleven parts");
        s = roll(t, s, START + 366);
        vm.assertEq(s.overdue, 1_000_007, "all");
    }

    /// @notice A bullet's interest and principal are due on its only day together (L-24).
    function test_bullet() external view {
        Terms memory t = bullet(START + 90);
        LoanState memory s = roll(t, drawn(t, DRAWN), START + 89);
        vm.assertEq(_quote(t, s).due, 0, "the day before");
        s = roll(t, s, START + 90);
        vm.assertEq(_quote(t, s).due, DRAWN + 18_000e6, "principal and 90 days' interest");
    }

    /// @notice A loan of interest only bills each month and calls principal on the last day (L-24).
    function test_interestOnlyLoan() external view {
        Terms memory t = monthly();
        (t.method, t.instalments, t.penaltyRate) = (Method.InterestOnly, 2, 0);
        LoanState memory s = roll(t, drawn(t, DRAWN), DUE);
        vm.assertEq(_quote(t, s).due, INTEREST, "interest");
        s = roll(t, s, SECOND);
        vm.assertEq(_quote(t, s).due, INTEREST + 6_000e6 + DRAWN, "and all");
    }

    /// @notice After the last due day interest is due as it accrues, and penalty runs on what is overdue (L-26, L-27).
    function test_afterTheLastDay() external view {
        Terms memory t = bullet(START + 90);
        LoanState memory s = roll(t, drawn(t, DRAWN), START + 100);
        Quote memory q = _quote(t, s);
        vm.assertEq(q.billed, 18_000e6 + 2_000e6, "interest");
        vm.assertEq(q.accrued, 0, "none that is not due");
        // 12 % on 1,218,000 for ten days.
        vm.assertEq(q.penalty, 4_060e6, "penalty");
        vm.assertEq(q.due, q.payoff, "all is due");
        vm.assertEq(q.payoff, DRAWN + 24_060e6, "payoff");
        vm.assertEq(q.daysPastDue, 10, "days past due");
    }

    /* PENALTY AND DEFAULT */

    /// @notice Penalty runs from the due day on the overdue interest and principal, and is payable from the first day
    /// after the grace, for all days since (L-26).
    function test_penalty() external view {
        Terms memory t = monthly();
        LoanState memory s = roll(t, drawn(t, DRAWN), DUE + 5);
        vm.assertEq(s.penalty, (INTEREST + PART) * 120_000 * 5, "runs");
        vm.assertEq(_quote(t, s).penalty, 0, "not payable in the grace");
        vm.assertEq(_quote(t, s).due, INTEREST + PART, "due in the grace");
        s = roll(t, s, DUE + 6);
        vm.assertEq(_quote(t, s).penalty, up((INTEREST + PART) * 120_000 * 6, SCALE), "payable");
        vm.assertEq(_quote(t, s).accrued, up(DRAWN * 60_000 * 6, SCALE), "besides the interest");
        vm.assertEq(_quote(t, s).daysPastDue, 6, "days past due");
    }

    /// @notice Without grace penalty is payable from the day after the due day (L-26).
    function test_penalty_noGrace() external view {
        Terms memory t = monthly();
        t.graceDays = 0;
        LoanState memory s = roll(t, drawn(t, DRAWN), DUE);
        vm.assertEq(_quote(t, s).penalty, 0, "on the day");
        s = roll(t, s, DUE + 1);
        vm.assertEq(_quote(t, s).penalty, up((INTEREST + PART) * 120_000, SCALE), "a day later");
    }

    /// @notice Each further instalment bears penalty from its own due day; the oldest day stays (L-26).
    function test_penalty_twoInstalments() external view {
        Terms memory t = monthly();
        LoanState memory s = roll(t, drawn(t, DRAWN), SECOND + 10);
        uint256 first = INTEREST + PART;
        uint256 second = 6_000e6 + PART;
        vm.assertEq(s.penalty, (first * 40 + second * 10) * 120_000, "penalty");
        vm.assertEq(s.oldest, DUE, "oldest");
        vm.assertEq(_quote(t, s).due, first + second + up(s.penalty, SCALE), "due");
    }

    /// @notice On 30E/360 penalty runs by its days too (L-21, L-26).
    function test_penalty_thirtyEuropean() external view {
        Terms memory t = monthly();
        // Due on 30 October 2024; the 31st is none.
        (t.dayCount, t.firstDue, t.graceDays) = (DayCount.Thirty360European, uint24(START + 26), 0);
        LoanState memory s = roll(t, drawn(t, DRAWN), START + 28);
        vm.assertEq(s.penalty, (s.billed + PART) * 120_000, "one day");
    }

    /// @notice In default all principal and interest is due, and all principal bears penalty (L-26, L-36).
    function test_default() external view {
        Terms memory t = monthly();
        LoanState memory s = roll(t, drawn(t, DRAWN), DUE + 31);
        uint256 before = s.penalty;
        uint256 billed = s.billed;
        s.defaulted = true;
        s = roll(t, s, DUE + 41);
        vm.assertEq(s.penalty, before + (billed + DRAWN) * 120_000 * 10, "penalty");
        Quote memory q = _quote(t, s);
        vm.assertEq(q.overdue, DRAWN, "all principal");
        vm.assertEq(q.accrued, 0, "no interest that is not due");
        vm.assertEq(q.due, q.payoff, "all is due");
        vm.assertEq(s.overdue, 2 * PART, "what fell due is kept apart");
    }

    /* IN GENERAL */

    /// @notice By any days between, the state and what is owed are the same to the last unit (L-20, T50, I15).
    function testFuzz_isPathIndependent(uint256 seed, uint96 amount, uint16[6] memory gaps) external view {
        Terms memory t = _anyTerms(seed);
        LoanState memory s = drawn(t, amount);
        s.defaulted = seed % 7 == 0;
        uint256 day = START;
        for (uint256 i; i < 6; ++i) {
            day += gaps[i] % 120;
            s = roll(t, s, day);
        }
        LoanState memory atOnce = drawn(t, amount);
        atOnce.defaulted = s.defaulted;
        assertSame(s, roll(t, atOnce, day), "the same");
    }

    /// @notice No day that passes lowers what is owed or what is due (L-20, T50, I15).
    function testFuzz_neverFalls(uint256 seed, uint96 amount, uint16[6] memory gaps) external view {
        Terms memory t = _anyTerms(seed);
        LoanState memory s = drawn(t, amount);
        Quote memory before = _quote(t, s);
        for (uint256 i; i < 6; ++i) {
            s = roll(t, s, s.day + gaps[i] % 120);
            Quote memory q = _quote(t, s);
            vm.assertGe(q.payoff, before.payoff, "debt");
            vm.assertGe(q.due, before.due, "due");
            vm.assertGe(q.payoff, q.due, "due is owed");
            vm.assertEq(q.payoff, q.penalty + q.billed + q.accrued + q.principal, "parts of the debt");
            vm.assertEq(q.due, q.penalty + q.billed + q.overdue, "parts of what is due");
            before = q;
        }
    }

    /// @dev Terms of any method and day count, up to 24 instalments.
    function _anyTerms(uint256 seed) private pure returns (Terms memory t) {
        t = monthly();
        t.method = Method(pick(seed >> 8, 1, 4));
        t.instalments = t.method == Method.Bullet ? 1 : uint16(pick(seed >> 16, 1, 24));
        t.interestOnly = uint16(pick(seed >> 24, 0, t.instalments - 1));
        t.dayCount = DayCount(pick(seed >> 32, 1, 3));
        t.inDays = seed >> 40 & 1 == 1;
        t.interval = uint16(pick(seed >> 48, 1, t.inDays ? 45 : 3));
        t.rate = uint32(pick(seed >> 64, 0, 300_000));
        t.firstDue = uint24(START + pick(seed >> 96, 1, 60));
        t.endOfMonth = seed >> 41 & 1 == 1;
        t.graceDays = uint16(pick(seed >> 112, 0, 40));
        t.penaltyRate = uint32(pick(seed >> 128, 0, 300_000));
    }
}
