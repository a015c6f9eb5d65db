// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICondition, Milestone} from "../../../../interfaces/ICondition.sol";

/// @notice A condition that holds for a loan's milestone while it has been opened for it.
contract Gate is ICondition {
    mapping(bytes32 loan => mapping(uint256 index => bool)) private _open;

    /// @notice Opens or closes the gate of a milestone.
    function set(bytes32 loan, uint256 index, bool open) external {
        _open[loan][index] = open;
    }

    /// @inheritdoc ICondition
    function isMet(bytes32 loanId, Milestone calldata milestone, bytes calldata)
        external
        view
        returns (bool)
    {
        return _open[loanId][milestone.index];
    }
}
