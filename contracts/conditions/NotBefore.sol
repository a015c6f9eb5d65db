// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICondition, Milestone} from "../../interfaces/ICondition.sol";

/// @title NotBefore
/// @notice Holds from a time on. Config: abi.encode(uint256 time), in Unix time. Evidence is not looked at.
contract NotBefore is ICondition {
    /// @inheritdoc ICondition
    function isMet(bytes32, Milestone calldata milestone, bytes calldata) external view returns (bool) {
        return block.timestamp >= abi.decode(milestone.config, (uint256));
    }
}
