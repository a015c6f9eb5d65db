// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IParking} from "../../interfaces/IParking.sol";

/// @title Payout
/// @notice A transfer out that cannot stop the others: fixed gas, bounded answer, failure told instead of thrown.
library Payout {
    uint256 internal constant GAS = 200_000;
    /// @dev 63/64 of what is left must reach the token, and enough remain to park the amount.
    uint256 internal constant GAS_NEEDED = 245_000;

    /// @notice Transfers `amount` of `token` to `to`; false when the token refused, failed, or is no contract.
    /// @dev Reverts with `GasTooLow`: who brings the transaction must not choose who gets paid by starving a call.
    function tryTransfer(address token, address to, uint256 amount) internal returns (bool) {
        return _try(token, IERC20.transfer.selector, uint160(to), amount, 0, 68);
    }

    /// @notice As `tryTransfer`, out of the allowance of `from`.
    function tryTransferFrom(address token, address from, address to, uint256 amount)
        internal
        returns (bool)
    {
        return _try(token, IERC20.transferFrom.selector, uint160(from), uint160(to), amount, 100);
    }

    /// @dev Calls with `size` bytes: the selector and two or three words.
    function _try(address token, bytes4 selector, uint256 one, uint256 two, uint256 three, uint256 size)
        private
        returns (bool ok)
    {
        if (gasleft() < GAS_NEEDED) revert IParking.GasTooLow(gasleft(), GAS_NEEDED);
        uint256 returned;
        uint256 answer;
        assembly ("memory-safe") {
            // The call is written to free memory that nobody claims. At most 32 bytes of the answer are copied, to
            // scratch space.
            let data := mload(64)
            mstore(data, selector)
            mstore(add(data, 4), one)
            mstore(add(data, 36), two)
            mstore(add(data, 68), three)
            mstore(0, 0)
            ok := call(GAS, token, 0, data, size, 0, 32)
            returned := returndatasize()
            answer := mload(0)
        }
        if (!ok) return false;
        return returned == 0 ? token.code.length != 0 : returned >= 32 && answer == 1;
    }
}
