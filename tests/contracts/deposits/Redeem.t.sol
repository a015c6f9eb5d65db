// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {IDepositToken} from "../../../interfaces/IDepositToken.sol";
import {DepositsSuite} from "../base/DepositsSuite.sol";
import {vm} from "../base/Vm.sol";

/*
DepositToken.redeem

├── when the reference is zero                            → ReferenceZero
├── when the amount is zero                               → AmountZero
├── when the amount does not fit 96 bits                  → AmountExceeds96Bits
├── given the holder used the reference before            → ReferenceUsed
│   └── in whatever state its instruction is
├── when the holder has less                              → ERC20InsufficientBalance
├── given the holder is frozen                            → AccountFrozen
└── otherwise                                             → tokens gone, instruction recorded, two events
    ├── under a reference that another holder used
    ├── by the holder's signature
    └── any amount held
*/
contract RedeemTest is DepositsSuite {
    /// @notice An instruction has a reference (T-2).
    function test_refusesReferenceZero() external {
        _refuses(1, 0, abi.encodeWithSelector(IDepositToken.ReferenceZero.selector));
    }

    /// @notice The bank is not instructed to pay nothing (T-2).
    function test_refusesAmountZero() external {
        _refuses(0, REFERENCE, abi.encodeWithSelector(IDepositToken.AmountZero.selector));
    }

    /// @notice Amounts above 96 bits are refused by name, not cut (X-6).
    function test_refusesAbove96Bits() external {
        uint256 amount = uint256(type(uint96).max) + 1;
        issue(s1, type(uint96).max, BOOKING);
        bytes memory reason = abi.encodeWithSelector(IDepositToken.AmountExceeds96Bits.selector, amount);
        _refuses(amount, REFERENCE, reason);
    }

    /// @notice A holder's reference counts once, whether its instruction waits, was executed or returned (T-2).
    function test_refusesUsedReference() external {
        bytes memory reason = abi.encodeWithSelector(IDepositToken.ReferenceUsed.selector, REFERENCE);
        redeem(5);
        _refuses(5, REFERENCE, reason);
        uint256 instructed = vm.snapshotState();
        execute();
        _refuses(5, REFERENCE, reason);
        vm.revertToState(instructed);
        giveBack();
        _refuses(5, REFERENCE, reason);
    }

    /// @notice Nobody gives up more than it has (T-2).
    function test_refusesMoreThanHeld() external {
        bytes4 insufficient = IERC20Errors.ERC20InsufficientBalance.selector;
        _refuses(HELD + 1, REFERENCE, abi.encodeWithSelector(insufficient, s1, HELD, HELD + 1));
    }

    /// @notice A frozen account instructs nothing (T-4).
    function test_refusesFrozenHolder() external {
        freeze(s1, true);
        _refuses(1, REFERENCE, abi.encodeWithSelector(IDepositToken.AccountFrozen.selector, s1));
    }

    /// @notice The tokens are gone and the bank finds who wants how much where (T-2, T-5).
    function testFuzz_redeems(uint256 amount) external {
        amount = 1 + amount % HELD;
        vm.recordLogs();
        vm.expectEmit(address(deposit));
        emit IDepositToken.RedemptionInstructed(REFERENCE, s1, amount, ACCOUNT);
        vm.expectEmit(address(deposit));
        emit IERC20.Transfer(s1, address(0), amount);
        redeem(amount);
        assertEvents(2);
        assertInstruction(uint96(amount), IDepositToken.State.Instructed);
        vm.assertEq(deposit.balanceOf(s1), HELD - amount, "balance");
        vm.assertEq(deposit.totalSupply(), HELD - amount, "supply");
    }

    /// @notice Two holders may choose the same reference; neither blocks the other (T-2, T73).
    function test_redeemsUnderAnothersReference() external {
        issue(s2, 5, BOOKING);
        vm.prank(s2);
        deposit.redeem(5, REFERENCE, ACCOUNT);
        redeem(7);
        assertInstruction(7, IDepositToken.State.Instructed);
        vm.assertEq(deposit.instructionOf(s2, REFERENCE).amount, 5, "the other's");
    }

    /// @notice The holder's signature, brought by anyone, redeems its own tokens (X-1).
    function test_redeemsBySignature() external {
        bytes memory data = abi.encodeCall(deposit.redeem, (HELD, REFERENCE, ACCOUNT));
        forward(signedCall(S1_KEY, address(deposit), data));
        assertInstruction(uint96(HELD), IDepositToken.State.Instructed);
        vm.assertEq(deposit.balanceOf(s1), 0, "balance");
    }

    function _refuses(uint256 amount, bytes32 bookingReference, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(s1);
        deposit.redeem(amount, bookingReference, ACCOUNT);
    }
}
