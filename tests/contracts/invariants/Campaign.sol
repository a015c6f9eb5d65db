// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Endings} from "./Endings.sol";

/// @title Campaign
/// @notice Tells the fuzzer what to call: the acts of the handler and nothing else.
abstract contract Campaign {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Endings internal handler;

    function setUp() external {
        handler = new Endings();
        handler.setUp();
    }

    /// @notice The fuzzer calls the handler alone.
    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(handler);
    }

    /// @notice And of the handler only its acts.
    function targetSelectors() external view returns (FuzzSelector[] memory list) {
        list = new FuzzSelector[](1);
        list[0] = FuzzSelector(address(handler), handler.selectors());
    }

    /// @notice From one account: acts choose for themselves who acts.
    function targetSenders() external pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(0x5E4DE4);
    }
}
