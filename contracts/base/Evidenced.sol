// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAttested} from "../../interfaces/IAttested.sol";
import {Milestone} from "../../interfaces/ICondition.sol";
import {Signed} from "../../interfaces/ILoans.sol";
import {IParties} from "../../interfaces/IParties.sol";
import {LoanTerms} from "../libraries/LoanTerms.sol";
import {Attestations} from "./Attestations.sol";

/// @title Evidenced
/// @notice Checks attestors' evidence for a milestone; see IAttested.
abstract contract Evidenced is IAttested, Attestations {
    bytes32 private constant EVIDENCE_TYPEHASH = keccak256(
        "Evidence(bytes32 loan,bytes32 milestone,bytes32 document,uint256 value,uint256 observedAt,uint256 validUntil)"
    );
    /// @dev Six words of evidence, where the list of signatures begins, and how long it is.
    uint256 private constant LEAST_LENGTH = 256;

    /// @param forwarder ERC-2771 forwarder; conditions ask nobody who calls.
    constructor(address forwarder, IParties parties_)
        Attestations("Silkline Attestations", forwarder, parties_)
    {}

    /// @inheritdoc IAttested
    function evidenceDigest(Evidence calldata evidence) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(EVIDENCE_TYPEHASH, evidence)));
    }

    /// @dev Reverts unless `data` is evidence for this milestone of this loan, now, signed by enough of the attestors.
    /// @return value What was measured.
    function _checkEvidence(
        bytes32 loan,
        Milestone calldata milestone,
        bytes calldata data,
        uint40[] memory attestors,
        uint256 threshold
    ) internal view returns (uint256 value) {
        (Evidence calldata evidence, Signed[] calldata signatures) = _decode(data);
        if (evidence.loan != loan) revert EvidenceOfAnotherLoan(evidence.loan, loan);
        bytes32 leaf = LoanTerms.leaf(milestone);
        if (evidence.milestone != leaf) revert EvidenceOfAnotherMilestone(evidence.milestone, leaf);
        if (evidence.observedAt > block.timestamp) {
            revert ObservedLater(evidence.observedAt, block.timestamp);
        }
        _checkAttested(attestors, threshold, evidenceDigest(evidence), evidence.validUntil, signatures);
        return evidence.value;
    }

    /// @dev Reads abi.encode(Evidence, Signed[]) where it lies. An offset or length that leads out of it, but not out
    /// of the calldata, is harmless: whatever is read counts only if attestors signed it.
    function _decode(bytes calldata data)
        private
        pure
        returns (Evidence calldata evidence, Signed[] calldata signatures)
    {
        if (data.length < LEAST_LENGTH) revert EvidenceMalformed(data.length, LEAST_LENGTH);
        assembly ("memory-safe") {
            evidence := data.offset
            let list := add(data.offset, calldataload(add(data.offset, 192)))
            signatures.offset := add(list, 32)
            signatures.length := calldataload(list)
        }
    }
}
