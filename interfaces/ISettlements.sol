// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {IParking} from "./IParking.sol";
import {NoteId, PartyId, ReceivableId, Status} from "./Types.sol";

/// @title ISettlements
/// @notice The anchor's payment, what each note is paid of it, late interest, and the overdue mark.
/// @dev Never halted, never refused for a dispute or freeze. What is assumed of a token: a plain ERC-20, no fee on
/// transfer, no rebasing; it may refuse a payee, use up gas, or return nothing. Per receivable: F face, T received for
/// the holders, P unpaid principal, J interest charged up to day D, Q paid out;
/// owed(day) = P + (J - (T - (F - P))) + ceil(P * rate * (day - D) / 1e9), never more by being asked often.
/// Interest stops where face and interest together would pass 2**96 - 1. A guarantor that pays becomes creditor of what
/// it paid, G in all: the debtor then owes owed + G, and guarantors get floor(y * G / (owed + G)) of each payment y.
interface ISettlements is IParking {
    /// @notice Accounts of one receivable, in base units of its programme's token.
    /// @param received For the holders: payments without the guarantors' parts, and what guarantors paid.
    /// @param chargedTo Last day whose interest is in `interest` (day number).
    struct Account {
        uint256 received;
        uint256 unpaid;
        uint256 interest;
        uint256 paidOut;
        uint256 chargedTo;
    }

    /// @notice Thrown when nothing is owed on the receivable in its state.
    error NothingOwed(ReceivableId id, Status status);
    /// @notice Thrown when a part is paid before the due day.
    error PartBeforeDueDay(ReceivableId id, uint256 amount, uint256 owed);
    /// @notice Thrown when a payment is zero.
    error ZeroPayment();
    /// @notice Thrown when a collection is tried before the due day.
    error NotDue(ReceivableId id, uint256 dueDay, uint256 today);
    /// @notice Thrown when the anchor's account gives nothing to collect.
    error NothingToCollect(ReceivableId id, uint256 owed, uint256 allowance, uint256 balance);
    /// @notice Thrown when a token moved another amount than asked.
    error WrongAmountReceived(address token, uint256 expected, uint256 received);
    /// @notice Thrown when the grace has not passed.
    error GraceNotOver(ReceivableId id, uint256 lastGraceDay, uint256 today);
    /// @notice Thrown when a debt is marked overdue that is not open.
    error NotOpen(ReceivableId id, Status status);
    /// @notice Thrown when a receivable does not exist.
    error UnknownReceivable(ReceivableId id);
    /// @notice Thrown when a guarantor's payment is booked on a debt that is not marked overdue.
    error NotMarkedOverdue(ReceivableId id, Status status);
    /// @notice Thrown when a guarantor would pay more than is owed to the holders.
    error MoreThanOwed(ReceivableId id, uint256 amount, uint256 owed);
    /// @notice Thrown when a function of the system is called from outside.
    error NotSystem(address caller);

    /// @notice Emitted when money for a receivable arrives.
    /// @param payer Account that paid. @param interest Part of `amount` that paid late interest.
    /// @param owed What is still owed on the day of the block, to holders and guarantors; 0 settles it.
    event Paid(
        ReceivableId indexed id, address indexed payer, uint256 amount, uint256 interest, uint256 owed
    );
    /// @notice Emitted when guarantors get `amount` of the payment told next; they are still owed `claim`.
    event PaidToGuarantors(ReceivableId indexed id, uint256 amount, uint256 claim);
    /// @notice Emitted when a guarantor pays, and becomes creditor of that: guarantors are now owed `claim`.
    /// @param interest Part of `amount` that paid late interest. @param owed What is still owed to the holders.
    event PaidByGuarantor(
        ReceivableId indexed id, uint256 amount, uint256 interest, uint256 owed, uint256 claim
    );
    /// @notice Emitted when a note is paid; `burnt` when nothing more will come.
    event Redeemed(NoteId indexed note, PartyId indexed payee, uint256 amount, bool burnt);

    /// @notice Pays a receivable from the caller's allowance: before the due day only the whole, then also parts.
    /// @param amount Most to pay, in base units; what exceeds the debt is not taken.
    /// @return taken What was taken.
    function settle(ReceivableId id, uint256 amount) external returns (uint256 taken);

    /// @notice Collects what is owed from the anchor's cash account, by anyone, from the due day.
    /// @dev Takes the least of what is owed, the allowance and the balance; reverts when that is nothing.
    function collect(ReceivableId id) external returns (uint256 taken);

    /// @notice Pays notes what they are due, to their owners, by anyone; notes with nothing due are skipped.
    /// @dev A failing payout is parked; the transaction reverts when under 245,000 gas is left before a payout.
    /// @return paid What was paid or parked on all of them together.
    function redeem(NoteId[] calldata notes) external returns (uint256 paid);

    /// @notice Marks a debt overdue, by anyone, once its grace has passed; suspends the anchor.
    function markOverdue(ReceivableId id) external;

    /// @notice Books what a guarantor pays the holders of an overdue debt. Only Guarantees calls it, and brings
    /// `amount` in the same transaction. No limit is restored, nothing settled.
    function bookCover(ReceivableId id, uint256 amount) external;

    /// @notice What is owed on a receivable today to its holders, principal and interest.
    function owed(ReceivableId id) external view returns (uint256);

    /// @notice What is owed on a receivable to guarantors, besides `owed`: what they paid and did not get back.
    function claimOf(ReceivableId id) external view returns (uint256);

    /// @notice What will be owed on `day` if nothing is paid until then; interest is rounded up.
    function owedOn(ReceivableId id, uint256 day) external view returns (uint256);

    /// @notice What `redeem` would pay a note now; rounded down until the last note takes what is left.
    function redeemable(NoteId note) external view returns (uint256);

    /// @notice Accounts of a receivable. Paid at once and on time it keeps none: received is then the face, and what
    /// was paid out (0 here) is told by the notes burnt.
    function accountOf(ReceivableId id) external view returns (Account memory);
}
