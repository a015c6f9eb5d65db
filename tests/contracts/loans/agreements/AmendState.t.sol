// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Milestone} from "../../../../interfaces/ICondition.sol";
import {ILoanAgreements} from "../../../../interfaces/ILoanAgreements.sol";
import {DayCount, ILoans, LoanState, Quote, Terms} from "../../../../interfaces/ILoans.sol";
import {AgreementSuite} from "./AgreementSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
LoanAgreements.amend: what it does to the loan

├── the loan keeps its id; the new terms alone are in force, from today on
├── interest so far stays to the unit, also from ACT/360 to ACT/365F; the new rate counts from today
├── interest that fell due, and payable penalty, stay due; a penalty within the grace does not
├── all principal follows the new plan; nothing of it is overdue
├── a mark of default is lifted, and counted
├── released milestones stay released; a list keeps index, amount and root; new milestones may come
└── a reserve stays what it is
*/
contract AmendStateTest is AgreementSuite {
    uint256 internal constant DRAWN = 300_000e6;
    /// @dev Interest of a day on what is drawn: 300,000 x 6 % / 360.
    uint256 internal constant DAILY = 50e6;

    Terms internal terms_;
    bytes32 internal loan;

    function setUp() public override {
        super.setUp();
        terms_ = loanTerms();
        loan = openAndDraw(terms_);
    }

    /// @dev New terms as of `today`: due days begin a month later, everything else stays but the salt.
    function _from(uint256 today) private view returns (Terms memory n) {
        n = copy(terms_);
        n.amends = loan;
        n.salt = 2;
        n.drawDeadline = uint24(today);
        n.firstDue = uint24(today + 30);
    }

    /* IN FORCE */

    /// @notice The loan keeps its id, stores the hash of the new terms, and tells them and its state (L-40, L-41, I23).
    function test_putsNewTermsInForce() external {
        toDay(DAY + 10);
        Terms memory n = amendmentOf(terms_, loan);
        bytes32 termsHash = agreements.hashOf(n);
        LoanState memory expected = stateOf(loan);
        expected.accrued = DRAWN * 60_000 * 10;
        expected.day = DAY + 10;
        vm.expectEmit(address(agreements));
        emit ILoanAgreements.TermsAmended(loan, termsHash, n);
        vm.expectEmit(address(loans));
        emit ILoans.LoanAmended(loan, termsHash, expected);
        vm.recordLogs();
        amend(terms_, n);
        assertEvents(abi.encodePacked(ILoanAgreements.TermsAmended.selector, ILoans.LoanAmended.selector));
        assertState(loan, expected);
        vm.assertEq(loans.termsInForce(loan), termsHash, "in force");
        assertUnopened(termsHash);
    }

    /// @notice From then on every call brings the new terms; by the first ones nothing is drawn or paid (L-1, L-40).
    function test_refusesTheOldTerms() external {
        Terms memory n = amendmentOf(terms_, loan);
        amend(terms_, n);
        bytes memory reason =
            abi.encodeWithSelector(ILoans.TermsNotInForce.selector, loan, loan, agreements.hashOf(n));
        vm.expectRevert(reason);
        loans.repay(terms_, 1);
        bytes32[] memory proof = proofOf(1);
        Milestone memory m = milestone(1);
        vm.expectRevert(reason);
        loans.release(terms_, m, proof, "");
        release(n, 1);
        repay(n, 1e6);
        vm.assertEq(stateOf(loan).principal, DRAWN + 200_000e6 - 1e6, "principal");
    }

    /// @notice Terms are amended again and again under the first id (L-1, L-40).
    function test_amendsAgain() external {
        Terms memory t = terms_;
        for (uint256 i; i < 3; ++i) {
            Terms memory n = amendmentOf(t, loan);
            amend(t, n);
            vm.assertEq(loans.termsInForce(loan), agreements.hashOf(n), "in force");
            t = n;
        }
        vm.assertEq(uint256(t.rate), 60_000 / 8, "rate");
    }

    /// @notice A loan of which nothing is drawn yet is amended too, and may draw under new terms only (L-41).
    function test_amendsBeforeTheFirstRelease() external {
        Terms memory t = loanTerms();
        t.salt = 7;
        bytes32 fresh = openLoan(t);
        Terms memory n = amendmentOf(t, fresh);
        n.interestOnly = 3;
        amend(t, n);
        LoanState memory expected;
        (expected.open, expected.recast, expected.day) = (true, 3, DAY);
        assertState(fresh, expected);
        release(n, 0);
        vm.assertEq(stateOf(fresh).principal, DRAWN, "principal");
    }

    /* INTEREST */

    /// @notice What has accrued stays, to the unit; the new rate counts from the day of the amendment (L-41, T27, I15).
    function test_carriesAccruedInterest() external {
        toDay(DAY + 10);
        Terms memory n = amendmentOf(terms_, loan);
        uint256 before = quoteOf(terms_).accrued;
        vm.assertEq(before, 10 * DAILY, "before");
        amend(terms_, n);
        vm.assertEq(quoteOf(n).accrued, before, "after");
        toDay(DAY + 20);
        vm.assertEq(quoteOf(n).accrued, before + 10 * DAILY / 2, "at half the rate");
        repay(n, quoteOf(n).payoff);
        vm.assertEq(quoteOf(n).payoff, 0, "paid off");
    }

    /// @notice From ACT/360 to ACT/365F what has accrued is carried in whole units, rounded up, and back (L-20, L-41).
    function test_carriesAccruedInterestToAnotherDayCount() external {
        terms_.rate = 61_803;
        loan = openAndDraw(terms_);
        toDay(DAY + 7);
        uint256 numerator = DRAWN * 61_803 * 7;
        uint256 units = (numerator + 360e6 - 1) / 360e6;
        Terms memory n = amendmentOf(terms_, loan);
        n.dayCount = DayCount.Act365Fixed;
        amend(terms_, n);
        vm.assertEq(stateOf(loan).accrued, units * 365e6, "numerator");
        vm.assertEq(quoteOf(n).accrued, units, "units");
        toDay(DAY + 8);
        uint256 more = DRAWN * n.rate;
        vm.assertEq(quoteOf(n).accrued, (units * 365e6 + more + 365e6 - 1) / 365e6, "a day on");
        Terms memory back = amendmentOf(n, loan);
        back.dayCount = DayCount.Thirty360European;
        amend(n, back);
        vm.assertEq(stateOf(loan).accrued, (units * 365e6 + more + 365e6 - 1) / 365e6 * 360e6, "and back");
    }

    /// @notice Between day counts of one year nothing is rounded (L-20, L-41).
    function test_carriesAccruedInterestUndivided() external {
        terms_.rate = 61_803;
        loan = openAndDraw(terms_);
        toDay(DAY + 7);
        Terms memory n = amendmentOf(terms_, loan);
        n.dayCount = DayCount.Thirty360European;
        amend(terms_, n);
        vm.assertEq(stateOf(loan).accrued, DRAWN * 61_803 * 7, "numerator");
    }

    /* WHAT IS DUE */

    /// @notice Interest that fell due stays due, from today on as the oldest; principal that fell due does not (L-41).
    function test_keepsBilledInterest() external {
        toDay(DAY + 93);
        Quote memory q = quoteOf(terms_);
        vm.assertEq(q.overdue, 30_000e6, "principal was due");
        vm.assertEq(q.billed, 93 * DAILY, "interest was due");
        vm.assertEq(q.daysPastDue, 61, "since long");
        Terms memory n = _from(DAY + 93);
        amend(terms_, n);
        LoanState memory expected;
        (expected.open, expected.released, expected.base) = (true, 1, DRAWN);
        (expected.recast, expected.principal, expected.day) = (2, DRAWN, DAY + 93);
        (expected.billed, expected.oldest) = (93 * DAILY + q.penalty, DAY + 93);
        assertState(loan, expected);
        q = quoteOf(n);
        vm.assertEq(q.due, expected.billed, "due");
        vm.assertEq(q.daysPastDue, 0, "from today on");
    }

    /// @notice Payable penalty stays due, to the unit; with it what is owed is the same before and after (L-41, T27).
    function test_keepsPayablePenalty() external {
        toDay(DAY + 32 + 6);
        Quote memory q = quoteOf(terms_);
        // 1,600 overdue for six days at 12 %.
        vm.assertEq(q.penalty, uint256(1_600e6) * 120_000 * 6 / 360e6, "payable");
        Terms memory n = _from(DAY + 38);
        amend(terms_, n);
        vm.assertEq(quoteOf(n).billed, q.billed + q.penalty, "billed");
        vm.assertEq(quoteOf(n).payoff, q.payoff, "owed in all");
        vm.assertEq(stateOf(loan).penalty, 0, "begins anew");
    }

    /// @notice A penalty within the grace is not payable, and not carried (L-26, L-41).
    function test_forgetsPenaltyWithinTheGrace() external {
        toDay(DAY + 32 + 5);
        Quote memory q = quoteOf(terms_);
        vm.assertEq(q.penalty, 0, "not payable");
        Terms memory n = _from(DAY + 37);
        amend(terms_, n);
        vm.assertEq(quoteOf(n).payoff, q.payoff, "owed in all");
        vm.assertEq(stateOf(loan).penalty, 0, "penalty");
    }

    /// @notice All principal follows the new plan, from its own first instalments on (L-24, L-41).
    function test_followsTheNewPlan() external {
        toDay(DAY + 93);
        fund(s1, COMMITMENT, address(loans));
        loans.collect(terms_);
        vm.assertEq(stateOf(loan).principal, 270_000e6, "an instalment is paid");
        Terms memory n = _from(DAY + 93);
        (n.interestOnly, n.instalments) = (1, 4);
        amend(terms_, n);
        LoanState memory s = stateOf(loan);
        vm.assertEq(s.base, 270_000e6, "base");
        vm.assertEq(s.recast, 1, "recast");
        vm.assertEq(s.dues, 0, "none has fallen due");
        toDay(n.firstDue);
        vm.assertEq(quoteOf(n).overdue, 0, "interest alone");
        toDay(n.firstDue + 31);
        vm.assertEq(quoteOf(n).overdue, 90_000e6, "a third");
    }

    /* DEFAULT */

    /// @notice New terms lift a mark of default; that it was marked stays counted (L-41, T63).
    function test_liftsDefault() external {
        toDay(DAY + 32 + 31);
        loans.markDefault(terms_);
        Quote memory q = quoteOf(terms_);
        vm.assertEq(q.due, q.payoff, "all is due");
        Terms memory n = _from(DAY + 63);
        amend(terms_, n);
        vm.assertFalse(stateOf(loan).defaulted, "lifted");
        vm.assertEq(loans.defaultsOf(loan), 1, "counted");
        vm.assertEq(quoteOf(n).payoff, q.payoff, "owed in all");
        vm.assertEq(quoteOf(n).due, q.billed + q.penalty - quoteOf(n).accrued, "due as billed before");
        vm.expectRevert(abi.encodeWithSelector(ILoans.NotDefaulted.selector, loan));
        loans.liftDefault(n);
    }

    /* MILESTONES */

    /// @notice A milestone released once pays never again, whatever the new root says of its index (L-10, L-41, T35).
    function test_keepsReleasedBits() external {
        Milestone memory m;
        (m.index, m.amount, m.payees) = (0, 100_000e6, bytes32(uint256(uint160(supplierTwo))));
        Terms memory n = amendmentOf(terms_, loan);
        n.milestonesRoot = leafOf(m);
        amend(terms_, n);
        vm.assertEq(stateOf(loan).released, 1, "released");
        vm.expectRevert(abi.encodeWithSelector(ILoans.MilestoneReleased.selector, loan, 0));
        loans.release(n, m, new bytes32[](0), "");
    }

    /// @notice New milestones are released by the new root, and those of the old root no more (L-10, L-41).
    function test_releasesNewMilestones() external {
        Milestone memory m;
        (m.index, m.amount, m.payees) = (4, 100_000e6, bytes32(uint256(uint160(supplierTwo))));
        Terms memory n = amendmentOf(terms_, loan);
        (n.milestonesRoot, n.milestones) = (leafOf(m), 5);
        amend(terms_, n);
        loans.release(n, m, new bytes32[](0), "");
        assertBalance(token, supplierTwo, 100_000e6, "new milestone");
        bytes32[] memory proof = proofOf(1);
        m = milestone(1);
        vm.expectRevert(abi.encodeWithSelector(ILoans.MilestoneUnknown.selector, loan, 1));
        loans.release(n, m, proof, "");
    }

    /// @notice A list that was released keeps index, amount and root, and pays its chunks once each, even where the new
    /// root knows it no more (L-16, L-41, T39, I11).
    function test_keepsLists() external {
        release(terms_, 3);
        payOut(terms_, 1);
        Milestone memory m = milestone(3);
        m.amount = 1;
        Terms memory n = amendmentOf(terms_, loan);
        n.milestonesRoot = leafOf(m);
        amend(terms_, n);
        (bytes32 leaf, uint256 paid) = loans.listOf(loan, 3);
        vm.assertEq(leaf, leafOf(milestone(3)), "leaf");
        vm.assertEq(paid, 200_000e6, "paid");
        vm.expectRevert(abi.encodeWithSelector(ILoans.MilestoneNotReleased.selector, loan, 3));
        loans.payOut(n, m, 0, entriesOf(0), chunkProof(0));
        vm.expectRevert(abi.encodeWithSelector(ILoans.ChunkPaid.selector, listRoot(), 1));
        this.payOutOf(n, 1);
        vm.assertEq(payOut(n, 0), 200_000e6, "the other chunk");
        (, paid) = loans.listOf(loan, 3);
        vm.assertEq(paid, 400_000e6, "all is paid");
    }

    /// @dev From outside, so that an expected refusal is that of the loans.
    function payOutOf(Terms memory t, uint256 chunk) external {
        payOut(t, chunk);
    }

    /// @notice What is paid out before and after lies within the new commitment (L-13, L-41, T41).
    function test_drawsWithinTheNewCommitment() external {
        Terms memory n = amendmentOf(terms_, loan);
        n.commitment = 499_999e6;
        amend(terms_, n);
        Milestone memory m = milestone(1);
        bytes32[] memory proof = proofOf(1);
        vm.expectRevert(abi.encodeWithSelector(ILoans.CommitmentExceeded.selector, 200_000e6, 199_999e6));
        loans.release(n, m, proof, "");
        release(n, 2);
    }

    /// @notice A reserve is drawn on under new terms, and what the smaller commitment leaves of it returns (L-19, L-40).
    function test_keepsTheReserve() external {
        (terms_.reserved, terms_.salt) = (true, 3);
        loan = openAndDraw(terms_);
        Terms memory n = amendmentOf(terms_, loan);
        n.commitment = 500_000e6;
        amend(terms_, n);
        vm.assertEq(loans.reserveOf(loan), 700_000e6, "reserve");
        release(n, 1);
        vm.assertEq(loans.reserveOf(loan), 500_000e6, "drawn on");
        toDay(DRAW_DEADLINE + 1);
        vm.assertEq(loans.returnReserve(n), 500_000e6, "returned");
    }

    /// @notice What was returned is no reserve any more: what is there bounds what is drawn (L-13, L-19, L-40).
    function test_refusesMoreThanTheReserveHolds() external {
        (terms_.reserved, terms_.salt) = (true, 3);
        loan = openAndDraw(terms_);
        toDay(DRAW_DEADLINE + 1);
        loans.returnReserve(terms_);
        Terms memory n = _from(DRAW_DEADLINE + 1);
        amend(terms_, n);
        Milestone memory m = milestone(1);
        bytes32[] memory proof = proofOf(1);
        vm.expectRevert(abi.encodeWithSelector(ILoans.CommitmentExceeded.selector, 200_000e6, 0));
        loans.release(n, m, proof, "");
    }
}
