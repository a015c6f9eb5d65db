// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestWallet} from "../../../contracts/test/TestWallet.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {ISignatures, IVoidableSignatures} from "../../../interfaces/ISignatures.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.addAccount

├── when the caller is no account                          → AccountUnknown
├── when the caller lacks the scope administer             → ScopeMissing
├── given the caller's party is suspended                  → PartySuspended
├── when the new account is the zero address               → ZeroAccount
├── given the new account acts for a party                 → AccountTaken
├── given the new account acted for a party once           → AccountRetired
├── when the consent's deadline has passed                 → SignatureExpired
├── given the new account has taken its consent back       → SignatureVoid
├── when the consent is not the new account's              → SignatureInvalid
│   └── by another key, for another party, deadline, contract or chain, or cut short
└── otherwise                                              → the account acts, one event
    ├── by the caller's signature
    ├── of a contract account (ERC-1271)
    └── for any scopes and limit
*/
contract AddAccountTest is PartiesSuite {
    /// @notice Only a party adds accounts to itself (P-7).
    function test_refusesOutsider() external {
        _refuses(outsider, abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
    }

    /// @notice Adding needs the scope administer (P-3, P-7).
    function test_refusesWithoutScope() external {
        add(SECOND_KEY, ASSIGN, NO_LIMIT);
        _refuses(second, abi.encodeWithSelector(IParties.ScopeMissing.selector, second, ADMINISTER, ASSIGN));
    }

    /// @notice A suspended party adds no account (P-4).
    function test_refusesSuspendedParty() external {
        suspend(S1);
        _refuses(s1, abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice The zero address is nobody's account (P-2).
    function test_refusesZeroAccount() external {
        vm.expectRevert(abi.encodeWithSelector(IParties.ZeroAccount.selector));
        vm.prank(s1);
        parties.addAccount(address(0), ASSIGN, 1, LATER, "");
    }

    /// @notice An account that acts for a party is not taken over, whatever it signs (P-2, T30).
    function test_refusesAccountThatActs() external {
        bytes memory consent = consentOf(S2_KEY, S1);
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountTaken.selector, s2, S2));
        vm.prank(s1);
        parties.addAccount(s2, ASSIGN, 1, LATER, consent);
    }

    /// @notice The consent of an account counts once: closed, it cannot be added by the same signature (P-2, X-3).
    function test_refusesAccountThatActedOnce() external {
        retire(FRESH_KEY);
        _refuses(s1, abi.encodeWithSelector(IParties.AccountRetired.selector, fresh));
    }

    /// @notice A consent counts up to the second of its deadline and not longer (X-2).
    function test_refusesExpiredConsent() external {
        uint256 deadline = block.timestamp;
        bytes memory consent = sign(FRESH_KEY, parties.accountConsentDigest(S1, fresh, deadline));
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureExpired.selector, deadline, deadline + 1));
        vm.prank(s1);
        parties.addAccount(fresh, ASSIGN, 1, deadline, consent);
        vm.warp(deadline);
        vm.prank(s1);
        parties.addAccount(fresh, ASSIGN, 1, deadline, consent);
    }

    /// @notice An account takes its consent back before it is used (X-3).
    function test_refusesVoidConsent() external {
        bytes32 digest = parties.accountConsentDigest(S1, fresh, LATER);
        vm.prank(fresh);
        parties.voidSignature(digest);
        _refuses(s1, abi.encodeWithSelector(IVoidableSignatures.SignatureVoid.selector, fresh, digest));
    }

    /// @notice Only the new account's own key consents, not one of the party that wants it (P-7).
    function test_refusesConsentOfAnotherKey() external {
        bytes32 digest = parties.accountConsentDigest(S1, fresh, LATER);
        _refusesConsent(sign(S1_KEY, digest));
        _refusesConsent("");
        bytes memory short = sign(FRESH_KEY, digest);
        assembly ("memory-safe") {
            mstore(short, 64)
        }
        _refusesConsent(short);
    }

    /// @notice A consent given to one party is worth nothing to another, nor with another deadline (P-7, X-2).
    function test_refusesConsentToAnother() external {
        _refusesConsent(consentOf(FRESH_KEY, S2));
        _refusesConsent(sign(FRESH_KEY, parties.accountConsentDigest(S1, fresh, LATER - 1)));
    }

    /// @notice A consent for another chain or another contract is worth nothing here (X-2, T20, I27).
    function test_refusesConsentFromElsewhere() external {
        uint256 home = block.chainid;
        vm.chainId(home + 1);
        bytes memory consent = consentOf(FRESH_KEY, S1);
        vm.chainId(home);
        _refusesConsent(consent);
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("AccountConsent(uint40 party,address account,uint256 deadline)"), S1, fresh, LATER
            )
        );
        bytes32 digest = typedData("Silkline Parties", address(programmes), structHash);
        _refusesConsent(sign(FRESH_KEY, digest));
    }

    /// @notice A consent signed here does not count on a fork with another chain id (X-2, I27).
    function test_refusesConsentOnAFork() external {
        bytes memory consent = consentOf(FRESH_KEY, S1);
        vm.chainId(block.chainid + 1);
        _refusesConsent(consent);
    }

    /// @notice The new account acts for the party with what it was given; limit 0 of the caller does not matter (P-3).
    function test_adds() external {
        add(SECOND_KEY, ADMINISTER, 0);
        bytes memory consent = consentOf(FRESH_KEY, S1);
        vm.recordLogs();
        vm.expectEmit(address(parties));
        emit IParties.AccountSet(S1, fresh, ASSIGN, 700);
        vm.prank(second);
        parties.addAccount(fresh, ASSIGN, 700, LATER, consent);
        assertEvents(1);
        assertAccount(fresh, S1, true, ASSIGN, 700);
        parties.act(fresh, ASSIGN, 700);
    }

    /// @notice Caller and new account both sign, and a passer-by brings both signatures (X-1).
    function test_addsBySignature() external {
        bytes memory consent = consentOf(FRESH_KEY, S1);
        bytes memory data = abi.encodeCall(parties.addAccount, (fresh, ASSIGN, 700, LATER, consent));
        forward(signedCall(S1_KEY, address(parties), data));
        assertAccount(fresh, S1, true, ASSIGN, 700);
    }

    /// @notice A contract account consents by ERC-1271, and refuses what its owner did not sign (X-2).
    function test_addsContractAccount() external {
        address wallet = address(new TestWallet(fresh));
        bytes32 digest = parties.accountConsentDigest(S1, wallet, LATER);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, wallet, digest));
        vm.prank(s1);
        parties.addAccount(wallet, ASSIGN, 1, LATER, sign(S1_KEY, digest));
        vm.prank(s1);
        parties.addAccount(wallet, ASSIGN, 1, LATER, sign(FRESH_KEY, digest));
        assertAccount(wallet, S1, true, ASSIGN, 1);
    }

    /// @notice Scopes and limits of any value are read back as they were written (P-3).
    function testFuzz_keepsRights(uint16 scopes, uint96 limit) external {
        add(FRESH_KEY, scopes, limit);
        assertAccount(fresh, S1, true, scopes, limit);
    }

    /// @dev `caller` cannot add the fresh account although it consented.
    function _refuses(address caller, bytes memory reason) private {
        bytes memory consent = consentOf(FRESH_KEY, S1);
        vm.expectRevert(reason);
        vm.prank(caller);
        parties.addAccount(fresh, ASSIGN, 1, LATER, consent);
    }

    function _refusesConsent(bytes memory consent) private {
        bytes32 digest = parties.accountConsentDigest(S1, fresh, LATER);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, fresh, digest));
        vm.prank(s1);
        parties.addAccount(fresh, ASSIGN, 1, LATER, consent);
    }
}
