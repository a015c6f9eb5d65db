// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ICollateral} from "../../../interfaces/ICollateral.sol";
import {ILoans} from "../../../interfaces/ILoans.sol";
import {IParking} from "../../../interfaces/IParking.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {CollateralSuite} from "./CollateralSuite.sol";

/*
Collateral.applyProceeds

├── when the terms are not in force                        → LoanUnknown
├── when nothing waits for the loan                        → NothingBooked
├── when Loans takes another amount than it says           → WrongAmountTaken
├── when too little gas is left for a payout               → GasTooLow
├── when less waits than is due                            → all to the loan
├── when more waits                                        → what is due to the loan, the surplus to the owner
├── when the terms say that proceeds pay principal ahead   → the whole debt to the loan, the surplus to the owner
├── when nothing is due, or the loan is closed             → all to the owner
├── when notes of several owners were paid                 → in the order in which they came, to each its own surplus
└── in parts                                               → as all at once
*/
contract ApplyProceedsTest is CollateralSuite {
    function _assertApplied(uint256 paid, uint256 surplus) private {
        (uint256 foundPaid, uint256 foundSurplus) = applyAll();
        vm.assertEq(foundPaid, paid, "paid on the loan");
        vm.assertEq(foundSurplus, surplus, "surplus");
        vm.assertEq(token.balanceOf(bankA), paid, "lender");
        assertClear();
    }

    /* REFUSALS */

    /// @notice Terms that are not in force apply nothing (C-6).
    function test_refusesTermsNotInForce() external {
        book();
        loanTerms.salt = 9;
        vm.expectRevert(abi.encodeWithSelector(ILoans.LoanUnknown.selector, loans.hashOf(loanTerms)));
        applyAll();
    }

    /// @notice With nothing booked there is nothing to apply, before and after (C-6).
    function test_refusesWhenNothingIsBooked() external {
        bytes memory reason = abi.encodeWithSelector(ICollateral.NothingBooked.selector, loan);
        vm.expectRevert(reason);
        applyAll();
        book();
        applyAll();
        vm.expectRevert(reason);
        applyAll();
    }

    /// @notice Loans is held to what it says that it took (C-8).
    function test_refusesAWrongAmount() external {
        book();
        loans.setDebt(loan, DEBT, DEBT);
        int256[2] memory errors = [int256(1), -1];
        for (uint256 i; i < 2; ++i) {
            loans.setError(errors[i]);
            uint256 said = uint256(int256(DEBT) + errors[i]);
            vm.expectRevert(
                abi.encodeWithSelector(
                    ICollateral.WrongAmountTaken.selector, address(token), said, FACE, FACE - DEBT
                )
            );
            applyAll();
        }
        assertBooked(FACE, 1);
    }

    /// @notice Who brings the call cannot starve the owner's payout into being parked (C-7, S-12).
    function test_refusesTooLittleGas() external {
        book();
        bytes memory data = abi.encodeCall(ICollateral.applyProceeds, (loanTerms, 1));
        (bool ok, bytes memory reason) = address(collateral).call{gas: 250_000}(data);
        vm.assertFalse(ok, "refused");
        vm.assertEq(bytes32(bytes4(reason)), bytes32(IParking.GasTooLow.selector), "reason");
        assertBooked(FACE, 1);
    }

    /* SUCCESS */

    /// @notice Less than is due goes to the loan whole (C-6).
    function test_paysWhatIsDue() external {
        NoteId piece = split(s1, note, 400_000e6);
        pledge(s1, piece);
        settle(idOf(note));
        redeem(piece);
        loans.setDebt(loan, DEBT, DEBT);
        vm.recordLogs();
        vm.expectEmit(address(token));
        emit IERC20.Transfer(address(collateral), bankA, 400_000e6);
        vm.expectEmit(address(collateral));
        emit ICollateral.ProceedsApplied(loan, S1, 400_000e6, 0);
        _assertApplied(400_000e6, 0);
        assertEvents(
            abi.encodePacked(
                IERC20.Approval.selector, IERC20.Transfer.selector, ICollateral.ProceedsApplied.selector
            )
        );
        vm.assertEq(token.balanceOf(s1), 0, "owner");
    }

    /// @notice What is due goes to the loan, the surplus to the owner in the same transaction (C-6, C-7).
    function test_paysTheSurplusToTheOwner() external {
        book();
        loans.setDebt(loan, 100_000e6, DEBT);
        vm.recordLogs();
        vm.expectEmit(address(collateral));
        emit ICollateral.ProceedsApplied(loan, S1, 100_000e6, 900_000e6);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(address(collateral), s1, 900_000e6);
        _assertApplied(100_000e6, 900_000e6);
        assertEvents(
            abi.encodePacked(
                IERC20.Approval.selector,
                IERC20.Transfer.selector,
                ICollateral.ProceedsApplied.selector,
                IERC20.Transfer.selector
            )
        );
        vm.assertEq(token.balanceOf(s1), 900_000e6, "owner");
    }

    /// @notice Where the terms say so proceeds pay the whole debt before the owner (C-6).
    function test_paysPrincipalAhead() external {
        useToPrincipal();
        book();
        loans.setDebt(loan, 100_000e6, DEBT);
        _assertApplied(DEBT, FACE - DEBT);
        vm.assertEq(token.balanceOf(s1), FACE - DEBT, "owner");
    }

    /// @notice What Loans leaves of the proceeds is surplus, and it may not come for it later (C-8).
    function test_keepsNoAllowance() external {
        book();
        loans.setDebt(loan, DEBT, DEBT);
        loans.setShort(1);
        _assertApplied(DEBT - 1, FACE - DEBT + 1);
    }

    /// @notice With nothing due Loans is not even asked, and all is the owner's (C-6, C-7).
    function test_paysTheOwnerWhenNothingIsDue() external {
        book();
        loans.setDebt(loan, 0, DEBT);
        _assertApplied(0, FACE);
        vm.assertEq(token.balanceOf(s1), FACE, "owner");
    }

    /// @notice A note redeemed after the loan was paid, and never released, is its owner's to the last unit (C-7, C-10, I25).
    function test_paysTheOwnerAfterTheLoanIsClosed() external {
        useToPrincipal();
        pledge(s1, note);
        close();
        settle(idOf(note));
        redeem(note);
        _assertApplied(0, FACE);
        vm.assertEq(token.balanceOf(s1), FACE, "owner");
        vm.assertEq(release(outsider, only(note)), 0, "nothing is left to release");
    }

    /// @notice Whoever calls chooses neither amount nor order: what came first pays first, and the surplus of a third
    /// party's note is the third party's (C-6, C-7).
    function test_appliesInOrderOfArrival() external {
        pledge(s1, note);
        NoteId second = pledgeOfS2(300_000e6);
        settle(idOf(second));
        redeem(second);
        settle(idOf(note));
        redeem(note);
        loans.setDebt(loan, 500_000e6, DEBT);
        vm.expectEmit(address(collateral));
        emit ICollateral.ProceedsApplied(loan, S2, 300_000e6, 0);
        vm.expectEmit(address(collateral));
        emit ICollateral.ProceedsApplied(loan, S1, 200_000e6, 800_000e6);
        _assertApplied(500_000e6, 800_000e6);
        vm.assertEq(token.balanceOf(s1), 800_000e6, "borrower");
        vm.assertEq(token.balanceOf(s2), 0, "third party");
    }

    /// @notice Security given by a third party pays the borrower's debt, its surplus never the borrower (C-7).
    function test_paysAThirdPartyItsSurplus() external {
        NoteId second = pledgeOfS2(300_000e6);
        settle(idOf(second));
        redeem(second);
        loans.setDebt(loan, 100_000e6, DEBT);
        _assertApplied(100_000e6, 200_000e6);
        vm.assertEq(token.balanceOf(s2), 200_000e6, "third party");
        vm.assertEq(token.balanceOf(s1), 0, "borrower");
    }

    /// @notice What waits can be applied entry by entry, with the same result (C-9).
    function test_appliesInParts() external {
        pledge(s1, note);
        NoteId second = pledgeOfS2(300_000e6);
        settle(idOf(second));
        redeem(second);
        settle(idOf(note));
        redeem(note);
        loans.setDebt(loan, 500_000e6, DEBT);
        (uint256 paid, uint256 surplus) = collateral.applyProceeds(loanTerms, 0);
        vm.assertEq(paid + surplus, 0, "none of it");
        assertBooked(1_300_000e6, 2);
        (paid, surplus) = collateral.applyProceeds(loanTerms, 1);
        vm.assertEq(paid, 300_000e6, "first entry");
        vm.assertEq(surplus, 0, "no surplus yet");
        assertBooked(FACE, 1);
        (paid, surplus) = collateral.applyProceeds(loanTerms, 1);
        vm.assertEq(paid, 200_000e6, "second entry");
        vm.assertEq(surplus, 800_000e6, "its surplus");
        vm.assertEq(token.balanceOf(bankA), 500_000e6, "lender");
        assertClear();
    }

    /// @notice Entries booked between two applications wait behind the others (C-6).
    function test_keepsTheOrderBetweenApplications() external {
        NoteId third = confirm();
        pledgeMany(s1, list(note, third));
        NoteId second = pledgeOfS2(300_000e6);
        settle(idOf(note));
        settle(idOf(second));
        settle(idOf(third));
        settlements.redeem(list(note, second));
        collateral.applyProceeds(loanTerms, 1);
        redeem(third);
        loans.setDebt(loan, 400_000e6, DEBT);
        vm.expectEmit(address(collateral));
        emit ICollateral.ProceedsApplied(loan, S2, 300_000e6, 0);
        vm.expectEmit(address(collateral));
        emit ICollateral.ProceedsApplied(loan, S1, 100_000e6, 900_000e6);
        applyAll();
        assertClear();
    }

    /// @notice Amended terms apply what was booked under the first (C-6).
    function test_appliesUnderAmendedTerms() external {
        book();
        loans.setDebt(loan, DEBT, DEBT);
        (loanTerms.amends, loanTerms.salt) = (loan, 7);
        loans.amend(loanTerms);
        _assertApplied(DEBT, FACE - DEBT);
    }

    /// @notice A halt, a freeze, a default and a suspended lender stop no application (C-13).
    function test_isNeverStopped() external {
        book();
        loans.setDebt(loan, DEBT, DEBT);
        loans.setMarks(loan, true, true);
        suspend(BANK_A);
        halt();
        _assertApplied(DEBT, FACE - DEBT);
    }
}
