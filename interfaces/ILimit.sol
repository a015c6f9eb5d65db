// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {ProgrammeId} from "./Types.sol";

/// @title ILimit
/// @notice A sponsor's limit behind a programme: asked before debt is confirmed, told when principal is paid.
/// @dev What Programmes assumes of it: `consume` reverts to refuse; `restore` never reverts for an amount consumed.
interface ILimit {
    /// @notice Uses up `amount` (base units of the programme's token) of the limit, or reverts.
    function consume(ProgrammeId programme, uint256 amount) external;

    /// @notice Gives `amount` back.
    function restore(ProgrammeId programme, uint256 amount) external;
}
