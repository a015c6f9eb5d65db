// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICollateral} from "../../../interfaces/ICollateral.sol";
import {ILoans, Terms} from "../../../interfaces/ILoans.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {CollateralSuite} from "./CollateralSuite.sol";

/*
Collateral.redeem

├── when the terms are not in force                → LoanUnknown, and nothing is redeemed
├── when nothing is due on the notes               → nothing, and no refusal
├── when the notes are paid                        → redeemed, applied and the surplus paid in one transaction
├── when something waited already                  → applied first, in its order
├── when notes are free, or another loan's         → paid to their owner, booked for the other loan
└── in parts, as money comes in                    → each part pays on the loan
*/
contract RedeemPledgedTest is CollateralSuite {
    function setUp() public override {
        super.setUp();
        pledge(s1, note);
        loans.setDebt(loan, 100_000e6, DEBT);
    }

    function _redeem(NoteId[] memory notes) private returns (uint256 paid, uint256 surplus) {
        vm.prank(outsider);
        return collateral.redeem(loanTerms, notes);
    }

    /// @notice Terms that are not in force redeem nothing (C-9).
    function test_refusesTermsNotInForce() external {
        settle(idOf(note));
        loanTerms.salt = 9;
        vm.expectRevert(abi.encodeWithSelector(ILoans.LoanUnknown.selector, loans.hashOf(loanTerms)));
        _redeem(only(note));
        assertPledge(note, loan, FACE);
    }

    /// @notice Without anything to redeem nothing happens, and nothing is refused (C-9, S-13).
    function test_doesNothingWithNothing() external {
        vm.recordLogs();
        (uint256 paid, uint256 surplus) = _redeem(only(note));
        vm.assertEq(paid + surplus, 0, "nothing");
        _redeem(new NoteId[](0));
        assertEvents("");
        assertPledge(note, loan, FACE);
    }

    /// @notice One call by anyone: the note is paid, the loan gets what is due, the owner the rest (C-9, I25).
    function test_redeemsAndApplies() external {
        settle(idOf(note));
        vm.expectEmit(address(collateral));
        emit ICollateral.ProceedsBooked(loan, note, S1, FACE, 0);
        vm.expectEmit(address(collateral));
        emit ICollateral.ProceedsApplied(loan, S1, 100_000e6, 900_000e6);
        (uint256 paid, uint256 surplus) = _redeem(only(note));
        vm.assertEq(paid, 100_000e6, "paid");
        vm.assertEq(surplus, 900_000e6, "surplus");
        vm.assertEq(token.balanceOf(bankA), 100_000e6, "lender");
        vm.assertEq(token.balanceOf(s1), 900_000e6, "owner");
        assertGone(note);
        assertClear();
    }

    /// @notice What a stranger's redemption left waiting is applied too, and before what comes now (C-6, C-9).
    function test_appliesWhatWaited() external {
        NoteId second = pledgeOfS2(300_000e6);
        settle(idOf(second));
        redeem(second);
        settle(idOf(note));
        vm.expectEmit(address(collateral));
        emit ICollateral.ProceedsApplied(loan, S2, 100_000e6, 200_000e6);
        vm.expectEmit(address(collateral));
        emit ICollateral.ProceedsApplied(loan, S1, 0, FACE);
        _redeem(only(note));
        assertClear();
    }

    /// @notice Notes that another redeemed just before hold up nobody: the call applies what they brought (C-9, C-12).
    function test_isNotHeldUpByAnEarlierRedemption() external {
        settle(idOf(note));
        redeem(note);
        (uint256 paid,) = _redeem(only(note));
        vm.assertEq(paid, 100_000e6, "paid");
        assertClear();
    }

    /// @notice A free note in the list is paid to its owner, another loan's is booked for that loan (C-5, C-9).
    function test_leavesOtherNotesToTheirOwn() external {
        NoteId free = assign(s1, confirm(), S3, 200_000e6);
        NoteId others = confirm();
        (Terms memory other, bytes32 otherLoan) = openAnother();
        vm.prank(s1);
        collateral.pledge(other, only(others));
        settle(idOf(free));
        settle(idOf(others));
        (uint256 paid, uint256 surplus) = _redeem(list(free, others));
        vm.assertEq(paid + surplus, 0, "nothing for this loan");
        vm.assertEq(token.balanceOf(s3), 200_000e6, "free note");
        (uint256 waiting,) = collateral.proceedsOf(otherLoan);
        vm.assertEq(waiting, FACE, "the other loan's");
        assertBooked(0, 0);
        assertHeld(FACE);
    }

    /// @notice Each part of an overdue debt pays on the loan as it comes in, until the note is gone (C-4, C-9).
    function test_redeemsInParts() external {
        loanTerms.proceedsToPrincipal = true;
        loan = loans.open(loanTerms);
        loans.setDebt(loan, 0, DEBT);
        NoteId second = confirm();
        pledge(s1, second);
        payPart(idOf(second), 250_000e6);
        _redeem(only(second));
        assertPledge(second, loan, 750_000e6);
        pay(idOf(second), 250_000e6);
        _redeem(only(second));
        vm.assertEq(token.balanceOf(bankA), 500_000e6, "lender");
        pay(idOf(second), FACE);
        (uint256 paid, uint256 surplus) = _redeem(only(second));
        vm.assertEq(paid, 100_000e6, "the rest of the debt");
        vm.assertEq(surplus, 400_000e6, "the rest of the note");
        assertGone(second);
        assertClear();
    }
}
