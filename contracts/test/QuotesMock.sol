// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Quote, Terms} from "../../interfaces/ILoans.sol";

/// @title QuotesMock
/// @notice What a condition asks of Loans, set by hand: for tests only.
contract QuotesMock {
    bytes32 private _loan;
    uint256 private _daysPastDue;
    bytes private _refusal;

    /// @notice From now on all terms are those of `loan`, which is so many days past due.
    function set(bytes32 loan, uint256 daysPastDue) external {
        (_loan, _daysPastDue) = (loan, daysPastDue);
    }

    /// @notice From now on all terms are refused for this reason.
    function refuse(bytes calldata reason) external {
        _refusal = reason;
    }

    /// @notice As ILoans, of today only.
    function quote(Terms calldata, uint256 day) external view returns (bytes32 loan, Quote memory q) {
        bytes memory refusal = _refusal;
        if (refusal.length != 0) {
            assembly ("memory-safe") {
                revert(add(refusal, 32), mload(refusal))
            }
        }
        assert(day == 0);
        q.daysPastDue = _daysPastDue;
        return (_loan, q);
    }
}
