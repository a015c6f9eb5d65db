// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILoans, LoanState, Quote, Terms} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {PaybackSuite} from "./PaybackSuite.sol";

/*
Loans.quote

├── when the terms are of no loan                    → LoanUnknown
├── when the terms name a loan and are not in force  → TermsNotInForce
├── for 0, today or a day before                     → what is owed today
├── for a later day                                  → what will be owed if nothing happens until then
└── asked ever so often                              → changes nothing

Loans.stateOf, defaultsOf, termsInForce

├── of an unknown loan                               → nothing
├── of an opened one                                 → as it was opened
├── after it was used                                → as stored, of the day of its last change
└── after it was amended                             → the new terms, by the loan's first id
*/
contract LoanViewsTest is PaybackSuite {
    function _quoteOn(uint256 day) private view returns (Quote memory q) {
        (, q) = loans.quote(t, day);
    }

    /// @dev Six quarterly instalments from day 20,150 on.
    function _amended() private view returns (Terms memory n) {
        n = t;
        (n.amends, n.firstDue, n.interval, n.instalments) = (loan, uint24(DAY + 150), 3, 6);
    }

    function _amend(Terms memory n) private {
        agreements.amend(t, n, noCovers(), noCovers(), signatures(n));
    }

    /* QUOTE */

    /// @notice Terms that were never opened have no quote (L-1).
    function test_quote_refusesUnknownTerms() external {
        t.salt = 99;
        vm.expectRevert(abi.encodeWithSelector(ILoans.LoanUnknown.selector, agreements.hashOf(t)));
        loans.quote(t, 0);
    }

    /// @notice Terms that are not in force have no quote, be they signed by nobody or amended (L-1, L-40, T27).
    function test_quote_refusesOtherTerms() external {
        Terms memory n = _amended();
        bytes32 given = agreements.hashOf(n);
        vm.expectRevert(abi.encodeWithSelector(ILoans.TermsNotInForce.selector, loan, given, loan));
        loans.quote(n, 0);
        _amend(n);
        vm.expectRevert(abi.encodeWithSelector(ILoans.TermsNotInForce.selector, loan, loan, given));
        loans.quote(t, 0);
    }

    /// @notice The quote names the loan, and each part of what is owed ten days late (L-20, L-26, L-29).
    function test_quote_parts() external {
        toDay(FIRST + 10);
        (bytes32 id, Quote memory q) = loans.quote(t, 0);
        vm.assertEq(id, loan, "loan");
        vm.assertEq(q.penalty, 88_666_667, "penalty");
        vm.assertEq(q.billed, INTEREST, "billed");
        vm.assertEq(q.accrued, 500e6, "accrued");
        vm.assertEq(q.overdue, PART, "overdue");
        vm.assertEq(q.principal, PRINCIPAL, "principal");
        vm.assertEq(q.due, 88_666_667 + INTEREST + PART, "due");
        vm.assertEq(q.payoff, 88_666_667 + INTEREST + 500e6 + PRINCIPAL, "payoff");
        vm.assertEq(q.daysPastDue, 10, "days past due");
    }

    /// @notice A day before today is today (L-20).
    function test_quote_pastDays() external {
        toDay(FIRST + 10);
        bytes memory today = abi.encode(_quoteOn(0));
        vm.assertEq(abi.encode(_quoteOn(DAY)), today, "the day of the draw");
        vm.assertEq(abi.encode(_quoteOn(FIRST + 10)), today, "today");
    }

    /// @notice What is quoted for a later day is what is owed when it comes, to the unit (L-20, L-32, I15).
    function testFuzz_quote_foretells(uint16 wait) external {
        uint256 day = DAY + wait % 1000;
        bytes memory foretold = abi.encode(_quoteOn(day));
        toDay(day);
        vm.assertEq(abi.encode(_quoteOn(0)), foretold, "as foretold");
        uint256 owed = payoff();
        vm.assertEq(pay(owed), owed, "and paid");
        assertNothingLeft();
    }

    /// @notice A loan of which nothing was drawn owes nothing, on any day (L-20).
    function test_quote_undrawn() external {
        t.salt = 99;
        openLoan(t);
        vm.assertEq(abi.encode(_quoteOn(0)), abi.encode(_quoteOn(LAST + 500)), "nothing");
        vm.assertEq(payoff(), 0, "owed");
    }

    /// @notice Days past due count from the oldest unpaid due day, through later ones (L-34, L-36).
    function test_quote_daysPastDue() external {
        toDay(FIRST - 1);
        vm.assertEq(quoteOf(t).daysPastDue, 0, "before");
        toDay(FIRST);
        vm.assertEq(quoteOf(t).daysPastDue, 0, "on the day");
        toDay(SECOND + 4);
        vm.assertEq(quoteOf(t).daysPastDue, 34, "through the second");
        Quote memory q = quoteOf(t);
        pay(q.penalty + q.billed + q.accrued + PART);
        vm.assertEq(quoteOf(t).daysPastDue, 4, "of the second");
    }

    /// @notice The largest day that anybody asks for is answered (L-20).
    function test_quote_farAway() external view {
        Quote memory q = _quoteOn(84_005);
        vm.assertEq(q.due, q.payoff, "all is due");
        vm.assertEq(q.principal, PRINCIPAL, "principal");
    }

    /* STATE */

    /// @notice Of an unknown loan everything is zero (L-1).
    function test_unknown() external view {
        LoanState memory nothing;
        vm.assertEq(abi.encode(stateOf("no loan")), abi.encode(nothing), "state");
        vm.assertEq(loans.defaultsOf("no loan"), 0, "marks");
        vm.assertEq(loans.termsInForce("no loan"), 0, "terms");
    }

    /// @notice Dead terms are in force of nothing (L-8).
    function test_dead() external {
        t.salt = 99;
        vm.prank(s1);
        agreements.voidTerms(t, noCovers());
        vm.assertEq(loans.termsInForce(agreements.hashOf(t)), 0, "terms");
        vm.assertFalse(stateOf(agreements.hashOf(t)).open, "open");
    }

    /// @notice An opened loan is open, with its plan beginning after the interest-only periods, and nothing else (L-2).
    function test_opened() external {
        (t.salt, t.interestOnly) = (99, 3);
        bytes32 other = openLoan(t);
        LoanState memory expected;
        (expected.open, expected.recast) = (true, 3);
        vm.assertEq(abi.encode(stateOf(other)), abi.encode(expected), "state");
        vm.assertEq(loans.termsInForce(other), other, "terms");
        vm.assertEq(loans.defaultsOf(other), 0, "marks");
    }

    /// @notice A loan stands as it was last changed: asking on later days stores nothing (L-20, T50, I15).
    function test_asStored() external {
        LoanState memory s = stateOf(loan);
        vm.assertEq(s.principal, PRINCIPAL, "principal");
        vm.assertEq(s.base, PRINCIPAL, "base");
        vm.assertEq(s.day, DAY, "day");
        vm.assertEq(uint256(s.released), 1, "first milestone");
        toDay(FIRST + 10);
        loans.quote(t, 0);
        vm.assertEq(abi.encode(stateOf(loan)), abi.encode(s), "as stored");
        pay(1);
        vm.assertEq(stateOf(loan).day, FIRST + 10, "of the day of the payment");
    }

    /// @notice A freeze shows, and takes nothing else with it (L-39).
    function test_frozen() external {
        LoanState memory s = stateOf(loan);
        freezeLoan();
        s.frozen = true;
        vm.assertEq(abi.encode(stateOf(loan)), abi.encode(s), "state");
    }

    /// @notice An amended loan keeps its id, and answers with the hash of its new terms (L-1, L-40).
    function test_amended() external {
        Terms memory n = _amended();
        _amend(n);
        vm.assertEq(loans.termsInForce(loan), agreements.hashOf(n), "terms");
        vm.assertEq(stateOf(loan).principal, PRINCIPAL, "principal");
        (bytes32 id, Quote memory q) = loans.quote(n, DAY + 150);
        vm.assertEq(id, loan, "loan");
        // 6 % on 300,000 for 150 days, and a sixth of it.
        vm.assertEq(q.billed, 7_500e6, "interest by the new plan");
        vm.assertEq(q.overdue, 50_000e6, "principal by the new plan");
    }

    /// @notice Payments by the new terms go to the same loan; by the old ones none is taken (L-1, L-40, T27).
    function test_paysAmended() external {
        Terms memory old = t;
        Terms memory n = _amended();
        _amend(n);
        t = n;
        toDay(DAY + 150);
        vm.assertEq(pay(57_500e6), 57_500e6, "taken");
        vm.assertEq(stateOf(loan).principal, 250_000e6, "principal");
        vm.expectRevert(
            abi.encodeWithSelector(ILoans.TermsNotInForce.selector, loan, loan, agreements.hashOf(n))
        );
        loans.repay(old, 1);
    }
}
