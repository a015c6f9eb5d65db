// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {PartyId, PartyWord} from "../../../interfaces/Types.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.suspend, Parties.reinstate

suspend
├── when the caller is not compliance      → AccessManagedUnauthorized
├── when no party has this id              → PartyUnknown
├── given the party is suspended           → PartySuspended
└── otherwise                              → it neither acts nor receives, one event
reinstate
├── when the caller is not compliance      → AccessManagedUnauthorized
├── when no party has this id              → PartyUnknown
├── given the party is active              → PartyNotSuspended
└── otherwise                              → its word is what it was before, one event
*/
contract SuspendTest is PartiesSuite {
    /// @notice Only compliance suspends (P-4, T64).
    function test_suspend_refusesOthersThanCompliance() external {
        assertOnly(compliance, address(parties), abi.encodeCall(parties.suspend, (S1, DOCUMENT)));
    }

    /// @notice There must be a party to be suspended (P-4).
    function test_suspend_refusesUnknownParty() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.PartyUnknown.selector, FRESH));
        vm.prank(compliance);
        parties.suspend(FRESH, DOCUMENT);
    }

    /// @notice A party is not suspended twice, so that each suspension has one document (P-4).
    function test_suspend_refusesSuspendedParty() external {
        suspend(S1);
        vm.expectRevert(abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
        vm.prank(compliance);
        parties.suspend(S1, DOCUMENT);
    }

    /// @notice A suspended party's accounts do not act and it receives nothing (P-4, T66).
    function test_suspend() external {
        vm.recordLogs();
        vm.expectEmit(address(parties));
        emit IParties.PartyStatusChanged(S1, false, DOCUMENT);
        suspend(S1);
        assertEvents(1);
        vm.assertFalse(parties.partyOf(S1).active, "active");
        bytes memory reason = abi.encodeWithSelector(IParties.PartySuspended.selector, S1);
        vm.expectRevert(reason);
        parties.act(s1, ASSIGN, 1);
        vm.expectRevert(reason);
        parties.checkReceiver(S1, ANCHOR);
    }

    /// @notice Only compliance reinstates (P-4, T64).
    function test_reinstate_refusesOthersThanCompliance() external {
        suspend(S1);
        assertOnly(compliance, address(parties), abi.encodeCall(parties.reinstate, (S1, DOCUMENT)));
    }

    /// @notice There must be a party to be reinstated (P-4).
    function test_reinstate_refusesUnknownParty() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.PartyUnknown.selector, FRESH));
        vm.prank(compliance);
        parties.reinstate(FRESH, DOCUMENT);
    }

    /// @notice An active party has nothing to be reinstated to (P-4).
    function test_reinstate_refusesActiveParty() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.PartyNotSuspended.selector, S1));
        vm.prank(compliance);
        parties.reinstate(S1, DOCUMENT);
    }

    /// @notice Suspending and reinstating leaves the party exactly as it was (P-4, I26).
    function testFuzz_reinstate_restores(IParties.Profile calldata p) external {
        vm.prank(registrar);
        parties.update(S1, p);
        uint256 before = PartyWord.unwrap(parties.wordFor(S1));
        suspend(S1);
        vm.recordLogs();
        vm.expectEmit(address(parties));
        emit IParties.PartyStatusChanged(S1, true, DOCUMENT);
        reinstate(S1);
        assertEvents(1);
        vm.assertEq(PartyWord.unwrap(parties.wordFor(S1)), before, "word");
        (PartyId party,) = parties.act(s1, ASSIGN, 1);
        same(party, S1, "acts again");
    }
}
