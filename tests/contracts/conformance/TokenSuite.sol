// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {ContractAccount, ShyReceiver, TokenReceiver} from "../../../contracts/test/TokenReceivers.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {NoteId, PartyId, ReceivableId} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {Vm, vm} from "../base/Vm.sol";

/// @title TokenSuite
/// @notice What tests of the token face begin with: a debt of S1, two parties whose cash accounts are contracts, and
/// exact lists of events.
abstract contract TokenSuite is NotesSuite {
    /// @dev A contract that answers both hooks, and one that knows neither.
    PartyId internal constant ASKED = PartyId.wrap(31);
    PartyId internal constant DEAF = PartyId.wrap(32);
    /// @dev A contract with the value hook that does not say so by ERC-165.
    PartyId internal constant SHY = PartyId.wrap(33);
    uint256 internal constant NEW_KEY = 0x5EC0;

    uint256 internal constant PART = 100_000e6;

    TokenReceiver internal asked;
    ContractAccount internal deaf;
    ShyReceiver internal shy;

    /// @dev S1's note of tier 1 with the whole face, and the same as a token id of the standards.
    NoteId internal note;
    uint256 internal tokenId;
    ReceivableId internal slot;

    function setUp() public virtual override {
        super.setUp();
        asked = new TokenReceiver();
        deaf = new ContractAccount();
        shy = new ShyReceiver();
        _enrol(ASKED, address(asked));
        _enrol(DEAF, address(deaf));
        _enrol(SHY, address(shy));
        note = confirm();
        tokenId = NoteId.unwrap(note);
        slot = idOf(note);
    }

    /* ACTS */

    /// @dev Registers a supplier that takes assignments and plain transfers.
    function _enrol(PartyId party, address cash) internal {
        _register(party, cash, 1, 0);
        setOptIns(cash, 3);
    }

    function setOptIns(address cash, uint8 optIns) internal {
        vm.prank(cash);
        parties.setOptIns(optIns);
    }

    function approveNote(address caller, address to, NoteId which) internal {
        vm.prank(caller);
        receivables.approve(to, NoteId.unwrap(which));
    }

    function approveAll(address owner, address operator) internal {
        vm.prank(owner);
        receivables.setApprovalForAll(operator, true);
    }

    function approveValue(address caller, address operator, uint256 value) internal {
        vm.prank(caller);
        receivables.approve(tokenId, operator, value);
    }

    /// @dev Passes a note whole, as a plain transfer by its owner.
    function pass(address from, address to, NoteId which) internal {
        vm.prank(from);
        receivables.transferFrom(from, to, NoteId.unwrap(which));
    }

    /// @dev Passes value of S1's note to a new note, as a plain transfer by its owner.
    function passValue(address to, uint256 value) internal returns (NoteId) {
        vm.prank(s1);
        return NoteId.wrap(uint128(receivables.transferFrom(tokenId, to, value)));
    }

    /// @dev Replaces a party's cash account by that of NEW_KEY.
    function rotate(PartyId party) internal returns (address cash) {
        cash = vm.addr(NEW_KEY);
        bytes memory consent = sign(NEW_KEY, parties.accountConsentDigest(party, cash, LATER));
        vm.prank(parties.partyOf(party).cash);
        parties.rotate(cash, LATER, consent);
    }

    /// @dev Recovers a party to the account of NEW_KEY, after the delay.
    function recover(PartyId party) internal returns (address cash) {
        cash = vm.addr(NEW_KEY);
        vm.prank(registrar);
        parties.proposeRecovery(party, cash, DOCUMENT);
        vm.prank(compliance);
        parties.approveRecovery(party, cash, DOCUMENT);
        vm.warp(block.timestamp + RECOVERY_DELAY);
        parties.recover(party);
    }

    /// @dev Ends the KYC of a party yesterday.
    function expireKyc(PartyId party) internal {
        IParties.Profile memory p = parties.partyOf(party).profile;
        p.kycExpiry = uint24(block.timestamp / 1 days - 1);
        vm.prank(registrar);
        parties.update(party, p);
    }

    /* EXPECTATIONS */

    function expectTransfer(address from, address to, NoteId which) internal {
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(from, to, NoteId.unwrap(which));
    }

    function expectTransferValue(uint256 from, uint256 to, uint256 value) internal {
        vm.expectEmit(address(receivables));
        emit IERC3525.TransferValue(from, to, value);
    }

    function expectAssigned(
        NoteId from,
        NoteId to,
        PartyId receiver,
        PartyId sender,
        uint256 value,
        uint8 tier
    ) internal {
        vm.expectEmit(address(receivables));
        emit IReceivables.Assigned(from, to, receiver, sender, value, tier, 0, false);
    }

    function expectNoteUnknown(uint256 which) internal {
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NoteUnknown.selector, which));
    }

    function expectNotAllowed(address account, NoteId which) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IReceivables.NotOwnerNorApproved.selector, account, NoteId.unwrap(which))
        );
    }

    /* READINGS */

    function ownerOf(NoteId which) internal view returns (address) {
        return receivables.ownerOf(NoteId.unwrap(which));
    }

    function valueOf(NoteId which) internal view returns (uint256) {
        return receivables.balanceOf(NoteId.unwrap(which));
    }

    function approvedOf(NoteId which) internal view returns (address) {
        return receivables.getApproved(NoteId.unwrap(which));
    }

    /// @dev Number of events of Receivables with this first topic since `vm.recordLogs`, which it ends.
    function countEvents(bytes32 topic) internal returns (uint256 count) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter == address(receivables) && logs[i].topics[0] == topic) ++count;
        }
    }

    /* METADATA */

    /// @dev The JSON in a base64 data URI, decoded here once more.
    function decodeUri(string memory uri) internal pure returns (string memory) {
        bytes memory all = bytes(uri);
        bytes memory head = "data:application/json;base64,";
        bytes memory text = new bytes(all.length - head.length);
        for (uint256 i; i < head.length; ++i) {
            vm.assertEq(uint256(uint8(all[i])), uint256(uint8(head[i])), "head of the data URI");
        }
        for (uint256 i; i < text.length; ++i) {
            text[i] = all[head.length + i];
        }
        return string(_decodeBase64(text));
    }

    /// @dev Four characters of RFC 4648 carry three bytes; `=` fills up the last group.
    function _decodeBase64(bytes memory text) private pure returns (bytes memory decoded) {
        vm.assertEq(text.length % 4, 0, "whole groups of base64");
        uint256 padding = text[text.length - 2] == "=" ? 2 : text[text.length - 1] == "=" ? 1 : 0;
        decoded = new bytes(text.length / 4 * 3 - padding);
        for (uint256 i; i < decoded.length; ++i) {
            uint256 group = i / 3 * 4;
            uint256 bits;
            for (uint256 j; j < 4; ++j) {
                bits = bits << 6 | _sextet(text[group + j]);
            }
            decoded[i] = bytes1(uint8(bits >> (16 - 8 * (i % 3))));
        }
    }

    function _sextet(bytes1 character) private pure returns (uint256) {
        uint8 c = uint8(character);
        if (c >= 65 && c <= 90) return c - 65;
        if (c >= 97 && c <= 122) return c - 71;
        if (c >= 48 && c <= 57) return c + 4;
        return character == "+" ? 62 : character == "/" ? 63 : 0;
    }

    function slotInHex() internal view returns (string memory) {
        return Strings.toHexString(uint256(ReceivableId.unwrap(slot)), 12);
    }

    function slotInDecimals() internal view returns (string memory) {
        return vm.toString(uint256(ReceivableId.unwrap(slot)));
    }
}
