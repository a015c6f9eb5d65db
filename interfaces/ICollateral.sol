// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {ICustodian} from "./ICustodian.sol";
import {Terms} from "./ILoans.sol";
import {IParking} from "./IParking.sol";
import {NoteId, PartyId} from "./Types.sol";

/// @title ICollateral
/// @notice Notes pledged for loans: locked where they are, and what they are paid pays on the loan.
/// @dev A custodian of Receivables. Amounts are base units of the loan's token, which is the token of each note's
/// programme. What Collateral assumes of its dependencies:
/// - ILoans.quote reverts unless the terms are in force for an open loan, and an amendment keeps lender and token.
/// - ILoans.listOf tells a leaf for each released milestone that pays a list, and for no other.
/// - Settlements tells of each payout on a locked note after it has moved exactly that amount.
/// - A token is a plain ERC-20: no fee on transfer, no rebasing; it may refuse a payee, or use up gas.
interface ICollateral is ICustodian, IParking {
    /// @notice Thrown when another contract than Settlements tells of a payout.
    error NotSettlements(address caller);
    /// @notice Thrown when a payout is told of a note that is not pledged.
    error NotPledged(NoteId note);
    /// @notice Thrown when a note is pledged that secures a loan already.
    error NotePledged(NoteId note, bytes32 loan);
    /// @notice Thrown when a note is not paid in the token of the loan.
    error TokenMismatch(NoteId note, address token, address loanToken);
    /// @notice Thrown when another party than the lender releases notes of a loan on which something is owed, or may
    /// still be drawn.
    error StillSecuring(bytes32 loan, uint256 payoff, PartyId caller, PartyId lender);
    /// @notice Thrown when the lender releases notes of a loan in default, or on which a guarantor has paid.
    error SecurityClaimed(bytes32 loan, bool defaulted, bool covered);
    /// @notice Thrown when no proceeds wait for a loan.
    error NothingBooked(bytes32 loan);
    /// @notice Thrown when Loans takes another amount than it says.
    /// @param said What it says. @param before Balance before. @param left Balance after, in base units.
    error WrongAmountTaken(address token, uint256 said, uint256 before, uint256 left);

    /// @notice Emitted when a note is pledged. @param toCome What is still to come on it: its value less what it was
    /// paid.
    event Pledged(bytes32 indexed loan, NoteId indexed note, PartyId indexed owner, uint256 toCome);
    /// @notice Emitted when a note no longer secures its loan.
    event PledgeReleased(bytes32 indexed loan, NoteId indexed note);
    /// @notice Emitted when a pledged note is paid, by whose call ever: the amount waits here for its loan.
    /// @param toCome What is still to come on the note.
    event ProceedsBooked(
        bytes32 indexed loan, NoteId indexed note, PartyId indexed owner, uint256 amount, uint256 toCome
    );
    /// @notice Emitted when proceeds of an owner's notes leave. @param paid Part that paid on the loan.
    /// @param surplus Part that went to the owner, or is parked for it.
    event ProceedsApplied(bytes32 indexed loan, PartyId indexed owner, uint256 paid, uint256 surplus);

    /// @notice Pledges notes of the caller's party for an open loan, its own or another's. Scope assign.
    /// @dev Stopped by a halt. The limit per act counts for each note. Reverts as IParties.admit with the lender as
    /// receiver, as IReceivables.lock, and with `NotePledged` or `TokenMismatch`.
    /// @param terms Terms in force of the loan.
    /// @return toCome What is still to come on these notes together.
    function pledge(Terms calldata terms, NoteId[] calldata notes) external returns (uint256 toCome);

    /// @notice Ends pledges: by anyone once nothing is owed and nothing can be drawn; before that by the lender (scope
    /// fund), but not in default and not once a guarantor has paid.
    /// @dev Nothing can be drawn after the draw deadline, or when every milestone is released and none pays a list.
    /// Notes that are not pledged for the loan are skipped, so that nobody holds up a batch.
    /// @return count Pledges ended.
    function release(Terms calldata terms, NoteId[] calldata notes) external returns (uint256 count);

    /// @notice Redeems notes (ISettlements.redeem) and applies all that waits for the loan, by anyone.
    /// @dev Does nothing where nothing came. When more waits than one transaction can pay, `apply` in parts.
    /// @return paid Paid on the loan. @return surplus Paid to the owners of the notes, or parked for them.
    function redeem(Terms calldata terms, NoteId[] calldata notes)
        external
        returns (uint256 paid, uint256 surplus);

    /// @notice Applies proceeds that wait for a loan, by anyone, in the order in which they came: to what is due, then,
    /// if the terms say so, to the rest of the debt; what is left goes to the owner of the note that it came from.
    /// @dev A failing payout is parked; the transaction reverts when under 245,000 gas is left before a payout.
    /// @param most Entries to apply; payouts on notes of one owner, one after the other, are one entry.
    function applyProceeds(Terms calldata terms, uint256 most)
        external
        returns (uint256 paid, uint256 surplus);

    /// @notice What is still to come on the loan's pledged notes: their value less what they were paid.
    function pledgedValue(bytes32 loan) external view returns (uint256);

    /// @notice Loan that a note secures, and what is still to come on it; zero when it is not pledged.
    function pledgeOf(NoteId note) external view returns (bytes32 loan, uint256 toCome);

    /// @notice Proceeds that wait for a loan, and the number of entries that `applyProceeds` would go through.
    function proceedsOf(bytes32 loan) external view returns (uint256 amount, uint256 entries);
}
