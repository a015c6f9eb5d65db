// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

/// @title ISignatures
/// @notice Signed messages (EIP-712) that a contract accepts.
/// @dev What is assumed: an ERC-1271 signer answers `isValidSignature` without side effects.
interface ISignatures {
    /// @notice Thrown when a signed message is brought after its deadline.
    /// @param deadline Last second at which the message counts (Unix time).
    /// @param time Time of the block (Unix time).
    error SignatureExpired(uint256 deadline, uint256 time);

    /// @notice Thrown when a signature is not the signer's over exactly this message.
    error SignatureInvalid(address signer, bytes32 digest);
}

/// @title IVoidableSignatures
/// @notice How a signer takes a message back, whether it was signed already or not.
interface IVoidableSignatures is ISignatures {
    /// @notice Thrown when the signer has taken the message back, or it was used before.
    error SignatureVoid(address signer, bytes32 digest);

    /// @notice Emitted when a signed message is used up or taken back.
    event SignatureVoided(address indexed signer, bytes32 indexed digest);

    /// @notice Takes back a message of the caller's.
    /// @param digest EIP-712 digest of the message.
    function voidSignature(bytes32 digest) external;

    /// @notice Whether `signer` has used up or taken back the message `digest`.
    function isSignatureVoid(address signer, bytes32 digest) external view returns (bool);
}
