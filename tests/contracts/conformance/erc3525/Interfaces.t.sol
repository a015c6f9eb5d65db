// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC3525, IERC3525Metadata, IERC3525Receiver} from "../../../../interfaces/IERC3525.sol";
import {TokenSuite} from "../TokenSuite.sol";
import {vm} from "../../base/Vm.sol";

/// @notice EIP-3525 M01 to M06: what the contract says that it is, and what it tells of a token.
/// Numbers: tests/conformance/erc3525.md.
contract Erc3525InterfacesTest is TokenSuite {
    bytes4 private constant APPROVE = bytes4(keccak256("approve(uint256,address,uint256)"));
    bytes4 private constant TO_NOTE = bytes4(keccak256("transferFrom(uint256,uint256,uint256)"));
    bytes4 private constant TO_ADDRESS = bytes4(keccak256("transferFrom(uint256,address,uint256)"));

    /// @notice ERC-3525, ERC-721 and ERC-165 are all supported.
    function test_M01_supports_erc3525_erc721_and_erc165() external view {
        vm.assertTrue(receivables.supportsInterface(0xd5358140), "ERC-3525");
        vm.assertTrue(receivables.supportsInterface(0x80ac58cd), "ERC-721");
        vm.assertTrue(receivables.supportsInterface(0x01ffc9a7), "ERC-165");
    }

    /// @notice The identifiers of the interfaces here are those of the standard, worked out from its signatures.
    function test_M01_identifiers_are_those_of_the_standard() external pure {
        bytes4 reads = bytes4(keccak256("valueDecimals()")) ^ bytes4(keccak256("balanceOf(uint256)"))
            ^ bytes4(keccak256("slotOf(uint256)")) ^ bytes4(keccak256("allowance(uint256,address)"));
        bytes4 id = reads ^ APPROVE ^ TO_NOTE ^ TO_ADDRESS;
        vm.assertEq(id, bytes4(0xd5358140), "signatures of ERC-3525");
        vm.assertEq(type(IERC3525).interfaceId, bytes4(0xd5358140), "ERC-3525");
        vm.assertEq(type(IERC3525Metadata).interfaceId, bytes4(0xe1600902), "metadata");
    }

    /// @notice The metadata extension is supported, together with ERC-721's, with which it is compatible.
    function test_M02_supports_the_metadata_extension() external view {
        vm.assertTrue(receivables.supportsInterface(0xe1600902), "ERC-3525 metadata");
        vm.assertTrue(receivables.supportsInterface(0x5b5e139f), "ERC-721 metadata");
    }

    /// @notice The optional extensions that are not implemented are not claimed: slot enumeration, slot approvals.
    function test_M03_does_not_claim_what_it_does_not_implement() external view {
        vm.assertFalse(receivables.supportsInterface(0x3b741b9e), "slot enumeration");
        vm.assertFalse(receivables.supportsInterface(0xb688be58), "slot approvals");
        vm.assertFalse(receivables.supportsInterface(0x009ce20b), "receiver");
    }

    /// @notice A receiver's identifier is also the answer with which it takes value.
    function test_M04_receiver_identifier_is_the_accepting_answer() external pure {
        vm.assertEq(type(IERC3525Receiver).interfaceId, bytes4(0x009ce20b), "identifier");
        vm.assertEq(IERC3525Receiver.onERC3525Received.selector, bytes4(0x009ce20b), "answer");
    }

    /// @notice Values have no decimals of their own: they are base units of the slot's currency token.
    function test_M05_value_decimals_are_told() external view {
        vm.assertEq(receivables.valueDecimals(), 0, "decimals");
    }

    /// @notice Value and slot of a token are told; what is no token has neither.
    function test_M06_value_and_slot_are_told() external {
        vm.assertEq(receivables.balanceOf(tokenId), FACE, "value");
        vm.assertEq(receivables.slotOf(tokenId), tokenId >> 32, "slot");
        expectNoteUnknown(0);
        receivables.balanceOf(0);
        expectNoteUnknown(tokenId + 1);
        receivables.slotOf(tokenId + 1);
    }
}
