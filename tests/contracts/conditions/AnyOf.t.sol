// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AnyOf} from "../../../contracts/conditions/AnyOf.sol";
import {ConditionMock} from "../../../contracts/test/ConditionMock.sol";
import {ICondition, Milestone} from "../../../interfaces/ICondition.sol";
import {vm} from "../base/Vm.sol";
import {PartsSuite} from "./PartsSuite.sol";

/*
AnyOf.isMet

├── what every composite refuses and asks             → PartsSuite
├── when no part holds                                → false, also where one refuses or fails
└── when one holds                                    → true, whatever the others answer
*/
contract AnyOfTest is PartsSuite {
    function newComposite() internal override returns (ICondition) {
        return new AnyOf();
    }

    function assertNotMet(Milestone memory m, bytes memory evidence, bytes memory) internal view override {
        vm.assertFalse(composite.isMet(LOAN, m, evidence), "not met");
    }

    /// @notice A part that refuses its evidence, or fails, does not hold, and does not hold up the others (Q-10).
    function test_isMet_pastRefusals() external view {
        vm.assertFalse(ask(two(ConditionMock.Answer.Refusal, ConditionMock.Answer.Fault)), "none holds");
        vm.assertTrue(ask(two(ConditionMock.Answer.Refusal, ConditionMock.Answer.Yes)), "after a refusal");
        vm.assertTrue(ask(two(ConditionMock.Answer.Fault, ConditionMock.Answer.Yes)), "after a fault");
        vm.assertTrue(ask(two(ConditionMock.Answer.Yes, ConditionMock.Answer.Refusal)), "before a refusal");
    }

    /// @notice It holds exactly when a part does, whatever the others answer (Q-10, I8).
    function testFuzz_isMet(uint8[] calldata answers_) external view {
        if (answers_.length == 0) return;
        ConditionMock.Answer[] memory answers = new ConditionMock.Answer[](answers_.length);
        bool one;
        for (uint256 i; i < answers.length; ++i) {
            answers[i] = ConditionMock.Answer(answers_[i] % 4);
            one = one || answers[i] == ConditionMock.Answer.Yes;
        }
        vm.assertEq(ask(answers), one, "met");
    }
}
