// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {ERC721Utils} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Utils.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {ERC165Checker} from "@openzeppelin/contracts/utils/introspection/ERC165Checker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IDescriptor} from "../../interfaces/IDescriptor.sol";
import {IERC3525, IERC3525Metadata, IERC3525Receiver} from "../../interfaces/IERC3525.sol";
import {IParties} from "../../interfaces/IParties.sol";
import {NoteId, NoteWord, PartyId, PartyWord, ReceivableId, ReceivableWord} from "../../interfaces/Types.sol";
import {Ids, NoteWords, PartyWords, ReceivableWords} from "../libraries/Words.sol";
import {NoteLedger} from "./NoteLedger.sol";

/// @title NoteTokens
/// @notice Notes as ERC-721 and ERC-3525 tokens. A plain transfer is an assignment without a trade reference: between
/// parties, one tier deeper, only where the programme requires no reference and the receiver opted in to transfers.
/// @dev Approvals belong to the owner's cash account of the day they were given: they end when it is replaced and when
/// the note changes hands. An operator acts through an account of an active party with the scope assign, and does no
/// more than that cash account may do itself.
abstract contract NoteTokens is NoteLedger, IERC721, IERC721Metadata, IERC3525, IERC3525Metadata {
    using NoteWords for NoteWord;
    using PartyWords for PartyWord;
    using ReceivableWords for ReceivableWord;

    /// @dev Interface identifier and expected answer of a receiver are the same four bytes.
    bytes4 private constant RECEIVER_ID = type(IERC3525Receiver).interfaceId;

    IDescriptor public immutable descriptor;

    mapping(address owner => mapping(address operator => bool)) private _operators;
    mapping(bytes32 grant => address) private _approved;
    mapping(bytes32 grant => mapping(address operator => uint256)) private _allowances;

    /* ERC-721 */

    /// @notice Number of notes whose owner's cash account is `owner` now.
    function balanceOf(address owner) external view returns (uint256) {
        if (owner == address(0)) revert IParties.ZeroAccount();
        PartyId party = _holderOf(owner);
        return PartyId.unwrap(party) == 0 ? 0 : _countOf(party);
    }

    /// @notice Cash account of the party that owns the note.
    function ownerOf(uint256 tokenId) public view returns (address) {
        (, NoteWord n) = _token(tokenId);
        return _cashOf(n.owner());
    }

    /// @notice Passes a note whole; refused unless the receiving contract takes it.
    function safeTransferFrom(address from, address to, uint256 tokenId, bytes memory data) public {
        transferFrom(from, to, tokenId);
        ERC721Utils.checkOnERC721Received(_msgSender(), from, to, tokenId, data);
    }

    /// @notice Passes a note whole; refused unless the receiving contract takes it.
    function safeTransferFrom(address from, address to, uint256 tokenId) external {
        safeTransferFrom(from, to, tokenId, "");
    }

    /// @notice Passes a note whole, one tier deeper.
    function transferFrom(address from, address to, uint256 tokenId) public {
        (NoteId note, NoteWord n) = _token(tokenId);
        ReceivableWord r = _receivables[Ids.receivable(note)];
        Passage memory p = _plainPassage(note, n, r, to, n.value());
        if (p.fromCash != from) revert NotOwnerNorApproved(from, tokenId);
        if (!_mayHandle(p, n)) revert NotOwnerNorApproved(_msgSender(), tokenId);
        _pass(p, n, r);
        emit Assigned(note, note, p.to, p.from, p.value, uint8(p.tier), 0, false);
    }

    /// @notice Lets `to` pass the note. By the owner's cash account or its operator, scope assign.
    function approve(address to, uint256 tokenId) external {
        (NoteId note, NoteWord n) = _token(tokenId);
        address cash = _grantor(note, n, to == address(0) ? 0 : n.value(), false);
        _approved[_grant(note, cash)] = to;
        emit Approval(cash, to, tokenId);
    }

    /// @notice Lets `operator` pass every note of the caller, or no longer.
    function setApprovalForAll(address operator, bool approved) external {
        _operators[_msgSender()][operator] = approved;
        emit ApprovalForAll(_msgSender(), operator, approved);
    }

    /// @notice Account that may pass the note beside its owner; zero for none.
    function getApproved(uint256 tokenId) external view returns (address) {
        (NoteId note, NoteWord n) = _token(tokenId);
        return _approvedFor(note, n, _cashOf(n.owner()));
    }

    /// @notice Whether `operator` may pass every note of `owner`.
    function isApprovedForAll(address owner, address operator) external view returns (bool) {
        return _operators[owner][operator];
    }

    /* ERC-3525 */

    /// @inheritdoc IERC3525
    function valueDecimals() external pure returns (uint8) {
        return 0;
    }

    /// @inheritdoc IERC3525
    function balanceOf(uint256 tokenId) external view returns (uint256) {
        (, NoteWord n) = _token(tokenId);
        return n.value();
    }

    /// @inheritdoc IERC3525
    function slotOf(uint256 tokenId) external view returns (uint256) {
        (NoteId note,) = _token(tokenId);
        return ReceivableId.unwrap(Ids.receivable(note));
    }

    /// @inheritdoc IERC3525
    function approve(uint256 tokenId, address operator, uint256 value) external {
        (NoteId note, NoteWord n) = _token(tokenId);
        address cash = _grantor(note, n, Math.min(value, n.value()), true);
        _setAllowance(note, cash, operator, value);
    }

    /// @inheritdoc IERC3525
    function allowance(uint256 tokenId, address operator) public view returns (uint256) {
        (NoteId note, NoteWord n) = _token(tokenId);
        if (!n.has(NoteWords.APPROVED)) return 0;
        return _allowances[_grant(note, _cashOf(n.owner()))][operator];
    }

    /// @inheritdoc IERC3525
    function transferFrom(uint256 fromTokenId, uint256 toTokenId, uint256 value) external {
        (NoteId note, NoteWord n) = _token(fromTokenId);
        (NoteId into, NoteWord target) = _token(toTokenId);
        PartyId to = target.owner();
        if (to == n.owner()) return _rearrange(note, n, into, value);
        address cash = _cashOf(to);
        Passage memory p = _plainPassage(note, n, _receivables[Ids.receivable(note)], cash, value);
        _spendAllowance(p, n);
        _pour(p, into);
        emit Assigned(note, into, p.to, p.from, value, uint8(p.tier), 0, false);
        _checkReceived(note, into, cash, value);
    }

    /// @inheritdoc IERC3525
    function transferFrom(uint256 fromTokenId, address to, uint256 value) external returns (uint256) {
        (NoteId note, NoteWord n) = _token(fromTokenId);
        ReceivableWord r = _receivables[Ids.receivable(note)];
        Passage memory p = _plainPassage(note, n, r, to, value);
        _spendAllowance(p, n);
        _checkMovable(note, n, r, 0, false);
        if (p.tier > r.deepest()) revert TierTooDeep(p.tier, r.deepest());
        NoteId created = _cut(p, n, r);
        emit Assigned(note, created, p.to, p.from, value, uint8(p.tier), 0, false);
        _checkReceived(note, created, to, value);
        return NoteId.unwrap(created);
    }

    /* METADATA */

    /// @notice Name of the collection.
    function name() external pure returns (string memory) {
        return "Silkline Receivable Notes";
    }

    /// @notice Symbol of the collection.
    function symbol() external pure returns (string memory) {
        return "SLRN";
    }

    /// @notice Metadata of a note as a data URI.
    function tokenURI(uint256 tokenId) external view returns (string memory) {
        _token(tokenId);
        return descriptor.tokenURI(tokenId);
    }

    /// @inheritdoc IERC3525Metadata
    function contractURI() external view returns (string memory) {
        return descriptor.contractURI();
    }

    /// @inheritdoc IERC3525Metadata
    function slotURI(uint256 slot) external view returns (string memory) {
        return descriptor.slotURI(slot);
    }

    /// @notice ERC-165.
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC165).interfaceId || interfaceId == type(IERC721).interfaceId
            || interfaceId == type(IERC721Metadata).interfaceId || interfaceId == type(IERC3525).interfaceId
            || interfaceId == type(IERC3525Metadata).interfaceId;
    }

    /* INTERNALS */

    /// @dev What a plain transfer of `value` to `to` is, once caller, sender and receiver are fit for it.
    function _plainPassage(NoteId note, NoteWord n, ReceivableWord r, address to, uint256 value)
        private
        view
        returns (Passage memory p)
    {
        _checkValue(note, n, value);
        if (r.has(ReceivableWords.TRADE_REFERENCE_REQUIRED)) revert TradeReferenceMissing(note);
        p = _passage(note, n, value, _activeCashOf(n.owner()), _holderOf(to), to);
        ++p.tier;
        if (PartyId.unwrap(p.to) == 0) revert NotCashAccount(to);
        if (p.to == p.from) revert SelfAssignment(p.to);
        (PartyId caller,, PartyWord receiver) = _admit(PartyId.wrap(0), _msgSender(), value, p.to, r);
        // What the cash account may not do itself, nobody does by its leave.
        if (caller != p.from) _admit(p.from, p.fromCash, value, p.to, r);
        if (receiver.optIns() & OPT_IN_TRANSFERS == 0) revert TransfersNotWanted(p.to);
    }

    /// @dev Moves value between two notes of one owner, at the owner's or an operator's wish; not new business.
    function _rearrange(NoteId note, NoteWord n, NoteId into, uint256 value) private {
        _checkValue(note, n, value);
        _act(SCOPE_ASSIGN, value);
        PartyId owner = n.owner();
        Passage memory p = _passage(note, n, value, _activeCashOf(owner), owner, address(0));
        _spendAllowance(p, n);
        _pour(p, into);
        _checkReceived(note, into, p.fromCash, value);
    }

    function _spendAllowance(Passage memory p, NoteWord n) private {
        if (_mayHandle(p, n)) return;
        address operator = _msgSender();
        uint256 tokenId = NoteId.unwrap(p.note);
        uint256 allowed = allowance(tokenId, operator);
        if (allowed < p.value) revert InsufficientAllowance(tokenId, operator, p.value, allowed);
        if (allowed == type(uint256).max) return;
        _setAllowance(p.note, p.fromCash, operator, allowed - p.value);
    }

    /// @dev The cash account of the owner whose approvals of `value` of the note the caller may give.
    /// @param approvedToo Whether the account that is approved for the note may give them too.
    function _grantor(NoteId note, NoteWord n, uint256 value, bool approvedToo)
        private
        returns (address cash)
    {
        _act(SCOPE_ASSIGN, value);
        address caller = _msgSender();
        cash = _cashOf(n.owner());
        bool may = caller == cash || _operators[cash][caller];
        if (!may && !(approvedToo && _approvedFor(note, n, cash) == caller)) {
            revert NotOwnerNorApproved(caller, NoteId.unwrap(note));
        }
        _notes[note] = n.withFlag(NoteWords.APPROVED, true);
    }

    function _setAllowance(NoteId note, address cash, address operator, uint256 value) private {
        _allowances[_grant(note, cash)][operator] = value;
        emit ApprovalValue(NoteId.unwrap(note), operator, value);
    }

    /// @dev The caller's party owns the note, or the caller is an operator of its cash account or approved for it.
    function _mayHandle(Passage memory p, NoteWord n) private view returns (bool) {
        (PartyId caller,) = _act(SCOPE_ASSIGN, 0);
        address account = _msgSender();
        return
            caller == p.from || _operators[p.fromCash][account]
                || _approvedFor(p.note, n, p.fromCash) == account;
    }

    function _approvedFor(NoteId note, NoteWord n, address cash) private view returns (address) {
        return n.has(NoteWords.APPROVED) ? _approved[_grant(note, cash)] : address(0);
    }

    /// @dev Key of the approvals that `cash` has given for a note since it last changed hands.
    function _grant(NoteId note, address cash) private view returns (bytes32) {
        return keccak256(abi.encode(note, _approvalRound[note], cash));
    }

    /// @dev A contract that is an ERC-3525 receiver is asked; state is final before.
    function _checkReceived(NoteId from, NoteId to, address receiver, uint256 value) private {
        if (!ERC165Checker.supportsERC165InterfaceUnchecked(receiver, RECEIVER_ID)) return;
        bytes4 answer = IERC3525Receiver(receiver)
            .onERC3525Received(_msgSender(), NoteId.unwrap(from), NoteId.unwrap(to), value, "");
        if (answer != RECEIVER_ID) revert ReceiverRefused(receiver);
    }
}
