// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILoans, LoanState, Prepayment, Quote} from "../../../../interfaces/ILoans.sol";
import {IParties} from "../../../../interfaces/IParties.sol";
import {vm} from "../../base/Vm.sol";
import {PaybackSuite} from "./PaybackSuite.sol";

/*
Loans.liftDefault

├── when the terms are of no loan                    → LoanUnknown
├── when there is no mark                            → NotDefaulted
├── when the caller is no account of a party         → as IParties.act
├── when the caller is another party's               → NotLender
└── otherwise                                        → all is as without the mark, but for what has accrued
*/
contract LiftDefaultTest is PaybackSuite {
    function _lift() private {
        vm.prank(bankA);
        loans.liftDefault(t);
    }

    /* REFUSALS */

    /// @notice Terms that were never opened have no mark (L-1).
    function test_refusesUnknownTerms() external {
        t.salt = 99;
        vm.expectRevert(abi.encodeWithSelector(ILoans.LoanUnknown.selector, agreements.hashOf(t)));
        _lift();
    }

    /// @notice A loan that is late and not marked has nothing to lift (L-37, T63).
    function test_refusesWithoutAMark() external {
        toDay(FIRST + 40);
        vm.expectRevert(abi.encodeWithSelector(ILoans.NotDefaulted.selector, loan));
        _lift();
    }

    /// @notice A mark is lifted once (L-37, T63).
    function test_refusesASecondTime() external {
        toDefault();
        _lift();
        vm.expectRevert(abi.encodeWithSelector(ILoans.NotDefaulted.selector, loan));
        _lift();
    }

    /// @notice An account of no party lifts nothing (L-37, T64).
    function test_refusesAnOutsider() external {
        toDefault();
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
        vm.prank(outsider);
        loans.liftDefault(t);
    }

    /// @notice Neither another bank nor the borrower nor a guarantor lifts the mark (L-37, T64).
    function test_refusesOtherParties() external {
        toDefault();
        vm.expectRevert(abi.encodeWithSelector(ILoans.NotLender.selector, BANK_B, BANK_A));
        vm.prank(bankB);
        loans.liftDefault(t);
        vm.expectRevert(abi.encodeWithSelector(ILoans.NotLender.selector, S1, BANK_A));
        vm.prank(s1);
        loans.liftDefault(t);
        vm.expectRevert(abi.encodeWithSelector(ILoans.NotLender.selector, GUARANTOR, BANK_A));
        vm.prank(guarantor);
        loans.liftDefault(t);
    }

    /* SUCCESS */

    /// @notice The lender lifts the mark: due is what would be due without it, and nothing else changes (L-37, T63,
    /// I26).
    function test_lifts() external {
        uint256 day = FIRST + DAYS_TO_DEFAULT + 1;
        toDay(day);
        Quote memory q = quoteOf(t);
        loans.markDefault(t);
        LoanState memory marked = stateOf(loan);
        vm.recordLogs();
        vm.expectEmit(address(loans));
        emit ILoans.DefaultLifted(loan);
        _lift();
        assertEvents(1);
        vm.assertEq(abi.encode(quoteOf(t)), abi.encode(q), "owed and due as before");
        marked.defaulted = false;
        vm.assertEq(abi.encode(stateOf(loan)), abi.encode(marked), "state");
        vm.assertEq(loans.defaultsOf(loan), 1, "the mark stays counted");
    }

    /// @notice By any account of the lender with the scope fund (L-37).
    function test_liftsByAnotherAccount() external {
        address desk = vm.addr(0xDE5C);
        bytes memory consent = sign(0xDE5C, parties.accountConsentDigest(BANK_A, desk, LATER));
        vm.prank(bankA);
        parties.addAccount(desk, FUND, 0, LATER, consent);
        toDefault();
        vm.prank(desk);
        loans.liftDefault(t);
        vm.assertFalse(stateOf(loan).defaulted, "lifted");
    }

    /// @notice Through the forwarder the signer counts, not the bringer (L-37).
    function test_liftsThroughTheForwarder() external {
        toDefault();
        bytes memory data = abi.encodeCall(ILoans.liftDefault, (t));
        forward(signedCall(BANK_A_KEY, address(loans), data));
        vm.assertFalse(stateOf(loan).defaulted, "lifted");
    }

    /// @notice While it was in default penalty ran on all principal; after the lift it runs on what is overdue alone
    /// (L-26, L-37, I26).
    function test_keepsWhatAccrued() external {
        toDefault();
        uint256 penalty = stateOf(loan).penalty;
        toDay(FIRST + 41);
        _lift();
        LoanState memory s = stateOf(loan);
        uint256 billed = INTEREST + SECOND_INTEREST;
        vm.assertEq(s.penalty, penalty + (billed + PRINCIPAL) * 120_000 * 10, "ten days on all");
        vm.assertEq(s.overdue, 2 * PART, "principal due");
        toDay(FIRST + 51);
        Quote memory q = quoteOf(t);
        uint256 numerator = s.penalty + (billed + 2 * PART) * 120_000 * 10;
        vm.assertEq(q.penalty, (numerator + SCALE - 1) / SCALE, "ten days on what is overdue");
    }

    /// @notice Of a loan without penalty, a mark lifted later leaves exactly the loan that was never marked (L-37, T63,
    /// I26).
    function testFuzz_leavesNoTrace(uint16 wait, uint16 further) external {
        t.penaltyRate = 0;
        reopen();
        uint256 day = FIRST + DAYS_TO_DEFAULT + 1 + wait % 300;
        toDay(day + further % 200);
        (Quote memory untouched, LoanState memory never) = (quoteOf(t), stateOf(loan));
        toDay(day);
        loans.markDefault(t);
        toDay(day + further % 200);
        _lift();
        vm.assertEq(abi.encode(quoteOf(t)), abi.encode(untouched), "owed and due");
        LoanState memory s = stateOf(loan);
        vm.assertEq(s.base, never.base, "base");
        vm.assertEq(s.recast, never.recast, "recast");
        vm.assertEq(s.principal, never.principal, "principal");
        vm.assertEq(s.oldest, FIRST, "oldest");
    }

    /// @notice What was paid in default counts; the plan is as it was, and the oldest day has moved on with it (L-34,
    /// L-37).
    function test_afterAPaymentInDefault() external {
        toDefault();
        Quote memory q = quoteOf(t);
        pay(q.penalty + q.billed + 3 * PART);
        vm.assertEq(due(), PRINCIPAL - 3 * PART, "all the rest is due");
        _lift();
        vm.assertEq(due(), 0, "two parts were overdue, three are paid");
        LoanState memory s = stateOf(loan);
        vm.assertEq(s.base, PRINCIPAL, "base");
        vm.assertEq(s.oldest, 0, "no arrears");
    }

    /// @notice In default principal is never paid ahead: all of it is due, so that no payment makes instalments smaller
    /// (L-33, L-36).
    function test_noSmallerInstalmentsInDefault() external {
        t.prepayment = Prepayment.Smaller;
        reopen();
        toDefault();
        Quote memory q = quoteOf(t);
        pay(q.penalty + q.billed + 3 * PART);
        LoanState memory s = stateOf(loan);
        vm.assertEq(s.base, PRINCIPAL, "base");
        vm.assertEq(s.recast, 0, "recast");
    }

    /// @notice After a lift default may be marked again, once the days allow it: each mark is counted (L-36, L-37,
    /// T60).
    function test_marksAgain() external {
        toDefault();
        _lift();
        Quote memory q = quoteOf(t);
        pay(q.penalty + q.billed + q.accrued + q.overdue);
        vm.expectRevert(abi.encodeWithSelector(ILoans.DefaultTooEarly.selector, loan, 0, DAYS_TO_DEFAULT));
        loans.markDefault(t);
        toDay(THIRD + DAYS_TO_DEFAULT + 1);
        loans.markDefault(t);
        vm.assertEq(loans.defaultsOf(loan), 2, "marks");
    }

    /// @notice After the lift money is paid out again (L-12, L-37).
    function test_allowsPayouts() external {
        (t.drawDeadline, t.interestOnly, t.graceDays, t.daysToDefault) = (DRAW_DEADLINE, 2, 0, 0);
        reopen();
        toDay(FIRST + 1);
        loans.markDefault(t);
        _lift();
        release(t, 1);
        vm.assertEq(stateOf(loan).principal, PRINCIPAL + 200_000e6, "principal");
    }
}
