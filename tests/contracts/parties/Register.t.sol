// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {PartyId, PartyWord} from "../../../interfaces/Types.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.register

├── when the caller is not the registrar            → AccessManagedUnauthorized
├── when the id is zero                             → ZeroParty
├── given the id is taken                           → PartyExists
├── when the cash account is the zero address       → ZeroAccount
├── given the cash account acts for a party         → AccountTaken
├── given the cash account acted for a party once   → AccountRetired
│   ├── and was removed
│   ├── and was rotated away
│   └── and died in a recovery
└── otherwise                                       → party, account with every scope and no limit, two events
    ├── by the registrar's signature
    └── for any profile
*/
contract RegisterTest is PartiesSuite {
    /// @notice Only the registrar registers (P-1, T64).
    function test_refusesOthersThanTheRegistrar() external {
        bytes memory data = abi.encodeCall(parties.register, (FRESH, fresh, profile(1, 0)));
        assertOnly(registrar, address(parties), data);
    }

    /// @notice Id 0 means "none" everywhere and cannot be registered (P-1).
    function test_refusesPartyZero() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.ZeroParty.selector));
        vm.prank(registrar);
        parties.register(PartyId.wrap(0), fresh, profile(1, 0));
    }

    /// @notice An id is registered once (P-1).
    function test_refusesUsedId() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.PartyExists.selector, S1));
        vm.prank(registrar);
        parties.register(S1, fresh, profile(1, 0));
    }

    /// @notice A party needs a cash account (P-1).
    function test_refusesZeroAccount() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.ZeroAccount.selector));
        vm.prank(registrar);
        parties.register(FRESH, address(0), profile(1, 0));
    }

    /// @notice An address that acts for a party does not act for a second one (P-2).
    function test_refusesAccountThatActs() external {
        add(SECOND_KEY, ASSIGN, 1);
        _refuses(s1, abi.encodeWithSelector(IParties.AccountTaken.selector, s1, S1));
        _refuses(second, abi.encodeWithSelector(IParties.AccountTaken.selector, second, S1));
    }

    /// @notice An address that was removed, rotated away or recovered from never comes back (P-2).
    function test_refusesAccountThatActedOnce() external {
        retire(SECOND_KEY);
        _refuses(second, abi.encodeWithSelector(IParties.AccountRetired.selector, second));
        rotate(FRESH_KEY);
        _refuses(s1, abi.encodeWithSelector(IParties.AccountRetired.selector, s1));
        recover(vm.addr(0x97));
        _refuses(fresh, abi.encodeWithSelector(IParties.AccountRetired.selector, fresh));
    }

    /// @notice A new party is active, without opt-ins, and its cash account has every scope and no limit (P-1).
    function test_registers() external {
        IParties.Profile memory p = profile(5, 7);
        vm.recordLogs();
        vm.expectEmit(address(parties));
        emit IParties.PartyRegistered(FRESH, fresh, p);
        vm.expectEmit(address(parties));
        emit IParties.AccountSet(FRESH, fresh, ALL_SCOPES, NO_LIMIT);
        vm.prank(registrar);
        parties.register(FRESH, fresh, p);
        assertEvents(2);
        _assertRegistered(p);
    }

    /// @notice The registrar's signature, brought by anyone, registers as its call does (X-1).
    function test_registersBySignature() external {
        bytes memory data = abi.encodeCall(parties.register, (FRESH, fresh, profile(5, 7)));
        forward(signedCall(0x4E6, address(parties), data));
        _assertRegistered(profile(5, 7));
    }

    /// @notice Every profile is read back as it was written, and touches nothing beside itself (P-1).
    function testFuzz_keepsProfile(IParties.Profile calldata p, uint40 id) external {
        PartyId party = PartyId.wrap(id);
        vm.assume(id != 0 && PartyWord.unwrap(parties.wordFor(party)) == 0);
        vm.prank(registrar);
        parties.register(party, fresh, p);
        assertProfile(party, p);
        vm.assertEq(parties.partyOf(party).cash, fresh, "cash");
        vm.assertTrue(parties.partyOf(party).active, "active");
        vm.assertEq(parties.partyOf(party).optIns, 0, "opt-ins");
        vm.assertEq(parties.partyOf(party).epoch, 0, "epoch");
    }

    function _refuses(address cash, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(registrar);
        parties.register(FRESH, cash, profile(1, 0));
    }

    function _assertRegistered(IParties.Profile memory p) private view {
        IParties.Party memory party = parties.partyOf(FRESH);
        assertProfile(FRESH, p);
        vm.assertEq(party.cash, fresh, "cash");
        vm.assertTrue(party.active, "active");
        vm.assertEq(party.optIns, 0, "opt-ins");
        vm.assertEq(party.epoch, 0, "epoch");
        assertAccount(fresh, FRESH, true, ALL_SCOPES, NO_LIMIT);
        same(parties.holderOf(fresh), FRESH, "holder");
        vm.assertEq(parties.previousCashOf(FRESH), address(0), "previous cash");
    }
}
