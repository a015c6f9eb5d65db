// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {ICreditLines} from "../../../../interfaces/ICreditLines.sol";
import {Milestone} from "../../../../interfaces/ICondition.sol";
import {ILoans, LoanState, Prepayment, Terms} from "../../../../interfaces/ILoans.sol";
import {IParties} from "../../../../interfaces/IParties.sol";
import {PayoutSuite} from "./PayoutSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
Loans.release: what it refuses

├── when the loan is unopened or dead, or the terms are not in force    → LoanUnknown, TermsNotInForce
├── when the milestone is not one of the signed root                    → MilestoneUnknown
│   ├── any member is changed; the proof is another's, or none
│   ├── a node of the tree, or a leaf hashed once, passes for one
│   └── its index is not below the number of milestones
├── when its index was released before                                  → MilestoneReleased
├── when its deadline, or the draw deadline, has passed                 → DrawDeadlinePassed
├── when the loan is frozen, or in default                              → LoanFrozen, LoanDefaulted
├── during a halt; while lender or borrower is suspended                → Halted, PartySuspended
├── when nothing or more than is left of the commitment would be drawn  → ZeroAmount, CommitmentExceeded
├── when a list pays nothing, or more than 96 bits                      → ZeroAmount, AmountTooLarge
├── when the payee is of the borrower's group                           → PayeeOfBorrowersGroup
├── when the line refuses                                               → the error of CreditLines
└── when the lender cannot pay                                          → the token's error, nothing is released
*/
contract ReleaseTest is PayoutSuite {
    Terms internal terms_;
    bytes32 internal loan;

    function setUp() public override {
        super.setUp();
        terms_ = loanTerms();
        loan = openLoan(terms_);
    }

    /// @dev Refused on a loan of its own with this milestone only.
    function _aloneRefused(Milestone memory m, bytes memory reason) private {
        Terms memory t = termsOf(m);
        openLoan(t);
        releaseRefused(t, m, noProof(), reason);
    }

    function _passed(uint256 deadline, uint256 today) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ILoans.DrawDeadlinePassed.selector, deadline, today);
    }

    function _reused() private view returns (bytes memory) {
        return abi.encodeWithSelector(ILoans.MilestoneReleased.selector, loan, 0);
    }

    /* THE LOAN */

    /// @notice Nothing is drawn of a loan that was never opened, or by other terms than those in force (L-1, L-10).
    function test_refusesOtherTerms() external {
        Terms memory t = loanTerms();
        t.salt = 2;
        releaseRefused(t, 0, abi.encodeWithSelector(ILoans.LoanUnknown.selector, agreements.hashOf(t)));
        t = loanTerms();
        t.milestonesRoot = leafOf(payeeMilestone(outsider));
        t.amends = loan;
        releaseRefused(
            t,
            payeeMilestone(outsider),
            noProof(),
            abi.encodeWithSelector(ILoans.TermsNotInForce.selector, loan, agreements.hashOf(t), loan)
        );
    }

    /* THE MILESTONE */

    /// @notice Nobody chooses amount, payee, condition or deadline: a milestone is one of the signed root in every member
    /// (L-10, L-11, T36, T42).
    function test_refusesEachChangedMember() external {
        for (uint256 i; i < 6; ++i) {
            Milestone memory m = milestone(0);
            if (i == 0) m.index = 1;
            if (i == 1) m.amount += 1;
            if (i == 2) m.payees = bytes32(uint256(uint160(outsider)));
            if (i == 3) m.condition = address(token);
            if (i == 4) m.config = hex"00";
            if (i == 5) m.deadline = 1;
            releaseRefused(terms_, m, proofOf(0), unknown(loan, m.index));
        }
        assertDrawn(loan, 0, 0);
    }

    /// @notice A proof is that of the milestone: another's, a shorter, a longer and an empty one prove nothing (L-10, T38).
    function test_refusesWrongProofs() external {
        bytes32[][] memory wrong = new bytes32[][](4);
        wrong[0] = proofOf(1);
        wrong[1] = proof(proofOf(0)[0]);
        wrong[2] = new bytes32[](3);
        (wrong[2][0], wrong[2][1]) = (proofOf(0)[0], proofOf(0)[1]);
        wrong[3] = noProof();
        for (uint256 i; i < wrong.length; ++i) {
            releaseRefused(terms_, milestone(0), wrong[i], unknown(loan, 0));
        }
    }

    /// @notice A node of the tree is no milestone, and neither is a leaf that was hashed once: who knows only hashes of a
    /// tree finds no milestone for them (L-10, T38).
    function test_refusesNodesAsLeaves() external {
        Milestone memory m = payeeMilestone(outsider);
        bytes32 once = keccak256(abi.encode(m));
        Terms memory t = termsOf(m);
        t.milestonesRoot = once;
        bytes32 id = openLoan(t);
        releaseRefused(t, m, noProof(), unknown(id, 0));
        t.milestonesRoot = Hashes.commutativeKeccak256(once, leafOf(m));
        id = openLoan(t);
        releaseRefused(t, m, proof(leafOf(m)), unknown(id, 0));
        // The sibling of the first pair stands for a pair, not for a milestone.
        releaseRefused(terms_, milestone(0), proof(proofOf(0)[1]), unknown(loan, 0));
    }

    /// @notice An index beyond the number of milestones is none, even where the root has it (L-5, L-10).
    function test_refusesAnIndexBeyondTheNumber() external {
        Terms memory t = loanTerms();
        (t.milestones, t.salt) = (2, 2);
        bytes32 id = openLoan(t);
        releaseRefused(t, 2, unknown(id, 2));
        release(t, 1);
        Milestone memory m = payeeMilestone(outsider);
        m.index = 64;
        t = termsOf(m);
        id = openLoan(t);
        releaseRefused(t, m, noProof(), unknown(id, 64));
    }

    /// @notice A milestone is released once, by whomever, with whatever proof (L-10, T35, I8).
    function test_refusesTwice() external {
        release(terms_, 0);
        releaseRefused(terms_, 0, _reused());
        vm.prank(bankA);
        releaseRefused(terms_, 0, _reused());
        toDay(DAY + 1);
        releaseRefused(terms_, 0, _reused());
        assertDrawn(loan, 300_000e6, 1);
    }

    /// @notice Two milestones of one index are one: the second never pays, whatever it says (L-10, T35, I8).
    function test_refusesAnotherOfTheSameIndex() external {
        Milestone memory first = payeeMilestone(supplierOne);
        Milestone memory second = payeeMilestone(supplierTwo);
        Terms memory t = termsOf(first);
        t.milestonesRoot = Hashes.commutativeKeccak256(leafOf(first), leafOf(second));
        bytes32 id = openLoan(t);
        loans.release(t, first, proof(leafOf(second)), "");
        releaseRefused(
            t, second, proof(leafOf(first)), abi.encodeWithSelector(ILoans.MilestoneReleased.selector, id, 0)
        );
    }

    /* TIME */

    /// @notice A milestone lapses after the draw deadline, its last day included (L-10).
    function test_refusesAfterTheDrawDeadline() external {
        toDay(DRAW_DEADLINE + 1);
        releaseRefused(terms_, 0, _passed(DRAW_DEADLINE, DRAW_DEADLINE + 1));
        vm.warp(block.timestamp - 1);
        release(terms_, 0);
    }

    /// @notice A milestone with a deadline of its own lapses after it, and never outlives the draw deadline (L-10).
    function test_refusesAfterItsOwnDeadline() external {
        Milestone memory m = payeeMilestone(supplierOne);
        m.deadline = uint24(DAY + 5);
        Terms memory t = termsOf(m);
        openLoan(t);
        toDay(DAY + 6);
        releaseRefused(t, m, noProof(), _passed(DAY + 5, DAY + 6));
        vm.warp(block.timestamp - 1);
        releaseOnly(t, m);
        m.deadline = DRAW_DEADLINE + 10;
        t = termsOf(m);
        openLoan(t);
        toDay(DRAW_DEADLINE + 1);
        releaseRefused(t, m, noProof(), _passed(DRAW_DEADLINE, DRAW_DEADLINE + 1));
    }

    /// @notice Days are those of the loan's calendar: an hour ahead of UTC its last day ends an hour sooner (L-10).
    function test_countsDaysOnTheLoansCalendar() external {
        Terms memory t = loanTerms();
        t.offset = 4;
        openLoan(t);
        vm.warp((uint256(DRAW_DEADLINE) + 1) * 1 days - 1 hours);
        releaseRefused(t, 0, _passed(DRAW_DEADLINE, DRAW_DEADLINE + 1));
        release(terms_, 0);
    }

    /* STANDING */

    /// @notice A frozen loan pays nothing out until it is thawed (L-12, L-39).
    function test_refusesAFrozenLoan() external {
        freezeLoan(loan, true);
        releaseRefused(terms_, 0, abi.encodeWithSelector(ILoans.LoanFrozen.selector, loan));
        freezeLoan(loan, false);
        release(terms_, 0);
    }

    /// @notice A loan in default pays nothing out until the mark is lifted (L-12, L-36).
    function test_refusesALoanInDefault() external {
        Terms memory t = loanTerms();
        (t.graceDays, t.daysToDefault, t.salt) = (0, 0, 2);
        bytes32 id = openAndDraw(t);
        toDay(FIRST_DUE + 1);
        loans.markDefault(t);
        releaseRefused(t, 1, abi.encodeWithSelector(ILoans.LoanDefaulted.selector, id));
        vm.prank(bankA);
        loans.liftDefault(t);
        release(t, 1);
    }

    /// @notice A halt stops releases (L-12, T68).
    function test_refusesDuringAHalt() external {
        halt();
        releaseRefused(terms_, 0, abi.encodeWithSelector(IParties.Halted.selector, block.timestamp + 7 days));
        vm.warp(block.timestamp + 7 days);
        release(terms_, 0);
    }

    /// @notice While lender or borrower is suspended nothing is released; run out KYC alone stops nothing (L-12, T66).
    function test_refusesWhileASideIsSuspended() external {
        suspend(BANK_A);
        releaseRefused(terms_, 0, suspended(BANK_A));
        reinstate(BANK_A);
        suspend(S1);
        releaseRefused(terms_, 0, suspended(S1));
        reinstate(S1);
        update(BANK_A, 4, 0, DAY - 1);
        update(S1, 1, 0, DAY - 1);
        release(terms_, 0);
    }

    /* AMOUNTS */

    /// @notice A milestone of nothing is refused, whether for an account or a list (L-5, L-13).
    function test_refusesNothing() external {
        bytes memory reason = abi.encodeWithSelector(ILoans.ZeroAmount.selector);
        Milestone memory m = payeeMilestone(supplierOne);
        m.amount = 0;
        _aloneRefused(m, reason);
        m.payees = listRoot();
        _aloneRefused(m, reason);
    }

    /// @notice What is drawn stays within the commitment, to the unit (L-13, T29).
    function test_refusesMoreThanTheCommitment() external {
        Terms memory t = loanTerms();
        (t.commitment, t.salt) = (500_000e6 - 1, 2);
        openLoan(t);
        release(t, 0);
        releaseRefused(
            t, 1, abi.encodeWithSelector(ILoans.CommitmentExceeded.selector, 200_000e6, 200_000e6 - 1)
        );
        (t.commitment, t.salt) = (500_000e6, 3);
        bytes32 id = openAndDraw(t);
        release(t, 1);
        assertDrawn(id, 500_000e6, 3);
    }

    /// @notice What was paid back may not be drawn once more: the commitment is what is ever drawn (L-13).
    function test_refusesMoreThanTheCommitmentAfterRepaying() external {
        Terms memory t = loanTerms();
        (t.commitment, t.salt) = (300_000e6, 2);
        for (uint256 i; i < 2; ++i) {
            openAndDraw(t);
            repay(t, 300_000e6);
            releaseRefused(t, 1, abi.encodeWithSelector(ILoans.CommitmentExceeded.selector, 200_000e6, 0));
            // Once more where paying ahead makes the plan's amount smaller.
            (t.prepayment, t.salt) = (Prepayment.Smaller, 3);
        }
    }

    /// @notice A list of more than 96 bits is none (L-5, L-16).
    function test_refusesAListBeyondTheWord() external {
        Milestone memory m = payeeMilestone(supplierOne);
        (m.payees, m.amount) = (listRoot(), MOST + 1);
        _aloneRefused(m, abi.encodeWithSelector(ILoans.AmountTooLarge.selector, MOST + 1, MOST));
        m.amount = MOST;
        openAndRelease(m);
    }

    /* THE PAYEE */

    /// @notice A payee of the borrower's group, under whichever of its accounts, is refused (L-14, T36).
    function test_refusesAPayeeOfTheBorrowersGroup() external {
        update(S1, 1, 7, DAY);
        update(S2, 1, 7, DAY);
        address alias_ = accountOf(S2, 0xA11A5, 0, 0);
        address[2] memory payees = [s2, alias_];
        for (uint256 i; i < payees.length; ++i) {
            _aloneRefused(
                payeeMilestone(payees[i]),
                abi.encodeWithSelector(ILoans.PayeeOfBorrowersGroup.selector, payees[i], S2)
            );
        }
        update(S2, 1, 8, DAY);
        openAndRelease(payeeMilestone(alias_));
        vm.assertEq(token.balanceOf(alias_), 300_000e6, "of another group");
    }

    /* LINE AND MONEY */

    /// @notice Under a line nothing is released that the line does not bear (L-43, T29, I12).
    function test_refusesWhatTheLineRefuses() external {
        letLinesAgree();
        Terms memory t = loanTerms();
        t.lined = true;
        bytes32 id = openLoan(t);
        bytes memory reason =
            abi.encodeWithSelector(ICreditLines.LineExceeded.selector, BANK_A, S1, 0, 300_000e6, 1);
        vm.mockCallRevert(address(lines), abi.encodeCall(ICreditLines.draw, (BANK_A, S1, 300_000e6)), reason);
        releaseRefused(t, 0, reason);
        assertDrawn(id, 0, 0);
        release(t, 1);
    }

    /// @notice If the lender cannot pay, nothing is released: the milestone waits, nothing is parked (L-15, T24).
    function test_refusesWithoutTheLendersMoney() external {
        LoanState memory before = stateOf(loan);
        vm.prank(bankA);
        token.approve(address(loans), 300_000e6 - 1);
        releaseRefused(
            terms_,
            0,
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector, address(loans), 300_000e6 - 1, 300_000e6
            )
        );
        vm.prank(bankA);
        token.approve(address(loans), type(uint256).max);
        vm.prank(bankA);
        require(token.transfer(outsider, 10 * COMMITMENT - 1));
        releaseRefused(
            terms_,
            0,
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, bankA, 1, 300_000e6)
        );
        assertState(loan, before);
        assertPayee(token, supplierOne, 0, 0);
        token.mint(bankA, 300_000e6);
        release(terms_, 0);
    }
}
