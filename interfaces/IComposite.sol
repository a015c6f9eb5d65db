// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {ICondition} from "./ICondition.sol";

/// @title IComposite
/// @notice A condition made of others.
/// @dev Config: abi.encode(address[] conditions, bytes[] configs); evidence: abi.encode(bytes[]), one for each part.
/// Each part is asked of the same milestone with the part's own condition and config in the place of the whole's.
interface IComposite is ICondition {
    /// @notice Thrown when there are not as many configs or evidences as conditions.
    error PartsMismatch(uint256 conditions, uint256 configs, uint256 evidences);
    /// @notice Thrown when there are no parts.
    error PartsMissing();
}
