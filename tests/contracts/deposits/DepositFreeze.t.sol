// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken} from "../../../interfaces/IDepositToken.sol";
import {DepositsSuite} from "../base/DepositsSuite.sol";
import {vm} from "../base/Vm.sol";

/*
DepositToken.setFreeze

├── when the caller is not compliance        → AccessManagedUnauthorized
├── when the account is the zero address     → AccountZero
├── given the account is frozen already      → FreezeUnchanged
├── given the account is not frozen          → FreezeUnchanged
└── otherwise                                → frozen or thawed, one event
    └── freezing and thawing                 → as before
*/
contract DepositFreezeTest is DepositsSuite {
    /// @notice Only compliance freezes and thaws; the issuer does not (T-4, T64).
    function test_refusesOthersThanCompliance() external {
        assertOnly(compliance, address(deposit), abi.encodeCall(deposit.setFreeze, (s1, true, DOCUMENT)));
        freeze(s1, true);
        assertOnly(compliance, address(deposit), abi.encodeCall(deposit.setFreeze, (s1, false, DOCUMENT)));
    }

    /// @notice Freezing the zero address would stop issuing and redeeming for everybody (T-4).
    function test_refusesZeroAddress() external {
        vm.expectRevert(abi.encodeWithSelector(IDepositToken.AccountZero.selector));
        vm.prank(compliance);
        deposit.setFreeze(address(0), true, DOCUMENT);
    }

    /// @notice An account is frozen once, so that each freeze has one document (T-4).
    function test_refusesToFreezeTwice() external {
        freeze(s1, true);
        vm.expectRevert(abi.encodeWithSelector(IDepositToken.FreezeUnchanged.selector, s1, true));
        vm.prank(compliance);
        deposit.setFreeze(s1, true, DOCUMENT);
    }

    /// @notice Only what is frozen is thawed (T-4).
    function test_refusesToThawTwice() external {
        vm.expectRevert(abi.encodeWithSelector(IDepositToken.FreezeUnchanged.selector, s1, false));
        vm.prank(compliance);
        deposit.setFreeze(s1, false, DOCUMENT);
    }

    /// @notice Freezing and thawing leaves the account as it was, and touches no other (T-4, I26).
    function test_freezesAndThaws() external {
        _sets(true);
        _sets(false);
        vm.prank(s1);
        deposit.transfer(s2, HELD);
        vm.assertEq(deposit.balanceOf(s2), HELD, "balance");
    }

    function _sets(bool frozen) private {
        vm.recordLogs();
        vm.expectEmit(address(deposit));
        emit IDepositToken.FreezeChanged(s1, frozen, DOCUMENT);
        freeze(s1, frozen);
        assertEvents(1);
        vm.assertEq(deposit.isFrozen(s1), frozen, "frozen");
        vm.assertFalse(deposit.isFrozen(s2), "another");
    }
}
