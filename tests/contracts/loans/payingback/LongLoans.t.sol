// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICreditLines} from "../../../../interfaces/ICreditLines.sol";
import {IFixings} from "../../../../interfaces/IFixings.sol";
import {Method, Quote} from "../../../../interfaces/ILoans.sol";
import {vm} from "../../base/Vm.sol";
import {RateBoard} from "../math/LoanMathSuite.sol";
import {PaybackSuite} from "./PaybackSuite.sol";

/*
The longest loans, neglected the longest, can still be paid in one transaction

├── six hundred weekly instalments, none paid                  → one payment, one collection, one mark of default
├── fifty years of monthly instalments and monthly resets      → the same
└── one of six hundred paid after the other                    → ends at zero
*/
contract LongLoansTest is PaybackSuite {
    /// @dev What one block holds. Tests compile without optimizer, and the shipped contracts need less than these.
    uint256 private constant MOST_GAS = 30_000_000;

    RateBoard internal board;

    function setUp() public override {
        // Before the addresses of the loans' contracts are predicted.
        board = new RateBoard();
        super.setUp();
    }

    function _linesAndRates() internal view override returns (ICreditLines, IFixings) {
        return (ICreditLines(vm.addr(0x11E5)), IFixings(address(board)));
    }

    function _weekly() private {
        (t.method, t.inDays, t.interval, t.instalments) = (Method.Annuity, true, 7, 600);
        reopen();
    }

    /// @dev The gas of a call by a passer-by that must succeed.
    function _gasOf(bytes memory data) private returns (uint256 used) {
        vm.prank(outsider);
        used = gasleft();
        (bool ok,) = address(loans).call(data);
        used -= gasleft();
        vm.assertTrue(ok, "succeeds");
    }

    /// @notice Six hundred instalments of an annuity, all unpaid, are paid by one payment of a unit, which moves
    /// nothing on, and one of all (L-28, L-32, I25).
    function test_repaysAfterAll() external {
        _weekly();
        toDay(FIRST + 600 * 7);
        allow(outsider, 10 * PRINCIPAL);
        vm.assertLt(_gasOf(abi.encodeCall(loans.repay, (t, 1))), MOST_GAS, "a unit");
        vm.assertLt(_gasOf(abi.encodeCall(loans.repay, (t, type(uint256).max))), MOST_GAS, "all");
        assertNothingLeft();
    }

    /// @notice They are collected in one call, but for a unit that looks for the instalment which it reaches back to
    /// (L-30, L-34, I25).
    function test_collectsAfterAll() external {
        _weekly();
        toDay(FIRST + 599 * 7 - 1);
        Quote memory q = quoteOf(t);
        allow(s1, q.due - 1);
        vm.assertLt(_gasOf(abi.encodeCall(loans.collect, (t))), MOST_GAS, "all but a unit");
        vm.assertEq(stateOf(loan).oldest, FIRST + 598 * 7, "of the last but one");
    }

    /// @notice Paid a unit beyond the interest, a loan looks back over all six hundred (L-34, I25).
    function test_looksBackOverAll() external {
        t.penaltyRate = 0;
        _weekly();
        toDay(FIRST + 599 * 7 - 1);
        Quote memory q = quoteOf(t);
        allow(s1, q.billed + 1);
        vm.assertLt(_gasOf(abi.encodeCall(loans.collect, (t))), MOST_GAS, "looks back");
        vm.assertEq(stateOf(loan).oldest, FIRST, "to the first");
    }

    /// @notice Default of such a loan is marked in one call (L-36, I25).
    function test_marksAfterAll() external {
        _weekly();
        toDay(FIRST + 600 * 7);
        vm.assertLt(_gasOf(abi.encodeCall(loans.markDefault, (t))), MOST_GAS, "marked");
    }

    /// @notice Fifty years of monthly instalments and monthly resets, none looked at, are paid in one call (L-23, L-28,
    /// I25).
    function test_floating() external {
        (t.instalments, t.index, t.firstReset, t.resetMonths) = (600, "INDEX", uint24(DAY + 5), 1);
        board.record((DAY + 5) * 1 days, 30_000);
        reopen();
        toDay(DAY + 50 * 366);
        allow(outsider, 20 * PRINCIPAL);
        vm.assertLt(_gasOf(abi.encodeCall(loans.repay, (t, type(uint256).max))), MOST_GAS, "all");
        assertNothingLeft();
    }

    /// @notice Each of six hundred collected on its day, the loan ends at zero (L-24, L-30, I13, I25).
    function test_collectsEach() external {
        _weekly();
        allow(s1, 2 * PRINCIPAL);
        for (uint256 i; i < 600; ++i) {
            toDay(FIRST + i * 7);
            collect();
            vm.assertEq(stateOf(loan).oldest, 0, "no arrears");
        }
        assertNothingLeft();
    }
}
