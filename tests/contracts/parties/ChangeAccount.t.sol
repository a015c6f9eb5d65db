// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {PartyId} from "../../../interfaces/Types.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.changeAccount

├── when the caller is no account                 → AccountUnknown
├── when the caller lacks the scope administer    → ScopeMissing
├── given the caller's party is suspended         → PartySuspended
├── given the account is another party's          → AccountOfAnother
│   └── or nobody's
├── given the account is closed                   → AccountRetired
│   └── or died in a recovery
└── otherwise                                     → scopes and limit changed, one event
    ├── of the cash account
    ├── of the caller itself
    └── for any scopes and limit                  → which the next act obeys
*/
contract ChangeAccountTest is PartiesSuite {
    /// @notice Only a party changes its accounts (P-7).
    function test_refusesOutsider() external {
        _refuses(outsider, s1, abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
    }

    /// @notice An account cannot widen its own rights without the scope administer (P-3, P-7).
    function test_refusesWithoutScope() external {
        add(FRESH_KEY, ASSIGN, 1);
        bytes memory reason =
            abi.encodeWithSelector(IParties.ScopeMissing.selector, fresh, ADMINISTER, ASSIGN);
        _refuses(fresh, fresh, reason);
    }

    /// @notice A suspended party changes no account (P-4).
    function test_refusesSuspendedParty() external {
        suspend(S1);
        _refuses(s1, s1, abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice A party changes its own accounts only (P-7).
    function test_refusesAccountOfAnother() external {
        _refuses(s1, s2, abi.encodeWithSelector(IParties.AccountOfAnother.selector, s2, S2, S1));
        PartyId nobody = PartyId.wrap(0);
        _refuses(s1, fresh, abi.encodeWithSelector(IParties.AccountOfAnother.selector, fresh, nobody, S1));
    }

    /// @notice A closed account is not changed back to life (P-2).
    function test_refusesClosedAccount() external {
        retire(FRESH_KEY);
        _refuses(s1, fresh, abi.encodeWithSelector(IParties.AccountRetired.selector, fresh));
    }

    /// @notice An account that died in a recovery is not changed back to life (P-12).
    function test_refusesAccountOfFormerEpoch() external {
        add(FRESH_KEY, ASSIGN, 1);
        recover(second);
        _refuses(second, fresh, abi.encodeWithSelector(IParties.AccountRetired.selector, fresh));
    }

    /// @notice A party changes the rights of any of its accounts, also of its cash account (P-7).
    function test_changes() external {
        add(FRESH_KEY, ADMINISTER, 1);
        vm.recordLogs();
        _changes(fresh, s1, CONFIRM, 5);
        assertEvents(1);
        vm.assertEq(parties.partyOf(S1).cash, s1, "cash account stays");
    }

    /// @notice An account that gives its own scope administer away cannot take it back (P-3).
    function test_changesItself() external {
        _changes(s1, s1, ASSIGN, 5);
        bytes memory reason = abi.encodeWithSelector(IParties.ScopeMissing.selector, s1, ADMINISTER, ASSIGN);
        _refuses(s1, s1, reason);
    }

    /// @notice Any scopes and limit are kept, and the next act obeys them to the unit (P-3).
    function testFuzz_binds(uint16 scopes, uint96 limit) external {
        add(FRESH_KEY, 0, 0);
        _changes(s1, fresh, scopes, limit);
        parties.act(fresh, scopes, limit);
        uint256 above = uint256(limit) + 1;
        vm.expectRevert(
            abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, fresh, above, uint256(limit))
        );
        parties.act(fresh, scopes, above);
    }

    function _changes(address caller, address account, uint16 scopes, uint96 limit) private {
        vm.expectEmit(address(parties));
        emit IParties.AccountSet(S1, account, scopes, limit);
        vm.prank(caller);
        parties.changeAccount(account, scopes, limit);
        assertAccount(account, S1, true, scopes, limit);
    }

    function _refuses(address caller, address account, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(caller);
        parties.changeAccount(account, ALL_SCOPES, NO_LIMIT);
    }
}
