// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICreditLines} from "../../../interfaces/ICreditLines.sol";
import {LinesSuite} from "../base/LinesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
CreditLines.repaid

├── when the caller is no consumer                              → NotConsumer
├── when more principal comes back than is used                 → NotUsed
└── otherwise
    ├── principal comes back to the line and its group's        → one event
    │   └── also frozen, expired, below a lowered limit, or of a suspended party
    ├── a payment is recorded by how late it is                 → one event
    │   └── in default it is a recovery, however late
    └── without an amount nothing is recorded
*/
contract RepaidTest is LinesSuite {
    /* REFUSALS */

    /// @notice Nobody but a consumer says that something was paid (K-7, T31).
    function test_repaid_refusesOthersThanConsumers() external {
        grant(S1, LINE);
        draw(S1, 5);
        address[5] memory callers = [bankA, s1, admin, address(programmes), outsider];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ICreditLines.NotConsumer.selector, callers[i]));
            vm.prank(callers[i]);
            lines.repaid(BANK_A, S1, 1, 1, 0, false);
        }
        assertUsed(S1, 5);
    }

    /// @notice More than is used never comes back, whatever others of the group use (K-8, T28).
    function test_repaid_refusesMoreThanUsed() external {
        grantTied(LINE);
        draw(S1, 5);
        draw(S2, 100);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.NotUsed.selector, BANK_A, S1, 6, 5));
        repay(S1, 6);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.NotUsed.selector, BANK_B, S1, 1, 0));
        vm.prank(loans);
        lines.repaid(BANK_B, S1, 1, 1, 0, false);
    }

    /* PRINCIPAL */

    /// @notice Principal that is paid may be drawn again at once, with two events (K-8, K-9, K-14, T28).
    function test_repaid() external {
        grant(S1, LINE);
        draw(S1, LINE);
        vm.recordLogs();
        vm.expectEmit(address(lines));
        emit ICreditLines.LineRestored(BANK_A, S1, 400, LINE - 400, 0);
        vm.expectEmit(address(lines));
        emit ICreditLines.OutcomeRecorded(BANK_A, S1, ICreditLines.Outcome.OnTime, 410, 0);
        vm.prank(loans);
        lines.repaid(BANK_A, S1, 400, 410, 0, false);
        assertEvents(2);
        assertUsed(S1, LINE - 400);
        draw(S1, 400);
        assertUsed(S1, LINE);
    }

    /// @notice Principal comes back to the line and to its group's by the same amount (K-8, K-9, I12).
    function test_repaid_givesBackToGroup() external {
        grantTied(LINE);
        draw(S1, 300);
        draw(S2, 200);
        vm.expectEmit(address(lines));
        emit ICreditLines.LineRestored(BANK_A, S2, 150, 50, 350);
        repay(S2, 150);
        assertUsed(S1, 300);
        assertUsed(S2, 50);
        assertGroupUsed(350);
    }

    /// @notice Neither freeze, expiry, a lowered limit nor a suspension holds up what comes back (K-8, T28).
    function test_repaid_neverHeldUp() external {
        grantTied(LINE);
        draw(S1, 300);
        grantAs(bankA, S1, grantOf(1, GROUP));
        grantGroup(1);
        freeze(S1, true);
        freezeGroup(true);
        suspend(S1);
        suspend(BANK_A);
        halt();
        toDay(EXPIRY + 1);
        repay(S1, 300);
        assertUsed(S1, 0);
        assertGroupUsed(0);
    }

    /// @notice A payment of interest alone gives nothing back (K-8, K-14).
    function test_repaid_interestOnly() external {
        grant(S1, LINE);
        draw(S1, 300);
        vm.recordLogs();
        vm.prank(loans);
        lines.repaid(BANK_A, S1, 0, 12, 0, false);
        assertEvents(1);
        assertUsed(S1, 300);
        assertTally(S1, ICreditLines.Outcome.OnTime, 1, 12);
    }

    /// @notice A payee's refund gives principal back and is no payment of the borrower's (K-15).
    function test_repaid_refund() external {
        grant(S1, LINE);
        draw(S1, 300);
        vm.recordLogs();
        vm.prank(loans);
        lines.repaid(BANK_A, S1, 100, 0, 400, true);
        assertEvents(1);
        assertUsed(S1, 200);
        ICreditLines.Tally[7] memory none;
        vm.assertEq(abi.encode(lines.recordOf(S1)), abi.encode(none), "record");
    }

    /* RECORD */

    /// @notice Each bucket ends where the next one begins: 0, 30, 90 and 180 days (K-14, T31).
    function test_repaid_buckets() external {
        uint256[8] memory days_ = [uint256(0), 1, 30, 31, 90, 91, 180, 181];
        for (uint256 i; i < days_.length; ++i) {
            _pay(10, days_[i], false);
        }
        _pay(10, type(uint256).max, false);
        assertTally(S1, ICreditLines.Outcome.OnTime, 1, 10);
        assertTally(S1, ICreditLines.Outcome.Late30, 2, 20);
        assertTally(S1, ICreditLines.Outcome.Late90, 2, 20);
        assertTally(S1, ICreditLines.Outcome.Late180, 2, 20);
        assertTally(S1, ICreditLines.Outcome.LateMore, 2, 20);
        assertTally(S1, ICreditLines.Outcome.Recovered, 0, 0);
        assertTally(S1, ICreditLines.Outcome.Defaulted, 0, 0);
    }

    /// @notice What is paid in default is recovered, however late it is (K-14).
    function test_repaid_recovered() external {
        _pay(10, 0, true);
        vm.expectEmit(address(lines));
        emit ICreditLines.OutcomeRecorded(BANK_A, S1, ICreditLines.Outcome.Recovered, 15, 200);
        _pay(15, 200, true);
        assertTally(S1, ICreditLines.Outcome.Recovered, 2, 25);
        assertTally(S1, ICreditLines.Outcome.LateMore, 0, 0);
    }

    /// @notice The record is of all lenders together, and of one party alone (K-14).
    function test_repaid_recordOfAllLenders() external {
        _pay(10, 0, false);
        vm.prank(loans);
        lines.repaid(BANK_B, S1, 0, 20, 0, false);
        assertTally(S1, ICreditLines.Outcome.OnTime, 2, 30);
        assertTally(S2, ICreditLines.Outcome.OnTime, 0, 0);
    }

    /// @notice No amount is too large for the record to refuse a payment (K-14).
    function test_repaid_anyAmount() external {
        _pay(type(uint256).max, 0, false);
        _pay(type(uint256).max, 0, false);
        assertTally(S1, ICreditLines.Outcome.OnTime, 2, 2 * uint256(type(uint128).max));
    }

    /// @notice For any payments each bucket counts and sums those that belong into it (K-14, T31).
    function testFuzz_repaid_record(uint96[16] calldata amounts, uint8[16] calldata late, uint16 inDefault)
        external
    {
        uint256[7] memory counts;
        uint256[7] memory sums;
        for (uint256 i; i < 16; ++i) {
            bool recovery = inDefault >> i & 1 == 1;
            _pay(amounts[i], late[i], recovery);
            uint256 bucket = recovery ? 5 : _bucket(late[i]);
            if (amounts[i] != 0) ++counts[bucket];
            sums[bucket] += amounts[i];
        }
        for (uint256 i; i < 7; ++i) {
            assertTally(S1, ICreditLines.Outcome(i), counts[i], sums[i]);
        }
    }

    /// @dev The buckets of the issue, written out once more.
    function _bucket(uint256 daysLate) private pure returns (uint256) {
        uint256[4] memory last = [uint256(0), 30, 90, 180];
        for (uint256 i; i < 4; ++i) {
            if (daysLate <= last[i]) return i;
        }
        return 4;
    }

    function _pay(uint256 amount, uint256 daysLate, bool inDefault) private {
        vm.prank(loans);
        lines.repaid(BANK_A, S1, 0, amount, daysLate, inDefault);
    }
}
