// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGuarantees} from "../../../interfaces/IGuarantees.sol";
import {Cover, ILoans, Terms} from "../../../interfaces/ILoans.sol";
import {LoanSuite} from "../base/LoanSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Covers of a loan beside Loans as they ship

├── before the mark of default nobody is called
├── a call pays the lender, and the debt does not fall
├── repaid in parts and to the end, guarantor and lender have everything
├── a lifted mark ends the shortfall, the next begins another
└── only Guarantees tells Loans that a guarantor has paid
*/
contract GuaranteedLoanTest is LoanSuite {
    Terms internal t;
    bytes32 internal loan;
    Cover[] internal covers;

    function setUp() public override {
        super.setUp();
        vm.assertEq(address(guarantees.loans()), address(loans), "as predicted");
        covers.push(oneCover()[0]);
        t = loanTerms();
        t.covers = coversHash(covers);
        uint256[] memory keys = new uint256[](1);
        keys[0] = GUARANTOR_KEY;
        loan = agreements.open(t, covers, signatures(t, keys));
        release(t, 0);
        fund(guarantor, COMMITMENT, address(guarantees));
    }

    /// @dev Suite makes five contracts from here on, then come agreements and loans.
    function _loans() internal view override returns (ILoans) {
        return ILoans(vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 6));
    }

    function _guaranteesAndCollateral() internal view override returns (IGuarantees, address) {
        return (IGuarantees(address(guarantees)), vm.addr(0xC011));
    }

    function _call() private returns (uint256) {
        vm.prank(outsider);
        return guarantees.callLoanCover(t, covers, 0);
    }

    function _default() private returns (uint256 debt) {
        toDay(FIRST_DUE + 31);
        loans.markDefault(t);
        debt = quoteOf(t).payoff;
    }

    function _assertClaim(uint256 claim) private view {
        vm.assertEq(guarantees.claimOn(loan), claim, "claim");
        vm.assertEq(guarantees.positionOf(loan, GUARANTOR).claim, claim, "of the guarantor");
    }

    /// @notice Days past due call nobody: only the mark of default does (T60, U-7, I19).
    function test_refusesBeforeTheMark() external {
        toDay(FIRST_DUE + 31);
        vm.expectRevert(abi.encodeWithSelector(ILoans.NotDefaulted.selector, loan));
        _call();
        t.salt += 1;
        bytes32 other = agreements.hashOf(t);
        vm.expectRevert(abi.encodeWithSelector(ILoans.LoanUnknown.selector, other));
        _call();
    }

    /// @notice Nobody but Guarantees tells Loans that guarantors have a claim (U-17, I20).
    function test_onlyGuaranteesTellsLoans() external {
        vm.expectRevert(abi.encodeWithSelector(ILoans.NotSystem.selector, guarantor));
        vm.prank(guarantor);
        loans.setCovered(loan);
    }

    /// @notice A call pays the lender half of the debt, which does not fall; the guarantor is creditor of it (U-8, U-11).
    function test_debtDoesNotFall() external {
        uint256 debt = _default();
        uint256 before = token.balanceOf(bankA);
        vm.assertEq(_call(), debt / 2, "called");
        vm.assertEq(token.balanceOf(bankA) - before, debt / 2, "lender");
        vm.assertEq(quoteOf(t).payoff, debt, "debt");
        vm.assertTrue(stateOf(loan).covered, "covered");
        _assertClaim(debt / 2);
        vm.expectRevert(
            abi.encodeWithSelector(
                IGuarantees.NothingToCall.selector,
                loan,
                GUARANTOR,
                debt / 2,
                debt / 2,
                400_000e6 - debt / 2,
                debt - debt / 2
            )
        );
        _call();
    }

    /// @notice Repaid in parts and to the end, the guarantor has back what it paid and the lender the rest, with the
    /// interest that ran since (U-12, U-13, L-38, I17, I19).
    function test_recoveriesReachBoth() external {
        uint256 debt = _default();
        uint256 called = _call();
        uint256 lender = token.balanceOf(bankA);
        repay(t, 100_000e6);
        uint256 part = 100_000e6 * called / debt;
        _assertClaim(called - part);
        vm.assertEq(token.balanceOf(bankA) - lender, 100_000e6 - part, "the lender's part");
        toDay(FIRST_DUE + 100);
        uint256 rest = quoteOf(t).payoff;
        vm.assertEq(repay(t, rest), rest, "the rest");
        _assertClaim(0);
        vm.assertEq(token.balanceOf(guarantor), COMMITMENT, "the guarantor has everything");
        vm.assertEq(token.balanceOf(bankA) - lender, 100_000e6 + rest - called, "the lender too");
        vm.assertEq(token.balanceOf(address(guarantees)), 0, "nothing rests");
        vm.assertEq(quoteOf(t).payoff, 0, "nothing is owed");
    }

    /// @notice A mark after an amendment is a shortfall of its own, of what is not the guarantor's yet (U-8, U-9, L-41).
    function test_eachMarkIsAShortfall() external {
        _default();
        uint256 called = _call();
        Terms memory n = abi.decode(abi.encode(t), (Terms));
        (n.amends, n.firstDue, n.drawDeadline) = (loan, FIRST_DUE + 60, FIRST_DUE + 31);
        uint256[] memory guarantors = new uint256[](1);
        guarantors[0] = GUARANTOR_KEY;
        agreements.amend(t, n, oneCover(), oneCover(), signatures(n, guarantors));
        t = n;
        vm.expectRevert(abi.encodeWithSelector(ILoans.NotDefaulted.selector, loan));
        _call();
        toDay(FIRST_DUE + 120);
        loans.markDefault(t);
        uint256 debt = quoteOf(t).payoff;
        vm.assertEq(_call(), (debt - called) / 2, "half of the rest");
        _assertClaim(called + (debt - called) / 2);
    }
}
