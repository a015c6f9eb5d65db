// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Milestone} from "../../interfaces/ICondition.sol";
import {IComposite} from "../../interfaces/IComposite.sol";

/// @title Composite
/// @notice Takes config and evidence of a composite condition apart; see IComposite.
abstract contract Composite is IComposite {
    struct Part {
        address condition;
        bytes config;
        bytes evidence;
    }

    /// @return parts What each part is asked with.
    /// @return asked The milestone, whose condition and config become each part's in turn.
    function _parts(Milestone calldata milestone, bytes calldata evidence)
        internal
        pure
        returns (Part[] memory parts, Milestone memory asked)
    {
        (address[] memory conditions, bytes[] memory configs) =
            abi.decode(milestone.config, (address[], bytes[]));
        bytes[] memory evidences = abi.decode(evidence, (bytes[]));
        if (conditions.length == 0) revert PartsMissing();
        if (configs.length != conditions.length || evidences.length != conditions.length) {
            revert PartsMismatch(conditions.length, configs.length, evidences.length);
        }
        parts = new Part[](conditions.length);
        for (uint256 i; i < conditions.length; ++i) {
            parts[i] = Part(conditions[i], configs[i], evidences[i]);
        }
        asked = milestone;
    }
}
