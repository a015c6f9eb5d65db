// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICondition, Milestone} from "../../interfaces/ICondition.sol";
import {Composite} from "../base/Composite.sol";

/// @title AnyOf
/// @notice Holds when one of its parts does; see IComposite. A part that refuses its evidence does not hold: for a
/// part without evidence bring empty bytes.
contract AnyOf is Composite {
    /// @inheritdoc ICondition
    function isMet(bytes32 loanId, Milestone calldata milestone, bytes calldata evidence)
        external
        view
        returns (bool)
    {
        (Part[] memory parts, Milestone memory asked) = _parts(milestone, evidence);
        for (uint256 i; i < parts.length; ++i) {
            (asked.condition, asked.config) = (parts[i].condition, parts[i].config);
            // Too little gas can only make a part fail that holds, never the reverse.
            try ICondition(parts[i].condition).isMet(loanId, asked, parts[i].evidence) returns (bool met) {
                if (met) return true;
            } catch {}
        }
        return false;
    }
}
