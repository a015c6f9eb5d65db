// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {NoteId, PartyId} from "./Types.sol";

/// @title ICustodian
/// @notice What a contract that locks notes must be able to do: pass on what a locked note is paid.
/// @dev A custodian is a contract of the system, admitted by ADMIN after review, never removed.
interface ICustodian {
    /// @notice Told after `amount` of `token` was transferred to it as a payout on a note that it has locked.
    /// @param note The note paid. @param owner The note's owner. @param amount In base units of `token`.
    function onPayout(NoteId note, PartyId owner, address token, uint256 amount) external;
}
