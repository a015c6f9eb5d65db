// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestWallet} from "../../../contracts/test/TestWallet.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {ISignatures, IVoidableSignatures} from "../../../interfaces/ISignatures.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.rotate

├── when the caller is no account                       → AccountUnknown
├── when the caller lacks the scope administer          → ScopeMissing
├── given the caller's party is suspended               → PartySuspended
├── when the new cash account is the zero address       → ZeroAccount
├── given it acts for a party, also for this one        → AccountTaken
├── given it acted for a party once                     → AccountRetired
├── when its consent's deadline has passed              → SignatureExpired
├── given it has taken its consent back                 → SignatureVoid
├── when the consent is not its own                     → SignatureInvalid
└── otherwise                                           → new cash account with the rights of the old, three events
    ├── the notes stay where they are, the old account never acts again
    ├── by another account with the scope administer
    ├── to a contract account (ERC-1271)
    └── twice                                           → the previous account is the last one
*/
contract RotateTest is PartiesSuite {
    /// @notice Only a party rotates its cash account (P-9).
    function test_refusesOutsider() external {
        _refuses(outsider, abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
    }

    /// @notice Rotation needs the scope administer (P-3, P-9).
    function test_refusesWithoutScope() external {
        add(SECOND_KEY, ASSIGN, NO_LIMIT);
        _refuses(second, abi.encodeWithSelector(IParties.ScopeMissing.selector, second, ADMINISTER, ASSIGN));
    }

    /// @notice A suspended party does not rotate (P-4).
    function test_refusesSuspendedParty() external {
        suspend(S1);
        _refuses(s1, abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice The zero address is no cash account (P-2).
    function test_refusesZeroAccount() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.ZeroAccount.selector));
        vm.prank(s1);
        parties.rotate(address(0), LATER, "");
    }

    /// @notice An account that acts already, for this party or another, does not become the cash account (P-2).
    function test_refusesAccountThatActs() external {
        add(FRESH_KEY, ASSIGN, 1);
        _refuses(s1, abi.encodeWithSelector(IParties.AccountTaken.selector, fresh, S1));
        bytes memory consent = consentOf(S2_KEY, S1);
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountTaken.selector, s2, S2));
        vm.prank(s1);
        parties.rotate(s2, LATER, consent);
    }

    /// @notice A cash account that was rotated away cannot be rotated back (P-2, P-9).
    function test_refusesAccountThatActedOnce() external {
        rotate(FRESH_KEY);
        bytes memory consent = consentOf(S1_KEY, S1);
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountRetired.selector, s1));
        vm.prank(fresh);
        parties.rotate(s1, LATER, consent);
    }

    /// @notice The new account's consent counts up to the second of its deadline (P-9, X-2).
    function test_refusesExpiredConsent() external {
        uint256 deadline = block.timestamp - 1;
        bytes memory consent = sign(FRESH_KEY, parties.accountConsentDigest(S1, fresh, deadline));
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureExpired.selector, deadline, deadline + 1));
        vm.prank(s1);
        parties.rotate(fresh, deadline, consent);
    }

    /// @notice The new account takes its consent back before it is used (P-9, X-3).
    function test_refusesVoidConsent() external {
        bytes32 digest = parties.accountConsentDigest(S1, fresh, LATER);
        vm.prank(fresh);
        parties.voidSignature(digest);
        _refuses(s1, abi.encodeWithSelector(IVoidableSignatures.SignatureVoid.selector, fresh, digest));
    }

    /// @notice A mistyped account, which cannot consent, never becomes the cash account (P-9).
    function test_refusesConsentOfAnotherKey() external {
        bytes32 digest = parties.accountConsentDigest(S1, fresh, LATER);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, fresh, digest));
        vm.prank(s1);
        parties.rotate(fresh, LATER, sign(S1_KEY, digest));
    }

    /// @notice The new cash account takes over rights and notes in place; nothing but Parties says a word (P-9).
    function test_rotates() external {
        NoteId note = confirm();
        vm.prank(s1);
        parties.changeAccount(s1, ASSIGN | ADMINISTER, 900);
        bytes memory consent = consentOf(FRESH_KEY, S1);
        vm.recordLogs();
        vm.expectEmit(address(parties));
        emit IParties.AccountClosed(S1, s1);
        vm.expectEmit(address(parties));
        emit IParties.CashAccountChanged(S1, s1, fresh, 0);
        vm.expectEmit(address(parties));
        emit IParties.AccountSet(S1, fresh, ASSIGN | ADMINISTER, 900);
        vm.prank(s1);
        parties.rotate(fresh, LATER, consent);
        assertEvents(3);
        assertAccount(fresh, S1, true, ASSIGN | ADMINISTER, 900);
        _assertCash(fresh, s1);
        vm.assertEq(receivables.ownerOf(NoteId.unwrap(note)), fresh, "owner towards wallets");
    }

    /// @notice The old cash account is closed and holds nothing any more (P-9, P-13).
    function test_endsOldAccount() external {
        rotate(FRESH_KEY);
        assertAccount(s1, S1, false, ALL_SCOPES, NO_LIMIT);
        same(parties.holderOf(s1), PartyId.wrap(0), "holder of the old account");
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountRetired.selector, s1));
        parties.act(s1, 0, 0);
    }

    /// @notice Another account with the scope administer rotates too, and keeps its own rights (P-7, P-9).
    function test_rotatesByAnotherAccount() external {
        add(SECOND_KEY, ADMINISTER, 0);
        bytes memory consent = consentOf(FRESH_KEY, S1);
        forward(
            signedCall(SECOND_KEY, address(parties), abi.encodeCall(parties.rotate, (fresh, LATER, consent)))
        );
        _assertCash(fresh, s1);
        assertAccount(fresh, S1, true, ALL_SCOPES, NO_LIMIT);
        assertAccount(second, S1, true, ADMINISTER, 0);
    }

    /// @notice A contract account (ERC-1271) becomes the cash account with its owner's signature (P-9, X-2).
    function test_rotatesToContractAccount() external {
        address wallet = address(new TestWallet(fresh));
        bytes memory consent = sign(FRESH_KEY, parties.accountConsentDigest(S1, wallet, LATER));
        vm.prank(s1);
        parties.rotate(wallet, LATER, consent);
        _assertCash(wallet, s1);
    }

    /// @notice After two rotations the previous account is the last one, and opt-ins and epoch are as before (P-9).
    function test_rotatesTwice() external {
        rotate(FRESH_KEY);
        rotate(SECOND_KEY);
        _assertCash(second, fresh);
        vm.assertEq(parties.partyOf(S1).optIns, 3, "opt-ins");
        vm.assertEq(parties.partyOf(S1).epoch, 0, "epoch");
        assertProfile(S1, profile(1, 0));
    }

    function _assertCash(address cash, address previous) private view {
        vm.assertEq(parties.partyOf(S1).cash, cash, "cash account");
        vm.assertEq(parties.previousCashOf(S1), previous, "previous cash account");
        same(parties.holderOf(cash), S1, "holder of the new account");
    }

    /// @dev `caller` cannot rotate to the fresh account although it consented.
    function _refuses(address caller, bytes memory reason) private {
        bytes memory consent = consentOf(FRESH_KEY, S1);
        vm.expectRevert(reason);
        vm.prank(caller);
        parties.rotate(fresh, LATER, consent);
    }
}
