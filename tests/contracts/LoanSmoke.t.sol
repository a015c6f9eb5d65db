// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Quote, Terms} from "../../interfaces/ILoans.sol";
import {LoanSuite} from "./base/LoanSuite.sol";
import {vm} from "./base/Vm.sol";

/// @notice A loan's life in one piece: open, release to payees and workers, pay every instalment, end at zero.
contract LoanSmokeTest is LoanSuite {
    /// @notice What is drawn reaches the payees alone, and twelve collections on the due days pay all of it back.
    function test_life() external {
        Terms memory t = loanTerms();
        bytes32 loan = openLoan(t);
        for (uint8 i; i < 4; ++i) {
            release(t, i);
        }
        payOut(t, 1);
        payOut(t, 0);
        vm.assertEq(token.balanceOf(supplierOne), 300_000e6, "supplier one");
        vm.assertEq(token.balanceOf(worker(3)), 100_000e6, "worker");
        vm.assertEq(token.balanceOf(s1), 0, "borrower");
        vm.assertEq(stateOf(loan).principal, COMMITMENT, "principal");

        fund(s1, 2 * COMMITMENT, address(loans));
        uint256 start = token.balanceOf(bankA);
        uint256 paid;
        uint16[12] memory due = [32, 62, 93, 124, 152, 183, 213, 244, 274, 305, 336, 366];
        for (uint256 i; i < 12; ++i) {
            toDay(DAY + due[i]);
            paid += loans.collect(t);
        }
        Quote memory q = quoteOf(t);
        vm.assertEq(q.payoff, 0, "nothing is left");
        vm.assertEq(token.balanceOf(bankA) - start, paid, "all to the lender");
        vm.assertEq(token.balanceOf(address(loans)), 0, "nothing rests");
        vm.assertGt(paid, COMMITMENT, "interest");
    }
}
