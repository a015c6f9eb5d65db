// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.update

├── when the caller is not the registrar   → AccessManagedUnauthorized
├── when no party has this id              → PartyUnknown
└── otherwise                              → the new profile, one event
    └── for any profile                    → cash account, opt-ins, suspension and epoch stay
*/
contract UpdateTest is PartiesSuite {
    /// @notice Only the registrar changes what is recorded of a party (P-1, T64).
    function test_refusesOthersThanTheRegistrar() external {
        bytes memory data = abi.encodeCall(parties.update, (S1, profile(1, 0)));
        assertOnly(registrar, address(parties), data);
    }

    /// @notice There must be a party to be updated (P-1).
    function test_refusesUnknownParty() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.PartyUnknown.selector, FRESH));
        vm.prank(registrar);
        parties.update(FRESH, profile(1, 0));
    }

    /// @notice The registrar's new profile replaces the old one (P-1).
    function test_updates() external {
        IParties.Profile memory p = IParties.Profile(4, 20_500, 77, 64, 756);
        vm.recordLogs();
        vm.expectEmit(address(parties));
        emit IParties.PartyUpdated(S1, p);
        vm.prank(registrar);
        parties.update(S1, p);
        assertEvents(1);
        assertProfile(S1, p);
    }

    /// @notice Whatever the profile, the rest of the party's word stays, also of a recovered and suspended one (P-1).
    function testFuzz_leavesTheRest(IParties.Profile calldata p) external {
        recover(fresh);
        suspend(S1);
        vm.prank(registrar);
        parties.update(S1, p);
        assertProfile(S1, p);
        IParties.Party memory party = parties.partyOf(S1);
        vm.assertEq(party.cash, fresh, "cash");
        vm.assertFalse(party.active, "active");
        vm.assertEq(party.optIns, 3, "opt-ins");
        vm.assertEq(party.epoch, 1, "epoch");
    }
}
