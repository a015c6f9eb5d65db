// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title PledgeMock
/// @notice What a condition asks of Collateral, set by hand: for tests only.
contract PledgeMock {
    mapping(bytes32 loan => uint256) private _values;

    /// @notice From now on so much is pledged for a loan.
    function setValue(bytes32 loan, uint256 value) external {
        _values[loan] = value;
    }

    /// @notice As ICollateral.
    function pledgedValue(bytes32 loan) external view returns (uint256) {
        return _values[loan];
    }
}
