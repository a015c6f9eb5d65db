// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Collateral} from "../../../contracts/Collateral.sol";
import {ICollateral} from "../../../interfaces/ICollateral.sol";
import {IGuarantees} from "../../../interfaces/IGuarantees.sol";
import {ILoans, Quote, Terms} from "../../../interfaces/ILoans.sol";
import {IParking} from "../../../interfaces/IParking.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, ReceivableId} from "../../../interfaces/Types.sol";
import {Ids} from "../../../contracts/libraries/Words.sol";
import {LoanSuite} from "../base/LoanSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Pledged notes beside Loans as they ship

├── a loan that a pledged note repays by itself: redeem, what is due, the surplus, release
├── with proceeds to principal: the debt ends, and the note of another receivable is free
├── what Loans takes is what Collateral asks for, on any day and of any amount
├── a lender that cannot be paid, or in default: the loan is paid all the same
├── a payout list keeps the notes until the draw deadline, single payees do not
└── another caller than Collateral applies nothing
*/
contract WithLoansTest is LoanSuite {
    Collateral internal collateral;
    Terms internal t;
    bytes32 internal loan;
    NoteId internal note;
    ReceivableId internal id;

    function setUp() public override {
        super.setUp();
        collateral = new Collateral(
            address(forwarder),
            parties,
            IReceivables(address(receivables)),
            ISettlements(address(settlements)),
            ILoans(address(loans))
        );
        vm.assertEq(address(collateral), collateralAt, "as predicted");
        vm.prank(admin);
        programmes.addCustodian(address(collateral));
        note = confirm();
        id = Ids.receivable(note);
    }

    function _guaranteesAndCollateral() internal view override returns (IGuarantees, address) {
        uint256 nonce = vm.getNonce(address(this));
        return (IGuarantees(vm.addr(0x6B)), vm.computeCreateAddress(address(this), nonce + 2));
    }

    /// @dev A loan with 300,000 drawn today and the note pledged.
    function _drawn(bool toPrincipal) private {
        t = loanTerms();
        t.proceedsToPrincipal = toPrincipal;
        loan = openLoan(t);
        vm.prank(s1);
        collateral.pledge(t, only(note));
        release(t, 0);
    }

    function _release() private returns (uint256) {
        vm.prank(s1);
        return collateral.release(t, only(note));
    }

    /// @notice On the due day of the note its proceeds pay what is due on the loan, and the rest is the borrower's at once
    /// (C-6, C-7).
    function test_paysWhatIsDue() external {
        _drawn(false);
        toDay(DUE);
        uint256 due = quoteOf(t).due;
        vm.assertGt(due, 0, "something is due");
        settle(id);
        uint256 lender = token.balanceOf(bankA);
        (uint256 paid, uint256 surplus) = collateral.redeem(t, only(note));
        vm.assertEq(paid, due, "paid");
        vm.assertEq(surplus, FACE - due, "surplus");
        vm.assertEq(quoteOf(t).due, 0, "nothing is due any more");
        vm.assertEq(token.balanceOf(bankA) - lender, due, "lender");
        vm.assertEq(token.balanceOf(s1), FACE - due, "borrower");
        vm.assertEq(token.balanceOf(address(collateral)), 0, "nothing rests");
    }

    /// @notice With proceeds to principal one redemption ends the debt to the last unit, and frees the other note
    /// without anybody's consent (C-6, C-10, T26, I25).
    function test_repaysTheLoanByItself() external {
        _drawn(true);
        NoteId second = confirm();
        vm.prank(s1);
        collateral.pledge(t, only(second));
        toDay(DUE);
        settle(id);
        uint256 debt = quoteOf(t).payoff;
        vm.prank(outsider);
        (uint256 paid, uint256 surplus) = collateral.redeem(t, only(note));
        vm.assertEq(paid, debt, "paid");
        vm.assertEq(surplus, FACE - debt, "surplus");
        vm.assertEq(quoteOf(t).payoff, 0, "no debt");
        vm.prank(outsider);
        vm.assertEq(collateral.release(t, only(second)), 1, "free");
        vm.assertEq(collateral.pledgedValue(loan), 0, "pledged value");
    }

    /// @notice A debtor in default repays and takes its notes back in two calls, whatever the lender wants (I25, T25, T26).
    function test_endsInTwoCalls() external {
        _drawn(false);
        toDay(DAY + 150);
        loans.markDefault(t);
        vm.prank(bankA);
        vm.expectRevert(abi.encodeWithSelector(ICollateral.SecurityClaimed.selector, loan, true, false));
        collateral.release(t, only(note));
        suspend(bankA);
        repay(t, type(uint96).max);
        vm.assertEq(_release(), 1, "free");
        vm.assertEq(receivables.custodianOf(note), address(0), "custodian");
    }

    /// @notice On any day, of any amount and by either rule, Loans takes exactly what it quotes, up to what there is; what
    /// it does not take is the owner's (C-6, C-8, I6, I17).
    function testFuzz_takesWhatItQuotes(uint16 day, uint96 part, bool toPrincipal, bool defaulted) external {
        _drawn(toPrincipal);
        toDay(DUE + day % 400);
        Quote memory q = quoteOf(t);
        if (defaulted && q.daysPastDue > t.daysToDefault) loans.markDefault(t);
        q = quoteOf(t);
        uint256 amount = uint256(part) % settlements.owed(id) + 1;
        fund(outsider, amount, address(settlements));
        vm.prank(outsider);
        settlements.settle(id, amount);
        settlements.redeem(only(note));
        uint256 wanted = toPrincipal ? q.payoff : q.due;
        uint256 expected = amount < wanted ? amount : wanted;
        uint256 lender = token.balanceOf(bankA);
        (uint256 paid, uint256 surplus) = collateral.applyProceeds(t, 1);
        vm.assertEq(paid, expected, "paid");
        vm.assertEq(surplus, amount - expected, "surplus");
        vm.assertEq(token.balanceOf(bankA) - lender, expected, "lender");
        vm.assertEq(token.balanceOf(s1), amount - expected, "owner");
        vm.assertEq(quoteOf(t).payoff, q.payoff - expected, "debt");
        vm.assertEq(token.allowance(address(collateral), address(loans)), 0, "allowance");
    }

    /// @notice A suspended lender is parked for by Loans; the borrower's debt falls all the same (C-13, T66).
    function test_paysForASuspendedLender() external {
        _drawn(true);
        toDay(DUE);
        settle(id);
        uint256 debt = quoteOf(t).payoff;
        suspend(bankA);
        collateral.redeem(t, only(note));
        vm.assertEq(quoteOf(t).payoff, 0, "no debt");
        vm.assertEq(loans.parkedOf(BANK_A, address(token)), debt, "parked for the lender");
    }

    /// @notice A loan repaid early keeps its notes while a list may still be paid, until the draw deadline (C-10, T26).
    function test_keepsNotesForAList() external {
        _drawn(false);
        for (uint8 i = 1; i < 4; ++i) {
            release(t, i);
        }
        payOut(t, 0);
        payOut(t, 1);
        repay(t, type(uint96).max);
        vm.expectRevert(abi.encodeWithSelector(ICollateral.StillSecuring.selector, loan, 0, S1, BANK_A));
        _release();
        toDay(DRAW_DEADLINE + 1);
        vm.assertEq(_release(), 1, "free");
    }

    /// @notice Repaid with every milestone released and none a list, the notes are free at once (C-10, T26).
    function test_freesNotesAtOnceWithoutAList() external {
        t = loanTerms();
        (t.milestonesRoot, t.milestones) = (leafOf(milestone(0)), 1);
        loan = openLoan(t);
        vm.prank(s1);
        collateral.pledge(t, only(note));
        loans.release(t, milestone(0), new bytes32[](0), "");
        repay(t, type(uint96).max);
        vm.prank(outsider);
        vm.assertEq(collateral.release(t, only(note)), 1, "free");
    }

    /// @notice Only Collateral applies proceeds (X-5).
    function test_appliesForCollateralOnly() external {
        _drawn(true);
        vm.expectRevert(abi.encodeWithSelector(ILoans.NotSystem.selector, s1));
        vm.prank(s1);
        loans.applyProceeds(t, 1);
    }

    /// @notice What is parked for an owner here is claimed here (C-7, S-11).
    function test_parksForASuspendedOwner() external {
        _drawn(true);
        toDay(DUE);
        settle(id);
        uint256 surplus = FACE - quoteOf(t).payoff;
        suspend(s1);
        vm.expectEmit(address(collateral));
        emit IParking.Parked(S1, address(token), surplus);
        collateral.redeem(t, only(note));
        vm.assertEq(collateral.parkedOf(S1, address(token)), surplus, "parked");
    }

    function suspend(address cash) private {
        vm.prank(compliance);
        parties.suspend(cash == s1 ? S1 : BANK_A, DOCUMENT);
    }
}
