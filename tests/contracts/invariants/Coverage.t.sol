// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {vm} from "../base/Vm.sol";
import {Campaign} from "./Campaign.sol";
import {Traces, traces} from "./Traces.sol";

/// @notice That no campaign is empty: every act succeeds, whatever came before; and whom the contracts call.
/// forge-config: default.invariant.dictionary_weight = 0
contract CoverageTest is Campaign {
    uint256 private constant TRIES = 16;

    /// @dev Contracts of the system, and what they may call.
    mapping(address account => bool) private _system;
    mapping(address account => bool) private _callable;

    /// @notice I25: after any acts each kind of act can succeed, every debt can be paid and every note redeemed.
    function invariant_I25_EverythingComesToItsEnd() external {
        handler.holdsI6();
    }

    /// @notice Called by the test runner at the end of each run.
    function afterInvariant() external {
        handler.doTheRest();
        handler.windUp();
        handler.holdsI6();
        handler.holdsI23();
    }

    /// @notice I24: in acts of every kind the contracts call only each other, tokens, the authority, custodians and, to
    /// ask, cash accounts; never by delegatecall.
    function test_I24_WhomTheContractsCall() external {
        _listAccounts();
        for (uint256 i; i < handler.count(); ++i) {
            (string memory name, bytes4 selector, uint256 times) = handler.act(i);
            for (uint256 j; j < TRIES && times == 0; ++j) {
                if (this.tryAct(selector, uint256(keccak256(abi.encode(i, j))))) ++times;
            }
            vm.assertGt(times, 0, string.concat("never succeeded: ", name));
        }
    }

    /// @notice One act, looked at from outside; a call of its own, so that its trace is forgotten afterwards.
    function tryAct(bytes4 selector, uint256 seed) external returns (bool ok) {
        traces.startStateDiffRecording();
        (ok,) = address(handler).call(abi.encodeWithSelector(selector, seed));
        Traces.Access[] memory accesses = traces.stopAndReturnStateDiff();
        if (ok) _checkAccesses(accesses);
    }

    function _listAccounts() private {
        address[5] memory system = handler.system();
        for (uint256 i; i < system.length; ++i) {
            (_system[system[i]], _callable[system[i]]) = (true, true);
        }
        address[5] memory others = handler.callable();
        for (uint256 i; i < others.length; ++i) {
            _callable[others[i]] = true;
        }
        // The precompile that recovers signers.
        _callable[address(1)] = true;
    }

    function _checkAccesses(Traces.Access[] memory accesses) private view {
        for (uint256 i; i < accesses.length; ++i) {
            Traces.Access memory a = accesses[i];
            if (!_system[a.accessor] || a.kind == Traces.Kind.Extcodesize) continue;
            bool asks =
                a.kind == Traces.Kind.StaticCall && (_callable[a.account] || handler.isCash(a.account));
            bool calls = a.kind == Traces.Kind.Call && _callable[a.account];
            bool resumes = a.kind == Traces.Kind.Resume;
            vm.assertTrue(asks || calls || resumes, string.concat("called: ", vm.toString(a.account)));
        }
    }
}
