// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {PartyWord} from "../../../interfaces/Types.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.setOptIns

├── when the caller is no account                  → AccountUnknown
├── when the account lacks the scope administer    → ScopeMissing
├── given the party is suspended                   → PartySuspended
└── otherwise                                      → the opt-ins of the caller's party, one event
    ├── by the account's signature
    └── for any bits                               → six are kept, and the rest of the word stays
*/
contract SetOptInsTest is PartiesSuite {
    /// @notice Standing consents are given by parties alone (P-15).
    function test_refusesOutsider() external {
        _refuses(outsider, abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
    }

    /// @notice Standing consents need the scope administer (P-3, P-15).
    function test_refusesWithoutScope() external {
        uint16 scopes = ALL_SCOPES & ~ADMINISTER;
        add(FRESH_KEY, scopes, NO_LIMIT);
        _refuses(fresh, abi.encodeWithSelector(IParties.ScopeMissing.selector, fresh, ADMINISTER, scopes));
    }

    /// @notice A suspended party gives no standing consent (P-4).
    function test_refusesSuspendedParty() external {
        suspend(S1);
        _refuses(s1, abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice An account without limit per act suffices, and only its own party's opt-ins change (P-15).
    function test_sets() external {
        add(FRESH_KEY, ADMINISTER, 0);
        vm.recordLogs();
        vm.expectEmit(address(parties));
        emit IParties.OptInsChanged(S1, 1);
        vm.prank(fresh);
        parties.setOptIns(1);
        assertEvents(1);
        vm.assertEq(parties.partyOf(S1).optIns, 1, "opt-ins");
        vm.assertEq(parties.partyOf(S2).optIns, 3, "opt-ins of another");
    }

    /// @notice A party takes its standing consents back by a signature that anyone brings (P-15, X-1).
    function test_setsBySignature() external {
        forward(signedCall(S1_KEY, address(parties), abi.encodeCall(parties.setOptIns, (0))));
        vm.assertEq(parties.partyOf(S1).optIns, 0, "opt-ins");
    }

    /// @notice Bits beyond the six that exist are dropped, and nothing else of the word changes (P-15).
    function testFuzz_keepsSixBits(uint8 optIns) external {
        uint256 without = PartyWord.unwrap(parties.wordFor(S1)) & ~(uint256(63) << 234);
        vm.expectEmit(address(parties));
        emit IParties.OptInsChanged(S1, optIns % 64);
        vm.prank(s1);
        parties.setOptIns(optIns);
        uint256 word = PartyWord.unwrap(parties.wordFor(S1));
        vm.assertEq(word, without | uint256(optIns % 64) << 234, "word");
        vm.assertEq(parties.partyOf(S1).optIns, optIns % 64, "opt-ins");
    }

    function _refuses(address account, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(account);
        parties.setOptIns(1);
    }
}
