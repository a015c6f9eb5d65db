// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ILoans, Quote} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {PaybackSuite} from "./PaybackSuite.sol";

/*
Loans.collect

├── when the terms are of no loan                    → LoanUnknown
├── when the terms name a loan and are not in force  → TermsNotInForce
├── when nothing is owed                             → NothingOwedOn
├── when nothing is due, allowed or there            → NothingToCollectOn
└── otherwise                                        → the least of what is due, allowed and there is taken
    ├── from the borrower's cash account alone
    ├── accrued interest that is not due is left
    └── neither halt, freeze, default nor suspension stops it
*/
contract CollectLoanTest is PaybackSuite {
    function _allowOnly(uint256 amount) private {
        vm.prank(s1);
        token.approve(address(loans), amount);
    }

    function _expectNothing(uint256 due_, uint256 allowance, uint256 balance_) private {
        vm.expectRevert(
            abi.encodeWithSelector(ILoans.NothingToCollectOn.selector, loan, due_, allowance, balance_)
        );
    }

    /* REFUSALS */

    /// @notice Terms that were never opened have no loan to collect (L-1).
    function test_refusesUnknownTerms() external {
        t.salt = 99;
        vm.expectRevert(abi.encodeWithSelector(ILoans.LoanUnknown.selector, agreements.hashOf(t)));
        collect();
    }

    /// @notice Terms under which more would be due, signed by nobody, collect nothing (L-1, T27, T48).
    function test_refusesOtherTerms() external {
        allow(s1, PRINCIPAL);
        toDay(FIRST);
        (t.amends, t.rate) = (loan, 1_000_000);
        vm.expectRevert(
            abi.encodeWithSelector(ILoans.TermsNotInForce.selector, loan, agreements.hashOf(t), loan)
        );
        collect();
    }

    /// @notice A paid loan is not collected, whatever the borrower allows (L-30, T46, T48, I14).
    function test_refusesWhatIsPaid() external {
        pay(PRINCIPAL);
        allow(s1, PRINCIPAL);
        toDay(FIRST);
        vm.expectRevert(abi.encodeWithSelector(ILoans.NothingOwedOn.selector, loan));
        collect();
    }

    /// @notice Nothing is collected a second before the due day begins (L-30, T46, I13).
    function test_refusesBeforeTheDueDay() external {
        allow(s1, PRINCIPAL);
        vm.warp(FIRST * 1 days - 1);
        _expectNothing(0, type(uint256).max, PRINCIPAL);
        collect();
    }

    /// @notice An instalment is collected once: on the same day and until the next due day nothing more is due (L-30,
    /// T46, I13).
    function test_refusesASecondTime() external {
        allow(s1, PRINCIPAL);
        toDay(FIRST);
        collect();
        _expectNothing(0, type(uint256).max, PRINCIPAL - INTEREST - PART);
        collect();
        vm.warp(SECOND * 1 days - 1);
        _expectNothing(0, type(uint256).max, PRINCIPAL - INTEREST - PART);
        collect();
    }

    /// @notice Without allowance or without balance there is nothing to collect, and the refusal says which (L-30,
    /// T47).
    function test_refusesWhenThereIsNothing() external {
        toDay(FIRST);
        token.mint(s1, PART);
        _expectNothing(INTEREST + PART, 0, PART);
        collect();
        _allowOnly(PART);
        vm.prank(s1);
        require(token.transfer(outsider, PART));
        _expectNothing(INTEREST + PART, PART, 0);
        collect();
    }

    /* SUCCESS */

    /// @notice From the first second of the due day anyone collects the instalment, straight to the lender (L-30,
    /// L-31).
    function test_collectsTheInstalment() external {
        allow(s1, PRINCIPAL);
        toDay(FIRST);
        uint256 before = balance(bankA);
        vm.recordLogs();
        expectRepaid(s1, 0, INTEREST, PART, PRINCIPAL - PART);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(s1, bankA, INTEREST + PART);
        vm.assertEq(collect(), INTEREST + PART, "taken");
        assertEvents(2);
        vm.assertEq(balance(bankA) - before, INTEREST + PART, "lender");
        vm.assertEq(balance(s1), PRINCIPAL - INTEREST - PART, "borrower");
        vm.assertEq(due(), 0, "due");
        vm.assertEq(stateOf(loan).oldest, 0, "no arrears");
    }

    /// @notice Late, penalty comes first; interest of the running period is left, for it is not due (L-29, L-30, I13).
    function test_leavesWhatIsNotDue() external {
        allow(s1, PRINCIPAL);
        toDay(FIRST + 10);
        expectRepaid(s1, 88_666_667, INTEREST, PART, PRINCIPAL - PART + 500e6);
        vm.assertEq(collect(), 88_666_667 + INTEREST + PART, "taken");
        Quote memory q = quoteOf(t);
        vm.assertEq(q.due, 0, "due");
        vm.assertEq(q.accrued, 500e6, "accrued is left");
    }

    /// @notice What the balance allows is taken, in order, and the rest when there is more (L-29, L-30, T47).
    function test_collectsTheBalance() external {
        allow(s1, INTEREST + 5);
        toDay(FIRST);
        expectRepaid(s1, 0, INTEREST, 5, PRINCIPAL - 5);
        vm.assertEq(collect(), INTEREST + 5, "first");
        vm.assertEq(due(), PART - 5, "due");
        vm.assertEq(stateOf(loan).oldest, FIRST, "late");
        token.mint(s1, PRINCIPAL);
        vm.assertEq(collect(), PART - 5, "second");
        vm.assertEq(stateOf(loan).oldest, 0, "paid");
    }

    /// @notice What the allowance allows is taken, and no more until more is allowed (L-30, T47, I14).
    function test_collectsTheAllowance() external {
        token.mint(s1, PRINCIPAL);
        _allowOnly(INTEREST);
        toDay(FIRST);
        vm.assertEq(collect(), INTEREST, "taken");
        _expectNothing(PART, 0, PRINCIPAL - INTEREST);
        collect();
    }

    /// @notice Several instalments are collected in one call, with the penalty of each from its own day (L-26, L-30).
    function test_collectsSeveral() external {
        allow(s1, PRINCIPAL);
        toDay(SECOND);
        // 12 % on 26,600 for 30 days.
        uint256 penalty = 266e6;
        expectRepaid(s1, penalty, INTEREST + SECOND_INTEREST, 2 * PART, PRINCIPAL - 2 * PART);
        collect();
    }

    /// @notice Only the borrower's cash account pays, whoever else allowed the contract to take its money (L-30, T48,
    /// I14).
    function test_takesFromNobodyElse() external {
        allow(outsider, PRINCIPAL);
        allow(s2, PRINCIPAL);
        allow(supplierOne, PRINCIPAL);
        allow(s1, PRINCIPAL);
        uint256 payee = balance(supplierOne);
        toDay(FIRST);
        collect();
        vm.assertEq(balance(outsider), PRINCIPAL, "caller");
        vm.assertEq(balance(s2), PRINCIPAL, "another party");
        vm.assertEq(balance(supplierOne), payee, "payee");
        vm.assertEq(balance(s1), PRINCIPAL - INTEREST - PART, "borrower");
    }

    /// @notice After a rotation the new cash account is asked, and the old one no more (P-9, L-30).
    function test_takesFromThePresentCashAccount() external {
        address fresh = vm.addr(0xF4E);
        allow(s1, PRINCIPAL);
        allow(fresh, PRINCIPAL);
        bytes memory consent = sign(0xF4E, parties.accountConsentDigest(S1, fresh, LATER));
        vm.prank(s1);
        parties.rotate(fresh, LATER, consent);
        toDay(FIRST);
        expectRepaid(fresh, 0, INTEREST, PART, PRINCIPAL - PART);
        collect();
        vm.assertEq(balance(s1), PRINCIPAL, "former account");
    }

    /// @notice Neither halt, freeze, default nor suspension of the borrower stops collecting (L-12, L-30, T68, I21).
    function test_isNeverStopped() external {
        allow(s1, 2 * PRINCIPAL);
        toDefault();
        halt();
        freezeLoan();
        suspend(S1);
        uint256 owed = payoff();
        vm.assertEq(collect(), owed, "all, for all is due in default");
        assertNothingLeft();
    }

    /// @notice On another calendar the due day begins at its own midnight (L-22, T46, T52).
    function test_ownCalendar() external {
        t.offset = 32;
        reopen();
        allow(s1, PRINCIPAL);
        vm.warp(FIRST * 1 days - 8 hours - 1);
        _expectNothing(0, type(uint256).max, PRINCIPAL);
        collect();
        vm.warp(FIRST * 1 days - 8 hours);
        vm.assertEq(collect(), INTEREST + PART, "at midnight in Shanghai");
    }

    /// @notice Twelve collections on the due days pay all, the last with what is left, and nothing is ever taken
    /// besides (L-24, L-30, I13, I25).
    function test_collectsTheWholeLoan() external {
        allow(s1, 2 * PRINCIPAL);
        uint256 before = balance(bankA);
        uint256 sum;
        for (uint256 day = FIRST; day <= LAST; ++day) {
            toDay(day);
            if (due() != 0) sum += collect();
        }
        assertNothingLeft();
        vm.assertEq(balance(bankA) - before, sum, "lender");
        vm.assertEq(balance(s1), 2 * PRINCIPAL - sum, "borrower");
        // 32, 30, 31, 31, 28, 31, 30, 31, 30, 31, 31, 30 days on twelve twelfths down to one, of 25,000 x 6 % / 360.
        uint256 days_ = 32 * 12 + 30 * 11 + 31 * 10 + 31 * 9 + 28 * 8 + 31 * 7 + 30 * 6 + 31 * 5;
        days_ += 30 * 4 + 31 * 3 + 31 * 2 + 30;
        vm.assertLe(sum - PRINCIPAL, PART * 60_000 * days_ / SCALE + 12, "interest");
        vm.assertGe(sum - PRINCIPAL, PART * 60_000 * days_ / SCALE, "interest, up");
    }

    /// @notice Whatever balance, allowance and day, the least of the three is taken, from the borrower alone, and what
    /// is due falls by it (L-30, T46, T48, I13, I14).
    function testFuzz_takesTheLeast(uint96 balance_, uint96 allowance, uint16 late) external {
        balance_ = uint96(balance_ % (2 * PART)) + 1;
        allowance = uint96(allowance % (2 * PART)) + 1;
        token.mint(s1, balance_);
        _allowOnly(allowance);
        toDay(FIRST + late % 500);
        Quote memory q = quoteOf(t);
        uint256 least = balance_ < allowance ? balance_ : allowance;
        if (q.due < least) least = q.due;
        vm.assertEq(collect(), least, "taken");
        vm.assertEq(balance(s1), balance_ - least, "borrower");
        vm.assertEq(due(), q.due - least, "due");
        vm.assertEq(payoff(), q.payoff - least, "payoff");
    }
}
