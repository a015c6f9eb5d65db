// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {IVoidableSignatures} from "../../../interfaces/ISignatures.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.recover

├── given no recovery was proposed                        → RecoveryUnknown
├── given it is not approved                              → RecoveryNotApproved
├── when its delay has not passed                         → RecoveryTooEarly
├── given its account acts for a party since              → AccountTaken
│   ├── because another party was registered with it
│   └── because the party rotated to it
├── given its account acted for a party and was closed    → AccountRetired
├── given it was carried out already                      → RecoveryUnknown
└── otherwise, by anyone                                  → one live account with every scope, two events
    ├── every other account is dead, also one set between proposal and recovery
    ├── consents of dead accounts are worth nothing
    ├── the notes stay where they are
    ├── of a suspended party                              → it stays suspended
    ├── given the party rotated in between                → the new cash account is replaced
    └── twice                                             → the epoch counts both
*/
contract RecoverTest is PartiesSuite {
    /// @notice Nobody is recovered without a proposal (P-10).
    function test_refusesWithoutProposal() external {
        _refuses(abi.encodeWithSelector(IParties.RecoveryUnknown.selector, S1));
    }

    /// @notice The registrar alone recovers nobody, however long it waits (P-10, T65).
    function test_refusesWithoutApproval() external {
        propose(fresh);
        vm.warp(block.timestamp + 365 days);
        _refuses(abi.encodeWithSelector(IParties.RecoveryNotApproved.selector, S1));
    }

    /// @notice The party has the whole delay to object, to the second (P-10, T70).
    function test_refusesTooEarly() external {
        propose(fresh);
        approve(fresh);
        uint256 readyAt = block.timestamp + RECOVERY_DELAY;
        vm.warp(readyAt - 1);
        _refuses(abi.encodeWithSelector(IParties.RecoveryTooEarly.selector, S1, readyAt, readyAt - 1));
        vm.warp(readyAt);
        parties.recover(S1);
    }

    /// @notice An account that was given to another party during the delay is not taken from it (P-2, P-10).
    function test_refusesAccountTakenByAnother() external {
        _ready(fresh);
        vm.prank(registrar);
        parties.register(FRESH, fresh, profile(1, 0));
        _refuses(abi.encodeWithSelector(IParties.AccountTaken.selector, fresh, FRESH));
    }

    /// @notice When the party rotates to the very account first, there is nothing left to recover (P-9, P-10).
    function test_refusesAfterRotationToTheSameAccount() external {
        _ready(fresh);
        rotate(FRESH_KEY);
        _refuses(abi.encodeWithSelector(IParties.AccountTaken.selector, fresh, S1));
    }

    /// @notice An account that was added and closed during the delay is not revived (P-2, P-10).
    function test_refusesAccountClosedSince() external {
        _ready(fresh);
        retire(FRESH_KEY);
        _refuses(abi.encodeWithSelector(IParties.AccountRetired.selector, fresh));
    }

    /// @notice A recovery is carried out once (P-10, T70).
    function test_refusesSecondTime() external {
        recover(fresh);
        _refuses(abi.encodeWithSelector(IParties.RecoveryUnknown.selector, S1));
    }

    /// @notice Anyone carries a ready recovery out; notes, profile and opt-ins stay the party's (P-10, P-13).
    function test_recovers() external {
        NoteId note = confirm();
        _ready(fresh);
        vm.recordLogs();
        vm.expectEmit(address(parties));
        emit IParties.CashAccountChanged(S1, s1, fresh, 1);
        vm.expectEmit(address(parties));
        emit IParties.AccountSet(S1, fresh, ALL_SCOPES, NO_LIMIT);
        vm.prank(outsider);
        parties.recover(S1);
        assertEvents(2);
        _assertRecovered(fresh, s1, 1);
        assertProfile(S1, profile(1, 0));
        vm.assertEq(parties.partyOf(S1).optIns, 3, "opt-ins");
        vm.assertEq(parties.recoveryOf(S1).cash, address(0), "no recovery left");
        vm.assertEq(receivables.ownerOf(NoteId.unwrap(note)), fresh, "owner towards wallets");
    }

    /// @notice Every other account dies at once, also one that a thief added during the delay (P-12).
    function test_endsEveryOtherAccount() external {
        add(SECOND_KEY, ASSIGN, 5);
        _ready(fresh);
        address late = add(0x97, ALL_SCOPES, NO_LIMIT);
        parties.recover(S1);
        _assertDead(s1, ALL_SCOPES, NO_LIMIT);
        _assertDead(second, ASSIGN, 5);
        _assertDead(late, ALL_SCOPES, NO_LIMIT);
        same(parties.holderOf(s1), PartyId.wrap(0), "old cash account holds nothing");
    }

    /// @notice What a dead account signed before is worth nothing after (P-12, P-13).
    function test_endsConsentsOfDeadAccounts() external {
        IParties.Consent memory consent =
            IParties.Consent(NoteId.wrap(1), S2, S1, 10, TRADE, true, block.timestamp + 10 days);
        bytes memory signature = sign(S1_KEY, parties.consentDigest(address(this), consent));
        parties.checkConsent(consent, s1, signature);
        recover(fresh);
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountRetired.selector, s1));
        parties.checkConsent(consent, s1, signature);
    }

    /// @notice The consent of an account that died cannot be used to add it again (P-2, P-12, X-3).
    function test_endsAccountConsents() external {
        add(SECOND_KEY, ASSIGN, 5);
        bytes memory consent = consentOf(SECOND_KEY, S1);
        recover(fresh);
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountRetired.selector, second));
        vm.prank(fresh);
        parties.addAccount(second, ASSIGN, 5, LATER, consent);
    }

    /// @notice Recovery does not lift a suspension: compliance does that separately (P-4, P-10).
    function test_leavesSuspension() external {
        suspend(S1);
        recover(fresh);
        vm.assertFalse(parties.partyOf(S1).active, "active");
        _assertRecovered(fresh, s1, 1);
    }

    /// @notice A thief that rotates during the delay does not escape the recovery (P-9, P-10, P-12).
    function test_replacesAccountRotatedSince() external {
        _ready(fresh);
        rotate(SECOND_KEY);
        parties.recover(S1);
        _assertRecovered(fresh, second, 1);
        _assertDead(second, ALL_SCOPES, NO_LIMIT);
    }

    /// @notice After a recovery, new accounts live in the new epoch, and a second recovery ends them too (P-12).
    function test_recoversTwice() external {
        recover(fresh);
        bytes memory consent = consentOf(SECOND_KEY, S1);
        vm.prank(fresh);
        parties.addAccount(second, ASSIGN, 5, LATER, consent);
        assertAccount(second, S1, true, ASSIGN, 5);
        recover(vm.addr(0x97));
        _assertRecovered(vm.addr(0x97), fresh, 2);
        _assertDead(second, ASSIGN, 5);
        _assertDead(s1, ALL_SCOPES, NO_LIMIT);
    }

    /// @notice An account that died may still take its own messages back (X-3, P-13).
    function test_leavesVoiding() external {
        recover(fresh);
        vm.expectEmit(address(parties));
        emit IVoidableSignatures.SignatureVoided(s1, DOCUMENT);
        vm.prank(s1);
        parties.voidSignature(DOCUMENT);
    }

    /// @dev A recovery of S1 to `cash` that may be carried out now.
    function _ready(address cash) private {
        propose(cash);
        approve(cash);
        vm.warp(block.timestamp + RECOVERY_DELAY);
    }

    function _refuses(bytes memory reason) private {
        vm.expectRevert(reason);
        parties.recover(S1);
    }

    function _assertRecovered(address cash, address previous, uint16 epoch) private view {
        vm.assertEq(parties.partyOf(S1).cash, cash, "cash account");
        vm.assertEq(parties.partyOf(S1).epoch, epoch, "epoch");
        vm.assertEq(parties.previousCashOf(S1), previous, "previous cash account");
        same(parties.holderOf(cash), S1, "holder");
        assertAccount(cash, S1, true, ALL_SCOPES, NO_LIMIT);
    }

    function _assertDead(address account, uint16 scopes, uint96 limit) private {
        assertAccount(account, S1, false, scopes, limit);
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountRetired.selector, account));
        parties.act(account, 0, 0);
    }
}
