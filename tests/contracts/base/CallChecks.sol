// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ActList} from "./ActList.sol";
import {vm} from "./Vm.sol";
import {Traces, traces} from "./Traces.sol";

/// @notice What the checks ask a handler: whose accounts may be asked for signatures.
interface IKnowsCash {
    function isCash(address account) external view returns (bool);
}

/// @title CallChecks
/// @notice Does acts of every kind once, and looks at whom the contracts of the system call in them, and how.
abstract contract CallChecks {
    uint256 private constant TRIES = 16;

    /// @dev Contracts of the system, and what they may call.
    mapping(address account => bool) private _system;
    mapping(address account => bool) private _callable;

    function _checkCalls(ActList handler, address[] memory system, address[] memory others) internal {
        for (uint256 i; i < system.length; ++i) {
            (_system[system[i]], _callable[system[i]]) = (true, true);
        }
        for (uint256 i; i < others.length; ++i) {
            _callable[others[i]] = true;
        }
        // The precompile that recovers signers.
        _callable[address(1)] = true;
        for (uint256 i; i < handler.count(); ++i) {
            _checkAct(handler, i);
        }
    }

    function _checkAct(ActList handler, uint256 index) private {
        (string memory name, bytes4 selector, uint256 times) = handler.act(index);
        for (uint256 j; j < TRIES && times == 0; ++j) {
            if (this.tryAct(handler, selector, uint256(keccak256(abi.encode(index, j))))) ++times;
        }
        vm.assertGt(times, 0, string.concat("never succeeded: ", name));
    }

    /// @notice One act, looked at from outside; a call of its own, so that its trace is forgotten afterwards.
    function tryAct(ActList handler, bytes4 selector, uint256 seed) external returns (bool ok) {
        traces.startStateDiffRecording();
        (ok,) = address(handler).call(abi.encodeWithSelector(selector, seed));
        Traces.Access[] memory accesses = traces.stopAndReturnStateDiff();
        if (ok) _checkAccesses(handler, accesses);
    }

    function _checkAccesses(ActList handler, Traces.Access[] memory accesses) private view {
        for (uint256 i; i < accesses.length; ++i) {
            Traces.Access memory a = accesses[i];
            if (!_system[a.accessor] || a.kind == Traces.Kind.Extcodesize) continue;
            bool asks = a.kind == Traces.Kind.StaticCall
                && (_callable[a.account] || IKnowsCash(address(handler)).isCash(a.account));
            bool calls = a.kind == Traces.Kind.Call && _callable[a.account];
            bool resumes = a.kind == Traces.Kind.Resume;
            vm.assertTrue(asks || calls || resumes, string.concat("called: ", vm.toString(a.account)));
        }
    }
}
