// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {ISignatures} from "./ISignatures.sol";
import {PartyId} from "./Types.sol";

/// @title IAttestations
/// @notice What k of n attestors say together by signing one message (EIP-712).
/// @dev Attestors are parties with the role attestor; any of their accounts with the scope trigger signs. Who is no
/// longer active, or no longer has role or scope, when the signature is brought, does not count.
interface IAttestations is ISignatures {
    /// @notice Thrown when a list of attestors is not strictly rising.
    error AttestorsUnordered(uint256 previous, uint256 next);
    /// @notice Thrown when a threshold is zero or above the number of attestors.
    error ThresholdInvalid(uint256 threshold, uint256 attestors);
    /// @notice Thrown when fewer signatures are brought than the threshold.
    error TooFewSignatures(uint256 given, uint256 needed);
    /// @notice Thrown when signatures are not brought in strictly rising order of their signers' parties.
    error SignaturesUnordered(PartyId previous, PartyId next);
    /// @notice Thrown when an account signs whose party is not on the list.
    error NotAttestor(address signer, PartyId party);
}
