// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.25;

import {ReceivableId} from "./Types.sol";

/// @title IFingerprints
/// @notice The memory of financed invoices, asked by later versions of the system.
interface IFingerprints {
    /// @notice Whether an invoice with this fingerprint was ever confirmed here or in a predecessor.
    function isSpent(ReceivableId fingerprint) external view returns (bool);
}
