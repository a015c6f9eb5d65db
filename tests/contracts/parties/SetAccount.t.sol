// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.setAccount

├── when the caller is not the registrar                 → AccessManagedUnauthorized
├── when no party has this id                            → PartyUnknown
├── when the account is the zero address                 → ZeroAccount
├── given the account acts for another party             → AccountTaken
├── given the account acted for a party once, also this  → AccountRetired
└── otherwise                                            → scopes and limit set, one event
    ├── of a new account
    ├── of an account of the party, also the cash account
    └── for any scopes and limit
*/
contract SetAccountTest is PartiesSuite {
    /// @notice Only the registrar gives accounts to parties (P-7, T64).
    function test_refusesOthersThanTheRegistrar() external {
        bytes memory data = abi.encodeCall(parties.setAccount, (S1, fresh, ASSIGN, 1));
        assertOnly(registrar, address(parties), data);
    }

    /// @notice There must be a party to get the account (P-1).
    function test_refusesUnknownParty() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.PartyUnknown.selector, FRESH));
        vm.prank(registrar);
        parties.setAccount(FRESH, fresh, ASSIGN, 1);
    }

    /// @notice The zero address is nobody's account (P-2).
    function test_refusesZeroAccount() external {
        _refuses(address(0), abi.encodeWithSelector(IParties.ZeroAccount.selector));
    }

    /// @notice An account that acts for one party does not act for another (P-2, T30).
    function test_refusesAccountOfAnother() external {
        _refuses(s2, abi.encodeWithSelector(IParties.AccountTaken.selector, s2, S2));
    }

    /// @notice A closed account does not come back, not even to its own party (P-2).
    function test_refusesAccountThatActedOnce() external {
        retire(FRESH_KEY);
        _refuses(fresh, abi.encodeWithSelector(IParties.AccountRetired.selector, fresh));
        rotate(SECOND_KEY);
        _refuses(s1, abi.encodeWithSelector(IParties.AccountRetired.selector, s1));
        recover(vm.addr(0x97));
        _refuses(second, abi.encodeWithSelector(IParties.AccountRetired.selector, second));
    }

    /// @notice A new account acts with the scopes and the limit that it was given (P-3).
    function test_adds() external {
        vm.recordLogs();
        _sets(fresh, CONFIRM | FUND, 500);
        assertEvents(1);
    }

    /// @notice The rights of an account, also of the cash account, are changed in place (P-3).
    function test_changes() external {
        add(FRESH_KEY, ASSIGN, 1);
        _sets(fresh, FUND, 2);
        _sets(s1, 0, 0);
        vm.assertEq(parties.partyOf(S1).cash, s1, "cash account stays");
    }

    /// @notice Scopes and limits of any value are read back as they were written, in every epoch (P-3).
    function testFuzz_keepsRights(uint16 scopes, uint96 limit, bool recovered) external {
        if (recovered) recover(second);
        _sets(fresh, scopes, limit);
    }

    function _sets(address account, uint16 scopes, uint96 limit) private {
        vm.expectEmit(address(parties));
        emit IParties.AccountSet(S1, account, scopes, limit);
        vm.prank(registrar);
        parties.setAccount(S1, account, scopes, limit);
        assertAccount(account, S1, true, scopes, limit);
    }

    function _refuses(address account, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(registrar);
        parties.setAccount(S1, account, ASSIGN, 1);
    }
}
