// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConditionMock} from "../../../contracts/test/ConditionMock.sol";
import {Attested} from "../../../contracts/conditions/Attested.sol";
import {IAttested} from "../../../interfaces/IAttested.sol";
import {IComposite} from "../../../interfaces/IComposite.sol";
import {ICondition, Milestone} from "../../../interfaces/ICondition.sol";
import {AttestSuite} from "../base/AttestSuite.sol";
import {vm} from "../base/Vm.sol";

/*
AllOf.isMet, AnyOf.isMet: what they refuse, and what they ask

├── when config or evidence cannot be read                    → refused
├── when there are no parts                                   → PartsMissing
├── when configs or evidences are more or fewer than parts    → PartsMismatch
└── otherwise
    ├── each part is asked of the loan and the milestone, with its own condition and config
    └── attestors of a part sign the leaf of that milestone, not of the whole
*/
abstract contract PartsSuite is AttestSuite {
    ICondition internal composite;
    ConditionMock internal part;
    Attested internal attested;

    function setUp() public override {
        super.setUp();
        part = new ConditionMock();
        attested = new Attested(address(forwarder), parties);
        composite = newComposite();
    }

    function newComposite() internal virtual returns (ICondition);

    /* REFUSALS */

    /// @notice Config or evidence that cannot be read meets nothing (Q-10).
    function test_isMet_refusesUnreadable() external {
        Milestone memory m = milestoneOf(address(composite), "");
        bytes memory evidence = abi.encode(new bytes[](1));
        vm.expectRevert(bytes(""));
        composite.isMet(LOAN, m, evidence);
        m = whole(_answers(1));
        vm.expectRevert(bytes(""));
        composite.isMet(LOAN, m, "");
    }

    /// @notice Nothing is not all, nor one of it: without parts the milestone stays closed (Q-10, I8).
    function test_isMet_refusesNoParts() external {
        Milestone memory m = whole(_answers(0));
        bytes memory evidence = abi.encode(new bytes[](0));
        vm.expectRevert(IComposite.PartsMissing.selector);
        composite.isMet(LOAN, m, evidence);
    }

    /// @notice There is one config and one evidence for each part (Q-10).
    function test_isMet_refusesMismatch() external {
        _refuseMismatch(2, 1, 2);
        _refuseMismatch(2, 3, 2);
        _refuseMismatch(2, 2, 1);
        _refuseMismatch(2, 2, 3);
    }

    function _refuseMismatch(uint256 conditions, uint256 configs, uint256 evidences) private {
        bytes memory config = abi.encode(new address[](conditions), new bytes[](configs));
        Milestone memory m = milestoneOf(address(composite), config);
        bytes memory evidence = abi.encode(new bytes[](evidences));
        vm.expectRevert(
            abi.encodeWithSelector(IComposite.PartsMismatch.selector, conditions, configs, evidences)
        );
        composite.isMet(LOAN, m, evidence);
    }

    /* WHAT PARTS ARE ASKED */

    /// @notice A part is asked of the same loan and milestone, with the part's own condition and config (Q-11, T34).
    function testFuzz_isMet_asksPart(
        bytes32 loan,
        uint8 index,
        uint96 amount,
        bytes32 payees,
        uint24 deadline
    ) external view {
        Milestone memory m = whole(_answers(1));
        (m.index, m.amount, m.payees, m.deadline) = (index, amount, payees, deadline);
        Milestone memory asked =
            Milestone(index, amount, payees, address(part), abi.encode(ConditionMock.Answer.Yes), deadline);
        bytes[] memory evidences = new bytes[](1);
        evidences[0] = abi.encode(part.hashOf(loan, asked));
        vm.assertTrue(composite.isMet(loan, m, abi.encode(evidences)), "asked rightly");
    }

    /// @notice Attestors of a part sign the leaf of the milestone with the part's condition and config (Q-11, T34).
    function test_isMet_attestorsOfPart() external view {
        Milestone memory m = _attestedWhole();
        Milestone memory ofPart = milestoneOf(address(attested), abi.encode(panel(), 2));
        vm.assertTrue(composite.isMet(LOAN, m, _attestedEvidence(evidenceFor(ofPart))), "leaf of the part");
    }

    /// @notice What attestors sign for the leaf of the whole does not count for a part (Q-4, Q-11).
    function test_isMet_notForWhole() external {
        Milestone memory m = _attestedWhole();
        bytes memory evidence = _attestedEvidence(evidenceFor(m));
        Milestone memory ofPart = milestoneOf(address(attested), abi.encode(panel(), 2));
        bytes memory reason =
            abi.encodeWithSelector(IAttested.EvidenceOfAnotherMilestone.selector, leafOf(m), leafOf(ofPart));
        assertNotMet(m, evidence, reason);
    }

    /// @dev Fails unless the milestone, of which one part refuses for `reason`, is refused or not met.
    function assertNotMet(Milestone memory m, bytes memory evidence, bytes memory reason) internal virtual;

    /* BUILDERS */

    /// @dev The milestone with parts that give these answers.
    function whole(ConditionMock.Answer[] memory answers) internal view returns (Milestone memory) {
        address[] memory conditions = new address[](answers.length);
        bytes[] memory configs = new bytes[](answers.length);
        for (uint256 i; i < answers.length; ++i) {
            (conditions[i], configs[i]) = (address(part), abi.encode(answers[i]));
        }
        return milestoneOf(address(composite), abi.encode(conditions, configs));
    }

    /// @dev Asks the composite about parts with these answers, without evidence.
    function ask(ConditionMock.Answer[] memory answers) internal view returns (bool) {
        return composite.isMet(LOAN, whole(answers), abi.encode(new bytes[](answers.length)));
    }

    function two(ConditionMock.Answer one, ConditionMock.Answer other)
        internal
        pure
        returns (ConditionMock.Answer[] memory answers)
    {
        answers = new ConditionMock.Answer[](2);
        (answers[0], answers[1]) = (one, other);
    }

    function _answers(uint256 count) private pure returns (ConditionMock.Answer[] memory answers) {
        answers = new ConditionMock.Answer[](count);
        for (uint256 i; i < count; ++i) {
            answers[i] = ConditionMock.Answer.Yes;
        }
    }

    function _attestedWhole() private view returns (Milestone memory) {
        address[] memory conditions = new address[](1);
        bytes[] memory configs = new bytes[](1);
        (conditions[0], configs[0]) = (address(attested), abi.encode(panel(), 2));
        return milestoneOf(address(composite), abi.encode(conditions, configs));
    }

    function _attestedEvidence(IAttested.Evidence memory e) private view returns (bytes memory) {
        bytes[] memory evidences = new bytes[](1);
        evidences[0] = evidenceBytes(address(attested), e);
        return abi.encode(evidences);
    }
}
