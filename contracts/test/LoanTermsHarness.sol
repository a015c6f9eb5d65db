// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {Milestone} from "../../interfaces/ICondition.sol";
import {Cover, Terms} from "../../interfaces/ILoans.sol";
import {LoanTerms} from "../libraries/LoanTerms.sol";

/// @title LoanTermsHarness
/// @notice Shows what terms of a loan hash to, and whether they make sense.
contract LoanTermsHarness {
    /// @notice EIP-712 struct hash of terms.
    function hashOf(Terms calldata terms) external pure returns (bytes32) {
        return LoanTerms.hash(terms);
    }

    /// @notice Hash of an array of covers.
    function hashOfCovers(Cover[] calldata covers) external pure returns (bytes32) {
        return LoanTerms.hash(covers);
    }

    /// @notice Leaf of a milestone.
    function leafOf(Milestone calldata milestone) external pure returns (bytes32) {
        return LoanTerms.leaf(milestone);
    }

    /// @notice Leaf of a chunk of a payout list.
    function leafOfChunk(uint256 chunk, bytes calldata entries) external pure returns (bytes32) {
        return LoanTerms.leaf(chunk, entries);
    }

    /// @notice Whether a leaf stands behind a root.
    function verify(bytes32[] calldata proof, bytes32 root, bytes32 leaf) external pure returns (bool) {
        return MerkleProof.verifyCalldata(proof, root, leaf);
    }

    /// @notice Reverts unless the terms make sense on a day.
    function check(Terms calldata terms, Cover[] calldata covers, uint256 today)
        external
        pure
        returns (bool)
    {
        LoanTerms.check(terms, covers, today);
        return true;
    }
}
