// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {ICreditLines} from "../../../../interfaces/ICreditLines.sol";
import {IGuarantees} from "../../../../interfaces/IGuarantees.sol";
import {Milestone} from "../../../../interfaces/ICondition.sol";
import {ILoans, LoanState, Method, Quote, Terms} from "../../../../interfaces/ILoans.sol";
import {IParking} from "../../../../interfaces/IParking.sol";
import {PayoutSuite} from "./PayoutSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
Loans.refund

├── when the amount is zero or beyond 96 bits                           → ZeroAmount, AmountTooLarge
├── when the milestone is not the loan's, or the terms not in force     → MilestoneUnknown, TermsNotInForce
├── when it is not released, is a list, or the caller is not its payee  → NotPayee
├── when the payee is the borrower                                      → NotPayee
├── when more would come back than was paid, or is owed                 → RefundTooLarge
├── when the payee did not allow it                                     → the token's error
├── otherwise: principal and the plan's amount fall from that day       → to the lender, or parked for it
├── of all principal after the last due day                             → the rest of the interest is late
├── under a line                                                        → principal comes back to it, nothing else
├── where guarantors have a claim                                       → they get their part
└── during a halt, of a frozen or defaulted loan                        → as ever
*/
contract RefundTest is PayoutSuite {
    Terms internal terms_;
    bytes32 internal loan;

    function setUp() public override {
        super.setUp();
        terms_ = loanTerms();
        loan = openAndDraw(terms_);
        allowBack(supplierOne);
    }

    function _refused(address payee, uint8 index, uint256 amount, bytes memory reason) private {
        Milestone memory m = milestone(index);
        bytes32[] memory siblings = proofOf(index);
        vm.expectRevert(reason);
        vm.prank(payee);
        loans.refund(terms_, m, siblings, amount);
    }

    function _notPayee(address payee, bytes32 payees) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ILoans.NotPayee.selector, payee, payees);
    }

    /* REFUSALS */

    /// @notice A refund is of something, and of no more than a word holds (L-18).
    function test_refusesAmountsOutOfBounds() external {
        _refused(supplierOne, 0, 0, abi.encodeWithSelector(ILoans.ZeroAmount.selector));
        _refused(
            supplierOne, 0, MOST + 1, abi.encodeWithSelector(ILoans.AmountTooLarge.selector, MOST + 1, MOST)
        );
    }

    /// @notice What is refunded is a milestone of the loan, under the terms in force (L-1, L-18).
    function test_refusesWhatIsNotTheLoans() external {
        Milestone memory m = milestone(0);
        m.amount += 1;
        bytes32[] memory siblings = proofOf(0);
        vm.expectRevert(unknown(loan, 0));
        vm.prank(supplierOne);
        loans.refund(terms_, m, siblings, 1);
        Terms memory t = loanTerms();
        (t.amends, t.salt) = (loan, 9);
        bytes memory reason =
            abi.encodeWithSelector(ILoans.TermsNotInForce.selector, loan, agreements.hashOf(t), loan);
        m = milestone(0);
        vm.expectRevert(reason);
        vm.prank(supplierOne);
        loans.refund(t, m, siblings, 1);
    }

    /// @notice Only who was paid refunds: not before the release, not for another, and not of a list (L-18).
    function test_refusesWhoWasNotPaid() external {
        bytes32 payee = bytes32(uint256(uint160(supplierOne)));
        address[4] memory callers = [outsider, bankA, s1, supplierTwo];
        for (uint256 i; i < callers.length; ++i) {
            _refused(callers[i], 0, 1, _notPayee(callers[i], payee));
        }
        _refused(supplierTwo, 1, 1, _notPayee(supplierTwo, bytes32(uint256(uint160(supplierTwo)))));
        release(terms_, 3);
        payOut(terms_, 0);
        _refused(worker(0), 3, 1, _notPayee(worker(0), listRoot()));
    }

    /// @notice The borrower pays back by repaying, interest first, also what it was paid itself (L-18, L-29).
    function test_refusesTheBorrower() external {
        Milestone memory m = payeeMilestone(s1);
        (terms_, loan) = openAndRelease(m);
        vm.expectRevert(_notPayee(s1, m.payees));
        vm.prank(s1);
        loans.refund(terms_, m, noProof(), 1);
    }

    /// @notice No more comes back than was paid, over all refunds of the milestone (L-18, I11).
    function test_refusesMoreThanWasPaid() external {
        release(terms_, 1);
        _refused(
            supplierOne,
            0,
            300_000e6 + 1,
            abi.encodeWithSelector(ILoans.RefundTooLarge.selector, 300_000e6 + 1, 300_000e6)
        );
        refund(supplierOne, terms_, 0, 100_000e6);
        _refused(
            supplierOne,
            0,
            200_000e6 + 1,
            abi.encodeWithSelector(ILoans.RefundTooLarge.selector, 200_000e6 + 1, 200_000e6)
        );
        refund(supplierOne, terms_, 0, 200_000e6);
        _refused(supplierOne, 0, 1, abi.encodeWithSelector(ILoans.RefundTooLarge.selector, 1, 0));
    }

    /// @notice No more principal comes back than is owed (L-18, T54).
    function test_refusesMoreThanIsOwed() external {
        repay(terms_, 250_000e6);
        _refused(
            supplierOne,
            0,
            50_000e6 + 1,
            abi.encodeWithSelector(ILoans.RefundTooLarge.selector, 50_000e6 + 1, 50_000e6)
        );
        refund(supplierOne, terms_, 0, 50_000e6);
        vm.assertEq(quoteOf(terms_).payoff, 0, "nothing is owed");
    }

    /// @notice A payee gives back what it has and allows, or nothing happens (L-18).
    function test_refusesWithoutThePayeesMoney() external {
        vm.prank(supplierOne);
        token.approve(address(loans), 1);
        _refused(
            supplierOne,
            0,
            2,
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(loans), 1, 2)
        );
        assertDrawn(loan, 300_000e6, 1);
    }

    /* SUCCESS */

    /// @notice Principal and the amount that the plan divides fall from that day; interest so far is owed (L-18, L-25).
    function test_refunds() external {
        toDay(DAY + 10);
        vm.expectEmit(address(loans));
        emit ILoans.Refunded(loan, 0, supplierOne, 60_000e6);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(supplierOne, bankA, 60_000e6);
        vm.recordLogs();
        refund(supplierOne, terms_, 0, 60_000e6);
        assertEvents(abi.encodePacked(ILoans.Refunded.selector, IERC20.Transfer.selector));
        LoanState memory expected;
        (expected.open, expected.released, expected.recast, expected.day) = (true, 1, 2, DAY + 10);
        (expected.base, expected.principal) = (240_000e6, 240_000e6);
        expected.accrued = 300_000e6 * 60_000 * 10;
        assertState(loan, expected);
        assertBalance(token, bankA, 10 * COMMITMENT - 240_000e6, "lender");
        toDay(DAY + 20);
        vm.assertEq(quoteOf(terms_).accrued, 500e6 + 400e6, "less from that day");
        toDay(DAY + 93);
        vm.assertEq(quoteOf(terms_).overdue, 24_000e6, "a tenth of what is left");
    }

    /// @notice A signed refund that the forwarder brings is its payee's (L-18, X-2).
    function test_refundsByForwarder() external {
        bytes memory call = abi.encodeCall(ILoans.refund, (terms_, milestone(0), proofOf(0), 1e6));
        forward(signedCall(0x501, address(loans), call));
        assertDrawn(loan, 299_999e6, 1);
    }

    /// @notice Overdue principal is at most what is still owed (L-18).
    function test_refundsOverduePrincipal() external {
        toDay(DAY + 93);
        vm.assertEq(quoteOf(terms_).overdue, 30_000e6, "overdue");
        refund(supplierOne, terms_, 0, 280_000e6);
        LoanState memory s = stateOf(loan);
        vm.assertEq(s.overdue, 20_000e6, "overdue");
        vm.assertEq(s.principal, 20_000e6, "principal");
        vm.assertEq(s.oldest, FIRST_DUE, "oldest");
    }

    /// @notice Interest that is left after the last due day is late like all that fell due before: the borrower cannot
    /// leave it for ever (L-26, L-36, L-44).
    function test_leavesInterestThatIsLate() external {
        (terms_.method, terms_.instalments, terms_.interestOnly) = (Method.Bullet, 1, 0);
        (terms_.firstDue, terms_.salt) = (uint24(DAY + 93), 2);
        loan = openAndDraw(terms_);
        toDay(DAY + 93);
        repay(terms_, 4_650e6);
        toDay(DAY + 96);
        refund(supplierOne, terms_, 0, 300_000e6);
        vm.assertEq(stateOf(loan).billed, 150e6, "three days");
        vm.assertEq(stateOf(loan).oldest, DAY + 93, "the last due day");
        toDay(DAY + 123);
        vm.expectRevert(abi.encodeWithSelector(ILoans.DefaultTooEarly.selector, loan, 30, 30));
        loans.markDefault(terms_);
        toDay(DAY + 124);
        loans.markDefault(terms_);
        Quote memory q = quoteOf(terms_);
        // 300,000 for three days and 150 for 28, at 12 %.
        vm.assertEq(q.penalty, 300e6 + 1_400_000, "penalty");
        vm.assertEq(repay(terms_, type(uint96).max), q.penalty + 150e6, "all that is owed");
    }

    /// @notice What comes back for a suspended lender is taken and parked for it (L-18, L-31, T66).
    function test_parksForASuspendedLender() external {
        suspend(BANK_A);
        vm.expectEmit(address(loans));
        emit IParking.Parked(BANK_A, address(token), 60_000e6);
        vm.recordLogs();
        refund(supplierOne, terms_, 0, 60_000e6);
        assertEvents(
            abi.encodePacked(ILoans.Refunded.selector, IERC20.Transfer.selector, IParking.Parked.selector)
        );
        vm.assertEq(loans.parkedOf(BANK_A, address(token)), 60_000e6, "parked");
        reinstate(BANK_A);
        loans.claim(BANK_A, address(token));
        assertBalance(token, bankA, 10 * COMMITMENT - 240_000e6, "lender");
    }

    /// @notice Neither halt, freeze, default nor a suspended borrower keeps a payee from giving back (L-18, L-28, L-39,
    /// T68).
    function test_refundsWheneverItLikes() external {
        toDay(DAY + 63);
        loans.markDefault(terms_);
        freezeLoan(loan, true);
        suspend(S1);
        halt();
        refund(supplierOne, terms_, 0, 60_000e6);
        assertDrawn(loan, 240_000e6, 1);
        vm.assertTrue(stateOf(loan).defaulted, "still in default");
    }

    /// @notice A refund does not refill a reserve, and gives no room to draw what was drawn before (L-9, L-13, L-18).
    function test_givesNoNewRoom() external {
        (terms_.reserved, terms_.salt) = (true, 2);
        terms_.commitment = 400_000e6;
        loan = openAndDraw(terms_);
        refund(supplierOne, terms_, 0, 300_000e6);
        vm.assertEq(loans.reserveOf(loan), 100_000e6, "reserve");
        releaseRefused(
            terms_, 1, abi.encodeWithSelector(ILoans.CommitmentExceeded.selector, 200_000e6, 100_000e6)
        );
        release(terms_, 2);
    }

    /// @notice Without a reserve too, what was drawn and returned counts as drawn (L-13, L-18).
    function test_givesNoNewRoom_unreserved() external {
        (terms_.commitment, terms_.salt) = (400_000e6, 2);
        loan = openAndDraw(terms_);
        refund(supplierOne, terms_, 0, 300_000e6);
        releaseRefused(
            terms_, 1, abi.encodeWithSelector(ILoans.CommitmentExceeded.selector, 200_000e6, 100_000e6)
        );
        release(terms_, 2);
    }

    /// @notice To a line exactly the principal comes back, and no payment of the borrower is recorded (L-43, I12).
    function test_restoresTheLine() external {
        letLinesAgree();
        (terms_.lined, terms_.salt) = (true, 2);
        loan = openAndDraw(terms_);
        vm.expectCall(
            address(lines), abi.encodeCall(ICreditLines.repaid, (BANK_A, S1, 60_000e6, 0, 0, false))
        );
        refund(supplierOne, terms_, 0, 60_000e6);
    }

    /// @notice Guarantors who have paid G of the debt D get floor(refund x G / D), the lender the rest, so that G stays
    /// within D and repaying is never stopped (L-28, L-38, I19).
    function test_sharesWithGuarantors() external {
        vm.prank(address(guaranteeBook));
        loans.setCovered(loan);
        vm.mockCall(
            address(guaranteeBook), abi.encodeCall(IGuarantees.claimOn, (loan)), abi.encode(100_000e6 - 1)
        );
        uint256 part = uint256(60_001e6) * (100_000e6 - 1) / 300_000e6;
        bytes memory call = abi.encodeCall(IGuarantees.recovered, (loan, address(token), part));
        vm.mockCall(address(guaranteeBook), call, "");
        vm.expectCall(address(guaranteeBook), call);
        refund(supplierOne, terms_, 0, 60_001e6);
        assertBalance(token, address(guaranteeBook), part, "guarantors");
        assertBalance(token, bankA, 9_700_000e6 + 60_001e6 - part, "lender");
        assertDrawn(loan, 239_999e6, 1);
    }

    /// @notice Guarantors who paid the whole debt get the whole refund, and what is left can be repaid (L-28, L-38).
    function test_guarantorsOfAllGetAll() external {
        vm.prank(address(guaranteeBook));
        loans.setCovered(loan);
        bytes memory claim = abi.encodeCall(IGuarantees.claimOn, (loan));
        vm.mockCall(address(guaranteeBook), "", "");
        vm.mockCall(address(guaranteeBook), claim, abi.encode(300_000e6));
        refund(supplierOne, terms_, 0, 200_000e6);
        vm.mockCall(address(guaranteeBook), claim, abi.encode(100_000e6));
        vm.assertEq(repay(terms_, 100_000e6), 100_000e6, "the rest");
        assertBalance(token, address(guaranteeBook), 300_000e6, "guarantors");
        vm.assertEq(quoteOf(terms_).payoff, 0, "nothing is owed");
    }
}
