// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IGuarantees} from "../../../interfaces/IGuarantees.sol";
import {IParking} from "../../../interfaces/IParking.sol";
import {vm} from "../base/Vm.sol";
import {LoanCoversSuite} from "./LoanCoversSuite.sol";

/*
Guarantees.recovered, claimOn, positionOf and guarantorsOf

├── when the caller is neither Loans nor Settlements  → NotSystem
└── otherwise                                         → shared by claims to the unit, paid or parked
*/
contract RecoveredTest is LoanCoversSuite {
    /// @notice Nobody else says that money came back (U-17, I20).
    function test_refusesEverybodyElse() external {
        inDefault(1_000);
        callLoan(0);
        address[4] memory callers = [g1, s1, admin, address(discounting)];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGuarantees.NotSystem.selector, callers[i]));
            vm.prank(callers[i]);
            guarantees.recovered(loan, address(token), 1);
        }
    }

    /// @notice A part is shared by the claims, the last of those who paid takes the odd unit (U-13, U-15, T59, I17).
    function test_sharesByClaims() external {
        inDefault(1_000);
        callLoan(0);
        callLoan(1);
        uint256 before = token.balanceOf(g1);
        vm.recordLogs();
        vm.expectEmit(address(guarantees));
        emit IGuarantees.Recovered(loan, G1, 50, 450);
        vm.expectEmit(address(guarantees));
        emit IGuarantees.Recovered(loan, G2, 31, 269);
        // Of 102 paid on a debt of 1,000, 81 are the guarantors', who are owed 500 and 300.
        vm.assertEq(repay(102), 81, "part");
        vm.assertEq(token.balanceOf(g1) - before, 50, "of the first");
        assertPosition(loan, G1, 450, 500, 1, 500);
        assertPosition(loan, G2, 269, 300, 1, 300);
        vm.assertEq(guarantees.claimOn(loan), 719, "claims");
        vm.assertEq(token.balanceOf(address(guarantees)), 0, "nothing rests");
    }

    /// @notice What comes back on an earlier shortfall lowers that shortfall's part of the claims alone (U-9).
    function test_earlierShortfallsFallInProportion() external {
        inDefault(1_000);
        callLoan(1);
        markAgain(1_000);
        vm.assertEq(callLoan(0), 350, "half of 700");
        repay(200);
        // 130 of 650 came back, so 60 of the 300 of the first shortfall: half of 800 - 240, less 350, is below nothing.
        vm.expectRevert(
            abi.encodeWithSelector(IGuarantees.NothingToCall.selector, loan, G1, 280, 350, 250, 280)
        );
        callLoan(0);
        vm.assertEq(callLoan(1), 168, "30 % of 560");
    }

    /// @notice A guarantor that has everything back gets no more, and is called anew like any other (U-15).
    function test_skipsWhoHasEverything() external {
        inDefault(1_000);
        callLoan(0);
        repay(1_000);
        assertPosition(loan, G1, 0, 500, 1, 500);
        markAgain(200);
        vm.assertEq(callLoan(1), 60, "30 % of 200");
        vm.recordLogs();
        vm.expectEmit(address(guarantees));
        emit IGuarantees.Recovered(loan, G2, 30, 30);
        repay(100);
        assertPosition(loan, G1, 0, 500, 1, 500);
        vm.assertEq(guarantees.guarantorsOf(loan).length, 2, "both once paid");
    }

    /// @notice A guarantor that cannot be paid holds up nobody: its part is parked (U-16, T66, I10).
    function test_parksForASuspendedGuarantor() external {
        inDefault(1_000);
        callLoan(0);
        callLoan(1);
        suspend(G1);
        uint256 before = token.balanceOf(g2);
        vm.recordLogs();
        vm.expectEmit(address(guarantees));
        emit IParking.Parked(G1, address(token), 500);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(address(guarantees), g2, 300);
        repay(1_000);
        vm.assertEq(token.balanceOf(g2) - before, 300, "the other is paid");
        vm.assertEq(guarantees.parkedOf(G1, address(token)), 500, "parked");
    }

    /// @notice Claims never fall below nothing, whatever comes back in whatever parts, and in the end each guarantor has
    /// what it paid, to the unit (U-15, T59, I17, I19).
    function testFuzz_givesEverythingBack(uint32 debt, uint32[6] memory parts) external {
        uint256 left = uint256(debt) % 1_000_000 + 10;
        inDefault(left);
        uint256 first = callLoan(0);
        uint256 second = callLoan(1);
        uint256 claims = first + second;
        for (uint256 i; i < 6 && left > 1; ++i) {
            uint256 amount = parts[i] % (left - 1) + 1;
            claims -= repay(amount);
            left -= amount;
            vm.assertEq(guarantees.claimOn(loan), claims, "claims");
            vm.assertLe(claims, left, "never more than the debt");
        }
        repay(left);
        assertPosition(loan, G1, 0, first, 1, first);
        assertPosition(loan, G2, 0, second, 1, second);
        vm.assertEq(token.balanceOf(g1), 10 * FACE, "the first");
        vm.assertEq(token.balanceOf(g2), 10 * FACE, "the second");
    }
}
