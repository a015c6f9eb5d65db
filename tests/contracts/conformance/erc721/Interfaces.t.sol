// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

import {IERC3525Receiver} from "../../../../interfaces/IERC3525.sol";
import {TokenSuite} from "../TokenSuite.sol";
import {vm} from "../../base/Vm.sol";

/// @notice EIP-721 M01 to M08: what the contract says that it is (EIP-165), and how its functions may be called.
/// Numbers: tests/conformance/erc721.md.
contract Erc721InterfacesTest is TokenSuite {
    bytes4[5] private _implemented =
        [bytes4(0x01ffc9a7), bytes4(0x80ac58cd), bytes4(0x5b5e139f), bytes4(0xd5358140), bytes4(0xe1600902)];

    /// @notice The contract has every function of ERC-721 and ERC-165, with the identifiers of the standards.
    function test_M01_implements_all_functions_of_erc721_and_erc165() external view {
        vm.assertEq(type(IERC721).interfaceId, bytes4(0x80ac58cd), "ERC-721");
        vm.assertEq(type(IERC165).interfaceId, bytes4(0x01ffc9a7), "ERC-165");
        vm.assertEq(type(IERC721Metadata).interfaceId, bytes4(0x5b5e139f), "ERC-721 metadata");
        IERC721 asToken = IERC721(address(receivables));
        vm.assertEq(asToken.balanceOf(s1), 1, "balanceOf");
        vm.assertEq(asToken.ownerOf(tokenId), s1, "ownerOf");
        vm.assertEq(asToken.getApproved(tokenId), address(0), "getApproved");
        vm.assertFalse(asToken.isApprovedForAll(s1, s2), "isApprovedForAll");
        vm.assertTrue(asToken.supportsInterface(0x01ffc9a7), "supportsInterface");
    }

    /// @notice ERC-165 itself is supported.
    function test_M02_supports_erc165() external view {
        vm.assertTrue(receivables.supportsInterface(0x01ffc9a7), "ERC-165");
    }

    /// @notice ERC-721 is supported.
    function test_M03_supports_erc721() external view {
        vm.assertTrue(receivables.supportsInterface(0x80ac58cd), "ERC-721");
    }

    /// @notice The metadata extension is supported, and so is ERC-721, which it needs.
    function test_M04_supports_metadata_and_therefore_erc721() external view {
        vm.assertTrue(receivables.supportsInterface(0x5b5e139f), "metadata");
        vm.assertTrue(receivables.supportsInterface(0x80ac58cd), "ERC-721 with it");
    }

    /// @notice The identifier that no contract may support is not supported.
    function test_M05_does_not_support_the_invalid_identifier() external view {
        vm.assertFalse(receivables.supportsInterface(0xffffffff), "0xffffffff");
    }

    /// @notice No identifier is supported beside the five implemented: not enumeration, and no receiver's.
    function test_M06_supports_nothing_else(bytes4 id) external view {
        vm.assertFalse(receivables.supportsInterface(0x780e9d63), "enumeration");
        vm.assertFalse(receivables.supportsInterface(type(IERC721Receiver).interfaceId), "token receiver");
        vm.assertFalse(receivables.supportsInterface(type(IERC3525Receiver).interfaceId), "value receiver");
        bool implemented;
        for (uint256 i; i < _implemented.length; ++i) {
            implemented = implemented || id == _implemented[i];
        }
        vm.assertEq(receivables.supportsInterface(id), implemented, "any identifier");
    }

    /// @notice Asking for an interface costs less than 30,000 gas, whatever the answer.
    function test_M07_answers_within_30000_gas(bytes4 id) external view {
        uint256 before = gasleft();
        receivables.supportsInterface(id);
        vm.assertLt(before - gasleft(), 30_000, "gas");
        (bool ok,) =
            address(receivables).staticcall{gas: 30_000}(abi.encodeCall(IERC165.supportsInterface, (id)));
        vm.assertTrue(ok, "answers with 30,000 gas");
    }

    /// @notice Every function that the standard calls a view answers a static call.
    function test_M08_views_change_nothing() external view {
        bytes[9] memory calls = [
            abi.encodeWithSignature("balanceOf(address)", s1),
            abi.encodeCall(IERC721.ownerOf, (tokenId)),
            abi.encodeCall(IERC721.getApproved, (tokenId)),
            abi.encodeCall(IERC721.isApprovedForAll, (s1, s2)),
            abi.encodeCall(IERC165.supportsInterface, (0x80ac58cd)),
            abi.encodeCall(IERC721Metadata.name, ()),
            abi.encodeCall(IERC721Metadata.symbol, ()),
            abi.encodeCall(IERC721Metadata.tokenURI, (tokenId)),
            abi.encodeWithSignature("balanceOf(uint256)", tokenId)
        ];
        for (uint256 i; i < calls.length; ++i) {
            (bool ok,) = address(receivables).staticcall(calls[i]);
            vm.assertTrue(ok, vm.toString(i));
        }
    }
}
