// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

/// @dev Ids that must not be mixed are types. An id that contains another is read off by a shift:
/// programme = anchor << 8 | number, note = receivable << 32 | number of the note (from 1).

/// @dev A party; never zero.
type PartyId is uint40;
/// @dev A programme of one anchor: the anchor's party id << 8 | a number from 1 to 255.
type ProgrammeId is uint48;
/// @dev A receivable: the first 96 bits of the keyed fingerprint of its invoice; never zero.
type ReceivableId is uint96;
/// @dev A note: its receivable << 32 | its number from 1 upwards.
type NoteId is uint128;

/// @dev Packed words as stored; contracts/libraries/Words.sol reads them.
type PartyWord is uint256;
type ReceivableWord is uint256;
type NoteWord is uint256;

using {sameParty as ==, otherParty as !=} for PartyId global;
using {sameReceivable as ==} for ReceivableId global;

/// @notice Whether two party ids are the same.
function sameParty(PartyId a, PartyId b) pure returns (bool) {
    return PartyId.unwrap(a) == PartyId.unwrap(b);
}

/// @notice Whether two party ids differ.
function otherParty(PartyId a, PartyId b) pure returns (bool) {
    return PartyId.unwrap(a) != PartyId.unwrap(b);
}

/// @notice Whether two receivable ids are the same.
function sameReceivable(ReceivableId a, ReceivableId b) pure returns (bool) {
    return ReceivableId.unwrap(a) == ReceivableId.unwrap(b);
}

/// @dev States of a receivable. `Linked` marks a further fingerprint of a receivable over several invoices.
enum Status {
    None,
    Open,
    Overdue,
    Settled,
    Cancelled,
    Linked
}
