// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {vm} from "./Vm.sol";

/// @title ActList
/// @notice The acts of a handler by name, how often each succeeded, and the chance that they draw from a seed.
abstract contract ActList {
    uint256 private constant TRIES = 16;
    bytes4 private constant PANIC = 0x4e487b71;

    /// @dev How often each act succeeded, by its selector.
    mapping(bytes4 selector => uint256) public succeeded;
    bytes4[] private _selectors;
    string[] private _names;

    uint256 private _chance;
    uint256 private _steps;

    /// @notice The acts, for the fuzzer.
    function selectors() external view returns (bytes4[] memory) {
        return _selectors;
    }

    /// @notice Number of acts.
    function count() external view returns (uint256) {
        return _selectors.length;
    }

    /// @notice An act by its number: name, selector, and how often it succeeded.
    function act(uint256 index) external view returns (string memory name, bytes4 selector, uint256 times) {
        return (_names[index], _selectors[index], succeeded[_selectors[index]]);
    }

    function _list(string memory name, bytes4 selector) internal {
        _names.push(name);
        _selectors.push(selector);
    }

    /// @notice Tries every act that has not succeeded in this run; fails by name for one that cannot.
    function doTheRest() external {
        for (uint256 i; i < _selectors.length; ++i) {
            bytes memory why;
            for (uint256 j; j < TRIES && succeeded[_selectors[i]] == 0; ++j) {
                (, why) = address(this).call(abi.encodeWithSelector(_selectors[i], j));
                bool panics = bytes4(why) == PANIC && !_mayPanic();
                vm.assertFalse(panics, string.concat("panics: ", _names[i]));
            }
            string memory refusal =
                string.concat(_names[i], ", refused by ", vm.toString(bytes32(bytes4(why))));
            vm.assertGt(succeeded[_selectors[i]], 0, string.concat("never succeeded: ", refusal));
        }
    }

    /// @dev Whether arithmetic may fail in an act as things are now.
    function _mayPanic() internal view virtual returns (bool) {
        return false;
    }

    /* CHANCE */

    function _throwDice(uint256 seed) internal {
        _chance = uint256(keccak256(abi.encode(seed, ++_steps)));
    }

    /// @dev A number from 0 to `n` - 1.
    function dice(uint256 n) internal returns (uint256) {
        _chance = uint256(keccak256(abi.encode(_chance)));
        return n == 0 ? 0 : _chance % n;
    }

    /// @dev A number from `low` to `high`.
    function between(uint256 low, uint256 high) internal returns (uint256) {
        return high <= low ? low : low + dice(high - low + 1);
    }

    function oneIn(uint256 n) internal returns (bool) {
        return dice(n) == 0;
    }

    function freshHash() internal returns (bytes32) {
        dice(1);
        return bytes32(_chance);
    }
}
