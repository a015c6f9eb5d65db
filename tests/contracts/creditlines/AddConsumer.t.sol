// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICreditLines} from "../../../interfaces/ICreditLines.sol";
import {LinesSuite} from "../base/LinesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
CreditLines.addConsumer

├── when the caller is not ADMIN     → AccessManagedUnauthorized
└── otherwise                        → the contract may draw, one event; there is no way to remove it
*/
contract AddConsumerTest is LinesSuite {
    /// @notice Only ADMIN lets a contract use lines (K-7, T64).
    function test_addConsumer_refusesOthersThanAdmin() external {
        assertOnly(admin, address(lines), abi.encodeCall(lines.addConsumer, (fresh)));
        vm.assertFalse(lines.isConsumer(fresh), "consumer");
    }

    /// @notice A consumer may draw from then on, besides those before it (K-7).
    function test_addConsumer() external {
        grant(S1, LINE);
        vm.recordLogs();
        vm.expectEmit(address(lines));
        emit ICreditLines.ConsumerAdded(fresh);
        vm.prank(admin);
        lines.addConsumer(fresh);
        assertEvents(1);
        vm.assertTrue(lines.isConsumer(fresh), "consumer");
        vm.assertTrue(lines.isConsumer(loans), "earlier consumer");
        vm.prank(fresh);
        lines.draw(BANK_A, S1, 1);
        assertUsed(S1, 1);
    }
}
