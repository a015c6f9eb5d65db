// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

/// @title IERC3525
/// @notice The semi-fungible token standard ERC-3525 beyond ERC-721: value inside tokens of one slot.
/// @dev Identifier 0xd5358140. The standard's payable functions are not payable here: no ether is ever held.
interface IERC3525 {
    /// @notice Emitted when value moves between tokens, or a token is created (from 0) or burnt (to 0).
    event TransferValue(uint256 indexed _fromTokenId, uint256 indexed _toTokenId, uint256 _value);
    /// @notice Emitted when an operator may move value out of a token.
    event ApprovalValue(uint256 indexed _tokenId, address indexed _operator, uint256 _value);
    /// @notice Emitted when a token gets its slot.
    event SlotChanged(uint256 indexed _tokenId, uint256 indexed _oldSlot, uint256 indexed _newSlot);

    /// @notice Decimals of values; 0 here: values are base units of the slot's currency token.
    function valueDecimals() external view returns (uint8);

    /// @notice Value of a token.
    function balanceOf(uint256 _tokenId) external view returns (uint256);

    /// @notice Slot of a token: its receivable.
    function slotOf(uint256 _tokenId) external view returns (uint256);

    /// @notice Lets `_operator` move up to `_value` out of a token.
    function approve(uint256 _tokenId, address _operator, uint256 _value) external;

    /// @notice Value that `_operator` may still move out of a token.
    function allowance(uint256 _tokenId, address _operator) external view returns (uint256);

    /// @notice Moves value to another token of the same slot.
    function transferFrom(uint256 _fromTokenId, uint256 _toTokenId, uint256 _value) external;

    /// @notice Moves value to a new token of `_to`.
    /// @return The new token.
    function transferFrom(uint256 _fromTokenId, address _to, uint256 _value) external returns (uint256);
}

/// @title IERC3525Metadata
/// @notice Metadata of contract and slots; identifier 0xe1600902.
interface IERC3525Metadata {
    /// @notice Metadata of the contract as a data URI.
    function contractURI() external view returns (string memory);

    /// @notice Metadata of a slot as a data URI.
    function slotURI(uint256 _slot) external view returns (string memory);
}

/// @title IERC3525Receiver
/// @notice A contract that wants to be told of value received, and may refuse it; identifier 0x009ce20b.
interface IERC3525Receiver {
    /// @notice Answers 0x009ce20b to take the value; anything else refuses it.
    function onERC3525Received(
        address _operator,
        uint256 _fromTokenId,
        uint256 _toTokenId,
        uint256 _value,
        bytes calldata _data
    ) external returns (bytes4);
}
