// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IFingerprints} from "../../interfaces/IFingerprints.sol";
import {ReceivableId} from "../../interfaces/Types.sol";

/// @title PredecessorMock
/// @notice An earlier version of the system, of which only the memory of invoices is left.
contract PredecessorMock is IFingerprints {
    /// @inheritdoc IFingerprints
    mapping(ReceivableId fingerprint => bool) public isSpent;

    /// @notice Remembers an invoice as confirmed.
    function spend(ReceivableId fingerprint) external {
        isSpent[fingerprint] = true;
    }
}
