// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICreditLines} from "../../../interfaces/ICreditLines.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {LinesSuite} from "../base/LinesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
CreditLines.setFreeze, CreditLines.setGroupFreeze

├── when the account lacks the scope fund        → ScopeMissing
├── when the caller's party granted no such line → LineUnknown
└── otherwise                                    → frozen or thawed, the rest as before, one event
*/
contract SetFreezeTest is LinesSuite {
    /// @notice An account without the scope fund freezes nothing (K-10, P-3).
    function test_setFreeze_refusesWithoutScope() external {
        grantTied(LINE);
        vm.prank(registrar);
        parties.setAccount(BANK_A, second, CONFIRM, 0);
        bytes memory reason = abi.encodeWithSelector(IParties.ScopeMissing.selector, second, FUND, CONFIRM);
        vm.expectRevert(reason);
        vm.prank(second);
        lines.setFreeze(S1, true, DOCUMENT);
        vm.expectRevert(reason);
        vm.prank(second);
        lines.setGroupFreeze(GROUP, true, DOCUMENT);
    }

    /// @notice A lender freezes its own lines only (K-10).
    function test_setFreeze_refusesLineOfAnother() external {
        grantTied(LINE);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.LineUnknown.selector, BANK_B, S1, 0));
        vm.prank(bankB);
        lines.setFreeze(S1, true, DOCUMENT);
        vm.expectRevert(abi.encodeWithSelector(ICreditLines.LineUnknown.selector, BANK_B, NOBODY, GROUP));
        vm.prank(bankB);
        lines.setGroupFreeze(GROUP, true, DOCUMENT);
    }

    /// @notice A line is frozen and thawed without a trace but two events (K-10, I26).
    function test_setFreeze() external {
        grantTied(LINE);
        draw(S1, 5);
        bytes memory before = abi.encode(lines.lineOf(BANK_A, S1));
        vm.recordLogs();
        vm.expectEmit(address(lines));
        emit ICreditLines.LineFreezeChanged(BANK_A, S1, true, DOCUMENT);
        freeze(S1, true);
        assertEvents(1);
        vm.assertTrue(lines.lineOf(BANK_A, S1).frozen, "frozen");
        vm.assertFalse(lines.lineOf(BANK_A, S2).frozen, "other line");
        vm.expectEmit(address(lines));
        emit ICreditLines.LineFreezeChanged(BANK_A, S1, false, DOCUMENT);
        freeze(S1, false);
        vm.assertEq(abi.encode(lines.lineOf(BANK_A, S1)), before, "line");
    }

    /// @notice A group's line is frozen and thawed without a trace but two events (K-10, I26).
    function test_setGroupFreeze() external {
        grantTied(LINE);
        draw(S1, 5);
        bytes memory before = abi.encode(lines.groupLineOf(BANK_A, GROUP));
        vm.recordLogs();
        vm.expectEmit(address(lines));
        emit ICreditLines.GroupLineFreezeChanged(BANK_A, GROUP, true, DOCUMENT);
        freezeGroup(true);
        assertEvents(1);
        vm.assertTrue(lines.groupLineOf(BANK_A, GROUP).frozen, "frozen");
        vm.assertFalse(lines.lineOf(BANK_A, S1).frozen, "line of a party");
        vm.expectEmit(address(lines));
        emit ICreditLines.GroupLineFreezeChanged(BANK_A, GROUP, false, DOCUMENT);
        freezeGroup(false);
        vm.assertEq(abi.encode(lines.groupLineOf(BANK_A, GROUP)), before, "line");
    }

    /// @notice Signed calls that anyone brings freeze as well (X-1, K-10).
    function test_setFreeze_forwarded() external {
        grantTied(LINE);
        bytes memory data = abi.encodeCall(ICreditLines.setFreeze, (S1, true, DOCUMENT));
        forward(signedCall(BANK_A_KEY, address(lines), data));
        vm.assertTrue(lines.lineOf(BANK_A, S1).frozen, "line");
        data = abi.encodeCall(ICreditLines.setGroupFreeze, (GROUP, true, DOCUMENT));
        forward(signedCall(BANK_A_KEY, address(lines), data));
        vm.assertTrue(lines.groupLineOf(BANK_A, GROUP).frozen, "group's line");
    }
}
