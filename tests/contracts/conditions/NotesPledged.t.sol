// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PledgeMock} from "../../../contracts/test/PledgeMock.sol";
import {NotesPledged} from "../../../contracts/conditions/NotesPledged.sol";
import {ICollateral} from "../../../interfaces/ICollateral.sol";
import {Milestone} from "../../../interfaces/ICondition.sol";
import {AttestSuite} from "../base/AttestSuite.sol";
import {vm} from "../base/Vm.sol";

/*
NotesPledged.isMet

├── when the config is no amount                   → refused
├── when too little is pledged, or for another loan → false
└── otherwise                                      → true, whatever the evidence
*/
contract NotesPledgedTest is AttestSuite {
    PledgeMock private _pledges;
    NotesPledged private _notesPledged;

    function setUp() public override {
        super.setUp();
        _pledges = new PledgeMock();
        _notesPledged = new NotesPledged(ICollateral(address(_pledges)));
    }

    /// @notice A config that cannot be read meets nothing (Q-8).
    function test_isMet_refusesNoConfig() external {
        vm.expectRevert(bytes(""));
        _notesPledged.isMet(LOAN, milestoneOf(address(_notesPledged), ""), "");
    }

    /// @notice One below the amount does not hold, the amount itself does (Q-8).
    function test_isMet_atAmount() external {
        Milestone memory m = milestoneOf(address(_notesPledged), abi.encode(1_000e6));
        vm.assertFalse(_notesPledged.isMet(LOAN, m, ""), "nothing pledged");
        _pledges.setValue(LOAN, 1_000e6 - 1);
        vm.assertFalse(_notesPledged.isMet(LOAN, m, ""), "below");
        _pledges.setValue(LOAN, 1_000e6);
        vm.assertTrue(_notesPledged.isMet(LOAN, m, ""), "at");
    }

    /// @notice Notes pledged for one loan do not count for another (Q-8, T34).
    function test_isMet_ofThatLoanOnly() external {
        _pledges.setValue(LOAN, 1_000e6);
        Milestone memory m = milestoneOf(address(_notesPledged), abi.encode(1));
        vm.assertFalse(_notesPledged.isMet(keccak256("another loan"), m, ""), "another loan");
    }

    /// @notice It holds exactly from its amount on (Q-8).
    function testFuzz_isMet(uint256 value, uint256 amount, bytes calldata evidence) external {
        _pledges.setValue(LOAN, value);
        Milestone memory m = milestoneOf(address(_notesPledged), abi.encode(amount));
        vm.assertEq(_notesPledged.isMet(LOAN, m, evidence), value >= amount, "met");
    }
}
