// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AttestedMetric} from "../../../contracts/conditions/AttestedMetric.sol";
import {IAttested} from "../../../interfaces/IAttested.sol";
import {ICondition, Milestone} from "../../../interfaces/ICondition.sol";
import {Signed} from "../../../interfaces/ILoans.sol";
import {AttestPanel} from "../base/AttestPanel.sol";
import {vm} from "../base/Vm.sol";

/*
AttestedMetric.isMet

├── what k of n attestors sign              → AttestPanel
├── when the evidence is of another loan    → EvidenceOfAnotherLoan
├── when the value is below the threshold   → false
└── when it is the threshold or above       → true
*/
contract AttestedMetricTest is AttestPanel {
    AttestedMetric private _metric;

    function setUp() public override {
        super.setUp();
        _metric = new AttestedMetric(address(forwarder), parties);
    }

    function panelDigest(uint40[] memory attestors, uint256 threshold)
        internal
        view
        override
        returns (bytes32)
    {
        return digestOf(address(_metric), evidenceFor(_milestone(attestors, threshold, VALUE)));
    }

    function bring(uint40[] memory attestors, uint256 threshold, Signed[] memory signed) internal override {
        Milestone memory m = _milestone(attestors, threshold, VALUE);
        bytes memory evidence = abi.encode(evidenceFor(m), signed);
        _metric.isMet(LOAN, m, evidence);
    }

    /// @notice The evidence is checked as without a threshold on its value (Q-4, T34).
    function test_isMet_refusesAnotherLoan() external {
        Milestone memory m = _milestone(panel(), 2, VALUE);
        bytes memory evidence = evidenceBytes(address(_metric), evidenceFor(m));
        bytes32 other = keccak256("another loan");
        vm.expectRevert(abi.encodeWithSelector(ICondition.EvidenceOfAnotherLoan.selector, LOAN, other));
        _metric.isMet(other, m, evidence);
    }

    /// @notice One below the threshold does not hold, the threshold itself does (Q-6).
    function test_isMet_atThreshold() external view {
        vm.assertFalse(_isMet(VALUE - 1, VALUE), "below");
        vm.assertTrue(_isMet(VALUE, VALUE), "at");
        vm.assertTrue(_isMet(VALUE + 1, VALUE), "above");
    }

    /// @notice It holds exactly for values from the threshold on (Q-6).
    function testFuzz_isMet(uint256 value, uint256 atLeast) external view {
        vm.assertEq(_isMet(value, atLeast), value >= atLeast, "met");
    }

    function _isMet(uint256 value, uint256 atLeast) private view returns (bool) {
        Milestone memory m = _milestone(panel(), 2, atLeast);
        IAttested.Evidence memory e = evidenceFor(m);
        e.value = value;
        return _metric.isMet(LOAN, m, evidenceBytes(address(_metric), e));
    }

    function _milestone(uint40[] memory attestors, uint256 threshold, uint256 atLeast)
        private
        view
        returns (Milestone memory)
    {
        return milestoneOf(address(_metric), abi.encode(attestors, threshold, atLeast));
    }
}
