// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IDepositToken} from "../../../interfaces/IDepositToken.sol";
import {DepositsSuite} from "../base/DepositsSuite.sol";
import {vm} from "../base/Vm.sol";

/*
DepositToken.execute, DepositToken.giveBack

execute
├── when the caller is not the issuer                       → AccessManagedUnauthorized
├── given there is no such instruction of this holder       → WrongState(None)
├── given it was executed                                   → WrongState(Executed)
├── given it was returned                                   → WrongState(Returned)
└── otherwise                                               → Executed, no token moves, one event
giveBack
├── when the caller is not the issuer                       → AccessManagedUnauthorized
├── given there is no such instruction of this holder       → WrongState(None)
├── given it was executed                                   → WrongState(Executed)
├── given it was returned                                   → WrongState(Returned)
└── otherwise                                               → Returned, the tokens are the holder's, two events
    └── also of a holder frozen since                       → they stay frozen there
*/
contract ExecuteTest is DepositsSuite {
    uint96 private constant AMOUNT = 300_00;

    /// @notice Only the token's issuer says that it has paid (T-3, T64).
    function test_execute_refusesOthersThanTheIssuer() external {
        redeem(AMOUNT);
        assertOnly(issuer, address(deposit), abi.encodeCall(deposit.execute, (s1, REFERENCE)));
    }

    /// @notice What was not instructed is not executed, nor another holder's instruction under its name (T-3).
    function test_execute_refusesUnknown() external {
        redeem(AMOUNT);
        _expectWrongState(IDepositToken.State.None);
        vm.prank(issuer);
        deposit.execute(s2, REFERENCE);
    }

    /// @notice An instruction is executed once, and not after its return (T-3, T14).
    function test_execute_refusesClosedInstruction() external {
        redeem(AMOUNT);
        uint256 instructed = vm.snapshotState();
        execute();
        _expectWrongState(IDepositToken.State.Executed);
        execute();
        vm.revertToState(instructed);
        giveBack();
        _expectWrongState(IDepositToken.State.Returned);
        execute();
    }

    /// @notice An execution closes the instruction; the tokens were gone already (T-3, T-5).
    function test_execute() external {
        redeem(AMOUNT);
        vm.recordLogs();
        vm.expectEmit(address(deposit));
        emit IDepositToken.RedemptionExecuted(REFERENCE, s1, AMOUNT);
        execute();
        assertEvents(1);
        assertInstruction(AMOUNT, IDepositToken.State.Executed);
        vm.assertEq(deposit.totalSupply(), HELD - AMOUNT, "supply");
    }

    /// @notice Only the token's issuer returns tokens (T-3, T64).
    function test_giveBack_refusesOthersThanTheIssuer() external {
        redeem(AMOUNT);
        assertOnly(issuer, address(deposit), abi.encodeCall(deposit.giveBack, (s1, REFERENCE, REASON)));
    }

    /// @notice What was not instructed is not returned (T-3).
    function test_giveBack_refusesUnknown() external {
        redeem(AMOUNT);
        _expectWrongState(IDepositToken.State.None);
        vm.prank(issuer);
        deposit.giveBack(s2, REFERENCE, REASON);
    }

    /// @notice Tokens are returned once, and not for an instruction that was paid (T-3, T14).
    function test_giveBack_refusesClosedInstruction() external {
        redeem(AMOUNT);
        uint256 instructed = vm.snapshotState();
        giveBack();
        _expectWrongState(IDepositToken.State.Returned);
        giveBack();
        vm.revertToState(instructed);
        execute();
        _expectWrongState(IDepositToken.State.Executed);
        giveBack();
    }

    /// @notice Returned tokens are the holder's again, to the unit (T-3, T-5).
    function testFuzz_giveBack(uint256 amount) external {
        amount = 1 + amount % HELD;
        redeem(amount);
        vm.recordLogs();
        vm.expectEmit(address(deposit));
        emit IDepositToken.RedemptionReturned(REFERENCE, s1, amount, REASON);
        vm.expectEmit(address(deposit));
        emit IERC20.Transfer(address(0), s1, amount);
        giveBack();
        assertEvents(2);
        assertInstruction(uint96(amount), IDepositToken.State.Returned);
        vm.assertEq(deposit.balanceOf(s1), HELD, "balance");
        vm.assertEq(deposit.totalSupply(), HELD, "supply");
    }

    /// @notice A holder frozen since gets its tokens back, and they stay where they are (T-3, T-4).
    function test_giveBack_toFrozenHolder() external {
        redeem(AMOUNT);
        freeze(s1, true);
        giveBack();
        vm.assertEq(deposit.balanceOf(s1), HELD, "balance");
        vm.expectRevert(abi.encodeWithSelector(IDepositToken.AccountFrozen.selector, s1));
        vm.prank(s1);
        deposit.transfer(s2, 1);
    }

    function _expectWrongState(IDepositToken.State state) private {
        vm.expectRevert(abi.encodeWithSelector(IDepositToken.WrongState.selector, REFERENCE, state));
    }
}
