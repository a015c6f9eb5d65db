// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {ILimit} from "./ILimit.sol";
import {PartyId, ProgrammeId} from "./Types.sol";

/// @title ICreditLines
/// @notice How much more a party may draw from a lender, or an anchor confirm; and how the party has paid so far.
/// @dev Amounts are base units. A line is of one currency: the lender, who signs the terms of each loan under it and
/// offers itself to each programme, lets only one currency use it. Days are UTC days since 1970-01-01, rates parts per
/// million a year. A group id is that of Parties; where an error or a view has a group of zero, it means the party's
/// own line.
/// What CreditLines assumes of its dependencies:
/// - A consumer (Loans) gives back only principal that it drew, and calls `repaid` with a principal of zero for a loan
///   that did not draw.
/// - Programmes restores only what it consumed.
interface ICreditLines is ILimit {
    /// @notice What became of money lent, see `recordOf`.
    enum Outcome {
        OnTime,
        Late30,
        Late90,
        Late180,
        LateMore,
        Recovered,
        Defaulted
    }

    /// @notice What a lender grants a party.
    /// @param limit Most that is used at a time.
    /// @param rateFloor Least rate of a loan under the line.
    /// @param expiry Last day on which it may be drawn.
    /// @param group Group whose line is used as well; zero for none.
    /// @param decisionHash Hash of the credit decision. @param modelVersion Version of the model behind it, in ASCII.
    struct Grant {
        uint256 limit;
        uint32 rateFloor;
        uint256 expiry;
        uint40 group;
        bytes32 decisionHash;
        bytes32 modelVersion;
    }

    /// @notice A line as it stands; `expiry` is zero when it was never granted.
    /// @param used What was drawn and not given back. @param group Group whose line is used as well; zero for none.
    struct Line {
        uint256 limit;
        uint256 used;
        uint256 rateFloor;
        uint256 expiry;
        uint40 group;
        bool frozen;
    }

    /// @notice How often something happened, and the sum of it in base units of whichever tokens.
    struct Tally {
        uint64 count;
        uint192 amount;
    }

    /// @notice Thrown when a lender has granted no such line.
    error LineUnknown(PartyId lender, PartyId party, uint40 group);
    /// @notice Thrown when a frozen line would be drawn.
    error LineFrozen(PartyId lender, PartyId party, uint40 group);
    /// @notice Thrown when a line would be drawn after its last day.
    error LineExpired(PartyId lender, PartyId party, uint40 group, uint256 expiry, uint256 today);
    /// @notice Thrown when more would be drawn than is left of a line.
    error LineExceeded(PartyId lender, PartyId party, uint40 group, uint256 amount, uint256 room);
    /// @notice Thrown when more would be given back to a line than is used of it.
    error NotUsed(PartyId lender, PartyId party, uint256 amount, uint256 used);
    /// @notice Thrown when a loan would bear less than its line asks.
    error RateBelowFloor(PartyId lender, PartyId party, uint256 rate, uint256 rateFloor);
    /// @notice Thrown when a limit does not fit 96 bits.
    error LimitTooLarge(uint256 limit, uint256 largest);
    /// @notice Thrown when a line would expire before today, or so late that the day does not fit 16 bits.
    error ExpiryInvalid(uint256 expiry, uint256 today, uint256 latest);
    /// @notice Thrown when a line would be granted to no group.
    error GroupZero();
    /// @notice Thrown when a line would be tied to another group than its party's.
    error NotOfGroup(PartyId party, uint40 group, uint40 actual);
    /// @notice Thrown when the tie of a line to a group would change while some of it is used.
    error GroupTied(PartyId lender, PartyId party, uint40 group, uint256 used);
    /// @notice Thrown when another contract than a consumer draws, gives back or records.
    error NotConsumer(address caller);
    /// @notice Thrown when another contract than Programmes asks for or tells of confirmed debt.
    error NotProgrammes(address caller);
    /// @notice Thrown when nobody stands behind a programme.
    error SponsorMissing(ProgrammeId programme);
    /// @notice Thrown when a programme has its sponsor already.
    error SponsorFixed(ProgrammeId programme, PartyId lender);
    /// @notice Thrown when the sponsor that an anchor would accept does not offer itself.
    error SponsorNotOffered(ProgrammeId programme, PartyId lender);

    /// @notice Emitted when a lender grants a line, for the first time or anew.
    event LineGranted(PartyId indexed lender, PartyId indexed party, Grant grant);
    /// @notice Emitted when a lender grants a group a line, for the first time or anew.
    event GroupLineGranted(
        PartyId indexed lender,
        uint40 indexed group,
        uint256 limit,
        uint256 expiry,
        bytes32 decisionHash,
        bytes32 modelVersion
    );
    /// @notice Emitted when a lender freezes or thaws a party's line. @param document Hash of the reason.
    event LineFreezeChanged(PartyId indexed lender, PartyId indexed party, bool frozen, bytes32 document);
    /// @notice Emitted when a lender freezes or thaws a group's line. @param document Hash of the reason.
    event GroupLineFreezeChanged(PartyId indexed lender, uint40 indexed group, bool frozen, bytes32 document);
    /// @notice Emitted when a line is used. @param used What is used now of the party's line. @param groupUsed And of
    /// the line of the group that it is tied to; zero for none.
    event LineDrawn(
        PartyId indexed lender, PartyId indexed party, uint256 amount, uint256 used, uint256 groupUsed
    );
    /// @notice Emitted when principal comes back to a line. @param used, groupUsed As in `LineDrawn`.
    event LineRestored(
        PartyId indexed lender, PartyId indexed party, uint256 amount, uint256 used, uint256 groupUsed
    );
    /// @notice Emitted when a party's record grows. @param daysLate Days past due of a payment.
    event OutcomeRecorded(
        PartyId indexed lender,
        PartyId indexed party,
        Outcome indexed outcome,
        uint256 amount,
        uint256 daysLate
    );
    /// @notice Emitted when a lender offers to stand behind a programme (`on`), or withdraws that.
    event SponsorOffered(ProgrammeId indexed programme, PartyId indexed lender, bool on);
    /// @notice Emitted when an anchor accepts the sponsor of its programme, for ever.
    event SponsorAccepted(ProgrammeId indexed programme, PartyId indexed lender);
    /// @notice Emitted when a contract may use lines from now on.
    event ConsumerAdded(address indexed consumer);

    /// @notice Lets a contract draw, give back and record, for ever. Role ADMIN.
    function addConsumer(address consumer) external;

    /// @notice Grants a party a line of the caller's party, or grants it anew: what is used, and a freeze, stay.
    /// @dev Scope fund, role funder; the account's limit per act counts for the line's limit. Reverts with
    /// `LimitTooLarge`, `ExpiryInvalid`, `GroupTied`, `NotOfGroup`, `LineUnknown` (of the group), as IParties.act, or
    /// with IParties.RoleMissing or PartyUnknown. A group that stays is not looked at again.
    /// @dev A limit below what is used lets nothing be drawn until enough was given back.
    function grant(PartyId party, Grant calldata terms) external;

    /// @notice Grants a group of companies a line of the caller's party, or grants it anew. Rules as `grant`.
    /// @dev Binds only parties whose own line is tied to it.
    function grantGroup(
        uint40 group,
        uint256 limit,
        uint256 expiry,
        bytes32 decisionHash,
        bytes32 modelVersion
    ) external;

    /// @notice Freezes or thaws a line of the caller's party. Scope fund. @param document Hash of the reason.
    function setFreeze(PartyId party, bool on, bytes32 document) external;

    /// @notice Freezes or thaws a group's line of the caller's party. Scope fund. @param document Hash of the reason.
    function setGroupFreeze(uint40 group, bool on, bytes32 document) external;

    /// @notice Offers that the anchor's line with the caller's party stands behind a programme, or withdraws that.
    /// @dev Scope fund, role funder. The programme need not exist yet. Reverts with `SponsorFixed` once there is one.
    function offerSponsor(ProgrammeId programme, bool on) external;

    /// @notice Accepts a sponsor, for ever, by an account of the programme's anchor with the scope administer.
    /// @dev Reverts with IProgrammes.NotAnchor, `SponsorFixed` or `SponsorNotOffered`.
    function acceptSponsor(ProgrammeId programme, PartyId lender) external;

    /// @notice Reverts unless the lender's line for the party allows loans at `rate` (parts per million a year).
    function checkRate(PartyId lender, PartyId party, uint256 rate) external view;

    /// @notice Uses up `amount` of the party's line with the lender, and of its group's, or reverts. Called before
    /// money moves.
    /// @dev Reverts with `NotConsumer`, `LineUnknown`, `LineFrozen`, `LineExpired` or `LineExceeded`.
    function draw(PartyId lender, PartyId party, uint256 amount) external;

    /// @notice Records a payment of the party's on a loan, and gives `principal` back to its line. Never reverts for
    /// what was drawn; asks neither freeze nor expiry.
    /// @dev Nothing is recorded without an amount: a payee's refund gives back principal and is no payment. Amounts
    /// above 128 bits count as 2**128 - 1. Reverts with `NotConsumer` or `NotUsed`.
    /// @param amount All that was paid. @param daysLate Days past due when it was paid.
    /// @param defaulted Whether the loan was in default: the payment is a recovery.
    function repaid(
        PartyId lender,
        PartyId party,
        uint256 principal,
        uint256 amount,
        uint256 daysLate,
        bool defaulted
    ) external;

    /// @notice Records that a loan of the party's went into default with `debt` owed.
    /// @dev What was recorded stays when the lender lifts the mark: the log of such marks only grows.
    function defaulted(PartyId lender, PartyId party, uint256 debt) external;

    /// @notice A party's line as it stands; all zero when never granted.
    function lineOf(PartyId lender, PartyId party) external view returns (Line memory);

    /// @notice A group's line as it stands; all zero when never granted.
    function groupLineOf(PartyId lender, uint40 group) external view returns (Line memory);

    /// @notice What a draw may be worth today, by the party's line and its group's.
    function available(PartyId lender, PartyId party) external view returns (uint256);

    /// @notice How a party has paid all its lenders, by outcome.
    function recordOf(PartyId party) external view returns (Tally[7] memory);

    /// @notice The lender behind a programme; zero for none.
    function sponsorOf(ProgrammeId programme) external view returns (PartyId);

    /// @notice Whether a lender offers itself to a programme, and was not accepted.
    function isSponsorOffered(ProgrammeId programme, PartyId lender) external view returns (bool);

    /// @notice Whether a contract may draw, give back and record.
    function isConsumer(address account) external view returns (bool);
}
