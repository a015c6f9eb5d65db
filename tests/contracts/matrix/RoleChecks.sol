// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {Suite} from "../base/Suite.sol";
import {vm} from "../base/Vm.sol";

/// @title RoleChecks
/// @notice Tries a function by every kind of caller, with arguments that are all zero.
abstract contract RoleChecks is Suite {
    /// @dev Enough zero words for the arguments of any function; an offset of zero is an empty list.
    bytes private constant ZEROS = new bytes(4096);

    function _callers() private view returns (address[9] memory) {
        return [admin, registrar, compliance, guardian, issuer, anchor, s1, outsider, address(authority)];
    }

    function _call(address caller, address target, string memory signature)
        private
        returns (bytes memory reason)
    {
        uint256 state = vm.snapshotState();
        vm.prank(caller);
        (, reason) = target.call(bytes.concat(bytes4(keccak256(bytes(signature))), ZEROS));
        vm.revertToState(state);
    }

    function _isUnauthorised(address caller, bytes memory reason) private pure returns (bool) {
        bytes memory refusal =
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, caller);
        return keccak256(reason) == keccak256(refusal);
    }

    /// @dev The authority lets `allowed` past, and nobody else.
    function _only(address allowed, address target, string memory signature) internal {
        address[9] memory callers = _callers();
        for (uint256 i; i < callers.length; ++i) {
            bool refused = _isUnauthorised(callers[i], _call(callers[i], target, signature));
            vm.assertEq(refused, callers[i] != allowed, signature);
        }
    }

    /// @dev Every caller is refused with an error that names it.
    function _nobody(address target, string memory signature, bytes4 refusal) internal {
        address[9] memory callers = _callers();
        for (uint256 i; i < callers.length; ++i) {
            bytes memory expected = abi.encodeWithSelector(refusal, callers[i]);
            vm.assertEq(_call(callers[i], target, signature), expected, signature);
        }
    }

    /// @dev The authority refuses nobody; the rules may.
    function _everybody(address target, string memory signature) internal {
        address[9] memory callers = _callers();
        for (uint256 i; i < callers.length; ++i) {
            bool refused = _isUnauthorised(callers[i], _call(callers[i], target, signature));
            vm.assertFalse(refused, signature);
        }
    }
}
