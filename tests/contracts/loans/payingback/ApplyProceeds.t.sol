// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ILoans, Quote} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {PaybackSuite} from "./PaybackSuite.sol";

/*
Loans.applyProceeds

├── when another than Collateral calls               → NotSystem
├── when the terms are of no loan                    → LoanUnknown
├── when nothing is owed                             → NothingOwedOn
├── when nothing is due and the terms stop there     → nothing is taken
├── when the terms pay principal with proceeds       → as repay: what is due, accrued interest, principal
└── otherwise                                        → what is due alone
*/
contract ApplyProceedsToLoanTest is PaybackSuite {
    function setUp() public override {
        super.setUp();
        allow(collateralAt, 2 * PRINCIPAL);
    }

    function _apply(uint256 amount) private returns (uint256) {
        vm.prank(collateralAt);
        return loans.applyProceeds(t, amount);
    }

    function _toPrincipal() private {
        t.proceedsToPrincipal = true;
        reopen();
    }

    /* REFUSALS */

    /// @notice Only Collateral brings proceeds: not the parties, not an administrator, not the forwarder (L-35, T64).
    function test_refusesOthers() external {
        address[5] memory callers = [bankA, s1, admin, outsider, address(forwarder)];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ILoans.NotSystem.selector, callers[i]));
            vm.prank(callers[i]);
            loans.applyProceeds(t, 1);
        }
    }

    /// @notice Terms that were never opened take no proceeds (L-1).
    function test_refusesUnknownTerms() external {
        t.salt = 99;
        vm.expectRevert(abi.encodeWithSelector(ILoans.LoanUnknown.selector, agreements.hashOf(t)));
        _apply(1);
    }

    /// @notice A paid loan takes no proceeds (L-35, T54).
    function test_refusesWhatIsPaid() external {
        pay(PRINCIPAL);
        vm.expectRevert(abi.encodeWithSelector(ILoans.NothingOwedOn.selector, loan));
        _apply(1);
    }

    /* SUCCESS */

    /// @notice Before the due day nothing is taken, and nothing happens (L-35).
    function test_nothingDue() external {
        toDay(FIRST - 1);
        vm.recordLogs();
        vm.assertEq(_apply(PRINCIPAL), 0, "taken");
        assertEvents(0);
        vm.assertEq(balance(collateralAt), 2 * PRINCIPAL, "kept");
    }

    /// @notice Proceeds pay what is due, from Collateral's money, and no interest that is not due (L-29, L-35, T58).
    function test_paysWhatIsDue() external {
        toDay(FIRST + 10);
        uint256 taken = 88_666_667 + INTEREST + PART;
        vm.recordLogs();
        expectRepaid(collateralAt, 88_666_667, INTEREST, PART, PRINCIPAL - PART + 500e6);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(collateralAt, bankA, taken);
        vm.assertEq(_apply(PRINCIPAL), taken, "taken");
        assertEvents(2);
        vm.assertEq(balance(collateralAt), 2 * PRINCIPAL - taken, "the rest is kept");
        vm.assertEq(quoteOf(t).accrued, 500e6, "accrued is left");
    }

    /// @notice Less than is due is taken whole, in the order of any payment (L-29, L-35).
    function test_paysAPart() external {
        toDay(FIRST);
        expectRepaid(collateralAt, 0, INTEREST, 400e6, PRINCIPAL - 400e6);
        vm.assertEq(_apply(INTEREST + 400e6), INTEREST + 400e6, "taken");
        vm.assertEq(due(), PART - 400e6, "due");
    }

    /// @notice Where the terms say so, proceeds pay accrued interest and principal ahead, as any payment does (L-35).
    function test_paysPrincipal() external {
        _toPrincipal();
        toDay(FIRST - 2);
        // 6 % on 300,000 for 30 days.
        expectRepaid(collateralAt, 0, 1_500e6, 98_500e6, PRINCIPAL - 98_500e6);
        vm.assertEq(_apply(100_000e6), 100_000e6, "taken");
    }

    /// @notice Where the terms say so, proceeds end the debt, and no more than it is taken (L-32, L-35, T54, T55).
    function test_paysAll() external {
        _toPrincipal();
        toDay(SECOND + 3);
        Quote memory q = quoteOf(t);
        vm.assertEq(_apply(2 * PRINCIPAL), q.payoff, "taken");
        assertNothingLeft();
        vm.assertEq(balance(collateralAt), 2 * PRINCIPAL - q.payoff, "the rest is kept");
    }

    /// @notice In default all is due, so that proceeds pay all under either terms (L-35, L-36).
    function test_paysAllInDefault() external {
        toDefault();
        uint256 owed = payoff();
        vm.assertEq(_apply(2 * PRINCIPAL), owed, "taken");
        assertNothingLeft();
    }

    /// @notice Neither halt nor freeze nor a suspended lender stops proceeds: for the lender they are parked (L-31,
    /// L-35, T68).
    function test_isNeverStopped() external {
        toDay(FIRST);
        halt();
        freezeLoan();
        suspend(BANK_A);
        suspend(S1);
        vm.assertEq(_apply(PRINCIPAL), INTEREST + PART, "taken");
        vm.assertEq(parked(), INTEREST + PART, "parked");
    }
}
