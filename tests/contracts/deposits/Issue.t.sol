// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {IDepositToken} from "../../../interfaces/IDepositToken.sol";
import {DepositsSuite} from "../base/DepositsSuite.sol";
import {vm} from "../base/Vm.sol";

/*
DepositToken.issue

├── when the caller is not the issuer              → AccessManagedUnauthorized
├── when the booking reference is zero             → ReferenceZero
├── when the amount is zero                        → AmountZero
├── when the amount does not fit 96 bits           → AmountExceeds96Bits
├── given the booking reference was used           → ReferenceUsed
├── when the account is the zero address           → ERC20InvalidReceiver
├── given the account is frozen                    → AccountFrozen
└── otherwise                                      → balance and supply rise, reference booked, two events
    ├── by the issuer's signature
    └── any amount
*/
contract IssueTest is DepositsSuite {
    /// @notice Only the token's issuer issues (T-1, T64).
    function test_refusesOthersThanTheIssuer() external {
        assertOnly(issuer, address(deposit), abi.encodeCall(deposit.issue, (s1, 1, BOOKING)));
    }

    /// @notice Nothing is issued without a booking (T-1).
    function test_refusesReferenceZero() external {
        _refuses(s1, 1, 0, abi.encodeWithSelector(IDepositToken.ReferenceZero.selector));
    }

    /// @notice A booking of nothing issues nothing (T-1).
    function test_refusesAmountZero() external {
        _refuses(s1, 0, BOOKING, abi.encodeWithSelector(IDepositToken.AmountZero.selector));
    }

    /// @notice Amounts above 96 bits are refused by name (X-6).
    function test_refusesAbove96Bits() external {
        uint256 amount = uint256(type(uint96).max) + 1;
        _refuses(
            s1, amount, BOOKING, abi.encodeWithSelector(IDepositToken.AmountExceeds96Bits.selector, amount)
        );
    }

    /// @notice A booking issues once, so that a retry is refused and not booked twice, to whomever (T-1, F30).
    function test_refusesUsedReference() external {
        issue(s1, 5, BOOKING);
        bytes memory reason = abi.encodeWithSelector(IDepositToken.ReferenceUsed.selector, BOOKING);
        _refuses(s1, 5, BOOKING, reason);
        _refuses(s2, 7, BOOKING, reason);
    }

    /// @notice Tokens are issued to somebody (T-1).
    function test_refusesZeroAccount() external {
        bytes memory reason = abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0));
        _refuses(address(0), 1, BOOKING, reason);
    }

    /// @notice A frozen account is issued nothing, and the booking stays unused (T-4).
    function test_refusesFrozenAccount() external {
        freeze(s1, true);
        _refuses(s1, 1, BOOKING, abi.encodeWithSelector(IDepositToken.AccountFrozen.selector, s1));
        vm.assertFalse(deposit.isBooked(BOOKING), "booked");
    }

    /// @notice A booking becomes tokens of its account, to the unit (T-1, T-5).
    function testFuzz_issues(uint96 amount) external {
        vm.assume(amount != 0);
        vm.recordLogs();
        vm.expectEmit(address(deposit));
        emit IDepositToken.Issued(BOOKING, s2, amount);
        vm.expectEmit(address(deposit));
        emit IERC20.Transfer(address(0), s2, amount);
        issue(s2, amount, BOOKING);
        assertEvents(2);
        vm.assertEq(deposit.balanceOf(s2), amount, "balance");
        vm.assertEq(deposit.totalSupply(), HELD + amount, "supply");
        vm.assertTrue(deposit.isBooked(BOOKING), "booked");
    }

    /// @notice The issuer's signature, brought by anyone, issues as its call does (X-1).
    function test_issuesBySignature() external {
        bytes memory data = abi.encodeCall(deposit.issue, (s2, 5, BOOKING));
        forward(signedCall(0x155, address(deposit), data));
        vm.assertEq(deposit.balanceOf(s2), 5, "balance");
    }

    function _refuses(address account, uint256 amount, bytes32 bookingReference, bytes memory reason)
        private
    {
        vm.expectRevert(reason);
        vm.prank(issuer);
        deposit.issue(account, amount, bookingReference);
    }
}
