// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {FeeToken} from "../../../../contracts/test/HostileTokens.sol";
import {ICreditLines} from "../../../../interfaces/ICreditLines.sol";
import {ILoanAgreements} from "../../../../interfaces/ILoanAgreements.sol";
import {Cover, ILoans, Signed, Terms} from "../../../../interfaces/ILoans.sol";
import {AgreementSuite} from "./AgreementSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
LoanAgreements.open: what it does, once all have consented

├── when the token is not on the list                       → TokenNotListed
├── when terms under a line go below its floor              → the error of CreditLines
├── when the terms were opened before, or are dead          → LoanExists, TermsDead
├── when the lender cannot pay the reserve                  → the token's error, nothing is opened
├── when the token brings less than the reserve             → WrongAmountReceived
├── when the borrower cannot pay a fee                      → the token's error, nothing is opened
└── otherwise                                               → open, with reserve and fees paid from cash accounts
*/
contract OpenTest is AgreementSuite {
    uint256 internal constant FEE = 10_000e6;
    uint256 internal constant COVER_FEE = 2_500e6;

    function _reserved() private view returns (Terms memory t) {
        t = loanTerms();
        t.reserved = true;
    }

    /// @dev Terms with a fee to a supplier, and two covers of which the first has a fee.
    function _withFees() private view returns (Terms memory t, Cover[] memory covers, Signed[] memory list) {
        t = loanTerms();
        covers = twoCovers();
        covers[0].fee = COVER_FEE;
        (t.fee, t.feePayee, t.covers) = (FEE, supplierOne, coversHash(covers));
        list = signatures(t, keys(GUARANTOR_KEY, GUARANTOR_TWO_KEY));
    }

    /* REFUSALS */

    /// @notice Only tokens on the list are lent (L-7).
    function test_refusesATokenNotListed() external {
        Terms memory t = loanTerms();
        vm.prank(admin);
        programmes.allowToken(address(token), false);
        openRefused(
            t, signatures(t), abi.encodeWithSelector(ILoanAgreements.TokenNotListed.selector, address(token))
        );
    }

    /// @notice Under a line the fixed rate, or the floor of a floating one, keeps to the line's floor (L-7, T29).
    function test_refusesARateBelowTheLine() external {
        Terms memory t = loanTerms();
        (t.lined, t.rate, t.floor) = (true, 60_000, 40_000);
        bytes memory reason = _refuseRate(60_000);
        openRefused(t, signatures(t), reason);
        (t.index, t.firstReset, t.resetMonths) = (keccak256("index"), uint24(DAY), 3);
        reason = _refuseRate(40_000);
        openRefused(t, signatures(t), reason);
        vm.clearMockedCalls();
        vm.mockCall(address(lines), abi.encodeCall(ICreditLines.checkRate, (BANK_A, S1, 40_000)), "");
        assertFresh(openLoan(t), 2);
    }

    /// @dev The lines refuse just this rate.
    function _refuseRate(uint256 rate) private returns (bytes memory reason) {
        reason = abi.encodeWithSelector(ICreditLines.RateBelowFloor.selector, BANK_A, S1, rate, 70_000);
        vm.clearMockedCalls();
        vm.mockCallRevert(address(lines), abi.encodeCall(ICreditLines.checkRate, (BANK_A, S1, rate)), reason);
    }

    /// @notice Nothing is asked of a line by terms that are under none (L-7).
    function test_asksNoLineWithoutOne() external {
        _refuseRate(60_000);
        assertFresh(openLoan(loanTerms()), 2);
    }

    /// @notice A loan is opened once, however often its signatures are brought (L-2, T20).
    function test_refusesTwice() external {
        Terms memory t = loanTerms();
        bytes32 loan = openLoan(t);
        openRefused(t, signatures(t), abi.encodeWithSelector(ILoans.LoanExists.selector, loan));
        release(t, 0);
        openRefused(t, signatures(t), abi.encodeWithSelector(ILoans.LoanExists.selector, loan));
    }

    /// @notice What is reserved is there, or nothing is opened (L-9).
    function test_refusesWithoutTheReserve() external {
        Terms memory t = _reserved();
        vm.prank(bankA);
        token.approve(address(loans), COMMITMENT - 1);
        openRefused(
            t,
            signatures(t),
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector, address(loans), COMMITMENT - 1, COMMITMENT
            )
        );
        assertUnopened(agreements.hashOf(t));
    }

    /// @notice A token that brings less than the reserve opens nothing (L-9, T47).
    function test_refusesATokenThatKeepsAPart() external {
        FeeToken keeping = new FeeToken();
        vm.prank(admin);
        programmes.allowToken(address(keeping), true);
        keeping.mint(bankA, COMMITMENT);
        vm.prank(bankA);
        keeping.approve(address(loans), COMMITMENT);
        Terms memory t = _reserved();
        t.token = address(keeping);
        openRefused(
            t,
            signatures(t),
            abi.encodeWithSelector(
                ILoans.WrongAmountReceived.selector, address(keeping), COMMITMENT, COMMITMENT / 100 * 99
            )
        );
    }

    /// @notice All fees are paid, or nothing is opened and no fee is (L-9).
    function test_refusesWithoutTheFees() external {
        (Terms memory t, Cover[] memory covers, Signed[] memory list) = _withFees();
        fund(s1, FEE + COVER_FEE - 1, address(loans));
        openRefused(
            t,
            covers,
            list,
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientBalance.selector, s1, COVER_FEE - 1, COVER_FEE
            )
        );
        assertUnopened(agreements.hashOf(t));
        assertBalance(token, supplierOne, 0, "no fee");
    }

    /* SUCCESS */

    /// @notice Opening moves nothing where nothing is reserved and no fee asked (L-1, L-2, I23).
    function test_opens() external {
        Terms memory t = loanTerms();
        bytes32 loan = agreements.hashOf(t);
        vm.expectEmit(address(agreements));
        emit ILoanAgreements.LoanOpened(loan, BANK_A, S1);
        vm.recordLogs();
        vm.assertEq(agreements.open(t, noCovers(), signatures(t)), loan, "id");
        assertEvents(abi.encodePacked(ILoanAgreements.LoanOpened.selector));
        assertFresh(loan, 2);
        assertBalance(token, bankA, 10 * COMMITMENT, "lender");
        vm.assertEq(quoteOf(t).payoff, 0, "nothing is owed");
    }

    /// @notice Loans of equal terms are told apart by the salt (L-1).
    function test_opensEqualTermsWithAnotherSalt() external {
        Terms memory t = loanTerms();
        bytes32 first = openLoan(t);
        t.salt = 2;
        bytes32 second = openLoan(t);
        vm.assertTrue(first != second, "two loans");
        assertFresh(first, 2);
        assertFresh(second, 2);
    }

    /// @notice The commitment is set aside from the lender's cash account, whichever account signed (L-9).
    function test_reserves() external {
        Terms memory t = _reserved();
        Signed[] memory list = signatures(t);
        list[0] = Signed(accountOf(BANK_A, 0xBA1, FUND, uint96(COMMITMENT)), "");
        list[0].signature = sign(0xBA1, agreements.termsDigest(t));
        bytes32 loan = agreements.hashOf(t);
        vm.expectEmit(address(loans));
        emit ILoans.ReserveChanged(loan, COMMITMENT);
        vm.recordLogs();
        agreements.open(t, noCovers(), list);
        assertEvents(
            abi.encodePacked(
                ILoanAgreements.LoanOpened.selector, ILoans.ReserveChanged.selector, IERC20.Transfer.selector
            )
        );
        assertFresh(loan, 2);
        vm.assertEq(loans.reserveOf(loan), COMMITMENT, "reserve");
        assertBalance(token, address(loans), COMMITMENT, "held");
        assertBalance(token, bankA, 9 * COMMITMENT, "lender");
    }

    /// @notice Fees go from the borrower's cash account to the payee of the terms and to the guarantors' cash accounts,
    /// and covers are told one by one (L-9).
    function test_paysFees() external {
        (Terms memory t, Cover[] memory covers, Signed[] memory list) = _withFees();
        fund(s1, FEE + COVER_FEE, address(loans));
        bytes32 loan = agreements.hashOf(t);
        vm.expectEmit(address(agreements));
        emit ILoanAgreements.CoverGiven(loan, GUARANTOR, 500_000, 400_000e6, COVER_FEE);
        vm.expectEmit(address(agreements));
        emit ILoanAgreements.CoverGiven(loan, GUARANTOR_TWO, 250_000, 100_000e6, 0);
        vm.recordLogs();
        agreements.open(t, covers, list);
        bytes32 given = ILoanAgreements.CoverGiven.selector;
        bytes32 moved = IERC20.Transfer.selector;
        assertEvents(abi.encodePacked(ILoanAgreements.LoanOpened.selector, given, given, moved, moved));
        assertBalance(token, supplierOne, FEE, "payee");
        assertBalance(token, guarantor, COVER_FEE, "guarantor");
        assertBalance(token, s1, 0, "borrower");
        assertFresh(loan, 2);
        vm.assertFalse(stateOf(loan).covered, "no guarantor has paid yet");
    }

    /// @notice A guarantor's fee goes to its cash account of the day, not to the account that signed (L-9, P-8).
    function test_paysGuarantorsOnTheirCashAccount() external {
        (Terms memory t, Cover[] memory covers, Signed[] memory list) = _withFees();
        fund(s1, FEE + COVER_FEE, address(loans));
        list[2] = Signed(accountOf(GUARANTOR, 0x6A9, FUND, 400_000e6), "");
        list[2].signature = sign(0x6A9, agreements.termsDigest(t));
        agreements.open(t, covers, list);
        assertBalance(token, guarantor, COVER_FEE, "cash account");
        assertBalance(token, list[2].signer, 0, "signer");
    }
}
