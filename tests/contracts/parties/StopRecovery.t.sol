// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.withdrawRecovery, Parties.vetoRecovery

withdrawRecovery
├── when the caller is not the registrar          → AccessManagedUnauthorized
├── given no recovery was proposed                → RecoveryUnknown
└── otherwise                                     → no recovery, approved or not; one event
vetoRecovery
├── when the caller is no account                 → AccountUnknown
├── when the caller lacks the scope administer    → ScopeMissing
├── given the party is suspended                  → PartySuspended
├── given no recovery of the caller's party       → RecoveryUnknown
└── otherwise                                     → no recovery, up to its execution; one event
    ├── by another account with the scope administer
    └── by the account's signature
*/
contract StopRecoveryTest is PartiesSuite {
    /// @notice Only the registrar withdraws a recovery (P-11, T64).
    function test_withdraw_refusesOthersThanTheRegistrar() external {
        propose(fresh);
        assertOnly(registrar, address(parties), abi.encodeCall(parties.withdrawRecovery, (S1)));
    }

    /// @notice There must be a recovery to be withdrawn (P-11).
    function test_withdraw_refusesWithoutProposal() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.RecoveryUnknown.selector, S1));
        vm.prank(registrar);
        parties.withdrawRecovery(S1);
    }

    /// @notice The registrar withdraws a recovery also after its approval (P-11).
    function test_withdraw() external {
        propose(fresh);
        approve(fresh);
        vm.recordLogs();
        vm.expectEmit(address(parties));
        emit IParties.RecoveryStopped(S1, registrar);
        vm.prank(registrar);
        parties.withdrawRecovery(S1);
        assertEvents(1);
        _assertNone();
    }

    /// @notice An outsider stops no recovery (P-11).
    function test_veto_refusesOutsider() external {
        propose(fresh);
        _refusesVeto(outsider, abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
    }

    /// @notice An account that only assigns cannot stop the recovery from its thief (P-11).
    function test_veto_refusesWithoutScope() external {
        add(SECOND_KEY, ASSIGN, NO_LIMIT);
        propose(fresh);
        bytes memory reason =
            abi.encodeWithSelector(IParties.ScopeMissing.selector, second, ADMINISTER, ASSIGN);
        _refusesVeto(second, reason);
    }

    /// @notice Who stole a key does not stop the recovery of a party that compliance suspended (P-11).
    function test_veto_refusesSuspendedParty() external {
        propose(fresh);
        suspend(S1);
        _refusesVeto(s1, abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice A party stops its own recovery only (P-11).
    function test_veto_refusesRecoveryOfAnother() external {
        propose(fresh);
        _refusesVeto(s2, abi.encodeWithSelector(IParties.RecoveryUnknown.selector, S2));
    }

    /// @notice A live key stops a recovery in the last second, after approval and delay (P-11).
    function test_veto() external {
        propose(fresh);
        approve(fresh);
        vm.warp(block.timestamp + RECOVERY_DELAY);
        vm.recordLogs();
        vm.expectEmit(address(parties));
        emit IParties.RecoveryStopped(S1, s1);
        vm.prank(s1);
        parties.vetoRecovery();
        assertEvents(1);
        _assertNone();
    }

    /// @notice Any account with the scope administer stops a recovery, also one with limit 0 by signature (P-11, X-1).
    function test_veto_byAnotherAccount() external {
        add(SECOND_KEY, ADMINISTER, 0);
        propose(fresh);
        forward(signedCall(SECOND_KEY, address(parties), abi.encodeCall(parties.vetoRecovery, ())));
        _assertNone();
    }

    /// @dev No recovery is left, none can be carried out, and a new one may be proposed.
    function _assertNone() private {
        vm.assertEq(parties.recoveryOf(S1).cash, address(0), "cash");
        vm.assertEq(parties.recoveryOf(S1).readyAt, 0, "ready at");
        vm.assertEq(parties.recoveryOf(S1).document, 0, "document");
        vm.expectRevert(abi.encodeWithSelector(IParties.RecoveryUnknown.selector, S1));
        parties.recover(S1);
        propose(fresh);
    }

    function _refusesVeto(address caller, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(caller);
        parties.vetoRecovery();
    }
}
