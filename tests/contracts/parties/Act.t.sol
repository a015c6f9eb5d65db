// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {PartyId, PartyWord} from "../../../interfaces/Types.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.act

├── when the account is nobody's                    → AccountUnknown
├── given the account is closed                     → AccountRetired
├── given the account died in a recovery            → AccountRetired
├── when the account lacks the scope                → ScopeMissing
├── when the act is worth more than its limit       → LimitPerActExceeded
├── given its party is suspended                    → PartySuspended
└── otherwise                                       → its party and the party's word
    ├── during a halt
    └── after the last day of the party's KYC
*/
contract ActTest is PartiesSuite {
    /// @notice An address that no party named does nothing, and neither does the zero address (P-3).
    function test_refusesUnknownAccount() external {
        _refuses(outsider, 0, 0, abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
        _refuses(address(0), 0, 0, abi.encodeWithSelector(IParties.AccountUnknown.selector, address(0)));
    }

    /// @notice A closed account does nothing, not even what needs no scope (P-3).
    function test_refusesClosedAccount() external {
        retire(FRESH_KEY);
        _refuses(fresh, 0, 0, abi.encodeWithSelector(IParties.AccountRetired.selector, fresh));
    }

    /// @notice An account of a former epoch does nothing (P-3, P-12).
    function test_refusesAccountOfFormerEpoch() external {
        recover(fresh);
        _refuses(s1, 0, 0, abi.encodeWithSelector(IParties.AccountRetired.selector, s1));
    }

    /// @notice One scope does not stand in for another, and of two that are needed both are (P-3).
    function test_refusesWithoutScope() external {
        add(FRESH_KEY, ASSIGN, NO_LIMIT);
        bytes memory reason = abi.encodeWithSelector(IParties.ScopeMissing.selector, fresh, CONFIRM, ASSIGN);
        _refuses(fresh, CONFIRM, 0, reason);
        reason = abi.encodeWithSelector(IParties.ScopeMissing.selector, fresh, CONFIRM | ASSIGN, ASSIGN);
        _refuses(fresh, CONFIRM | ASSIGN, 0, reason);
    }

    /// @notice The limit per act holds to the unit (P-3, T30).
    function test_refusesAboveLimit() external {
        add(FRESH_KEY, ASSIGN, 1_000);
        bytes memory reason =
            abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, fresh, 1_001, 1_000);
        _refuses(fresh, ASSIGN, 1_001, reason);
        parties.act(fresh, ASSIGN, 1_000);
    }

    /// @notice Not even an account without limit acts for more than 96 bits (X-6).
    function test_refusesAbove96Bits() external {
        uint256 most = type(uint96).max;
        parties.act(s1, ASSIGN, most);
        bytes memory reason =
            abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, s1, most + 1, most);
        _refuses(s1, ASSIGN, most + 1, reason);
    }

    /// @notice No account of a suspended party acts (P-3, P-4).
    function test_refusesSuspendedParty() external {
        suspend(S1);
        _refuses(s1, 0, 0, abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice An act that is no new business goes on during a halt and after the KYC's end (P-5, X-4).
    function test_actsDuringHaltAndWithoutKyc() external {
        setProfile(S1, 1, DAY - 1, 0);
        halt();
        (PartyId party, PartyWord word) = parties.act(s1, ASSIGN, 5);
        same(party, S1, "party");
        vm.assertEq(PartyWord.unwrap(word), PartyWord.unwrap(parties.wordFor(S1)), "word");
    }

    /// @notice An account, be it the cash account, acts exactly within its scopes and its limit (P-3).
    function testFuzz_scopesAndLimit(uint16 scopes, uint96 limit, uint8 scope, uint128 amount, bool cash)
        external
    {
        add(FRESH_KEY, ADMINISTER, 0);
        address account = cash ? s1 : fresh;
        vm.prank(cash ? fresh : s1);
        parties.changeAccount(account, scopes, limit);
        _actsWithin(account, scopes, limit, scope % 64, amount);
    }

    /// @notice A cash account that got all its rights back acts without bounds again, and one without them not (P-3).
    function testFuzz_rightsOfCashAccountComeAndGo(uint16 scopes, uint96 limit, uint8 scope, uint96 amount)
        external
    {
        vm.startPrank(registrar);
        parties.setAccount(S1, s1, scopes, limit);
        parties.setAccount(S1, s1, ALL_SCOPES, NO_LIMIT);
        vm.stopPrank();
        parties.act(s1, scope % 64, amount);
        vm.prank(registrar);
        parties.setAccount(S1, s1, scopes, limit);
        _actsWithin(s1, scopes, limit, scope % 64, amount);
    }

    /// @notice A cash account is bound by what it inherited in a rotation, and by nothing after a recovery (P-9, P-12).
    function testFuzz_rightsOfNewCashAccount(uint16 scopes, uint96 limit, uint8 scope, uint96 amount)
        external
    {
        vm.prank(registrar);
        parties.setAccount(S1, s1, scopes | ADMINISTER, limit);
        rotate(FRESH_KEY);
        _actsWithin(fresh, scopes | ADMINISTER, limit, scope % 64, amount);
        recover(second);
        parties.act(second, scope % 64, amount);
    }

    function _actsWithin(address account, uint16 scopes, uint96 limit, uint256 scope, uint256 amount)
        private
    {
        bool hasAll = true;
        for (uint256 bit; bit < 6; ++bit) {
            if ((scope >> bit) % 2 == 1 && (scopes >> bit) % 2 == 0) hasAll = false;
        }
        if (!hasAll) {
            bytes4 missing = IParties.ScopeMissing.selector;
            vm.expectRevert(abi.encodeWithSelector(missing, account, scope, uint256(scopes)));
        } else if (amount > limit) {
            bytes4 exceeded = IParties.LimitPerActExceeded.selector;
            vm.expectRevert(abi.encodeWithSelector(exceeded, account, amount, uint256(limit)));
        }
        parties.act(account, scope, amount);
    }

    function _refuses(address account, uint256 scope, uint256 amount, bytes memory reason) private {
        vm.expectRevert(reason);
        parties.act(account, scope, amount);
    }
}
