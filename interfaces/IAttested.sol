// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {IAttestations} from "./IAttestations.sol";
import {ICondition} from "./ICondition.sol";

/// @title IAttested
/// @notice A condition that k of n attestors say holds.
/// @dev Config of Attested: abi.encode(uint40[] attestors, uint256 threshold), ids strictly rising. Config of
/// AttestedMetric: abi.encode(uint40[] attestors, uint256 threshold, uint256 atLeast). Evidence for both:
/// abi.encode(Evidence, Signed[]), signers strictly rising by their parties' ids. `isMet` reverts where evidence or
/// config is at fault, and is false where the value attested is too low.
/// As a part of an all-of or any-of, the condition is asked of the milestone with the part's own condition and config:
/// the leaf of that milestone is what its attestors sign.
interface IAttested is ICondition, IAttestations {
    /// @notice What attestors sign (EIP-712 type of the same fields).
    /// @param loan Id of the loan. @param milestone Leaf of the milestone in the tree of the loan's terms.
    /// @param document Hash of the report. @param value What was measured, in the unit that the terms agree on.
    /// @param observedAt When (Unix time). @param validUntil Last second at which it counts (Unix time).
    struct Evidence {
        bytes32 loan;
        bytes32 milestone;
        bytes32 document;
        uint256 value;
        uint256 observedAt;
        uint256 validUntil;
    }

    /// @notice Thrown when evidence is of another milestone than the one asked about.
    error EvidenceOfAnotherMilestone(bytes32 given, bytes32 asked);
    /// @notice Thrown when evidence is brought before it was observed.
    error ObservedLater(uint256 observedAt, uint256 time);

    /// @notice Digest that attestors sign.
    function evidenceDigest(Evidence calldata evidence) external view returns (bytes32);
}
