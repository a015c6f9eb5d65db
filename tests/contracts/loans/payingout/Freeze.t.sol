// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILoanAgreements} from "../../../../interfaces/ILoanAgreements.sol";
import {ILoans, LoanState, Terms} from "../../../../interfaces/ILoans.sol";
import {PayoutSuite} from "./PayoutSuite.sol";
import {vm} from "../../base/Vm.sol";

/*
LoanAgreements.freeze, Loans.setCovered

├── freeze: when the caller has not the role COMPLIANCE     → AccessManagedUnauthorized
├── freeze: when the loan is unopened or dead               → LoanUnknown
├── freeze                                                  → payouts stop and go on, nothing else changes
├── setCovered: when another than Guarantees calls          → NotSystem
└── setCovered                                              → the flag is set, nothing else changes
*/
contract FreezeTest is PayoutSuite {
    Terms internal terms_;
    bytes32 internal loan;

    function setUp() public override {
        super.setUp();
        terms_ = loanTerms();
        loan = openAndDraw(terms_);
    }

    /* FREEZE */

    /// @notice Only compliance freezes and thaws: no party, no other role (L-39, T64, I20).
    function test_refusesOtherRoles() external {
        assertOnly(
            compliance, address(agreements), abi.encodeCall(ILoanAgreements.freeze, (loan, true, DOCUMENT))
        );
        freezeLoan(loan, true);
        assertOnly(
            compliance, address(agreements), abi.encodeCall(ILoanAgreements.freeze, (loan, false, DOCUMENT))
        );
        vm.assertTrue(stateOf(loan).frozen, "still frozen");
    }

    /// @notice What is no open loan is not frozen, so that freezing opens or revives nothing (L-8, L-39).
    function test_refusesWhatIsNotOpen() external {
        Terms memory t = loanTerms();
        t.salt = 2;
        bytes32 id = agreements.hashOf(t);
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ILoans.LoanUnknown.selector, id));
            vm.prank(compliance);
            agreements.freeze(id, true, DOCUMENT);
            if (i == 0) {
                vm.prank(s1);
                agreements.voidTerms(t, noCovers());
            }
        }
    }

    /// @notice A freeze and its end are told with their document, and change nothing else of the loan (L-39, I23, I26).
    function test_freezesAndThaws() external {
        LoanState memory before = stateOf(loan);
        for (uint256 i; i < 2; ++i) {
            bool on = i == 0;
            vm.expectEmit(address(agreements));
            emit ILoanAgreements.LoanFreezeChanged(loan, on, DOCUMENT);
            vm.recordLogs();
            freezeLoan(loan, on);
            assertEvents(abi.encodePacked(ILoanAgreements.LoanFreezeChanged.selector));
            before.frozen = on;
            assertState(loan, before);
        }
    }

    /// @notice A frozen loan is paid back as ever: repaid, collected, and its default marked (L-28, L-39, T68).
    function test_neverStopsPaying() external {
        freezeLoan(loan, true);
        vm.assertEq(repay(terms_, 1e6), 1e6, "repaid");
        toDay(DAY + 63);
        loans.markDefault(terms_);
        fund(s1, COMMITMENT, address(loans));
        loans.collect(terms_);
        vm.assertEq(quoteOf(terms_).payoff, 0, "paid off");
        vm.assertTrue(stateOf(loan).frozen, "still frozen");
    }

    /* COVERED */

    /// @notice Only Guarantees says that a guarantor has paid, in its own name (L-38, T64).
    function test_refusesToCoverForStrangers() external {
        address[6] memory callers =
            [outsider, admin, bankA, guarantor, address(agreements), address(forwarder)];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ILoans.NotSystem.selector, callers[i]));
            vm.prank(callers[i]);
            loans.setCovered(loan);
        }
        vm.prank(address(forwarder));
        (bool ok,) = address(loans)
            .call(abi.encodePacked(abi.encodeCall(ILoans.setCovered, (loan)), address(guaranteeBook)));
        vm.assertFalse(ok, "refused by the forwarder");
    }

    /// @notice A loan is covered from the first payment of a guarantor on, and stays so through what follows (L-38).
    function test_covers() external {
        LoanState memory expected = stateOf(loan);
        vm.prank(address(guaranteeBook));
        loans.setCovered(loan);
        expected.covered = true;
        assertState(loan, expected);
        release(terms_, 1);
        vm.assertTrue(stateOf(loan).covered, "after a release");
    }
}
