// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILoans, LoanState, Quote} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {PaybackSuite} from "./PaybackSuite.sol";

/*
Loans.markDefault

├── when the terms are of no loan                    → LoanUnknown
├── when the terms name a loan and are not in force  → TermsNotInForce
├── when nothing is owed                             → NothingOwedOn
├── when no more days are past due than the terms allow
│                                                    → DefaultTooEarly
├── when it is marked already                        → AlreadyDefaulted
└── otherwise                                        → by anyone: all principal and interest is due
*/
contract MarkDefaultTest is PaybackSuite {
    uint256 private constant DAY_OF_DEFAULT = FIRST + DAYS_TO_DEFAULT + 1;

    function _expectTooEarly(uint256 daysPastDue) private {
        vm.expectRevert(
            abi.encodeWithSelector(ILoans.DefaultTooEarly.selector, loan, daysPastDue, DAYS_TO_DEFAULT)
        );
    }

    /* REFUSALS */

    /// @notice Terms that were never opened cannot be in default (L-1).
    function test_refusesUnknownTerms() external {
        t.salt = 99;
        vm.expectRevert(abi.encodeWithSelector(ILoans.LoanUnknown.selector, agreements.hashOf(t)));
        loans.markDefault(t);
    }

    /// @notice Terms that allow fewer days, signed by nobody, mark no default (L-1, T27, T63).
    function test_refusesOtherTerms() external {
        toDay(FIRST + 10);
        (t.amends, t.daysToDefault) = (loan, 5);
        vm.expectRevert(
            abi.encodeWithSelector(ILoans.TermsNotInForce.selector, loan, agreements.hashOf(t), loan)
        );
        loans.markDefault(t);
    }

    /// @notice A paid loan, and one of which nothing was drawn, is in no default however late it is (L-36, T63).
    function test_refusesWhenNothingIsOwed() external {
        pay(PRINCIPAL);
        toDay(DAY_OF_DEFAULT + 100);
        vm.expectRevert(abi.encodeWithSelector(ILoans.NothingOwedOn.selector, loan));
        loans.markDefault(t);
    }

    /// @notice A loan on which nothing is late is in no default: before the first due day, on it, and after it was paid
    /// (L-36, T63).
    function test_refusesWhenNothingIsLate() external {
        _expectTooEarly(0);
        loans.markDefault(t);
        toDay(FIRST);
        _expectTooEarly(0);
        loans.markDefault(t);
        pay(INTEREST + PART);
        toDay(SECOND - 1);
        _expectTooEarly(0);
        loans.markDefault(t);
    }

    /// @notice Not on any day that the terms allow, to the last second of the last of them; then at once (L-36, T63).
    function test_refusesUntilTheVeryDay() external {
        for (uint256 late = 1; late <= DAYS_TO_DEFAULT; ++late) {
            toDay(FIRST + late);
            _expectTooEarly(late);
            loans.markDefault(t);
        }
        vm.warp(DAY_OF_DEFAULT * 1 days - 1);
        _expectTooEarly(DAYS_TO_DEFAULT);
        loans.markDefault(t);
        vm.warp(DAY_OF_DEFAULT * 1 days);
        loans.markDefault(t);
        vm.assertTrue(stateOf(loan).defaulted, "marked");
    }

    /// @notice A payment that moves the oldest unpaid day on puts default off (L-34, L-36, T63).
    function test_refusesAfterTheOldestIsPaid() external {
        toDay(DAY_OF_DEFAULT);
        Quote memory q = quoteOf(t);
        pay(q.penalty + q.billed + q.accrued + PART);
        _expectTooEarly(DAY_OF_DEFAULT - SECOND);
        loans.markDefault(t);
    }

    /// @notice A part paid that leaves the oldest instalment open puts nothing off (L-34, L-36).
    function test_aPartPutsNothingOff() external {
        toDay(DAY_OF_DEFAULT);
        Quote memory q = quoteOf(t);
        pay(q.penalty + q.billed + q.accrued + PART - 1);
        loans.markDefault(t);
        vm.assertTrue(stateOf(loan).defaulted, "marked");
    }

    /// @notice Default is marked once (L-36, T60).
    function test_refusesASecondMark() external {
        toDefault();
        vm.expectRevert(abi.encodeWithSelector(ILoans.AlreadyDefaulted.selector, loan));
        loans.markDefault(t);
        vm.assertEq(loans.defaultsOf(loan), 1, "marks");
    }

    /* SUCCESS */

    /// @notice Anyone marks default on the first day after those that the terms allow: all is due, nothing more is owed
    /// (L-36).
    function test_marks() external {
        toDay(DAY_OF_DEFAULT);
        Quote memory q = quoteOf(t);
        vm.recordLogs();
        vm.expectEmit(address(loans));
        emit ILoans.Defaulted(loan, q.payoff, DAYS_TO_DEFAULT + 1);
        vm.prank(outsider);
        loans.markDefault(t);
        assertEvents(1);

        LoanState memory s = stateOf(loan);
        vm.assertTrue(s.defaulted, "marked");
        vm.assertEq(s.day, DAY_OF_DEFAULT, "day");
        vm.assertEq(s.overdue, 2 * PART, "what fell due is kept apart");
        vm.assertEq(loans.defaultsOf(loan), 1, "marks");
        Quote memory after_ = quoteOf(t);
        vm.assertEq(after_.payoff, q.payoff, "owed as before");
        vm.assertEq(after_.due, q.payoff, "all is due");
        vm.assertEq(after_.overdue, PRINCIPAL, "all principal");
        vm.assertEq(after_.billed, q.billed + q.accrued, "all interest");
        vm.assertEq(after_.accrued, 0, "none that is not due");
    }

    /// @notice From the mark on penalty runs on all principal (L-26, L-36).
    function test_penaltyOnAll() external {
        toDefault();
        uint256 penalty = stateOf(loan).penalty;
        toDay(DAY_OF_DEFAULT + 10);
        pay(1);
        LoanState memory s = stateOf(loan);
        uint256 billed = INTEREST + SECOND_INTEREST;
        vm.assertEq(
            s.penalty, penalty + (billed + PRINCIPAL) * 120_000 * 10 - SCALE, "ten days, less the unit"
        );
    }

    /// @notice In default penalty runs on, also once all that had fallen due by itself is paid: for all is due (L-26, L-34,
    /// L-36, T51).
    function test_penaltyRunsOn() external {
        toDefault();
        Quote memory q = quoteOf(t);
        pay(q.penalty + q.billed + 2 * PART);
        vm.assertEq(quoteOf(t).daysPastDue, DAYS_TO_DEFAULT + 1, "still late");
        toDay(DAY_OF_DEFAULT + 20);
        uint256 numerator = (PRINCIPAL - 2 * PART) * 120_000 * 20;
        vm.assertEq(quoteOf(t).penalty, (numerator + SCALE - 1) / SCALE, "on all that is left");
        pay(payoff());
        assertNothingLeft();
    }

    /// @notice Without days to default it is marked the day after the due day (L-36, T63).
    function test_noDaysToDefault() external {
        (t.graceDays, t.daysToDefault) = (0, 0);
        reopen();
        toDay(FIRST);
        vm.expectRevert(abi.encodeWithSelector(ILoans.DefaultTooEarly.selector, loan, 0, 0));
        loans.markDefault(t);
        toDay(FIRST + 1);
        loans.markDefault(t);
        vm.assertTrue(stateOf(loan).defaulted, "marked");
    }

    /// @notice Interest alone unpaid brings default as well (L-26, L-36).
    function test_interestAlone() external {
        (t.drawDeadline, t.interestOnly) = (DRAW_DEADLINE, 2);
        reopen();
        toDay(DAY_OF_DEFAULT);
        loans.markDefault(t);
        vm.assertEq(quoteOf(t).overdue, PRINCIPAL, "all principal is due");
    }

    /// @notice In default nothing more is paid out (L-12, L-36).
    function test_stopsPayouts() external {
        (t.drawDeadline, t.interestOnly, t.graceDays, t.daysToDefault) = (DRAW_DEADLINE, 2, 0, 0);
        reopen();
        toDay(FIRST + 1);
        loans.markDefault(t);
        vm.expectRevert(abi.encodeWithSelector(ILoans.LoanDefaulted.selector, loan));
        release(t, 1);
    }

    /// @notice Neither halt nor freeze nor a suspension stops the mark (L-36).
    function test_isNotStopped() external {
        toDay(DAY_OF_DEFAULT);
        halt();
        freezeLoan();
        suspend(BANK_A);
        suspend(S1);
        loans.markDefault(t);
        vm.assertTrue(stateOf(loan).defaulted, "marked");
    }

    /// @notice Whatever the terms allow, the mark is refused to the last second and taken in the next (L-36, T63).
    function testFuzz_theVeryDay(uint16 grace, uint16 days_) external {
        t.graceDays = grace % 100;
        t.daysToDefault = t.graceDays + days_ % 400;
        reopen();
        uint256 day = FIRST + t.daysToDefault + 1;
        vm.warp(day * 1 days - 1);
        vm.expectRevert(
            abi.encodeWithSelector(ILoans.DefaultTooEarly.selector, loan, t.daysToDefault, t.daysToDefault)
        );
        loans.markDefault(t);
        vm.warp(day * 1 days);
        loans.markDefault(t);
        vm.assertEq(due(), payoff(), "all is due");
    }
}
