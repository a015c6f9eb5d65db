// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICondition, Milestone} from "../../interfaces/ICondition.sol";

/// @title ConditionMock
/// @notice A condition whose config says what it answers, and which checks what it is asked: for tests only.
/// @dev Config: abi.encode(Answer). Evidence: nothing, or `hashOf` of what the condition must be asked.
contract ConditionMock is ICondition {
    enum Answer {
        No,
        Yes,
        Refusal,
        Fault
    }

    /// @notice Thrown when the config says so.
    error Refused(bytes evidence);
    /// @notice Thrown when this contract is asked something else than it must be.
    error AskedWrongly(bytes32 asked, bytes32 expected);

    /// @inheritdoc ICondition
    function isMet(bytes32 loanId, Milestone calldata milestone, bytes calldata evidence)
        external
        view
        returns (bool)
    {
        Answer answer = abi.decode(milestone.config, (Answer));
        if (answer == Answer.Refusal) revert Refused(evidence);
        if (answer == Answer.Fault) assert(gasleft() == 0);
        bytes32 asked = hashOf(loanId, milestone);
        if (evidence.length != 0 && bytes32(evidence) != asked) {
            revert AskedWrongly(asked, bytes32(evidence));
        }
        return answer == Answer.Yes;
    }

    /// @notice Hash of loan and milestone that the condition is asked about.
    function hashOf(bytes32 loanId, Milestone calldata milestone) public view returns (bytes32) {
        return keccak256(abi.encode(address(this), loanId, milestone));
    }
}
