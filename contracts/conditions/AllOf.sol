// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICondition, Milestone} from "../../interfaces/ICondition.sol";
import {Composite} from "../base/Composite.sol";

/// @title AllOf
/// @notice Holds when each of its parts does; see IComposite. What a part refuses, it refuses.
contract AllOf is Composite {
    /// @inheritdoc ICondition
    function isMet(bytes32 loanId, Milestone calldata milestone, bytes calldata evidence)
        external
        view
        returns (bool)
    {
        (Part[] memory parts, Milestone memory asked) = _parts(milestone, evidence);
        for (uint256 i; i < parts.length; ++i) {
            (asked.condition, asked.config) = (parts[i].condition, parts[i].config);
            if (!ICondition(parts[i].condition).isMet(loanId, asked, parts[i].evidence)) return false;
        }
        return true;
    }
}
