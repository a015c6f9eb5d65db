// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {Suite} from "../base/Suite.sol";
import {vm} from "../base/Vm.sol";

/// @title HaltChecks
/// @notice Tries calls with which everything is in order, with and without a halt.
abstract contract HaltChecks is Suite {
    /// @dev Of the calls that follow: who makes them, to whom, on which day.
    address internal _caller;
    address internal _target;
    uint256 internal _day = DAY;

    /// @dev Who makes the calls that follow, and to whom.
    function _at(address caller, address target) internal {
        (_caller, _target) = (caller, target);
    }

    /// @dev The call as it stands, in the present state.
    function _call(bytes memory data) internal returns (bool ok, bytes memory answer) {
        vm.prank(_caller);
        (ok, answer) = _target.call(data);
    }

    /// @dev The call from the present state on the day set, in a halt or without, leaving no trace.
    function _tried(bytes memory data, bool halted) internal returns (bool ok, bytes memory answer) {
        uint256 state = vm.snapshotState();
        toDay(_day);
        if (halted) {
            vm.prank(guardian);
            parties.halt(7 days);
        }
        (ok, answer) = _call(data);
        vm.revertToState(state);
    }

    /// @dev It succeeds, in a halt as without one.
    function _passes(string memory name, bytes memory data) internal {
        (bool ok,) = _tried(data, false);
        vm.assertTrue(ok, string.concat(name, " without a halt"));
        (ok,) = _tried(data, true);
        vm.assertTrue(ok, string.concat(name, " in a halt"));
    }

    /// @dev It succeeds without a halt, and in one only the halt refuses it.
    function _stops(string memory name, bytes memory data) internal {
        (bool ok,) = _tried(data, false);
        vm.assertTrue(ok, string.concat(name, " without a halt"));
        bytes memory why;
        (ok, why) = _tried(data, true);
        vm.assertFalse(ok, string.concat(name, " in a halt"));
        bytes memory halted = abi.encodeWithSelector(IParties.Halted.selector, (_day + 7) * 1 days);
        vm.assertEq(why, halted, string.concat(name, " in a halt"));
    }
}
