// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {ISignatures} from "../../interfaces/ISignatures.sol";

/// @title Signatures
/// @notice Checks signed messages of keys and contracts (ERC-1271) and remembers which are used up or taken back.
abstract contract Signatures is ISignatures, EIP712, ERC2771Context {
    mapping(address signer => mapping(bytes32 digest => bool)) private _void;

    /// @inheritdoc ISignatures
    function voidSignature(bytes32 digest) external {
        _voidSignature(_msgSender(), digest);
    }

    /// @inheritdoc ISignatures
    function isSignatureVoid(address signer, bytes32 digest) external view returns (bool) {
        return _void[signer][digest];
    }

    /// @dev Reverts unless `signature` is the signer's over `digest`, in time, and not void.
    function _checkSignature(address signer, bytes32 digest, uint256 deadline, bytes calldata signature)
        internal
        view
    {
        if (block.timestamp > deadline) revert SignatureExpired(deadline, block.timestamp);
        if (_void[signer][digest]) revert SignatureVoid(signer, digest);
        if (!SignatureChecker.isValidSignatureNow(signer, digest, signature)) {
            revert SignatureInvalid(signer, digest);
        }
    }

    /// @dev As `_checkSignature`, and the message never counts again.
    function _useSignature(address signer, bytes32 digest, uint256 deadline, bytes calldata signature)
        internal
    {
        _checkSignature(signer, digest, deadline, signature);
        _voidSignature(signer, digest);
    }

    function _voidSignature(address signer, bytes32 digest) private {
        _void[signer][digest] = true;
        emit SignatureVoided(signer, digest);
    }
}
