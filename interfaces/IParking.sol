// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {PartyId} from "./Types.sol";

/// @title IParking
/// @notice Payouts that failed, or are due to a suspended party, wait in the contract for their payee.
/// @dev A payout gets 200,000 gas; the transaction reverts when under 245,000 is left before one.
interface IParking {
    /// @notice Thrown when nothing is parked.
    error NothingParked(PartyId party, address token);
    /// @notice Thrown when a claim is for a party that is suspended.
    error PayeeSuspended(PartyId party);
    /// @notice Thrown when too little gas is left for an isolated payout.
    error GasTooLow(uint256 left, uint256 needed);

    /// @notice Emitted when a payout fails, or its payee is suspended: it waits for the payee here.
    event Parked(PartyId indexed party, address indexed token, uint256 amount);
    /// @notice Emitted when a parked payout reaches its payee.
    event Claimed(PartyId indexed party, address indexed token, address indexed account, uint256 amount);

    /// @notice Pays a party what was parked for it, to its cash account, by anyone.
    function claim(PartyId party, address token) external returns (uint256 amount);

    /// @notice What is parked for a party, in base units of `token`.
    function parkedOf(PartyId party, address token) external view returns (uint256);
}
