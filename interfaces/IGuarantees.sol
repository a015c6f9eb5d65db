// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {Cover, Terms} from "./ILoans.sol";
import {IParking} from "./IParking.sol";
import {IVoidableSignatures} from "./ISignatures.sol";
import {NoteId, PartyId, ReceivableId} from "./Types.sol";

/// @title IGuarantees
/// @notice Guarantors of receivables and loans: their covers, what they pay, and what they get back of it.
/// @dev A debt is named by the id of its loan, or of its receivable as a number. A guarantor that pays becomes creditor
/// of what it paid, without interest. Amounts are base units of the debt's token; shares parts per million.
interface IGuarantees is IParking, IVoidableSignatures {
    /// @notice A cover of an anchor's debt, as its guarantor signs it (EIP-712 type of the same fields).
    /// @param share Parts per million of a shortfall that it covers. @param cap Most that it ever pays.
    /// @param payer Party that pays `fee` to the guarantor when it brings the cover.
    /// @param agreementHash Hash of the agreement behind it. @param salt Makes equal covers two messages.
    /// @param deadline Last second at which it can be brought (Unix time).
    struct ReceivableCover {
        ReceivableId receivable;
        PartyId guarantor;
        uint32 share;
        uint256 cap;
        PartyId payer;
        uint256 fee;
        bytes32 agreementHash;
        uint256 deadline;
        uint256 salt;
    }

    /// @notice Where a guarantor stands on a debt.
    /// @param claim What it paid and has not got back. @param paid All that it ever paid.
    /// @param shortfall Number of the shortfall on which it last paid (a receivable has one, 1).
    /// @param paidOnShortfall What it paid on that one.
    struct Position {
        uint256 claim;
        uint256 paid;
        uint256 shortfall;
        uint256 paidOnShortfall;
    }

    /// @notice Thrown when a share is nothing, or shares of a receivable's covers are more than all together.
    error ShareInvalid(uint256 share, uint256 largest);
    /// @notice Thrown when a cap is nothing or above 96 bits.
    error CapInvalid(uint256 cap, uint256 largest);
    /// @notice Thrown when a guarantor covers a receivable twice.
    error CoverExists(ReceivableId id, PartyId guarantor);
    /// @notice Thrown when a receivable would have more covers than it may.
    error TooManyCovers(ReceivableId id, uint256 most);
    /// @notice Thrown when a cover is brought by another party than the one that pays its fee.
    error NotFeePayer(PartyId caller, PartyId payer);
    /// @notice Thrown when a debt has no such cover.
    error CoverUnknown(bytes32 debt, uint256 cover);
    /// @notice Thrown when nothing is to be paid under a cover.
    /// @param part Its share of the shortfall. @param paid What its guarantor paid on that before.
    /// @param room What its cap leaves. @param owed What is owed to the creditors that are no guarantors.
    error NothingToCall(
        bytes32 debt, PartyId guarantor, uint256 part, uint256 paid, uint256 room, uint256 owed
    );
    /// @notice Thrown when a pull brings another amount than asked for.
    error WrongAmountReceived(address token, uint256 expected, uint256 received);
    /// @notice Thrown when a function of the system is called from outside.
    error NotSystem(address caller);

    /// @notice Emitted when a cover of a receivable is recorded.
    event CoverRecorded(
        ReceivableId indexed id,
        PartyId indexed guarantor,
        PartyId indexed payer,
        uint256 share,
        uint256 cap,
        uint256 fee,
        bytes32 agreementHash
    );
    /// @notice Emitted when a guarantor pays under its cover, and is creditor of `claim` now.
    event CoverCalled(
        bytes32 indexed debt, PartyId indexed guarantor, uint256 shortfall, uint256 amount, uint256 claim
    );
    /// @notice Emitted when a guarantor gets back `amount`; it is still creditor of `claim`.
    event Recovered(bytes32 indexed debt, PartyId indexed guarantor, uint256 amount, uint256 claim);

    /// @notice Records a signed cover of an open receivable, and pays its fee. Stopped by a halt.
    /// @dev The caller acts for the payer of the fee (scope fund), which is the anchor or holds a note.
    /// @param holding A note of the receivable that the payer holds; not looked at where it is the anchor.
    /// @param signer Account of the guarantor with the scope fund, whose limit per act covers the cap.
    function cover(ReceivableCover calldata terms, NoteId holding, address signer, bytes calldata signature)
        external;

    /// @notice Calls a guarantor's cover of a receivable that is marked overdue, by anyone.
    /// @dev Pays the holders from the guarantor's allowance to this contract, all that is to be paid or nothing.
    /// @return amount What the guarantor paid.
    function callCover(ReceivableId id, PartyId guarantor) external returns (uint256 amount);

    /// @notice Calls a cover of a loan of which default is marked, by anyone.
    /// @dev Pays the lender from the guarantor's allowance to this contract, all that is to be paid or nothing; what
    /// the lender's account refuses is parked for it here.
    /// @param terms Terms in force. @param covers The covers that they name. @param index Which of them is called.
    /// @return amount What the guarantor paid.
    function callLoanCover(Terms calldata terms, Cover[] calldata covers, uint256 index)
        external
        returns (uint256 amount);

    /// @notice Shares `amount`, which has just been moved here, among the guarantors of a debt, by their claims.
    /// @dev Only Loans and Settlements call it, each for its own debts.
    function recovered(bytes32 debt, address token, uint256 amount) external;

    /// @notice What guarantors have paid on a debt and not got back: their part G of it.
    function claimOn(bytes32 debt) external view returns (uint256);

    /// @notice Where a guarantor stands on a debt; all zero when it never paid.
    function positionOf(bytes32 debt, PartyId guarantor) external view returns (Position memory);

    /// @notice Guarantors that have paid on a debt, in the order in which they first did.
    function guarantorsOf(bytes32 debt) external view returns (PartyId[] memory);

    /// @notice Share and cap of a guarantor's cover of a receivable; zero for none.
    function coverOf(ReceivableId id, PartyId guarantor) external view returns (uint256 share, uint256 cap);

    /// @notice Digest that a guarantor signs to cover a receivable.
    function coverDigest(ReceivableCover calldata terms) external view returns (bytes32);
}
