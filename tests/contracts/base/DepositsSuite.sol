// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositToken} from "../../../contracts/DepositToken.sol";
import {IDepositToken} from "../../../interfaces/IDepositToken.sol";
import {Checks} from "./Checks.sol";
import {vm} from "./Vm.sol";

/// @title DepositsSuite
/// @notice A bank's deposit token with its issuer and compliance set, and S1 holding some of it.
abstract contract DepositsSuite is Checks {
    uint256 internal constant HELD = 1_000_00;
    bytes32 internal constant BOOKING = keccak256("booking");
    bytes32 internal constant REFERENCE = keccak256("instruction");
    bytes32 internal constant ACCOUNT = keccak256("keyed bank account");
    bytes32 internal constant REASON = keccak256("account closed");

    DepositToken internal deposit;

    function setUp() public virtual override {
        super.setUp();
        deposit = new DepositToken("Bank A Euro", "AEUR", 2, address(authority), address(forwarder));
        bytes4[] memory issuing = new bytes4[](3);
        (issuing[0], issuing[1]) = (IDepositToken.issue.selector, IDepositToken.execute.selector);
        issuing[2] = IDepositToken.giveBack.selector;
        vm.startPrank(admin);
        authority.setTargetFunctionRole(address(deposit), issuing, ISSUER);
        authority.setTargetFunctionRole(address(deposit), _one(IDepositToken.setFreeze.selector), COMPLIANCE);
        vm.stopPrank();
        issue(s1, HELD, keccak256("opening balance"));
    }

    function issue(address account, uint256 amount, bytes32 bookingReference) internal {
        vm.prank(issuer);
        deposit.issue(account, amount, bookingReference);
    }

    /// @dev S1 instructs the bank to pay `amount` out under REFERENCE.
    function redeem(uint256 amount) internal {
        vm.prank(s1);
        deposit.redeem(amount, REFERENCE, ACCOUNT);
    }

    function execute() internal {
        vm.prank(issuer);
        deposit.execute(s1, REFERENCE);
    }

    function giveBack() internal {
        vm.prank(issuer);
        deposit.giveBack(s1, REFERENCE, REASON);
    }

    function freeze(address account, bool frozen) internal {
        vm.prank(compliance);
        deposit.setFreeze(account, frozen, DOCUMENT);
    }

    function assertInstruction(uint96 amount, IDepositToken.State state) internal view {
        IDepositToken.Instruction memory found = deposit.instructionOf(s1, REFERENCE);
        IDepositToken.Instruction memory expected = IDepositToken.Instruction(s1, amount, state, ACCOUNT);
        vm.assertEq(abi.encode(found), abi.encode(expected), "instruction");
    }
}
