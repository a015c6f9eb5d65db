// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {PartyId} from "./Types.sol";

/// @title ICreditLines
/// @notice How much more a party may draw from a lender, as Loans asks.
interface ICreditLines {
    /// @notice Reverts unless the lender's line for the party allows loans at `rate` (parts per million a year).
    function checkRate(PartyId lender, PartyId party, uint256 rate) external view;

    /// @notice Uses up `amount` of the party's line with the lender, and of its group's, or reverts. Before money moves.
    function draw(PartyId lender, PartyId party, uint256 amount) external;

    /// @notice Records a payment of the party's on a loan, and gives `principal` back to its line. Never reverts for
    /// what was drawn; asks neither freeze nor expiry.
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
    function defaulted(PartyId lender, PartyId party, uint256 debt) external;
}
