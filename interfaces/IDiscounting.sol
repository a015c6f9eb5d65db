// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {ISignatures} from "./ISignatures.sol";
import {NoteId, PartyId, ProgrammeId, ReceivableId} from "./Types.sol";

/// @title IDiscounting
/// @notice Standing signed offers to buy notes, taken by holders in whole or part; recourse to the seller.
/// @dev One transaction moves note and cash, from the funder's cash account to the seller's; nothing rests here.
/// Cost = fee + ceil(value * rate * days / (1e6 * basis)), days from today to the due day on the programme's calendar.
/// What is assumed of a token: a plain ERC-20 on the programmes' allow-list.
interface IDiscounting is ISignatures {
    /// @notice A standing offer (EIP-712 type of the same fields, plus the programme's `agreementHash`).
    /// @param programme Programme whose notes are bought, or zero; @param receivable or the one receivable, or zero.
    /// @param deepestTier Deepest tier that is bought.
    /// @param rate Discount rate per year in parts per million (45,000 is 4.5 %).
    /// @param basis Days of a year: 360 (ACT/360) or 365 (ACT/365F).
    /// @param fee Fee per fill, @param smallest least value per fill, @param cap most value of all fills: base units.
    /// @param recourse Whether the buyer may put the note back to the seller when the debt is overdue.
    /// @param registryRequired Whether a fill must name an entry of the receivables registry.
    /// @param validUntil Last second at which it may be taken (Unix time).
    /// @param salt Makes offers distinct; all below the funder's lowest valid salt are cancelled.
    struct Offer {
        PartyId funder;
        ProgrammeId programme;
        ReceivableId receivable;
        uint8 deepestTier;
        uint32 rate;
        uint16 basis;
        uint256 fee;
        uint256 smallest;
        uint256 cap;
        bool recourse;
        bool registryRequired;
        uint256 validUntil;
        uint256 salt;
    }

    /// @notice A fill by a holder.
    /// @param minProceeds Least cash that the seller takes, in base units.
    /// @param registryReference Entry of the receivables registry, or zero.
    struct Fill {
        NoteId note;
        uint256 value;
        uint256 minProceeds;
        bytes32 registryReference;
    }

    /// @notice A sale with recourse that is still open.
    /// @param claimed Whether a put-back was tried and could not be paid.
    struct Sale {
        PartyId seller;
        PartyId buyer;
        uint256 value;
        uint256 proceeds;
        uint256 day;
        uint32 rate;
        uint16 basis;
        bool claimed;
    }

    /// @notice Thrown when an offer names neither or both of programme and receivable.
    error OfferScopeInvalid(ProgrammeId programme, ReceivableId receivable);
    /// @notice Thrown when the day count basis is neither 360 nor 365.
    error BasisInvalid(uint256 basis);
    /// @notice Thrown when the note is of another programme or receivable than offered for.
    error NotOfferedFor(NoteId note);
    /// @notice Thrown when the note is deeper than the offer goes.
    error OfferTierExceeded(uint256 tier, uint256 deepest);
    /// @notice Thrown when an offer has expired.
    error OfferExpired(uint256 validUntil, uint256 time);
    /// @notice Thrown when an offer's salt is below the funder's lowest valid one.
    error OfferCancelled(uint256 salt, uint256 lowestSalt);
    /// @notice Thrown when a fill is smaller than the offer allows.
    error FillTooSmall(uint256 value, uint256 smallest);
    /// @notice Thrown when an offer has less left than the fill needs.
    error OfferExhausted(uint256 value, uint256 left);
    /// @notice Thrown when the offer's signer acts for another party than its funder.
    error SignerNotOfFunder(PartyId signer, PartyId funder);
    /// @notice Thrown when the caller is not of the party that it acts for.
    error NotFunder(PartyId caller, PartyId funder);
    /// @notice Thrown when a party that is neither a funder nor the note's debtor makes an offer.
    error FunderRoleMissing(PartyId funder);
    /// @notice Thrown when a party takes its own offer.
    error OwnOffer(PartyId funder);
    /// @notice Thrown when a registry reference is required and missing.
    error RegistryReferenceMissing();
    /// @notice Thrown when the cost is the whole value or more.
    error CostExceedsValue(uint256 cost, uint256 value);
    /// @notice Thrown when the proceeds are under the seller's least.
    error ProceedsTooLow(uint256 proceeds, uint256 minProceeds);
    /// @notice Thrown when the receivable is due.
    error TooLateToSell(uint256 dueDay, uint256 today);
    /// @notice Thrown when a lowest salt is lowered.
    error SaltNotRaised(uint256 given, uint256 current);
    /// @notice Thrown when a note was not sold with recourse, or not to its present owner, or is no longer whole.
    error NoRecourse(NoteId note);
    /// @notice Thrown when a note is put back before the overdue mark.
    error NotOverdue(ReceivableId id);

    /// @notice Emitted when an offer is taken.
    /// @param note Note that the funder holds now (extinguished when the funder is its debtor).
    /// @param from Note of the seller that it came from.
    event OfferTaken(
        bytes32 indexed offer,
        NoteId indexed note,
        PartyId indexed seller,
        NoteId from,
        PartyId funder,
        uint256 value,
        uint256 proceeds,
        bytes32 registryReference,
        bool recourse
    );
    /// @notice Emitted when one offer is cancelled.
    event OfferWithdrawn(bytes32 indexed offer, PartyId indexed funder);
    /// @notice Emitted when all offers of a funder below a salt are cancelled.
    event LowestSaltRaised(PartyId indexed funder, uint256 lowestSalt);
    /// @notice Emitted when a note goes back to its seller for `price`.
    event PutBack(NoteId indexed note, PartyId indexed seller, PartyId indexed buyer, uint256 price);
    /// @notice Emitted when a put-back could not be paid: the buyer keeps the note and has a claim of `price`.
    event RecourseClaimed(NoteId indexed note, PartyId indexed seller, PartyId indexed buyer, uint256 price);

    /// @notice Sells a note, or a part, under a signed offer. The holder, scope assign.
    /// @param signer Account of the funder (scope fund) that signed.
    /// @return note The note that the funder holds now. @return proceeds Cash paid to the seller, rounded down.
    function take(Offer calldata offer, address signer, bytes calldata signature, Fill calldata fill)
        external
        returns (NoteId note, uint256 proceeds);

    /// @notice Cancels one offer. The funder, scope fund.
    function cancel(Offer calldata offer) external;

    /// @notice Cancels all offers of the caller's party with a salt below `lowestSalt`. Scope fund.
    function cancelBelow(uint256 lowestSalt) external;

    /// @notice Puts an overdue note back to its seller, whole, by the buyer (scope fund).
    /// @return paid Whether the price was paid; if not it is recorded as a claim and the note stays.
    function putBack(NoteId note) external returns (bool paid);

    /// @notice Proceeds and cost of selling `value` of a note under an offer today; reverts when the offer does not
    /// reach so far.
    /// @dev Not looked at: signature, the seller's account, a halt, and what else keeps the note from moving.
    function preview(Offer calldata offer, NoteId note, uint256 value)
        external
        view
        returns (uint256 proceeds, uint256 cost, uint256 daysToDue);

    /// @notice What the buyer would be owed for putting a note back today.
    function putBackPrice(NoteId note) external view returns (uint256);

    /// @notice The open sale with recourse of a note to its present owner; all zero for none.
    function saleOf(NoteId note) external view returns (Sale memory);

    /// @notice Value sold under an offer so far; 2**256 - 1 when it was cancelled.
    function filledOf(bytes32 offer) external view returns (uint256);

    /// @notice The lowest salt of a funder's offers that is still valid.
    function lowestSaltOf(PartyId funder) external view returns (uint256);

    /// @notice Digest of an offer that an account of the funder signs; also the offer's id.
    function offerDigest(Offer calldata offer) external view returns (bytes32);
}
