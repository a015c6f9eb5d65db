// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ActList} from "./ActList.sol";

/// @title Campaign
/// @notice Tells the fuzzer what to call: the acts of the handler and nothing else.
abstract contract Campaign {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    /// @dev The contract whose acts the fuzzer does.
    function _actors() internal view virtual returns (ActList);

    /// @notice The fuzzer calls the handler alone.
    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(_actors());
    }

    /// @notice And of the handler only its acts.
    function targetSelectors() external view returns (FuzzSelector[] memory list) {
        list = new FuzzSelector[](1);
        list[0] = FuzzSelector(address(_actors()), _actors().selectors());
    }

    /// @notice From one account: acts choose for themselves who acts.
    function targetSenders() external pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(0x5E4DE4);
    }
}
