// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {PartyId, PartyWord} from "../../../interfaces/Types.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.checkReceiver

├── when no party has this id                      → PartyUnknown
├── given the party is suspended                   → PartySuspended
├── given its KYC has run out                      → KycExpired
├── when it is the debtor itself                   → SameGroup
├── given it is of the debtor's group              → SameGroup
└── otherwise                                      → its word
    ├── on the last day of its KYC
    ├── given both have group 0
    └── when there is no debtor to compare
*/
contract CheckReceiverTest is PartiesSuite {
    /// @notice Nothing goes to a party that does not exist, nor to party 0 (P-4).
    function test_refusesUnknownParty() external {
        _refuses(FRESH, ANCHOR, abi.encodeWithSelector(IParties.PartyUnknown.selector, FRESH));
        PartyId none = PartyId.wrap(0);
        _refuses(none, ANCHOR, abi.encodeWithSelector(IParties.PartyUnknown.selector, none));
    }

    /// @notice A suspended party receives nothing (P-4, T66).
    function test_refusesSuspendedParty() external {
        suspend(S1);
        _refuses(S1, ANCHOR, abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice A party receives on the last UTC day of its KYC and not a second longer (P-5).
    function test_refusesExpiredParty() external {
        setProfile(S1, 1, DAY + 1, 0);
        vm.warp((DAY + 2) * 1 days - 1);
        parties.checkReceiver(S1, ANCHOR);
        vm.warp((DAY + 2) * 1 days);
        _refuses(S1, ANCHOR, abi.encodeWithSelector(IParties.KycExpired.selector, S1, DAY + 1, DAY + 2));
    }

    /// @notice Debt does not come back to its debtor as a supplier's claim (P-6, T11).
    function test_refusesDebtor() external {
        _refuses(ANCHOR, ANCHOR, abi.encodeWithSelector(IParties.SameGroup.selector, ANCHOR, ANCHOR));
    }

    /// @notice Debt does not reach a company of the debtor's group (P-6, T62).
    function test_refusesGroupOfDebtor() external {
        setProfile(ANCHOR, 2, DAY, 500);
        setProfile(S1, 1, DAY, 500);
        _refuses(S1, ANCHOR, abi.encodeWithSelector(IParties.SameGroup.selector, S1, ANCHOR));
    }

    /// @notice Without a debtor, also a company of any group may receive (P-6).
    function test_comparesNothingWithoutDebtor() external {
        setProfile(S1, 1, DAY, 500);
        PartyWord word = parties.checkReceiver(S1, PartyId.wrap(0));
        vm.assertEq(PartyWord.unwrap(word), PartyWord.unwrap(parties.wordFor(S1)), "word");
    }

    /// @notice Two parties are of one group exactly when their groups are equal and not 0 (P-6).
    function testFuzz_comparesGroups(uint40 first, uint40 other, bool equal) external {
        if (equal) other = first;
        setProfile(ANCHOR, 2, DAY, first);
        setProfile(S1, 1, DAY, other);
        if (first == other && first != 0) {
            vm.expectRevert(abi.encodeWithSelector(IParties.SameGroup.selector, S1, ANCHOR));
            parties.checkReceiver(S1, ANCHOR);
        } else {
            PartyWord word = parties.checkReceiver(S1, ANCHOR);
            vm.assertEq(PartyWord.unwrap(word), PartyWord.unwrap(parties.wordFor(S1)), "word");
        }
    }

    function _refuses(PartyId receiver, PartyId debtor, bytes memory reason) private {
        vm.expectRevert(reason);
        parties.checkReceiver(receiver, debtor);
    }
}
