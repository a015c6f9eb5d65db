// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

/// @notice A part of a loan that becomes payable when its condition holds; a leaf of the root in the signed terms.
/// @param index Its number, from 0 to 63.
/// @param amount What it pays out in all, in base units of the loan's token; below 2**96.
/// @param payees Who is paid: an account (its address as a number), or the root of the chunks of a payout list.
/// @param condition Contract that says whether it may be released (ICondition); zero for no condition.
/// @param config What the condition needs to know, fixed with the terms.
/// @param deadline Last day on which it may be released (days since 1970-01-01); 0 for the draw deadline of the terms.
struct Milestone {
    uint8 index;
    uint256 amount;
    bytes32 payees;
    address condition;
    bytes config;
    uint24 deadline;
}

/// @title ICondition
/// @notice Says whether a milestone may be released. Stateless: what it asks for is committed in the milestone.
interface ICondition {
    /// @notice Thrown when evidence is of another loan than the one asked about.
    error EvidenceOfAnotherLoan(bytes32 given, bytes32 asked);
    /// @notice Thrown when evidence is too short to be what the condition asks for, in bytes.
    error EvidenceMalformed(uint256 length, uint256 least);

    /// @notice Whether the condition of a milestone holds in this block.
    /// @dev May also revert with an error that says what is wrong with the evidence.
    /// @param loanId The loan. @param milestone The milestone, proven to be one of the loan.
    /// @param evidence What was brought for it, encoded as the condition asks.
    function isMet(bytes32 loanId, Milestone calldata milestone, bytes calldata evidence)
        external
        view
        returns (bool);
}
