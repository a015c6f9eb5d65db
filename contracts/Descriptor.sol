// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {IDescriptor} from "../interfaces/IDescriptor.sol";
import {IProgrammes} from "../interfaces/IProgrammes.sol";
import {IReceivables} from "../interfaces/IReceivables.sol";
import {NoteId, NoteWord, PartyId, ReceivableId, ReceivableWord, Status} from "../interfaces/Types.sol";
import {NoteWords, ReceivableWords} from "./libraries/Words.sol";

/// @title Descriptor
/// @notice See IDescriptor. Holds nothing; amounts in metadata are whole base units, with the decimals beside them.
contract Descriptor is IDescriptor {
    using NoteWords for NoteWord;
    using ReceivableWords for ReceivableWord;
    using Strings for uint256;

    /// @inheritdoc IDescriptor
    function contractURI() external pure returns (string memory) {
        return _uri(
            '{"name":"Silkline Receivable Notes","description":"Divisible claims on debts confirmed by their debtor. '
            'Slot: receivable. Value: base units of its currency token.","valueDecimals":0}'
        );
    }

    /// @inheritdoc IDescriptor
    function slotURI(uint256 slot) external view returns (string memory) {
        ReceivableId id = ReceivableId.wrap(uint96(slot));
        ReceivableWord r = IReceivables(msg.sender).receivableWord(id);
        if (slot > type(uint96).max || !_isReceivable(r)) revert IReceivables.ReceivableUnknown(id);
        return _uri(
            string.concat(
                '{"name":"Receivable ',
                slot.toHexString(12),
                '","description":"A debt confirmed by its debtor.",',
                _money(r),
                ',"properties":[',
                _property("debtor", uint256(PartyId.unwrap(r.anchor())).toString()),
                ",",
                _property("status", _statusName(r.status())),
                ",",
                _property("due_day", r.dueDay().toString()),
                ",",
                _property("face", r.face().toString()),
                "]}"
            )
        );
    }

    /// @inheritdoc IDescriptor
    function tokenURI(uint256 tokenId) external view returns (string memory) {
        NoteId note = NoteId.wrap(uint128(tokenId));
        (ReceivableWord r, NoteWord n) = IReceivables(msg.sender).words(note);
        return _uri(
            string.concat(
                '{"name":"Note ',
                uint256(uint32(tokenId)).toString(),
                " of receivable ",
                (tokenId >> 32).toHexString(12),
                '","description":"A divisible claim on a debt confirmed by its debtor.","balance":',
                n.value().toString(),
                ',"slot":',
                (tokenId >> 32).toString(),
                ",",
                _money(r),
                ',"properties":[',
                _property("owner", uint256(PartyId.unwrap(n.owner())).toString()),
                ",",
                _property("tier", n.tier().toString()),
                "]}"
            )
        );
    }

    /// @inheritdoc IDescriptor
    function receivableOf(address receivables, ReceivableId id)
        external
        view
        returns (Receivable memory receivable)
    {
        ReceivableWord r = IReceivables(receivables).receivableWord(id);
        receivable.status = r.status();
        if (r.status() == Status.Linked) {
            receivable.first = ReceivableId.wrap(uint96(r.face()));
            return receivable;
        }
        receivable.programme = r.programme();
        receivable.anchor = r.anchor();
        receivable.dueDay = r.dueDay();
        receivable.utcOffset = r.offset();
        receivable.face = r.face();
        receivable.smallestPiece = r.smallest();
        receivable.deepestTier = uint8(r.deepest());
        receivable.issued = uint24(r.issued());
        receivable.live = uint24(r.live());
        receivable.tradeReferenceRequired = r.has(ReceivableWords.TRADE_REFERENCE_REQUIRED);
        receivable.disputed = r.has(ReceivableWords.DISPUTED);
        receivable.frozen = r.has(ReceivableWords.FROZEN);
    }

    /// @inheritdoc IDescriptor
    function noteOf(address receivables, NoteId note) external view returns (Note memory) {
        (, NoteWord n) = IReceivables(receivables).words(note);
        return Note({
            owner: n.owner(),
            value: n.value(),
            claimed: n.claimed(),
            tier: uint8(n.tier()),
            custodian: IReceivables(receivables).custodianOf(note),
            pending: n.has(NoteWords.PENDING),
            frozen: n.has(NoteWords.FROZEN)
        });
    }

    /* INTERNALS */

    function _isReceivable(ReceivableWord r) private pure returns (bool) {
        return r.status() != Status.None && r.status() != Status.Linked;
    }

    /// @dev Currency, token and decimals of a receivable, as members of a JSON object.
    function _money(ReceivableWord r) private view returns (string memory) {
        IProgrammes.Rules memory rules = IReceivables(msg.sender).programmes().rulesOf(r.programme());
        return string.concat(
            '"currency":"',
            string(abi.encodePacked(rules.currency)),
            '","decimals":',
            uint256(IERC20Metadata(rules.token).decimals()).toString(),
            ',"token":"',
            Strings.toHexString(rules.token),
            '"'
        );
    }

    function _property(string memory name, string memory value) private pure returns (string memory) {
        return string.concat('{"name":"', name, '","value":"', value, '"}');
    }

    function _statusName(Status status) private pure returns (string memory) {
        if (status == Status.Open) return "open";
        if (status == Status.Overdue) return "overdue";
        return status == Status.Settled ? "settled" : "cancelled";
    }

    function _uri(string memory json) private pure returns (string memory) {
        return string.concat("data:application/json;base64,", Base64.encode(bytes(json)));
    }
}
