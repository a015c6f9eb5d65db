// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IFixings} from "../../../../interfaces/IFixings.sol";
import {DayCount, ILoans, LoanState, Method, Quote} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {PaybackSuite} from "./PaybackSuite.sol";

/*
Whole lives of loans on chain

├── interest-only periods                → interest alone, then parts of all that was drawn
├── a bullet                             → all on the only day
├── interest only                        → interest each month, all principal on the last day
├── an annuity on 30E/360                → twelve equal instalments, by the table reckoned by hand
├── draws within a period                → interest from each one's day
├── a refund                             → interest and parts fall from its day; of all, nothing is owed
├── interest that floats                 → fixings are asked for the end of reset days, and for nothing else
└── a payout list                        → each chunk bears interest from its own day
*/
contract InstalmentsTest is PaybackSuite {
    function _interest(uint256 amount, uint256 numberOfDays) private pure returns (uint256) {
        return (amount * 60_000 * numberOfDays + SCALE - 1) / SCALE;
    }

    /// @notice Two months of interest alone, draws in between, then tenths of all that was drawn (L-13, L-24, L-25).
    function test_interestOnlyPeriods() external {
        (t.drawDeadline, t.interestOnly) = (DRAW_DEADLINE, 2);
        reopen();
        toDay(DAY + 12);
        release(t, 1);
        toDay(FIRST);
        Quote memory q = quoteOf(t);
        vm.assertEq(q.due, INTEREST + _interest(200_000e6, 20), "interest of both");
        pay(q.due);
        toDay(DAY + 50);
        release(t, 2);
        toDay(SECOND);
        q = quoteOf(t);
        vm.assertEq(q.due, _interest(500_000e6 * 18 + 600_000e6 * 12, 1), "interest of three, divided once");
        pay(q.due);
        toDay(THIRD);
        vm.assertEq(quoteOf(t).overdue, 60_000e6, "a tenth of 600,000");
        vm.assertEq(quoteOf(t).billed, _interest(600_000e6, 31), "and its interest");
    }

    /// @notice A draw on a due day belongs to the next period, and its principal to the plan (L-13, L-25).
    function test_drawOnADueDay() external {
        (t.drawDeadline, t.interestOnly) = (DRAW_DEADLINE, 2);
        reopen();
        toDay(FIRST);
        release(t, 1);
        Quote memory q = quoteOf(t);
        vm.assertEq(q.billed, INTEREST, "interest of the first alone");
        vm.assertEq(q.accrued, 0, "nothing yet");
        toDay(FIRST + 1);
        vm.assertEq(quoteOf(t).accrued, _interest(500_000e6, 1), "a day of both");
    }

    /// @notice A bullet costs 90 days' interest, all on its day (L-24).
    function test_bullet() external {
        (t.method, t.instalments, t.firstDue) = (Method.Bullet, 1, uint24(DAY + 90));
        reopen();
        toDay(DAY + 89);
        vm.assertEq(due(), 0, "nothing before");
        toDay(DAY + 90);
        vm.assertEq(due(), PRINCIPAL + 4_500e6, "all");
        allow(s1, 2 * PRINCIPAL);
        collect();
        assertNothingLeft();
    }

    /// @notice A loan of interest only pays interest each month and all principal on the last day (L-24).
    function test_interestOnly() external {
        (t.method, t.instalments) = (Method.InterestOnly, 3);
        reopen();
        allow(s1, 2 * PRINCIPAL);
        toDay(FIRST);
        vm.assertEq(collect(), INTEREST, "first");
        toDay(SECOND);
        vm.assertEq(collect(), SECOND_INTEREST, "second");
        toDay(THIRD);
        vm.assertEq(collect(), 1_550e6 + PRINCIPAL, "last");
        assertNothingLeft();
    }

    /// @notice 300,000 at 6 % in twelve months on 30E/360 are twelve instalments of 25,819.93, to two units each (L-21,
    /// L-24).
    function test_annuity() external {
        toDay(DAY + 1);
        (t.method, t.dayCount) = (Method.Annuity, DayCount.Thirty360European);
        reopen();
        allow(s1, 2 * PRINCIPAL);
        uint256 sum;
        uint256 times;
        for (uint256 day = FIRST; day <= LAST; ++day) {
            toDay(day);
            if (due() == 0) continue;
            if (times == 0) vm.assertEq(quoteOf(t).overdue, 24_319_928_912, "first part");
            uint256 paid = collect();
            vm.assertGe(paid + 2, 25_819_928_912, "not less");
            vm.assertLe(paid, 25_819_928_912 + 2, "not more");
            (sum, times) = (sum + paid, times + 1);
        }
        vm.assertEq(times, 12, "instalments");
        vm.assertGe(sum + 20, 309_839_146_952, "309,839.15 in all");
        vm.assertLe(sum, 309_839_146_952 + 20, "to a few units");
        assertNothingLeft();
    }

    /// @notice On the last day of months, with the end-of-month rule, February has its instalment on the 28th (L-22,
    /// T52).
    function test_endOfMonth() external {
        // 2024-11-30, the 57th day from the start.
        (t.firstDue, t.endOfMonth) = (uint24(DAY + 57), true);
        reopen();
        allow(s1, 2 * PRINCIPAL);
        uint8[4] memory days_ = [57, 88, 119, 147];
        for (uint256 i; i < 4; ++i) {
            toDay(DAY + days_[i] - 1);
            vm.assertEq(due(), 0, "the day before");
            toDay(DAY + days_[i]);
            vm.assertEq(quoteOf(t).overdue, PART, "30 Nov, 31 Dec, 31 Jan, 28 Feb");
            collect();
        }
    }

    /// @notice A payee's refund lowers interest from its day on and each part to come, and goes to the lender (L-18,
    /// L-25).
    function test_refund() external {
        toDay(DAY + 12);
        allow(supplierOne, 60_000e6);
        uint256 before = balance(bankA);
        vm.prank(supplierOne);
        loans.refund(t, milestone(0), proofOf(0), 60_000e6);
        vm.assertEq(balance(bankA) - before, 60_000e6, "lender");
        vm.assertEq(payoff(), 240_000e6 + 600e6, "owed");
        toDay(FIRST);
        Quote memory q = quoteOf(t);
        vm.assertEq(q.billed, _interest(PRINCIPAL * 12 + 240_000e6 * 20, 1), "interest");
        vm.assertEq(q.overdue, 20_000e6, "part");
    }

    /// @notice Refunded whole on the day of the draw, nothing is owed, then or later (L-18, L-20, I25).
    function test_refundOfAll() external {
        vm.startPrank(supplierOne);
        token.approve(address(loans), PRINCIPAL);
        loans.refund(t, milestone(0), proofOf(0), PRINCIPAL);
        vm.stopPrank();
        assertNothingLeft();
        toDay(LAST);
        vm.assertEq(payoff(), 0, "nothing");
    }

    /// @notice Refunded whole within the grace of an instalment whose interest was paid, nothing is owed, and neither penalty
    /// nor default comes of it later (L-18, L-26, L-36, I25).
    function test_refundOfAllInTheGrace() external {
        toDay(FIRST + 3);
        pay(INTEREST + _interest(PRINCIPAL, 3));
        vm.startPrank(supplierOne);
        token.approve(address(loans), PRINCIPAL);
        loans.refund(t, milestone(0), proofOf(0), PRINCIPAL);
        vm.stopPrank();
        assertNothingLeft();
        toDay(FIRST + 40);
        vm.assertEq(payoff(), 0, "nothing");
        vm.expectRevert(abi.encodeWithSelector(ILoans.NothingOwedOn.selector, loan));
        loans.markDefault(t);
    }

    /// @notice Each chunk of a payout list bears interest from the day on which it is paid (L-13, L-16).
    function test_list() external {
        release(t, 3);
        toDay(DAY + 10);
        payOut(t, 1);
        toDay(DAY + 15);
        payOut(t, 0);
        toDay(FIRST);
        Quote memory q = quoteOf(t);
        vm.assertEq(q.billed, _interest(PRINCIPAL * 32 + 200_000e6 * 22 + 200_000e6 * 17, 1), "interest");
        vm.assertEq(q.principal, 700_000e6, "principal");
    }

    /* FLOATING */

    function _mockRate(uint256 resetDay, int256 rate) private {
        uint256 end = (resetDay + 1) * 1 days - 1;
        bytes memory call_ = abi.encodeCall(IFixings.rateAt, (t.index, end));
        vm.mockCall(address(rates), call_, abi.encode(true, rate));
    }

    function _float() private {
        (t.index, t.spread, t.floor) = ("INDEX", 15_000, 10_000);
        (t.firstReset, t.resetMonths) = (uint24(DAY + 10), 1);
        reopen();
    }

    /// @notice Fixings are asked by the index of the terms, for the last second of each reset day that has come, and
    /// rates follow them: the terms' own before the first, the floor where the index falls below it (L-23).
    function test_floating() external {
        _float();
        _mockRate(DAY + 10, 30_000);
        _mockRate(DAY + 41, -8_000);
        toDay(SECOND);
        Quote memory q = quoteOf(t);
        // 6 % for ten days, 4.5 % for 22, then on 300,000 yet 4.5 % for nine days and the floor of 1 % for 21.
        uint256 first = (PRINCIPAL * (60_000 * 10 + 45_000 * 22) + SCALE - 1) / SCALE;
        uint256 second = (PRINCIPAL * (45_000 * 9 + 10_000 * 21) + SCALE - 1) / SCALE;
        vm.assertEq(q.billed, first + second, "interest");
    }

    /// @notice On the reset day itself nothing is asked of fixings: its rate counts from the day on, once the day is
    /// over (L-23).
    function test_floating_onTheResetDay() external {
        _float();
        toDay(DAY + 10);
        vm.assertEq(quoteOf(t).accrued, 500e6, "ten days of 6 %");
    }

    /// @notice Where nothing was recorded by the end of the reset day the terms' rate goes on (L-23).
    function test_floating_unknown() external {
        _float();
        bytes memory any = abi.encodeWithSelector(IFixings.rateAt.selector);
        vm.mockCall(address(rates), any, abi.encode(false, int256(0)));
        toDay(FIRST);
        vm.assertEq(quoteOf(t).billed, INTEREST, "6 %");
    }

    /// @notice The annuity's plan is that of the terms' rate, whatever the interest does (L-23, L-24).
    function test_floating_annuity() external {
        t.method = Method.Annuity;
        _float();
        _mockRate(DAY + 10, 200_000);
        toDay(FIRST);
        vm.assertEq(quoteOf(t).overdue, 24_319_928_912, "first part at 6 %");
        LoanState memory s = stateOf(loan);
        vm.assertEq(s.principal, PRINCIPAL, "principal");
    }
}
