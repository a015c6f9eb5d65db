// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {AnsweringToken} from "../../../contracts/test/HostileTokens.sol";
import {IGuarantees} from "../../../interfaces/IGuarantees.sol";
import {ILoanAgreements} from "../../../interfaces/ILoanAgreements.sol";
import {ILoans} from "../../../interfaces/ILoans.sol";
import {IParking} from "../../../interfaces/IParking.sol";
import {vm} from "../base/Vm.sol";
import {LoanCoversSuite} from "./LoanCoversSuite.sol";

/*
Guarantees.callLoanCover

├── when the terms are not in force                → the refusal of Loans
├── when default is not marked                     → NotDefaulted
├── when the covers are not those of the terms     → CoversMismatch, or CoverUnknown for one that is not there
├── when share, cap or debt leave nothing to pay   → NothingToCall
└── otherwise                                      → the lender gets it, the guarantor is creditor of it
*/
contract CallLoanCoverTest is LoanCoversSuite {
    /* REFUSALS */

    /// @notice Terms that are not in force call nobody (U-7).
    function test_refusesTermsNotInForce() external {
        t.salt = 0;
        bytes32 other = mock.loanOf(t);
        vm.expectRevert(abi.encodeWithSelector(ILoans.TermsNotInForce.selector, other, other, bytes32(0)));
        callLoan(0);
    }

    /// @notice Before default is marked, or once the mark is lifted, nobody is called (T60, U-7, I19).
    function test_refusesWithoutAMark() external {
        mock.setDebt(loan, 1_000);
        vm.expectRevert(abi.encodeWithSelector(ILoans.NotDefaulted.selector, loan));
        callLoan(0);
        inDefault(1_000);
        mock.setDefaulted(loan, false);
        vm.expectRevert(abi.encodeWithSelector(ILoans.NotDefaulted.selector, loan));
        callLoan(0);
    }

    /// @notice Only the covers that the signed terms name are called, as they name them (T60, U-7).
    function test_refusesOtherCovers() external {
        inDefault(1_000);
        covers[0].cap += 1;
        vm.expectRevert(
            abi.encodeWithSelector(ILoanAgreements.CoversMismatch.selector, hashOf(covers), t.covers)
        );
        callLoan(0);
        covers[0].cap -= 1;
        vm.expectRevert(abi.encodeWithSelector(IGuarantees.CoverUnknown.selector, loan, 2));
        callLoan(2);
    }

    /// @notice A cover is called once for a shortfall, and never above its cap (T60, U-8, I19).
    function test_refusesTwiceAndAboveTheCap() external {
        inDefault(1_000);
        callLoan(0);
        vm.expectRevert(_nothing(500, 500, 100, 500));
        callLoan(0);
        mock.setDebt(loan, 2_000);
        vm.assertEq(callLoan(0), 100, "up to the cap");
        vm.expectRevert(_nothing(1_000, 600, 0, 1_400));
        callLoan(0);
        markAgain(3_000);
        vm.expectRevert(_nothing(1_200, 0, 0, 2_400));
        callLoan(0);
    }

    function _nothing(uint256 part, uint256 paid, uint256 room, uint256 owed)
        private
        view
        returns (bytes memory)
    {
        return abi.encodeWithSelector(IGuarantees.NothingToCall.selector, loan, G1, part, paid, room, owed);
    }

    /* SUCCESS */

    /// @notice The lender is paid, the guarantor is creditor of it, and Loans is told once (U-8, U-11).
    function test_paysTheLender() external {
        inDefault(1_000);
        vm.recordLogs();
        vm.expectEmit(address(guarantees));
        emit IGuarantees.CoverCalled(loan, G1, 1, 500, 500);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(g1, address(guarantees), 500);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(address(guarantees), bankA, 500);
        vm.assertEq(callLoan(0), 500, "paid");

        assertEvents(
            abi.encodePacked(
                IGuarantees.CoverCalled.selector, IERC20.Transfer.selector, IERC20.Transfer.selector
            )
        );
        assertPosition(loan, G1, 500, 500, 1, 500);
        vm.assertEq(guarantees.claimOn(loan), 500, "claim");
        callLoan(1);
        vm.assertEq(mock.timesSetCovered(loan), 1, "told once");
        vm.assertEq(token.balanceOf(bankA), 800, "lender");
    }

    /// @notice Covers are shares of the same sum, whichever is called first (U-9, T59).
    function test_orderOfCallsDoesNotMatter() external {
        inDefault(1_000);
        vm.assertEq(callLoan(1), 300, "the second first");
        vm.assertEq(callLoan(0), 500, "the first last");
        vm.assertEq(guarantees.claimOn(loan), 800, "claims");
        vm.assertEq(guarantees.guarantorsOf(loan).length, 2, "guarantors");
    }

    /// @notice A further mark of default is a further shortfall: shares are of what is not the guarantors' already, and
    /// the cap counts what was paid before (T60, U-8, U-9, I19).
    function test_eachMarkIsAShortfall() external {
        inDefault(1_000);
        callLoan(0);
        markAgain(900);
        vm.assertEq(callLoan(0), 100, "half of 400, but 600 at most");
        assertPosition(loan, G1, 600, 600, 2, 100);
        vm.assertEq(callLoan(1), 120, "30 % of 400");
        assertPosition(loan, G2, 120, 120, 2, 120);
    }

    /// @notice Where the guarantors' part has become more than the debt nobody pays (U-8).
    function test_nothingWhereTheDebtIsTheGuarantors() external {
        inDefault(1_000);
        callLoan(0);
        mock.setDebt(loan, 400);
        vm.expectRevert(
            abi.encodeWithSelector(IGuarantees.NothingToCall.selector, loan, G2, 120, 0, 1_000_000, 0)
        );
        callLoan(1);
    }

    /// @notice A lender that is suspended, or refused by the token, does not keep a guarantor from paying: it is parked
    /// for the lender (U-11, U-16, T66, I10).
    function test_parksForTheLender() external {
        AnsweringToken answering = new AnsweringToken();
        answering.setManner(bankA, AnsweringToken.Manner.Blacklist);
        answering.mint(g1, 500);
        vm.prank(g1);
        answering.approve(address(guarantees), 500);
        t.token = address(answering);
        loan = mock.loanOf(t);
        inDefault(1_000);
        vm.expectEmit(address(guarantees));
        emit IParking.Parked(BANK_A, address(answering), 500);
        callLoan(0);
        assertPosition(loan, G1, 500, 500, 1, 500);
        vm.assertEq(guarantees.parkedOf(BANK_A, address(answering)), 500, "parked");
        answering.setManner(bankA, AnsweringToken.Manner.Honest);
        guarantees.claim(BANK_A, address(answering));
        vm.assertEq(answering.balanceOf(bankA), 500, "claimed");
    }

    /// @notice Neither halt nor suspension stops a call (U-6, X-4, T68, I21).
    function test_isNeverStopped() external {
        inDefault(1_000);
        halt();
        suspend(G1);
        suspend(S1);
        vm.assertEq(callLoan(0), 500, "paid");
    }
}
