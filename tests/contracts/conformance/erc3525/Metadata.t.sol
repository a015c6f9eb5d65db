// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {IReceivables} from "../../../../interfaces/IReceivables.sol";
import {NoteId, ReceivableId} from "../../../../interfaces/Types.sol";
import {TokenSuite} from "../TokenSuite.sol";
import {vm} from "../../base/Vm.sol";

/// @notice EIP-3525 R01 to R04: metadata, which the standard recommends as JSON in data URIs.
/// Numbers: tests/conformance/erc3525.md.
contract Erc3525MetadataTest is TokenSuite {
    /// @dev The members about money that slot and token share.
    function _money() private view returns (string memory) {
        return
            string.concat('"currency":"EUR","decimals":6,"token":"', Strings.toHexString(address(token)), '"');
    }

    function _slotJson(string memory status, string memory face) private view returns (string memory) {
        return string.concat(
            '{"name":"Receivable ',
            slotInHex(),
            '","description":"A debt confirmed by its debtor.",',
            _money(),
            ',"properties":[{"name":"debtor","value":"1"},{"name":"status","value":"',
            status,
            '"},{"name":"due_day","value":"20090"},{"name":"face","value":"',
            face,
            '"}]}'
        );
    }

    function _tokenJson(string memory number, string memory value, string memory owner, string memory tier)
        private
        view
        returns (string memory)
    {
        return string.concat(
            string.concat('{"name":"Note ', number, " of receivable ", slotInHex()),
            '","description":"A divisible claim on a debt confirmed by its debtor.","balance":',
            value,
            string.concat(',"slot":', slotInDecimals(), ",", _money()),
            string.concat(',"properties":[{"name":"owner","value":"', owner),
            string.concat('"},{"name":"tier","value":"', tier, '"}]}')
        );
    }

    /// @notice The contract's metadata is a data URI of exactly this JSON, with name, description and value decimals.
    function test_R01_contract_metadata() external view {
        string memory json = decodeUri(receivables.contractURI());
        vm.assertEq(vm.parseJsonString(json, ".name"), receivables.name(), "name");
        vm.assertEq(vm.parseJsonUint(json, ".valueDecimals"), 0, "valueDecimals");
        string memory expected = string.concat(
            '{"name":"Silkline Receivable Notes","description":"Divisible claims on debts confirmed by their debtor. ',
            'Slot: receivable. Value: base units of its currency token.","valueDecimals":0}'
        );
        vm.assertEq(json, expected, "whole text");
    }

    /// @notice A slot's metadata names its currency, decimals, debtor, status, due day and face, as they are now.
    function test_R02_slot_metadata() external {
        string memory open = decodeUri(receivables.slotURI(tokenId >> 32));
        vm.assertEq(open, _slotJson("open", "1000000000000"), "open");
        vm.assertEq(vm.parseJsonString(open, ".currency"), "EUR", "currency");
        vm.assertEq(vm.parseJsonUint(open, ".decimals"), 6, "decimals");
        vm.assertEq(vm.parseJsonString(open, ".properties[3].value"), "1000000000000", "face");

        toOverdue(slot);
        string memory overdue = decodeUri(receivables.slotURI(tokenId >> 32));
        vm.assertEq(overdue, _slotJson("overdue", "1000000000000"), "overdue");
        settle(slot);
        string memory settled = decodeUri(receivables.slotURI(tokenId >> 32));
        vm.assertEq(settled, _slotJson("settled", "1000000000000"), "settled");
    }

    /// @notice A cancelled slot keeps its metadata.
    function test_R02_slot_metadata_when_cancelled() external {
        cancel(note);
        vm.assertEq(decodeUri(receivables.slotURI(tokenId >> 32)), _slotJson("cancelled", "0"), "cancelled");
    }

    /// @notice A slot that is no receivable has no metadata.
    function test_R03_metadata_of_no_slot_reverts() external {
        uint256 beyond = (tokenId >> 32) + (1 << 96);
        uint256[3] memory slots = [uint256(0), 1, beyond];
        for (uint256 i; i < slots.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IReceivables.ReceivableUnknown.selector, ReceivableId.wrap(uint96(slots[i]))
                )
            );
            receivables.slotURI(slots[i]);
        }
    }

    /// @notice A token's metadata names its balance and slot as numbers, and its owner and tier, as they are now.
    function test_R04_token_metadata() external {
        string memory whole = decodeUri(receivables.tokenURI(tokenId));
        vm.assertEq(whole, _tokenJson("1", "1000000000000", "11", "1"), "whole");
        vm.assertEq(vm.parseJsonUint(whole, ".balance"), FACE, "balance");
        vm.assertEq(vm.parseJsonUint(whole, ".slot"), receivables.slotOf(tokenId), "slot");

        NoteId second = passValue(s2, PART);
        string memory passed = decodeUri(receivables.tokenURI(NoteId.unwrap(second)));
        vm.assertEq(passed, _tokenJson("2", "100000000000", "12", "2"), "passed");
        string memory rest = decodeUri(receivables.tokenURI(tokenId));
        vm.assertEq(rest, _tokenJson("1", "900000000000", "11", "1"), "rest");
    }
}
