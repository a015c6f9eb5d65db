// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AllOf} from "../../../contracts/conditions/AllOf.sol";
import {ConditionMock} from "../../../contracts/test/ConditionMock.sol";
import {ICondition, Milestone} from "../../../interfaces/ICondition.sol";
import {vm} from "../base/Vm.sol";
import {PartsSuite} from "./PartsSuite.sol";

/*
AllOf.isMet

├── what every composite refuses and asks             → PartsSuite
├── when a part refuses its evidence                  → the part's refusal
├── when a part does not hold                         → false
└── when all hold                                     → true, also as parts of parts
*/
contract AllOfTest is PartsSuite {
    function newComposite() internal override returns (ICondition) {
        return new AllOf();
    }

    function assertNotMet(Milestone memory m, bytes memory evidence, bytes memory reason) internal override {
        vm.expectRevert(reason);
        composite.isMet(LOAN, m, evidence);
    }

    /// @notice What a part refuses, the whole refuses for the same reason (Q-10).
    function test_isMet_refusesWhatPartRefuses() external {
        Milestone memory m = whole(two(ConditionMock.Answer.Yes, ConditionMock.Answer.Refusal));
        bytes memory evidence = abi.encode(new bytes[](2));
        vm.expectRevert(abi.encodeWithSelector(ConditionMock.Refused.selector, bytes("")));
        composite.isMet(LOAN, m, evidence);
    }

    /// @notice One part that does not hold is enough, first or last (Q-10).
    function test_isMet_notWithoutOne() external view {
        vm.assertFalse(ask(two(ConditionMock.Answer.No, ConditionMock.Answer.Yes)), "first");
        vm.assertFalse(ask(two(ConditionMock.Answer.Yes, ConditionMock.Answer.No)), "last");
    }

    /// @notice It holds exactly when every part does (Q-10, I8).
    function testFuzz_isMet(bool[] calldata holds) external view {
        if (holds.length == 0) return;
        ConditionMock.Answer[] memory answers = new ConditionMock.Answer[](holds.length);
        bool all = true;
        for (uint256 i; i < holds.length; ++i) {
            answers[i] = holds[i] ? ConditionMock.Answer.Yes : ConditionMock.Answer.No;
            all = all && holds[i];
        }
        vm.assertEq(ask(answers), all, "met");
    }

    /// @notice A part may be made of parts itself (Q-10, Q-11).
    function test_isMet_nested() external view {
        vm.assertTrue(_nested(ConditionMock.Answer.Yes), "inner holds");
        vm.assertFalse(_nested(ConditionMock.Answer.No), "inner does not hold");
    }

    function _nested(ConditionMock.Answer inner) private view returns (bool) {
        address[] memory conditions = new address[](1);
        bytes[] memory configs = new bytes[](1);
        (conditions[0], configs[0]) = (address(composite), whole(two(ConditionMock.Answer.Yes, inner)).config);
        bytes[] memory evidences = new bytes[](1);
        evidences[0] = abi.encode(new bytes[](2));
        Milestone memory m = milestoneOf(address(composite), abi.encode(conditions, configs));
        return composite.isMet(LOAN, m, abi.encode(evidences));
    }
}
