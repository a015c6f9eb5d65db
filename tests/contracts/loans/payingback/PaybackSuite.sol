// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestToken} from "../../../../contracts/test/TestToken.sol";
import {ILoans, LoanState, Terms} from "../../../../interfaces/ILoans.sol";
import {PartyId} from "../../../../interfaces/Types.sol";
import {Checks} from "../../base/Checks.sol";
import {LoanSuite} from "../../base/LoanSuite.sol";
import {Suite} from "../../base/Suite.sol";
import {vm} from "../../base/Vm.sol";

/// @title PaybackSuite
/// @notice What tests of paying back begin with: 300,000 of BANK_A's, drawn by S1 on day 20,000 at 6 % ACT/360, to be
/// paid in twelve monthly parts of 25,000 from 2024-11-05 on.
abstract contract PaybackSuite is Checks, LoanSuite {
    uint256 internal constant PRINCIPAL = 300_000e6;
    uint256 internal constant PART = 25_000e6;
    uint256 internal constant FIRST = DAY + 32;
    uint256 internal constant SECOND = DAY + 62;
    uint256 internal constant THIRD = DAY + 93;
    uint256 internal constant LAST = DAY + 366;
    /// @dev Of 300,000 for 32 days, and for the next 30.
    uint256 internal constant INTEREST = 1_600e6;
    uint256 internal constant SECOND_INTEREST = 1_500e6;
    uint256 internal constant GRACE_DAYS = 5;
    uint256 internal constant DAYS_TO_DEFAULT = 30;
    uint256 internal constant SCALE = 360e6;

    Terms internal t;
    bytes32 internal loan;

    function setUp() public virtual override(Suite, LoanSuite) {
        super.setUp();
        t = loanTerms();
        loan = openAndDraw(t);
    }

    function loanTerms() internal view virtual override returns (Terms memory terms_) {
        terms_ = super.loanTerms();
        (terms_.drawDeadline, terms_.interestOnly) = (uint24(DAY + 20), 0);
    }

    /* SITUATIONS */

    /// @dev From now on the loan of the tests is another one, of the terms as they are now.
    function reopen() internal {
        ++t.salt;
        loan = openAndDraw(t);
    }

    /// @dev From now on the loan of the tests is one in another token.
    function useToken(TestToken other) internal {
        vm.prank(admin);
        programmes.allowToken(address(other), true);
        other.mint(bankA, 10 * COMMITMENT);
        vm.prank(bankA);
        other.approve(address(loans), type(uint256).max);
        t.token = address(other);
        reopen();
    }

    /// @dev Gives an account money of the loan's token, and lets Loans take it.
    function allow(address account, uint256 amount) internal {
        TestToken(t.token).mint(account, amount);
        vm.prank(account);
        TestToken(t.token).approve(address(loans), type(uint256).max);
    }

    /// @dev A passer-by pays, with money made for it.
    function pay(uint256 amount) internal returns (uint256 taken) {
        allow(outsider, amount);
        vm.prank(outsider);
        return loans.repay(t, amount);
    }

    /// @dev Anyone collects from the borrower.
    function collect() internal returns (uint256) {
        vm.prank(outsider);
        return loans.collect(t);
    }

    function payoff() internal view returns (uint256) {
        return quoteOf(t).payoff;
    }

    function due() internal view returns (uint256) {
        return quoteOf(t).due;
    }

    function suspend(PartyId party) internal {
        vm.prank(compliance);
        parties.suspend(party, DOCUMENT);
    }

    function reinstate(PartyId party) internal {
        vm.prank(compliance);
        parties.reinstate(party, DOCUMENT);
    }

    function halt() internal {
        vm.prank(guardian);
        parties.halt(7 days);
    }

    function freezeLoan() internal {
        vm.prank(compliance);
        agreements.freeze(loan, true, DOCUMENT);
    }

    /// @dev Goes to the first day on which default may be marked, and marks it.
    function toDefault() internal {
        toDay(FIRST + DAYS_TO_DEFAULT + 1);
        loans.markDefault(t);
    }

    /* ASSERTIONS */

    function expectRepaid(address payer, uint256 penalty, uint256 interest, uint256 principal, uint256 left)
        internal
    {
        vm.expectEmit(address(loans));
        emit ILoans.Repaid(loan, payer, penalty, interest, principal, left);
    }

    function balance(address account) internal view returns (uint256) {
        return TestToken(t.token).balanceOf(account);
    }

    function parked() internal view returns (uint256) {
        return loans.parkedOf(BANK_A, t.token);
    }

    /// @dev The words of a loan without anything owed.
    function assertNothingLeft() internal view {
        LoanState memory s = stateOf(loan);
        vm.assertEq(s.principal, 0, "principal");
        vm.assertEq(s.accrued, 0, "accrued");
        vm.assertEq(s.billed, 0, "billed");
        vm.assertEq(s.overdue, 0, "overdue");
        vm.assertEq(s.penalty, 0, "penalty");
        vm.assertEq(s.oldest, 0, "oldest");
    }
}
