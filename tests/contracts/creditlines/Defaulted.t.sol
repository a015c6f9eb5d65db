// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICreditLines} from "../../../interfaces/ICreditLines.sol";
import {LinesSuite} from "../base/LinesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
CreditLines.defaulted

├── when the caller is no consumer   → NotConsumer
└── otherwise                        → counted with its debt, the line as before, one event
*/
contract DefaultedTest is LinesSuite {
    /// @notice Nobody but a consumer says that a party is in default (K-7, T31).
    function test_defaulted_refusesOthersThanConsumers() external {
        address[5] memory callers = [bankA, s1, admin, address(programmes), outsider];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ICreditLines.NotConsumer.selector, callers[i]));
            vm.prank(callers[i]);
            lines.defaulted(BANK_A, S1, 1);
        }
    }

    /// @notice A default counts with the debt at its mark, and frees nothing of the line (K-14, T28, T31).
    function test_defaulted() external {
        grantTied(LINE);
        draw(S1, 300);
        vm.recordLogs();
        vm.expectEmit(address(lines));
        emit ICreditLines.OutcomeRecorded(BANK_A, S1, ICreditLines.Outcome.Defaulted, 312, 0);
        vm.prank(loans);
        lines.defaulted(BANK_A, S1, 312);
        assertEvents(1);
        assertTally(S1, ICreditLines.Outcome.Defaulted, 1, 312);
        assertUsed(S1, 300);
        assertGroupUsed(300);
    }

    /// @notice The record of defaults only grows, by every lender (K-14, T31).
    function test_defaulted_again() external {
        vm.startPrank(loans);
        lines.defaulted(BANK_A, S1, 10);
        lines.repaid(BANK_A, S1, 0, 10, 100, true);
        lines.defaulted(BANK_B, S1, 20);
        vm.stopPrank();
        assertTally(S1, ICreditLines.Outcome.Defaulted, 2, 30);
        assertTally(S1, ICreditLines.Outcome.Recovered, 1, 10);
    }
}
