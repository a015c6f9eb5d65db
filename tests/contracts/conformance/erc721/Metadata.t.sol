// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId} from "../../../../interfaces/Types.sol";
import {TokenSuite} from "../TokenSuite.sol";
import {vm} from "../../base/Vm.sol";

/// @notice EIP-721 M44 to M46: the metadata extension. Numbers: tests/conformance/erc721.md.
contract Erc721MetadataTest is TokenSuite {
    /// @notice The collection has a name and a symbol.
    function test_M44_collection_has_name_and_symbol() external view {
        vm.assertEq(receivables.name(), "Silkline Receivable Notes", "name");
        vm.assertEq(receivables.symbol(), "SLRN", "symbol");
    }

    /// @notice A token that never was, or is no more, has no metadata.
    function test_M45_metadata_of_no_note_reverts() external {
        expectNoteUnknown(0);
        receivables.tokenURI(0);
        uint256 beyond = tokenId + (1 << 128);
        expectNoteUnknown(beyond);
        receivables.tokenURI(beyond);
        cancel(note);
        expectNoteUnknown(tokenId);
        receivables.tokenURI(tokenId);
    }

    /// @notice Each note has a URI of its own, whose JSON has the members of the standard's schema as strings.
    function test_M46_metadata_is_distinct_and_follows_the_schema() external {
        NoteId second = split(s1, note, PART);
        string memory one = receivables.tokenURI(tokenId);
        string memory other = receivables.tokenURI(NoteId.unwrap(second));
        vm.assertTrue(keccak256(bytes(one)) != keccak256(bytes(other)), "distinct");

        string memory json = decodeUri(one);
        string memory name = string.concat("Note 1 of receivable ", slotInHex());
        vm.assertEq(vm.parseJsonString(json, ".name"), name, "name");
        string memory description = "A divisible claim on a debt confirmed by its debtor.";
        vm.assertEq(vm.parseJsonString(json, ".description"), description, "description");
    }
}
