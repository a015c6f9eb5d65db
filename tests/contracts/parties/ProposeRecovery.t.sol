// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.proposeRecovery

├── when the caller is not the registrar            → AccessManagedUnauthorized
├── when no party has this id                       → PartyUnknown
├── when the new account is the zero address        → ZeroAccount
├── given the new account acts for a party          → AccountTaken
├── given the new account acted for a party once    → AccountRetired
├── given a recovery is under way                   → RecoveryPending
│   └── also when it is approved
└── otherwise                                       → recorded, not approved, one event
    └── of a suspended party
*/
contract ProposeRecoveryTest is PartiesSuite {
    /// @notice Only the registrar proposes; compliance, which approves, cannot do both (P-10, T64, T65).
    function test_refusesOthersThanTheRegistrar() external {
        bytes memory data = abi.encodeCall(parties.proposeRecovery, (S1, fresh, DOCUMENT));
        assertOnly(registrar, address(parties), data);
    }

    /// @notice There must be a party to be recovered (P-10).
    function test_refusesUnknownParty() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.PartyUnknown.selector, FRESH));
        vm.prank(registrar);
        parties.proposeRecovery(FRESH, fresh, DOCUMENT);
    }

    /// @notice A recovery needs an account to recover to (P-2, P-10).
    function test_refusesZeroAccount() external {
        _refuses(address(0), abi.encodeWithSelector(IParties.ZeroAccount.selector));
    }

    /// @notice A party is not recovered to an account that acts, be it its own or another's (P-2, P-10).
    function test_refusesAccountThatActs() external {
        _refuses(s1, abi.encodeWithSelector(IParties.AccountTaken.selector, s1, S1));
        _refuses(s2, abi.encodeWithSelector(IParties.AccountTaken.selector, s2, S2));
    }

    /// @notice A party is not recovered to an account that it closed, perhaps because it was stolen (P-2, P-10).
    function test_refusesAccountThatActedOnce() external {
        retire(FRESH_KEY);
        _refuses(fresh, abi.encodeWithSelector(IParties.AccountRetired.selector, fresh));
    }

    /// @notice A second proposal does not slip in behind the first, approved or not (P-10).
    function test_refusesSecondProposal() external {
        propose(fresh);
        _refuses(second, abi.encodeWithSelector(IParties.RecoveryPending.selector, S1));
        approve(fresh);
        _refuses(second, abi.encodeWithSelector(IParties.RecoveryPending.selector, S1));
    }

    /// @notice A proposal is recorded with its account and document, and may not be carried out yet (P-10).
    function test_proposes() external {
        vm.recordLogs();
        _proposes();
        assertEvents(1);
        assertAccount(s1, S1, true, ALL_SCOPES, NO_LIMIT);
    }

    /// @notice A party that was suspended because its key was lost is recovered too (P-10).
    function test_proposesForSuspendedParty() external {
        suspend(S1);
        _proposes();
    }

    function _proposes() private {
        vm.expectEmit(address(parties));
        emit IParties.RecoveryProposed(S1, fresh, DOCUMENT);
        propose(fresh);
        IParties.Recovery memory recovery = parties.recoveryOf(S1);
        vm.assertEq(recovery.cash, fresh, "cash");
        vm.assertEq(recovery.readyAt, 0, "ready at");
        vm.assertEq(recovery.document, DOCUMENT, "document");
    }

    function _refuses(address cash, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(registrar);
        parties.proposeRecovery(S1, cash, DOCUMENT);
    }
}
