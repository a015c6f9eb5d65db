// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {IDepositToken} from "../../../interfaces/IDepositToken.sol";
import {DepositsSuite} from "../base/DepositsSuite.sol";
import {vm} from "../base/Vm.sol";

/*
DepositToken.transfer, transferFrom, permit; its constants

transfer, transferFrom
├── given the sender is frozen             → AccountFrozen, whoever moves it
├── given the receiver is frozen           → AccountFrozen
└── otherwise                              → as ERC-20, one event
    ├── by the holder's signature
    └── by a spender, also a frozen one
permit
├── when its deadline has passed           → ERC2612ExpiredSignature
├── when it is not the owner's             → ERC2612InvalidSigner
│   └── used before, or signed for another chain or spender
└── otherwise                              → the allowance
name, symbol, decimals                     → as constructed
supply                                     → issued − instructed + returned
*/
contract TransferTest is DepositsSuite {
    bytes32 private constant PERMIT_TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    /// @notice A frozen account sends nothing, by itself or by a spender (T-4, T08).
    function test_refusesFrozenSender() external {
        vm.prank(s1);
        deposit.approve(s3, 10);
        freeze(s1, true);
        bytes memory reason = abi.encodeWithSelector(IDepositToken.AccountFrozen.selector, s1);
        vm.expectRevert(reason);
        vm.prank(s1);
        deposit.transfer(s2, 1);
        vm.expectRevert(reason);
        vm.prank(s3);
        deposit.transferFrom(s1, s2, 1);
    }

    /// @notice A frozen account receives nothing, from a holder or a spender (T-4).
    function test_refusesFrozenReceiver() external {
        vm.prank(s1);
        deposit.approve(s3, 10);
        freeze(s2, true);
        bytes memory reason = abi.encodeWithSelector(IDepositToken.AccountFrozen.selector, s2);
        vm.expectRevert(reason);
        vm.prank(s1);
        deposit.transfer(s2, 1);
        vm.expectRevert(reason);
        vm.prank(s3);
        deposit.transferFrom(s1, s2, 1);
    }

    /// @notice A spender takes no more than it was allowed (T-4, T08).
    function test_refusesAboveAllowance() external {
        vm.prank(s1);
        deposit.approve(s3, 10);
        bytes4 insufficient = IERC20Errors.ERC20InsufficientAllowance.selector;
        vm.expectRevert(abi.encodeWithSelector(insufficient, s3, 10, 11));
        vm.prank(s3);
        deposit.transferFrom(s1, s2, 11);
    }

    /// @notice Tokens pass from holder to holder, the supply stays (T-5).
    function testFuzz_transfers(uint256 amount) external {
        amount = amount % (HELD + 1);
        vm.recordLogs();
        vm.expectEmit(address(deposit));
        emit IERC20.Transfer(s1, s2, amount);
        vm.prank(s1);
        vm.assertTrue(deposit.transfer(s2, amount), "answer");
        assertEvents(1);
        vm.assertEq(deposit.balanceOf(s1), HELD - amount, "sender");
        vm.assertEq(deposit.balanceOf(s2), amount, "receiver");
        vm.assertEq(deposit.totalSupply(), HELD, "supply");
    }

    /// @notice The holder's signature, brought by anyone, transfers as its call does (X-1).
    function test_transfersBySignature() external {
        bytes memory data = abi.encodeCall(deposit.transfer, (s2, 5));
        forward(signedCall(S1_KEY, address(deposit), data));
        vm.assertEq(deposit.balanceOf(s2), 5, "receiver");
    }

    /// @notice A freeze is of what an account holds and receives, not of what it may spend for others (T-4).
    function test_transfersByFrozenSpender() external {
        vm.prank(s1);
        deposit.approve(s3, 10);
        freeze(s3, true);
        vm.prank(s3);
        deposit.transferFrom(s1, s2, 10);
        vm.assertEq(deposit.balanceOf(s2), 10, "receiver");
        vm.assertEq(deposit.allowance(s1, s3), 0, "allowance");
    }

    /// @notice A permit counts up to the second of its deadline (X-2).
    function test_permit_refusesExpired() external {
        uint256 deadline = block.timestamp - 1;
        (uint8 v, bytes32 r, bytes32 s) = _permit(S1_KEY, 5, 0, deadline);
        vm.expectRevert(abi.encodeWithSelector(ERC20Permit.ERC2612ExpiredSignature.selector, deadline));
        deposit.permit(s1, s3, 5, deadline, v, r, s);
    }

    /// @notice Only the owner permits (X-2).
    function test_permit_refusesAnotherKey() external {
        (uint8 v, bytes32 r, bytes32 s) = _permit(S2_KEY, 5, 0, LATER);
        vm.expectRevert(abi.encodeWithSelector(ERC20Permit.ERC2612InvalidSigner.selector, s2, s1));
        deposit.permit(s1, s3, 5, LATER, v, r, s);
    }

    /// @notice A permit counts once, for its spender and amount (X-3, T20).
    function test_permit_refusesReplay() external {
        (uint8 v, bytes32 r, bytes32 s) = _permit(S1_KEY, 5, 0, LATER);
        deposit.permit(s1, s3, 5, LATER, v, r, s);
        vm.assertEq(deposit.allowance(s1, s3), 5, "allowance");
        vm.assertEq(deposit.nonces(s1), 1, "nonce");
        _refusesPermit(s3, 5, v, r, s);
        (v, r, s) = _permit(S1_KEY, 5, 1, LATER);
        _refusesPermit(s4, 5, v, r, s);
        _refusesPermit(s3, 6, v, r, s);
    }

    /// @notice A permit for one chain is worth nothing on another (X-2, I27).
    function test_permit_refusesElsewhere() external {
        (uint8 v, bytes32 r, bytes32 s) = _permit(S1_KEY, 5, 0, LATER);
        vm.chainId(block.chainid + 1);
        _refusesPermit(s3, 5, v, r, s);
    }

    /// @notice Name, symbol and minor units are the ones constructed (T-1).
    function test_constants() external view {
        vm.assertEq(deposit.name(), "Bank A Euro", "name");
        vm.assertEq(deposit.symbol(), "AEUR", "symbol");
        vm.assertEq(deposit.decimals(), 2, "decimals");
    }

    /// @notice Whatever the order of bookings, instructions and returns, supply is what they add up to (T-5, I6).
    function testFuzz_supply(uint64[8] calldata amounts, uint16 choices) external {
        uint256 expected = HELD;
        for (uint256 i; i < amounts.length; ++i) {
            uint256 amount = uint256(amounts[i]) + 1;
            bytes32 reference_ = keccak256(abi.encode(i));
            issue(s2, amount, reference_);
            expected += amount;
            uint256 choice = (choices >> (2 * i)) % 4;
            if (choice == 0) continue;
            vm.prank(s2);
            deposit.redeem(amount, reference_, ACCOUNT);
            expected -= amount;
            if (choice == 1) continue;
            vm.prank(issuer);
            if (choice == 2) deposit.execute(s2, reference_);
            else deposit.giveBack(s2, reference_, REASON);
            if (choice == 3) expected += amount;
        }
        vm.assertEq(deposit.totalSupply(), expected, "supply");
        vm.assertEq(deposit.balanceOf(s1) + deposit.balanceOf(s2), expected, "balances");
    }

    function _permit(uint256 key, uint256 value, uint256 nonce, uint256 deadline)
        private
        view
        returns (uint8 v, bytes32 r, bytes32 s)
    {
        bytes32 structHash = keccak256(abi.encode(PERMIT_TYPEHASH, s1, s3, value, nonce, deadline));
        return vm.sign(key, typedData("Bank A Euro", address(deposit), structHash));
    }

    /// @dev The permit is refused because another address than S1 is recovered from it.
    function _refusesPermit(address spender, uint256 value, uint8 v, bytes32 r, bytes32 s) private {
        bytes32 structHash =
            keccak256(abi.encode(PERMIT_TYPEHASH, s1, spender, value, deposit.nonces(s1), LATER));
        address recovered = ecrecover(typedData("Bank A Euro", address(deposit), structHash), v, r, s);
        vm.expectRevert(abi.encodeWithSelector(ERC20Permit.ERC2612InvalidSigner.selector, recovered, s1));
        deposit.permit(s1, spender, value, LATER, v, r, s);
    }
}
