// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";

import {ISignatures} from "../../interfaces/ISignatures.sol";

/// @title Signatures
/// @notice Checks signed messages of keys and contracts (ERC-1271).
abstract contract Signatures is ISignatures, EIP712, ERC2771Context {
    /// @dev Reverts unless `signature` is the signer's over `digest`, and in time. The key of an account counts before
    /// code that it may have taken on (EIP-7702): it can change that code at any time. So a key costs no look at code.
    function _checkSignature(address signer, bytes32 digest, uint256 deadline, bytes calldata signature)
        internal
        view
    {
        if (block.timestamp > deadline) revert SignatureExpired(deadline, block.timestamp);
        (address recovered, ECDSA.RecoverError fault,) = ECDSA.tryRecover(digest, signature);
        if (fault == ECDSA.RecoverError.NoError && recovered == signer) return;
        if (!SignatureChecker.isValidERC1271SignatureNow(signer, digest, signature)) {
            revert SignatureInvalid(signer, digest);
        }
    }
}
