// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoanMath} from "../../../../contracts/libraries/LoanMath.sol";
import {DayCount, LoanState, Method, Prepayment, Quote, Terms} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {LoanMathSuite} from "./LoanMathSuite.sol";

/*
LoanMath.pay

├── any amount                            → penalty, interest due, interest accrued, principal, in this order
│   ├── only what is due                   → accrued interest that is not due is passed over
│   └── every unit                         → goes to one of them
├── principal                             → first what fell due
├── all that is overdue                   → arrears end
│   ├── within the grace                   → penalty is forgiven
│   └── after it                           → it was paid first
├── all interest that fell due, and part of the principal
│                                         → the oldest day is that of the instalment that is reached back to
├── less                                  → the oldest day stays
├── principal ahead
│   ├── shorter                            → the plan stays
│   └── smaller                            → what is left is divided over the instalments left
├── the payoff                            → nothing is left
└── in two parts                          → the same as at once
*/
contract PayTest is LoanMathSuite {
    uint256 private constant DUE = START + 32;
    uint256 private constant SECOND = DUE + 30;
    uint256 private constant INTEREST = 6_400e6;
    uint256 private constant SECOND_INTEREST = 6_000e6;
    uint256 private constant PART = 100_000e6;

    function _at(Terms memory t, uint256 day) private view returns (LoanState memory) {
        return roll(t, drawn(t, DRAWN), day);
    }

    function _pay(Terms memory t, LoanState memory s, uint256 amount)
        private
        view
        returns (LoanState memory after_)
    {
        (after_,) = math.pay(t, s, amount, false);
    }

    function _assertSplit(
        LoanMath.Split memory split,
        uint256 penalty,
        uint256 interest,
        uint256 principal,
        string memory label
    ) private pure {
        vm.assertEq(split.penalty, penalty, string.concat(label, ": penalty"));
        vm.assertEq(split.interest, interest, string.concat(label, ": interest"));
        vm.assertEq(split.principal, principal, string.concat(label, ": principal"));
    }

    /* THE ORDER */

    /// @notice Ten days late, each unit more goes to the next in the order: penalty, interest due, interest accrued,
    /// principal (L-29, T58, I17, I18).
    function test_order() external view {
        Terms memory t = monthly();
        LoanState memory s = _at(t, DUE + 10);
        // 12 % on 106,400 and 6 % on 1,200,000, for ten days.
        uint256 penalty = 354_666_667;
        uint256 accrued = 2_000e6;
        (, LoanMath.Split memory split) = math.pay(t, s, penalty - 1, false);
        _assertSplit(split, penalty - 1, 0, 0, "less than the penalty");
        (, split) = math.pay(t, s, penalty + INTEREST, false);
        _assertSplit(split, penalty, INTEREST, 0, "penalty and interest due");
        (, split) = math.pay(t, s, penalty + INTEREST + accrued, false);
        _assertSplit(split, penalty, INTEREST + accrued, 0, "and accrued");
        (, split) = math.pay(t, s, penalty + INTEREST + accrued + 1, false);
        _assertSplit(split, penalty, INTEREST + accrued, 1, "and a unit of principal");
        (, split) = math.pay(t, s, penalty + INTEREST + accrued + DRAWN, false);
        _assertSplit(split, penalty, INTEREST + accrued, DRAWN, "all");
    }

    /// @notice Of what is collected nothing goes to accrued interest that is not due (L-29, L-30, I13).
    function test_order_onlyDue() external view {
        Terms memory t = monthly();
        LoanState memory s = _at(t, DUE + 2);
        (LoanState memory left, LoanMath.Split memory split) = math.pay(t, s, INTEREST + PART, true);
        _assertSplit(split, 0, INTEREST, PART, "collected");
        vm.assertEq(left.accrued, s.accrued, "accrued stays");
        vm.assertEq(left.principal, DRAWN - PART, "principal");
    }

    /// @notice After the last due day and in default accrued interest is due, and collected before principal (L-27,
    /// L-29).
    function test_order_onlyDue_allDue() external view {
        Terms memory t = bullet(START + 90);
        t.graceDays = 20;
        LoanState memory s = _at(t, START + 100);
        (, LoanMath.Split memory split) = math.pay(t, s, 20_000e6 + 5, true);
        _assertSplit(split, 0, 20_000e6, 5, "after the last day");
        t = monthly();
        t.graceDays = 20;
        s = _at(t, DUE + 10);
        s.defaulted = true;
        (, split) = math.pay(t, s, INTEREST + 2_000e6 + 5, true);
        _assertSplit(split, 0, INTEREST + 2_000e6, 5, "in default");
    }

    /// @notice Whatever is paid, every unit goes somewhere, nowhere more than is owed, and nowhere before what comes
    /// first is paid (L-29, T58, I17, I18).
    function testFuzz_orderAndConservation(uint256 seed, uint96 amount, bool onlyDue) external view {
        (Terms memory t, LoanState memory s) = _anyLoan(seed);
        Quote memory q = math.quote(t, s);
        uint256 paid = amount % ((onlyDue ? q.due : q.payoff) + 1);
        (LoanState memory left, LoanMath.Split memory split) = math.pay(t, s, paid, onlyDue);
        vm.assertEq(split.penalty + split.interest + split.principal, paid, "every unit");
        uint256 interest = q.billed + (onlyDue ? 0 : q.accrued);
        vm.assertLe(split.penalty, q.penalty, "penalty");
        vm.assertLe(split.interest, interest, "interest");
        vm.assertLe(split.principal, onlyDue ? q.overdue : q.principal, "principal");
        if (split.interest != 0) vm.assertEq(split.penalty, q.penalty, "penalty first");
        if (split.principal != 0) vm.assertEq(split.interest, interest, "then interest");
        Quote memory rest = math.quote(t, left);
        vm.assertEq(rest.payoff, q.payoff - paid, "the debt falls by what is paid");
        vm.assertLe(rest.due, q.due, "so does what is due, or more");
        if (onlyDue) vm.assertEq(rest.due, q.due - paid, "what is due falls by it");
        vm.assertLe(rest.daysPastDue, q.daysPastDue, "no older");
    }

    /* ARREARS */

    /// @notice All that is overdue paid on the last day of the grace: the penalty is forgiven, and none is left behind
    /// (L-26).
    function test_withinTheGrace() external view {
        Terms memory t = monthly();
        LoanState memory s = _at(t, DUE + 5);
        (s,) = math.pay(t, s, INTEREST + PART, true);
        vm.assertEq(s.oldest, 0, "no arrears");
        vm.assertEq(s.penalty, 0, "forgiven");
        s = roll(t, s, DUE + 20);
        vm.assertEq(math.quote(t, s).due, 0, "nothing is due later");
    }

    /// @notice After the grace penalty takes the first of a payment, so that all else stays overdue for want of it, and
    /// runs on (L-26, L-29, T51).
    function test_afterTheGrace() external view {
        Terms memory t = monthly();
        LoanState memory s = _at(t, DUE + 6);
        uint256 penalty = math.quote(t, s).penalty;
        (s,) = math.pay(t, s, INTEREST + PART, true);
        vm.assertEq(s.overdue, penalty, "as much principal is left as went to the penalty");
        vm.assertEq(s.oldest, DUE, "still late");
        s = roll(t, s, DUE + 7);
        vm.assertEq(math.quote(t, s).penalty, up(penalty * 120_000, SCALE), "penalty on the rest");
    }

    /// @notice A unit left unpaid in the grace keeps the whole penalty alive; the day after the grace it is payable
    /// (L-26, T51).
    function test_allButAUnit() external view {
        Terms memory t = monthly();
        LoanState memory s = _at(t, DUE + 5);
        (s,) = math.pay(t, s, INTEREST + PART - 1, true);
        vm.assertEq(s.oldest, DUE, "late");
        s = roll(t, s, DUE + 6);
        uint256 numerator = ((INTEREST + PART) * 5 + 1) * 120_000;
        vm.assertEq(math.quote(t, s).penalty, up(numerator, SCALE), "payable");
    }

    /// @notice The oldest day moves on once all interest that fell due is paid, to the instalment that the overdue
    /// principal reaches back to (L-34).
    function test_oldestMovesOn() external view {
        Terms memory t = monthly();
        t.penaltyRate = 0;
        LoanState memory s = _at(t, SECOND);
        uint256 interest = INTEREST + SECOND_INTEREST;
        vm.assertEq(_pay(t, s, interest - 1).oldest, DUE, "interest is left");
        vm.assertEq(_pay(t, s, interest).oldest, DUE, "both parts are left");
        vm.assertEq(_pay(t, s, interest + PART - 1).oldest, DUE, "a unit of the first is left");
        vm.assertEq(_pay(t, s, interest + PART).oldest, SECOND, "the first is paid");
        vm.assertEq(_pay(t, s, interest + 2 * PART - 1).oldest, SECOND, "a unit of the second is left");
        vm.assertEq(_pay(t, s, interest + 2 * PART).oldest, 0, "both are paid");
    }

    /// @notice Three instalments late, a payment of two moves the oldest day over two (L-34).
    function test_oldestMovesOverSeveral() external view {
        Terms memory t = monthly();
        t.penaltyRate = 0;
        LoanState memory s = _at(t, SECOND + 31);
        s = _pay(t, s, s.billed + 2 * PART + 1);
        vm.assertEq(s.oldest, SECOND + 31, "the third");
        vm.assertEq(s.overdue, PART - 1, "what is left of it");
    }

    /// @notice Interest-only instalments that were paid do not count as reached back to (L-34).
    function test_oldestAfterInterestOnly() external view {
        Terms memory t = monthly();
        (t.interestOnly, t.penaltyRate) = (1, 0);
        LoanState memory s = _at(t, SECOND);
        vm.assertEq(s.oldest, DUE, "interest of the first");
        s = _pay(t, s, s.billed);
        vm.assertEq(s.oldest, SECOND, "principal of the second");
    }

    /// @notice When the oldest day moves into the grace of a later instalment, its penalty is not payable any more, and
    /// the penalty of the older one has been paid (L-26, L-34, T51).
    function test_oldestMovesIntoTheGrace() external view {
        Terms memory t = monthly();
        LoanState memory s = _at(t, SECOND + 3);
        Quote memory q = math.quote(t, s);
        (s,) = math.pay(t, s, q.penalty + q.billed + PART, true);
        vm.assertEq(s.oldest, SECOND, "second");
        vm.assertEq(s.penalty, 0, "paid");
        vm.assertEq(math.quote(t, s).due, PART, "the second part alone");
    }

    /// @notice Of a loan that payments ahead have made shorter, all of which is overdue, the oldest day stays: which
    /// part is the last one is not known (L-34).
    function test_oldestStaysOfAShortenedLoan() external view {
        Terms memory t = monthly();
        t.penaltyRate = 0;
        LoanState memory s = _pay(t, drawn(t, DRAWN), DRAWN - 150_000e6);
        s = roll(t, s, SECOND);
        vm.assertEq(s.overdue, 150_000e6, "a part and a half");
        s = _pay(t, s, s.billed + PART);
        vm.assertEq(s.oldest, DUE, "stays");
        vm.assertEq(_pay(t, s, 50_000e6).oldest, 0, "until all is paid");
    }

    /* PRINCIPAL AHEAD */

    /// @notice Shorter: what is paid ahead leaves amount and instalments of the plan as they are (L-33).
    function test_shorter() external view {
        Terms memory t = monthly();
        LoanState memory s = _pay(t, drawn(t, DRAWN), 250_000e6);
        vm.assertEq(s.base, DRAWN, "base");
        vm.assertEq(s.recast, 0, "recast");
        s = roll(t, s, DUE);
        vm.assertEq(s.overdue, PART, "the same part");
    }

    /// @notice Smaller: what is left is divided over the instalments left, after those fallen due and of interest alone
    /// (L-33).
    function test_smaller() external view {
        Terms memory t = monthly();
        t.prepayment = Prepayment.Smaller;
        LoanState memory s = _at(t, DUE);
        s = _pay(t, s, INTEREST + PART + 220_000e6);
        vm.assertEq(s.base, 880_000e6, "base");
        vm.assertEq(s.recast, 1, "recast");
        s = roll(t, s, SECOND);
        vm.assertEq(s.overdue, 80_000e6, "an eleventh");
    }

    /// @notice Smaller, in the interest-only periods: the plan still begins after them (L-33).
    function test_smaller_interestOnly() external view {
        Terms memory t = monthly();
        (t.prepayment, t.interestOnly) = (Prepayment.Smaller, 2);
        LoanState memory s = _pay(t, drawn(t, DRAWN), 200_000e6);
        vm.assertEq(s.base, 1_000_000e6, "base");
        vm.assertEq(s.recast, 2, "recast");
        vm.assertEq(roll(t, s, SECOND).overdue, 0, "interest alone");
    }

    /// @notice Smaller: what pays no more than fell due changes no plan (L-33).
    function test_smaller_notAhead() external view {
        Terms memory t = monthly();
        t.prepayment = Prepayment.Smaller;
        LoanState memory s = _pay(t, _at(t, DUE), INTEREST + PART);
        vm.assertEq(s.base, DRAWN, "base");
        vm.assertEq(s.recast, 0, "recast");
    }

    /// @notice Smaller, an annuity: half paid ahead halves each part that is left, to a unit (L-33).
    function test_smaller_annuity() external view {
        Terms memory t = monthly();
        (t.prepayment, t.method) = (Prepayment.Smaller, Method.Annuity);
        LoanState memory s = _at(t, DUE);
        s = _pay(t, s, s.billed + s.overdue);
        uint256 part = roll(t, s, SECOND).overdue;
        s = _pay(t, s, s.principal - s.principal / 2);
        uint256 half = roll(t, s, SECOND).overdue;
        vm.assertLe(half * 2, part + 2, "not more");
        vm.assertGe(half * 2 + 2, part, "not less");
    }

    /* IN GENERAL */

    /// @notice The payoff leaves nothing at all, then or later (L-32, T55, I25).
    function testFuzz_payoffLeavesNothing(uint256 seed) external view {
        (Terms memory t, LoanState memory s) = _anyLoan(seed);
        s = _pay(t, s, math.quote(t, s).payoff);
        uint256 left = s.principal + s.accrued + s.billed + s.overdue + s.penalty + s.oldest;
        vm.assertEq(left, 0, "nothing is left");
        vm.assertEq(math.quote(t, roll(t, s, s.day + 500)).payoff, 0, "nor comes back");
    }

    /// @notice Paid in two parts on a day, or at once, the loan is the same in every field (L-32, T51, I16).
    function testFuzz_splitting(uint256 seed, uint96 first, uint96 second, bool onlyDue) external view {
        (Terms memory t, LoanState memory s) = _anyLoan(seed);
        Quote memory q = math.quote(t, s);
        uint256 most = onlyDue ? q.due : q.payoff;
        uint256 a = first % (most + 1);
        uint256 b = second % (most - a + 1);
        (LoanState memory inTwo,) = math.pay(t, s, a, onlyDue);
        (inTwo,) = math.pay(t, inTwo, b, onlyDue);
        (LoanState memory atOnce,) = math.pay(t, s, a + b, onlyDue);
        assertSame(inTwo, atOnce, "the same");
    }

    /// @dev A loan of any terms on any day, on which something may have been paid before.
    function _anyLoan(uint256 seed) private view returns (Terms memory t, LoanState memory s) {
        t = monthly();
        t.method = Method(pick(seed >> 8, 1, 4));
        t.instalments = t.method == Method.Bullet ? 1 : uint16(pick(seed >> 16, 1, 12));
        t.interestOnly = uint16(pick(seed >> 24, 0, t.instalments - 1));
        t.dayCount = DayCount(pick(seed >> 32, 1, 3));
        t.rate = uint32(pick(seed >> 40, 0, 300_000));
        (t.inDays, t.interval) = (true, uint16(pick(seed >> 64, 1, 40)));
        t.graceDays = uint16(pick(seed >> 80, 0, 40));
        t.penaltyRate = uint32(pick(seed >> 96, 0, 300_000));
        t.prepayment = Prepayment(pick(seed >> 120, 1, 2));
        s = roll(t, drawn(t, pick(seed >> 128, 1, DRAWN)), START + pick(seed >> 176, 0, 150));
        uint256 payoff = math.quote(t, s).payoff;
        (s,) = math.pay(t, s, (seed >> 192) % payoff / (1 + seed % 3), false);
        s = roll(t, s, s.day + (seed >> 216) % 150);
        s.defaulted = s.oldest != 0 && seed % 5 == 0;
    }
}
