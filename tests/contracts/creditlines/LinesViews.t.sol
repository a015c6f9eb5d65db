// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LinesSuite} from "../base/LinesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
CreditLines.available, and what views say of what is not there

├── without a line, frozen, expired or used up, by itself or its group's   → 0
└── otherwise                                                              → the least that is left
*/
contract LinesViewsTest is LinesSuite {
    /// @notice What was never granted, recorded, offered or added is all zero (K-2, K-12, K-14).
    function test_views_ofNothing() external view {
        assertNoLine(lines.lineOf(BANK_A, S1));
        assertNoLine(lines.groupLineOf(BANK_A, GROUP));
        vm.assertEq(lines.available(BANK_A, S1), 0, "available");
        vm.assertFalse(lines.isConsumer(outsider), "consumer");
        vm.assertFalse(lines.isSponsorOffered(PROGRAMME, BANK_A), "offered");
        same(lines.sponsorOf(PROGRAMME), NOBODY, "sponsor");
        vm.assertEq(address(lines.parties()), address(parties), "parties");
        vm.assertEq(address(lines.programmes()), address(programmes), "programmes");
    }

    /// @notice Nothing is available of a line that may not be drawn (K-6, K-10).
    function test_available_nothing() external {
        grant(S1, LINE);
        vm.assertEq(lines.available(BANK_A, S1), LINE, "whole line");
        freeze(S1, true);
        vm.assertEq(lines.available(BANK_A, S1), 0, "frozen");
        freeze(S1, false);
        toDay(EXPIRY);
        vm.assertEq(lines.available(BANK_A, S1), LINE, "last day");
        toDay(EXPIRY + 1);
        vm.assertEq(lines.available(BANK_A, S1), 0, "expired");
    }

    /// @notice A tied line offers what the group's leaves (K-6, K-9).
    function test_available_byGroup() external {
        grantTied(LINE / 2);
        vm.assertEq(lines.available(BANK_A, S1), LINE / 2, "group's limit");
        draw(S2, LINE / 4);
        vm.assertEq(lines.available(BANK_A, S1), LINE / 4, "what is left of the group's");
        freezeGroup(true);
        vm.assertEq(lines.available(BANK_A, S1), 0, "frozen group");
        freezeGroup(false);
        vm.prank(bankA);
        lines.grantGroup(GROUP, LINE, DAY, DECISION, "2026.1");
        toDay(DAY + 1);
        vm.assertEq(lines.available(BANK_A, S1), 0, "expired group");
    }
}
