// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IVoidableSignatures} from "../../interfaces/ISignatures.sol";
import {Signatures} from "./Signatures.sol";

/// @title VoidableSignatures
/// @notice Remembers which signed messages are used up or taken back.
abstract contract VoidableSignatures is IVoidableSignatures, Signatures {
    mapping(address signer => mapping(bytes32 digest => bool)) private _void;

    /// @inheritdoc IVoidableSignatures
    function voidSignature(bytes32 digest) external {
        _voidSignature(_msgSender(), digest);
    }

    /// @inheritdoc IVoidableSignatures
    function isSignatureVoid(address signer, bytes32 digest) external view returns (bool) {
        return _void[signer][digest];
    }

    /// @dev As `_checkSignature`, and the message is not void.
    function _checkStanding(address signer, bytes32 digest, uint256 deadline, bytes calldata signature)
        internal
        view
    {
        if (_void[signer][digest]) revert SignatureVoid(signer, digest);
        _checkSignature(signer, digest, deadline, signature);
    }

    /// @dev As `_checkStanding`, and the message never counts again.
    function _useSignature(address signer, bytes32 digest, uint256 deadline, bytes calldata signature)
        internal
    {
        _checkStanding(signer, digest, deadline, signature);
        _voidSignature(signer, digest);
    }

    function _voidSignature(address signer, bytes32 digest) private {
        _void[signer][digest] = true;
        emit SignatureVoided(signer, digest);
    }
}
