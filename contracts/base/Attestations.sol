// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IAttestations} from "../../interfaces/IAttestations.sol";
import {Signed} from "../../interfaces/ILoans.sol";
import {IParties} from "../../interfaces/IParties.sol";
import {PartyId, PartyWord} from "../../interfaces/Types.sol";
import {PartyWords} from "../libraries/Words.sol";
import {Signatures} from "./Signatures.sol";

/// @title Attestations
/// @notice Checks that k of n attestors signed one message; see IAttestations.
abstract contract Attestations is IAttestations, Signatures {
    using PartyWords for PartyWord;

    uint256 private constant SCOPE_TRIGGER = 32;
    uint256 private constant ROLE_ATTESTOR = 16;

    IParties public immutable parties;

    /// @param domain Name of the EIP-712 domain, in version 1.
    /// @param forwarder ERC-2771 forwarder. @param parties_ Knows the attestors and their accounts.
    constructor(string memory domain, address forwarder, IParties parties_)
        ERC2771Context(forwarder)
        EIP712(domain, "1")
    {
        parties = parties_;
    }

    /// @dev Reverts unless at least `threshold` of the attestors signed `digest`, each once, and all in order.
    /// @param validUntil Last second at which the signatures count (Unix time).
    function _checkAttested(
        uint40[] memory attestors,
        uint256 threshold,
        bytes32 digest,
        uint256 validUntil,
        Signed[] calldata signatures
    ) internal view {
        _checkPanel(attestors, threshold);
        if (signatures.length < threshold) revert TooFewSignatures(signatures.length, threshold);
        PartyId previous;
        uint256 next;
        for (uint256 i; i < signatures.length; ++i) {
            PartyId party = _attestor(signatures[i].signer);
            if (PartyId.unwrap(party) <= PartyId.unwrap(previous)) {
                revert SignaturesUnordered(previous, party);
            }
            // Both lists rise: what was passed over is never asked for again.
            while (next < attestors.length && attestors[next] < PartyId.unwrap(party)) ++next;
            if (next == attestors.length || attestors[next] != PartyId.unwrap(party)) {
                revert NotAttestor(signatures[i].signer, party);
            }
            _checkSignature(signatures[i].signer, digest, validUntil, signatures[i].signature);
            previous = party;
        }
    }

    /// @dev The active attestor for which an account may sign now.
    function _attestor(address signer) private view returns (PartyId party) {
        PartyWord word;
        (party, word) = parties.act(signer, SCOPE_TRIGGER, 0);
        uint256 roles = word.roles();
        if (roles & ROLE_ATTESTOR == 0) revert IParties.RoleMissing(party, ROLE_ATTESTOR, roles);
    }

    function _checkPanel(uint40[] memory attestors, uint256 threshold) private pure {
        if (threshold == 0 || threshold > attestors.length) {
            revert ThresholdInvalid(threshold, attestors.length);
        }
        for (uint256 i = 1; i < attestors.length; ++i) {
            if (attestors[i] <= attestors[i - 1]) revert AttestorsUnordered(attestors[i - 1], attestors[i]);
        }
    }
}
