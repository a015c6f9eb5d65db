// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {NoteId, PartyId, ProgrammeId, ReceivableId, Status} from "./Types.sol";

/// @title IDescriptor
/// @notice Tells what Receivables holds: field by field, and as metadata in data URIs, at the time of the call.
/// @dev The metadata functions describe the contract that asks, so Receivables can call them before either knows the
/// other's address.
interface IDescriptor {
    /// @notice A receivable as it stands.
    /// @param dueDay Day on which it is due, on the calendar of `utcOffset` (quarter hours).
    /// @param face Principal that its live notes carry, in base units of the programme's token.
    /// @param issued Notes made so far. @param live Notes not yet burnt.
    /// @param first The receivable that this further fingerprint belongs to, when the status is Linked.
    struct Receivable {
        ProgrammeId programme;
        PartyId anchor;
        Status status;
        uint256 dueDay;
        int8 utcOffset;
        uint256 face;
        uint256 smallestPiece;
        uint8 deepestTier;
        uint24 issued;
        uint24 live;
        bool tradeReferenceRequired;
        bool disputed;
        bool frozen;
        ReceivableId first;
    }

    /// @notice A note as it stands.
    /// @param value Part of the face that it carries; it does not shrink when the note is paid in parts.
    /// @param claimed What it has been paid so far.
    /// @param custodian Contract that has locked it, or zero.
    /// @param pending Whether it waits for the consent of a receiver.
    struct Note {
        PartyId owner;
        uint256 value;
        uint256 claimed;
        uint8 tier;
        address custodian;
        bool pending;
        bool frozen;
    }

    /// @notice Metadata of the contract that asks.
    function contractURI() external view returns (string memory);

    /// @notice Metadata of a receivable (slot) of the contract that asks: currency, decimals, face, due day.
    function slotURI(uint256 slot) external view returns (string memory);

    /// @notice Metadata of a note (token) of the contract that asks.
    function tokenURI(uint256 tokenId) external view returns (string memory);

    /// @notice A receivable as it stands; status None when unknown.
    function receivableOf(address receivables, ReceivableId id) external view returns (Receivable memory);

    /// @notice A note as it stands; the owner is zero when there is no such note.
    function noteOf(address receivables, NoteId note) external view returns (Note memory);
}
