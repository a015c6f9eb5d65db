// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.removeAccount

├── when the caller is no account                 → AccountUnknown
├── when the caller lacks the scope administer    → ScopeMissing
├── given the caller's party is suspended         → PartySuspended
├── given the account is another party's          → AccountOfAnother
├── given the account is closed already           → AccountRetired
├── given it is the cash account                  → CashAccountStays
└── otherwise                                     → it never acts again, one event
    ├── the caller itself
    └── by the caller's signature
*/
contract RemoveAccountTest is PartiesSuite {
    /// @notice Only a party closes its accounts (P-7).
    function test_refusesOutsider() external {
        _refuses(outsider, s1, abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
    }

    /// @notice Closing needs the scope administer, even of one's own account (P-3, P-7).
    function test_refusesWithoutScope() external {
        add(FRESH_KEY, ASSIGN, 1);
        bytes memory reason =
            abi.encodeWithSelector(IParties.ScopeMissing.selector, fresh, ADMINISTER, ASSIGN);
        _refuses(fresh, fresh, reason);
    }

    /// @notice A suspended party closes no account (P-4).
    function test_refusesSuspendedParty() external {
        add(FRESH_KEY, ASSIGN, 1);
        suspend(S1);
        _refuses(s1, fresh, abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice A party closes its own accounts only (P-7).
    function test_refusesAccountOfAnother() external {
        _refuses(s1, s2, abi.encodeWithSelector(IParties.AccountOfAnother.selector, s2, S2, S1));
    }

    /// @notice An account is closed once (P-2).
    function test_refusesClosedAccount() external {
        retire(FRESH_KEY);
        _refuses(s1, fresh, abi.encodeWithSelector(IParties.AccountRetired.selector, fresh));
    }

    /// @notice A party always has its cash account (P-7).
    function test_refusesCashAccount() external {
        _refuses(s1, s1, abi.encodeWithSelector(IParties.CashAccountStays.selector, s1));
    }

    /// @notice A closed account keeps its record but does not act any more (P-2, P-3).
    function test_removes() external {
        add(FRESH_KEY, ASSIGN, 7);
        vm.recordLogs();
        vm.expectEmit(address(parties));
        emit IParties.AccountClosed(S1, fresh);
        vm.prank(s1);
        parties.removeAccount(fresh);
        assertEvents(1);
        _assertClosed(ASSIGN, 7);
    }

    /// @notice An acting account closes itself, by a signature that anyone brings (P-7, X-1).
    function test_removesItselfBySignature() external {
        add(FRESH_KEY, ADMINISTER, 0);
        forward(signedCall(FRESH_KEY, address(parties), abi.encodeCall(parties.removeAccount, (fresh))));
        _assertClosed(ADMINISTER, 0);
    }

    function _assertClosed(uint16 scopes, uint96 limit) private {
        assertAccount(fresh, S1, false, scopes, limit);
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountRetired.selector, fresh));
        parties.act(fresh, 0, 0);
    }

    function _refuses(address caller, address account, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(caller);
        parties.removeAccount(account);
    }
}
