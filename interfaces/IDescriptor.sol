// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

/// @title IDescriptor
/// @notice Metadata of Receivables as data URIs, drawn from the state at the time of the call.
interface IDescriptor {
    /// @notice Metadata of the contract that asks.
    function contractURI() external view returns (string memory);

    /// @notice Metadata of a receivable (slot) of the contract that asks: currency, decimals, face, due day.
    function slotURI(uint256 slot) external view returns (string memory);

    /// @notice Metadata of a note (token) of the contract that asks.
    function tokenURI(uint256 tokenId) external view returns (string memory);
}
