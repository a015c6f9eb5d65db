// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICollateral} from "../../interfaces/ICollateral.sol";
import {ICondition, Milestone} from "../../interfaces/ICondition.sol";

/// @title NotesPledged
/// @notice Holds when what is still to come on the loan's pledged notes is at least so much.
/// @dev Config: abi.encode(uint256 amount), in base units of the loan's token. Evidence is not looked at.
contract NotesPledged is ICondition {
    ICollateral public immutable collateral;

    /// @param collateral_ Knows what is pledged.
    constructor(ICollateral collateral_) {
        collateral = collateral_;
    }

    /// @inheritdoc ICondition
    function isMet(bytes32 loanId, Milestone calldata milestone, bytes calldata)
        external
        view
        returns (bool)
    {
        return collateral.pledgedValue(loanId) >= abi.decode(milestone.config, (uint256));
    }
}
