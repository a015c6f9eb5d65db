// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {AnsweringToken} from "../../../../contracts/test/HostileTokens.sol";
import {ILoans, Terms} from "../../../../interfaces/ILoans.sol";
import {IParking} from "../../../../interfaces/IParking.sol";
import {PayoutSuite} from "./PayoutSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
Loans.returnReserve and reserveOf

├── when the loan is unopened, or the terms are not in force        → LoanUnknown, TermsNotInForce
├── when nothing is reserved, all is drawn, or it was returned      → NothingReserved
├── on or before the last day for payouts                           → ReserveStillNeeded
├── when the lender is suspended, or its account cannot receive     → parked for it
└── otherwise, by anyone, also in a halt or of a frozen loan        → to the lender's cash account
*/
contract ReturnReserveTest is PayoutSuite {
    Terms internal terms_;
    bytes32 internal loan;

    function setUp() public override {
        super.setUp();
        terms_ = loanTerms();
        terms_.reserved = true;
        loan = openAndDraw(terms_);
    }

    function _refused(bytes memory reason) private {
        vm.expectRevert(reason);
        loans.returnReserve(terms_);
    }

    function _nothing() private view returns (bytes memory) {
        return abi.encodeWithSelector(ILoans.NothingReserved.selector, loan);
    }

    /* REFUSALS */

    /// @notice A reserve is that of a loan, by its terms in force (L-1, L-19).
    function test_refusesOtherTerms() external {
        Terms memory t = loanTerms();
        t.salt = 9;
        vm.expectRevert(abi.encodeWithSelector(ILoans.LoanUnknown.selector, agreements.hashOf(t)));
        loans.returnReserve(t);
        (t.amends, t.drawDeadline) = (loan, 0);
        vm.expectRevert(
            abi.encodeWithSelector(ILoans.TermsNotInForce.selector, loan, agreements.hashOf(t), loan)
        );
        loans.returnReserve(t);
    }

    /// @notice Where nothing was reserved, nothing returns (L-19).
    function test_refusesWithoutAReserve() external {
        terms_.reserved = false;
        loan = openAndDraw(terms_);
        toDay(DRAW_DEADLINE + 1);
        _refused(_nothing());
    }

    /// @notice A reserve that is all drawn is none (L-19).
    function test_refusesWhatIsDrawn() external {
        (terms_.commitment, terms_.salt) = (300_000e6, 2);
        loan = openAndDraw(terms_);
        toDay(DRAW_DEADLINE + 1);
        _refused(_nothing());
    }

    /// @notice While money may still be paid out the reserve stays, the last day included (L-19).
    function test_refusesWhileItIsNeeded() external {
        vm.warp((uint256(DRAW_DEADLINE) + 1) * 1 days - 1);
        vm.prank(bankA);
        _refused(
            abi.encodeWithSelector(ILoans.ReserveStillNeeded.selector, loan, DRAW_DEADLINE, DRAW_DEADLINE)
        );
        vm.warp(block.timestamp + 1);
        loans.returnReserve(terms_);
    }

    /// @notice A reserve returns once (L-19, I6).
    function test_refusesTwice() external {
        toDay(DRAW_DEADLINE + 1);
        loans.returnReserve(terms_);
        _refused(_nothing());
    }

    /* SUCCESS */

    /// @notice What was not drawn goes to the lender's account, whoever asks for it, and nothing else does (L-19, I6).
    function test_returns() external {
        (Terms memory t, bytes32 other) = (copy(terms_), 0);
        t.salt = 2;
        other = openLoan(t);
        toDay(DRAW_DEADLINE + 1);
        vm.expectEmit(address(loans));
        emit ILoans.ReserveChanged(loan, 0);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(address(loans), bankA, 700_000e6);
        vm.recordLogs();
        vm.prank(outsider);
        vm.assertEq(loans.returnReserve(terms_), 700_000e6, "amount");
        assertEvents(abi.encodePacked(ILoans.ReserveChanged.selector, IERC20.Transfer.selector));
        vm.assertEq(loans.reserveOf(loan), 0, "reserve");
        vm.assertEq(loans.reserveOf(other), COMMITMENT, "the other loan's");
        assertBalance(token, address(loans), COMMITMENT, "held for it");
        assertDrawn(loan, 300_000e6, 1);
    }

    /// @notice A reserve returns during a halt and of a frozen loan: both stop payouts of the loan only (L-12, L-19, T68).
    function test_returnsDuringAHalt() external {
        freezeLoan(loan, true);
        toDay(DRAW_DEADLINE + 1);
        halt();
        vm.assertEq(loans.returnReserve(terms_), 700_000e6, "amount");
    }

    /// @notice To a suspended lender the reserve is parked, and claimed when it is reinstated (L-19, P-4, T66).
    function test_parksForASuspendedLender() external {
        toDay(DRAW_DEADLINE + 1);
        suspend(BANK_A);
        vm.expectEmit(address(loans));
        emit IParking.Parked(BANK_A, address(token), 700_000e6);
        loans.returnReserve(terms_);
        vm.assertEq(loans.parkedOf(BANK_A, address(token)), 700_000e6, "parked");
        vm.expectRevert(abi.encodeWithSelector(IParking.PayeeSuspended.selector, BANK_A));
        loans.claim(BANK_A, address(token));
        reinstate(BANK_A);
        vm.assertEq(loans.claim(BANK_A, address(token)), 700_000e6, "claimed");
        assertBalance(token, address(loans), 0, "nothing rests");
    }

    /// @notice What the lender's account cannot receive is parked for it in any manner of failure (L-19, T43, T47).
    function test_parksWhatFails() external {
        AnsweringToken answering = new AnsweringToken();
        terms_ = inToken(terms_, answering);
        loan = openLoan(terms_);
        toDay(DRAW_DEADLINE + 1);
        AnsweringToken.Manner[6] memory manners = failing();
        for (uint256 i; i < manners.length; ++i) {
            uint256 clean = vm.snapshotState();
            answering.setManner(bankA, manners[i]);
            vm.assertEq(loans.returnReserve(terms_), COMMITMENT, "returned or parked");
            vm.assertEq(loans.parkedOf(BANK_A, address(answering)), COMMITMENT, "parked");
            vm.revertToState(clean);
        }
    }
}
