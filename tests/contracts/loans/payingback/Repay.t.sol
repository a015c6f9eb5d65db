// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ILoans, LoanState, Quote, Terms} from "../../../../interfaces/ILoans.sol";
import {IParking} from "../../../../interfaces/IParking.sol";
import {vm} from "../../base/Vm.sol";
import {PaybackSuite} from "./PaybackSuite.sol";

/*
Loans.repay

├── when the amount is zero                          → ZeroAmount
├── when the terms are of no loan                    → LoanUnknown
├── when the terms name a loan and are not in force  → TermsNotInForce
├── when nothing is owed, yet or any more            → NothingOwedOn
├── when the payer has not allowed or has not enough → the token's own refusal, nothing is paid
├── when too little gas is left for the payout       → GasTooLow, nothing is paid
└── otherwise
    ├── anybody pays, directly or through the forwarder
    ├── penalty, interest due, interest accrued, principal due, principal are paid in this order
    ├── what exceeds the debt is not taken
    └── neither halt, freeze, default nor suspension stops it
*/
contract RepayTest is PaybackSuite {
    function _repay(address payer, uint256 amount) private returns (uint256) {
        vm.prank(payer);
        return loans.repay(t, amount);
    }

    /* REFUSALS */

    /// @notice A payment of nothing is refused (L-28).
    function test_refusesZero() external {
        vm.expectRevert(ILoans.ZeroAmount.selector);
        loans.repay(t, 0);
    }

    /// @notice Terms that were never opened have no loan to pay on (L-1).
    function test_refusesUnknownTerms() external {
        t.salt = 99;
        vm.expectRevert(abi.encodeWithSelector(ILoans.LoanUnknown.selector, agreements.hashOf(t)));
        loans.repay(t, 1);
    }

    /// @notice A loan is paid by its terms in force alone: no other terms that name it are believed (L-1, T27).
    function test_refusesOtherTerms() external {
        (t.amends, t.rate) = (loan, 0);
        vm.expectRevert(
            abi.encodeWithSelector(ILoans.TermsNotInForce.selector, loan, agreements.hashOf(t), loan)
        );
        loans.repay(t, 1);
    }

    /// @notice Nothing is taken for a loan on which nothing was drawn (L-28, T54).
    function test_refusesBeforeTheFirstDraw() external {
        t.salt = 99;
        bytes32 other = openLoan(t);
        vm.expectRevert(abi.encodeWithSelector(ILoans.NothingOwedOn.selector, other));
        loans.repay(t, 1);
    }

    /// @notice Nothing is taken for a loan that is paid (L-28, L-32, T54).
    function test_refusesAfterTheLastUnit() external {
        toDay(FIRST);
        pay(payoff());
        vm.expectRevert(abi.encodeWithSelector(ILoans.NothingOwedOn.selector, loan));
        loans.repay(t, 1);
    }

    /// @notice Who has not allowed the amount is refused in the token's words, and nothing is paid (L-28, T48, I14).
    function test_refusesWithoutAllowance() external {
        token.mint(outsider, 100);
        vm.prank(outsider);
        token.approve(address(loans), 99);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(loans), 99, 100)
        );
        _repay(outsider, 100);
        vm.assertEq(payoff(), PRINCIPAL, "owed as before");
    }

    /// @notice Who has too little is refused in the token's words, and nothing is paid (L-28).
    function test_refusesWithoutFunds() external {
        allow(outsider, 99);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, outsider, 99, 100)
        );
        _repay(outsider, 100);
        vm.assertEq(payoff(), PRINCIPAL, "owed as before");
        vm.assertEq(balance(outsider), 99, "payer");
    }

    /// @notice Too little gas for the payout refuses the payment whole, so that nobody parks money by starving it
    /// (L-31, T43).
    function test_refusesTooLittleGas() external {
        allow(outsider, 100);
        vm.prank(outsider);
        (bool ok, bytes memory reason) =
            address(loans).call{gas: 250_000}(abi.encodeCall(ILoans.repay, (t, 100)));
        vm.assertFalse(ok, "refused");
        vm.assertEq(bytes32(bytes4(reason)), bytes32(IParking.GasTooLow.selector), "reason");
        vm.assertEq(payoff(), PRINCIPAL, "owed as before");
        vm.assertEq(balance(outsider), 100, "payer");
    }

    /* SUCCESS */

    /// @notice On the due day the instalment is paid: the money goes straight to the lender, and nothing is due (L-28,
    /// L-29, L-31, I17).
    function test_paysTheInstalment() external {
        toDay(FIRST);
        allow(s1, INTEREST + PART);
        uint256 before = balance(bankA);
        vm.recordLogs();
        expectRepaid(s1, 0, INTEREST, PART, PRINCIPAL - PART);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(s1, bankA, INTEREST + PART);
        vm.assertEq(_repay(s1, INTEREST + PART), INTEREST + PART, "taken");
        assertEvents(2);

        vm.assertEq(balance(bankA) - before, INTEREST + PART, "lender");
        vm.assertEq(balance(s1), 0, "borrower");
        vm.assertEq(balance(address(loans)), 0, "nothing rests");
        LoanState memory s = stateOf(loan);
        vm.assertEq(s.principal, PRINCIPAL - PART, "principal");
        vm.assertEq(s.billed + s.overdue + s.oldest, 0, "no arrears");
        vm.assertEq(s.day, FIRST, "day");
        vm.assertEq(due(), 0, "due");
        vm.assertEq(payoff(), PRINCIPAL - PART, "payoff");
    }

    /// @notice Anybody pays for the borrower, with its own money alone (L-28, T48, I14).
    function test_anybodyPays() external {
        toDay(FIRST);
        allow(s1, PRINCIPAL);
        allow(outsider, INTEREST);
        expectRepaid(outsider, 0, INTEREST, 0, PRINCIPAL);
        vm.assertEq(_repay(outsider, INTEREST), INTEREST, "taken");
        vm.assertEq(balance(outsider), 0, "payer");
        vm.assertEq(balance(s1), PRINCIPAL, "borrower");
    }

    /// @notice The lender may pay on its own loan, by its own call (L-28).
    function test_lenderPays() external {
        toDay(FIRST);
        uint256 before = balance(bankA);
        expectRepaid(bankA, 0, INTEREST, 0, PRINCIPAL);
        _repay(bankA, INTEREST);
        vm.assertEq(balance(bankA), before, "from itself to itself");
    }

    /// @notice A payment signed by its payer and brought by another is the signer's (L-28).
    function test_paysThroughTheForwarder() external {
        toDay(FIRST);
        allow(s1, INTEREST);
        allow(outsider, INTEREST);
        bytes memory data = abi.encodeCall(ILoans.repay, (t, INTEREST));
        expectRepaid(s1, 0, INTEREST, 0, PRINCIPAL);
        forward(signedCall(S1_KEY, address(loans), data));
        vm.assertEq(balance(s1), 0, "signer");
        vm.assertEq(balance(outsider), INTEREST, "bringer");
    }

    /// @notice Ten days late, each payment goes on where the one before ended: penalty, interest due, interest accrued,
    /// principal due, principal (L-29, T58, I18).
    function test_order() external {
        toDay(FIRST + 10);
        // 12 % on 26,600, up, and 6 % on 300,000, both for ten days.
        uint256 penalty = 88_666_667;
        uint256 accrued = 500e6;
        uint256 left = penalty + INTEREST + accrued + PRINCIPAL;
        vm.assertEq(payoff(), left, "payoff");
        allow(outsider, left);
        left -= penalty;
        expectRepaid(outsider, penalty, 0, 0, left);
        _repay(outsider, penalty);
        left -= INTEREST + 1;
        expectRepaid(outsider, 0, INTEREST + 1, 0, left);
        _repay(outsider, INTEREST + 1);
        vm.assertEq(quoteOf(t).accrued, accrued - 1, "a unit of the accrued");
        left -= accrued - 1 + PART;
        expectRepaid(outsider, 0, accrued - 1, PART, left);
        _repay(outsider, accrued - 1 + PART);
        vm.assertEq(quoteOf(t).overdue, 0, "principal due is paid");
        expectRepaid(outsider, 0, 0, left, 0);
        _repay(outsider, left);
        assertNothingLeft();
    }

    /// @notice What exceeds the debt is not taken: the payer keeps it (L-28, T54, I6).
    function test_overpaymentIsNotTaken() external {
        toDay(FIRST + 3);
        uint256 owed = payoff();
        allow(outsider, 2 * owed);
        expectRepaid(outsider, 0, INTEREST + 150e6, PRINCIPAL, 0);
        vm.assertEq(_repay(outsider, type(uint256).max), owed, "taken");
        vm.assertEq(balance(outsider), owed, "kept");
        vm.assertEq(balance(address(loans)), 0, "nothing rests");
        assertNothingLeft();
    }

    /// @notice A unit paid leaves a unit less, on any day (L-29, T54).
    function test_paysAUnit() external {
        toDay(DAY + 1);
        uint256 owed = payoff();
        vm.assertEq(owed, PRINCIPAL + 50e6, "a day's interest");
        pay(1);
        vm.assertEq(payoff(), owed - 1, "a unit less");
        vm.assertEq(quoteOf(t).accrued, 50e6 - 1, "of the interest");
    }

    /// @notice A loan paid whole on the day of the draw costs nothing (L-20, L-32, T55, I25).
    function test_paysOnTheFirstDay() external {
        pay(PRINCIPAL);
        assertNothingLeft();
        toDay(LAST);
        vm.assertEq(payoff(), 0, "nor later");
    }

    /// @notice What was paid may be followed by another milestone, with interest from its own day on (L-13, L-28).
    function test_drawsAfterPaying() external {
        pay(PRINCIPAL);
        toDay(DAY + 12);
        release(t, 1);
        toDay(FIRST);
        Quote memory q = quoteOf(t);
        // 200,000 for 20 days.
        vm.assertEq(q.billed, 666_666_667, "interest of the second draw alone");
        vm.assertEq(q.principal, 200_000e6, "principal");
    }

    /// @notice Neither halt, freeze, default nor the borrower's suspension stops a payment (L-12, L-28, L-39, T68,
    /// I21).
    function test_isNeverStopped() external {
        toDefault();
        halt();
        freezeLoan();
        suspend(S1);
        uint256 owed = payoff();
        uint256 before = balance(bankA);
        vm.assertEq(pay(owed), owed, "taken");
        vm.assertEq(balance(bankA) - before, owed, "lender");
        assertNothingLeft();
    }

    /// @notice The expiry of KYC, of lender and borrower, stops no payment (L-28, T68).
    function test_isNotStoppedByKyc() external {
        toDay(DAY + 10_001);
        uint256 owed = payoff();
        vm.assertEq(pay(owed), owed, "taken");
        assertNothingLeft();
    }

    /// @notice Money that was sent straight to the contract is none of the loan's: it pays nothing and is not touched
    /// (L-29, T57, I6).
    function test_ignoresDust() external {
        token.mint(address(loans), 777);
        toDay(FIRST);
        uint256 owed = payoff();
        vm.assertEq(pay(owed + 5), owed, "taken");
        vm.assertEq(balance(address(loans)), 777, "untouched");
        vm.assertEq(balance(outsider), 5, "kept");
    }

    /// @notice Two loans of the same parties do not touch each other (L-1, I14).
    function test_paysOneLoanAlone() external {
        Terms memory first = t;
        bytes32 firstLoan = loan;
        reopen();
        toDay(FIRST);
        pay(payoff());
        assertNothingLeft();
        vm.assertEq(stateOf(firstLoan).principal, PRINCIPAL, "the other");
        vm.assertEq(quoteOf(first).payoff, PRINCIPAL + INTEREST, "owes as before");
    }
}
