// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

/// @title IGuarantees
/// @notice Guarantors' claims on loans, as Loans asks.
interface IGuarantees {
    /// @notice What guarantors have paid on a loan and not got back: their part G of the debt.
    function claimOn(bytes32 loan) external view returns (uint256);

    /// @notice Shares `amount`, which Loans has just moved here, among the guarantors of a loan. Only Loans calls it.
    function recovered(bytes32 loan, address token, uint256 amount) external;
}
