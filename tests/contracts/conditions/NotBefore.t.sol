// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NotBefore} from "../../../contracts/conditions/NotBefore.sol";
import {Milestone} from "../../../interfaces/ICondition.sol";
import {AttestSuite} from "../base/AttestSuite.sol";
import {vm} from "../base/Vm.sol";

/*
NotBefore.isMet

├── when the config is no time     → refused
├── when the time has not come     → false
└── otherwise                      → true, whatever the evidence
*/
contract NotBeforeTest is AttestSuite {
    NotBefore private _notBefore;

    function setUp() public override {
        super.setUp();
        _notBefore = new NotBefore();
    }

    /// @notice A config that cannot be read meets nothing (Q-9).
    function test_isMet_refusesNoConfig() external {
        vm.expectRevert(bytes(""));
        _notBefore.isMet(LOAN, milestoneOf(address(_notBefore), ""), "");
    }

    /// @notice A second before it does not hold, from that second on it does (Q-9).
    function test_isMet_atTime() external {
        Milestone memory m = milestoneOf(address(_notBefore), abi.encode(NOW + 1));
        vm.assertFalse(_notBefore.isMet(LOAN, m, ""), "a second before");
        vm.warp(NOW + 1);
        vm.assertTrue(_notBefore.isMet(LOAN, m, ""), "at the second");
        vm.warp(NOW + 365 days);
        vm.assertTrue(_notBefore.isMet(LOAN, m, ""), "later");
    }

    /// @notice It holds exactly from its time on, for every loan and evidence (Q-9, Q-12).
    function testFuzz_isMet(uint256 time, uint256 from, bytes32 loan, bytes calldata evidence) external {
        time %= 2 ** 48;
        vm.warp(time);
        Milestone memory m = milestoneOf(address(_notBefore), abi.encode(from));
        vm.assertEq(_notBefore.isMet(loan, m, evidence), time >= from, "met");
    }
}
