// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {PartyId, PartyWord} from "../../../interfaces/Types.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.admit

├── given a halt                                        → Halted
├── when the account is another party's than said       → AccountOfAnother
├── when the account is nobody's                        → AccountUnknown
│   └── also when no party is said
├── when the party said does not exist                  → PartyUnknown
├── when the account may not act                        → as Parties.act: AccountRetired, ScopeMissing,
│                                                         LimitPerActExceeded, PartySuspended
├── given the KYC of its party has run out              → KycExpired
├── given the receiver may not receive                  → as Parties.checkReceiver: PartyUnknown, PartySuspended,
│                                                         KycExpired, SameGroup
└── otherwise                                           → party, its word, the receiver's word
    ├── on the last day of both KYCs
    ├── of whichever party the account is, when none is said
    └── without a debtor to be checked
*/
contract AdmitTest is PartiesSuite {
    PartyId private constant NONE = PartyId.wrap(0);

    /// @notice A halt stops new business before anything else is looked at (X-4).
    function test_refusesDuringHalt() external {
        halt();
        uint256 until = block.timestamp + 1 days;
        _refuses(S1, outsider, S2, abi.encodeWithSelector(IParties.Halted.selector, until));
        vm.warp(until);
        parties.admit(S1, s1, ASSIGN, 1, S2, ANCHOR);
    }

    /// @notice An account does business for its own party only, be it a cash account or another (P-3, T30).
    function test_refusesAccountOfAnother() external {
        _refuses(S3, s1, S2, abi.encodeWithSelector(IParties.AccountOfAnother.selector, s1, S1, S3));
        add(FRESH_KEY, ALL_SCOPES, NO_LIMIT);
        _refuses(S3, fresh, S2, abi.encodeWithSelector(IParties.AccountOfAnother.selector, fresh, S1, S3));
    }

    /// @notice An outsider does business for nobody (P-3).
    function test_refusesOutsider() external {
        bytes memory reason = abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider);
        _refuses(S1, outsider, S2, reason);
        _refuses(NONE, outsider, S2, reason);
    }

    /// @notice Nobody does business for a party that does not exist (P-3).
    function test_refusesUnknownParty() external {
        _refuses(FRESH, s1, S2, abi.encodeWithSelector(IParties.PartyUnknown.selector, FRESH));
    }

    /// @notice New business needs an account that may act: live, with the scope, up to its limit (P-3).
    function test_refusesWhoMayNotAct() external {
        add(FRESH_KEY, FUND, 5);
        _refuses(S1, fresh, S2, abi.encodeWithSelector(IParties.ScopeMissing.selector, fresh, ASSIGN, FUND));
        vm.prank(s1);
        parties.changeAccount(fresh, ASSIGN, 0);
        _refuses(S1, fresh, S2, abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, fresh, 1, 0));
        vm.prank(s1);
        parties.removeAccount(fresh);
        _refuses(S1, fresh, S2, abi.encodeWithSelector(IParties.AccountRetired.selector, fresh));
        suspend(S1);
        _refuses(S1, s1, S2, abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice A party does new business up to the last second of the last day of its KYC, in UTC (P-5).
    function test_refusesExpiredSender() external {
        setProfile(S1, 1, DAY + 3, 0);
        vm.warp((DAY + 4) * 1 days - 1);
        parties.admit(S1, s1, ASSIGN, 1, S2, ANCHOR);
        vm.warp((DAY + 4) * 1 days);
        _refuses(S1, s1, S2, abi.encodeWithSelector(IParties.KycExpired.selector, S1, DAY + 3, DAY + 4));
    }

    /// @notice A receiver that may not receive refuses the act, each for its own reason (P-4, P-5, P-6, T66).
    function test_refusesUnfitReceiver() external {
        _refuses(S1, s1, FRESH, abi.encodeWithSelector(IParties.PartyUnknown.selector, FRESH));
        _refuses(S1, s1, ANCHOR, abi.encodeWithSelector(IParties.SameGroup.selector, ANCHOR, ANCHOR));
        setProfile(S2, 1, DAY - 1, 0);
        _refuses(S1, s1, S2, abi.encodeWithSelector(IParties.KycExpired.selector, S2, DAY - 1, DAY));
        suspend(S2);
        _refuses(S1, s1, S2, abi.encodeWithSelector(IParties.PartySuspended.selector, S2));
    }

    /// @notice Sender and receiver are returned with their words, also on the last day of both KYCs (P-5).
    function test_admits() external {
        setProfile(S1, 1, DAY, 0);
        setProfile(S2, 1, DAY, 0);
        _admits(S1, s1);
    }

    /// @notice Where no party is said, the account acts for its own (P-3).
    function test_admitsForWhicheverParty() external {
        _admits(NONE, s1);
        add(FRESH_KEY, ASSIGN, 1);
        _admits(NONE, fresh);
        _admits(S1, fresh);
    }

    /// @notice Without a debtor no group is compared (P-6).
    function test_admitsWithoutDebtor() external view {
        (,, PartyWord receiver) = parties.admit(S1, s1, ASSIGN, 1, ANCHOR, NONE);
        vm.assertEq(PartyWord.unwrap(receiver), PartyWord.unwrap(parties.wordFor(ANCHOR)), "receiver's word");
    }

    function _admits(PartyId said, address account) private view {
        (PartyId party, PartyWord word, PartyWord receiver) =
            parties.admit(said, account, ASSIGN, 1, S2, ANCHOR);
        same(party, S1, "party");
        vm.assertEq(PartyWord.unwrap(word), PartyWord.unwrap(parties.wordFor(S1)), "word");
        vm.assertEq(PartyWord.unwrap(receiver), PartyWord.unwrap(parties.wordFor(S2)), "receiver's word");
    }

    function _refuses(PartyId party, address account, PartyId receiver, bytes memory reason) private {
        vm.expectRevert(reason);
        parties.admit(party, account, ASSIGN, 1, receiver, ANCHOR);
    }
}
