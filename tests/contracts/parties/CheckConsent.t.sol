// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestWallet} from "../../../contracts/test/TestWallet.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {ISignatures, IVoidableSignatures} from "../../../interfaces/ISignatures.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {PartiesSuite} from "../base/PartiesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Parties.checkConsent

├── when its deadline has passed                              → SignatureExpired
├── given the signer has taken it back                        → SignatureVoid
├── when any field, the asking contract, chain or key differs → SignatureInvalid
├── when the signer is nobody's account                       → AccountUnknown
├── given the signer is closed                                → AccountRetired
├── when the signer lacks the scope assign                    → ScopeMissing
├── when the value is above the signer's limit                → LimitPerActExceeded
├── given the receiver is suspended                           → PartySuspended
├── when the signer is another party's account                → ConsentOfAnother
└── otherwise                                                 → the digest that was signed
    ├── of another account of the receiver
    ├── of a contract account (ERC-1271)
    └── of an account that took on code (EIP-7702), by its key
*/
contract CheckConsentTest is PartiesSuite {
    uint256 private constant VALUE = 5_000e6;

    /// @notice A consent counts up to the second of its deadline (P-16, X-2).
    function test_refusesExpired() external {
        IParties.Consent memory c = _consent();
        bytes memory signature = _signed(S2_KEY, c);
        vm.warp(c.deadline);
        parties.checkConsent(c, s2, signature);
        vm.warp(c.deadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ISignatures.SignatureExpired.selector, c.deadline, c.deadline + 1)
        );
        parties.checkConsent(c, s2, signature);
    }

    /// @notice A receiver takes its consent back by its digest (P-16, X-3).
    function test_refusesVoid() external {
        IParties.Consent memory c = _consent();
        bytes32 digest = parties.consentDigest(address(this), c);
        vm.prank(s2);
        parties.voidSignature(digest);
        _refuses(
            c, s2, S2_KEY, abi.encodeWithSelector(IVoidableSignatures.SignatureVoid.selector, s2, digest)
        );
    }

    /// @notice A consent counts for one note, sender, receiver, value, trade, manner of payment and time only (P-16).
    function testFuzz_refusesOtherFields(uint256 field, uint256 salt) external {
        IParties.Consent memory c = _consent();
        bytes memory signature = _signed(S2_KEY, c);
        field = field % 7;
        if (field == 0) c.note = NoteId.wrap(NoteId.unwrap(c.note) ^ uint128(1 + salt % type(uint128).max));
        if (field == 1) {
            c.sender = PartyId.wrap(PartyId.unwrap(c.sender) ^ uint40(1 + salt % type(uint40).max));
        }
        if (field == 2) {
            c.receiver = PartyId.wrap(PartyId.unwrap(c.receiver) ^ uint40(1 + salt % type(uint40).max));
        }
        if (field == 3) c.value += 1 + salt % 1e12;
        if (field == 4) c.tradeReference = keccak256(abi.encode(c.tradeReference, salt));
        if (field == 5) c.inPayment = !c.inPayment;
        if (field == 6) c.deadline += 1 + salt % 1e6;
        bytes32 digest = parties.consentDigest(address(this), c);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, s2, digest));
        parties.checkConsent(c, s2, signature);
    }

    /// @notice A consent for one contract is worth nothing to another that asks, nor on another chain (P-16, T20, I27).
    function test_refusesElsewhere() external {
        IParties.Consent memory c = _consent();
        bytes memory signature = _signed(S2_KEY, c);
        bytes32 digest = parties.consentDigest(outsider, c);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, s2, digest));
        vm.prank(outsider);
        parties.checkConsent(c, s2, signature);
        vm.chainId(block.chainid + 1);
        digest = parties.consentDigest(address(this), c);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, s2, digest));
        parties.checkConsent(c, s2, signature);
    }

    /// @notice The signature is the named signer's own (X-2).
    function test_refusesAnotherKey() external {
        IParties.Consent memory c = _consent();
        bytes32 digest = parties.consentDigest(address(this), c);
        _refuses(c, s2, S3_KEY, abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, s2, digest));
    }

    /// @notice The mirrored signature (high s) of a valid one is no signature (X-2).
    function test_refusesMirroredSignature() external {
        IParties.Consent memory c = _consent();
        bytes32 digest = parties.consentDigest(address(this), c);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(S2_KEY, digest);
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        bytes memory mirrored = abi.encodePacked(r, bytes32(order - uint256(s)), uint8(55 - v));
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, s2, digest));
        parties.checkConsent(c, s2, mirrored);
    }

    /// @notice An outsider consents for nobody (P-3, P-16).
    function test_refusesOutsider() external {
        bytes memory reason = abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider);
        _refuses(_consent(), outsider, OUTSIDER_KEY, reason);
    }

    /// @notice A consent of an account that was closed since is worth nothing (P-3, P-13).
    function test_refusesClosedAccount() external {
        retire(FRESH_KEY);
        IParties.Consent memory c = _consent();
        c.receiver = S1;
        _refuses(c, fresh, FRESH_KEY, abi.encodeWithSelector(IParties.AccountRetired.selector, fresh));
    }

    /// @notice Consenting needs the scope assign (P-3).
    function test_refusesWithoutScope() external {
        add(FRESH_KEY, FUND, NO_LIMIT);
        bytes memory reason = abi.encodeWithSelector(IParties.ScopeMissing.selector, fresh, ASSIGN, FUND);
        _refuses(_consent(), fresh, FRESH_KEY, reason);
    }

    /// @notice Consenting is an act with a worth: the limit per act counts (P-3).
    function test_refusesAboveLimit() external {
        add(FRESH_KEY, ASSIGN, uint96(VALUE - 1));
        bytes4 exceeded = IParties.LimitPerActExceeded.selector;
        _refuses(_consent(), fresh, FRESH_KEY, abi.encodeWithSelector(exceeded, fresh, VALUE, VALUE - 1));
    }

    /// @notice A suspended receiver consents to nothing (P-4).
    function test_refusesSuspendedReceiver() external {
        suspend(S2);
        _refuses(_consent(), s2, S2_KEY, abi.encodeWithSelector(IParties.PartySuspended.selector, S2));
    }

    /// @notice Nobody consents for another party, not even the sender (P-16).
    function test_refusesSignerOfAnother() external {
        bytes memory reason = abi.encodeWithSelector(IParties.ConsentOfAnother.selector, S1, S2);
        _refuses(_consent(), s1, S1_KEY, reason);
    }

    /// @notice The receiver's cash account consents, and the digest is the one of the standard (P-16, X-2).
    function test_checks() external {
        IParties.Consent memory c = _consent();
        vm.recordLogs();
        bytes32 digest = parties.checkConsent(c, s2, _signed(S2_KEY, c));
        assertEvents(0);
        bytes32 typeHash = keccak256(
            "Consent(address receivables,uint128 note,uint40 sender,uint40 receiver,uint256 value,bytes32 tradeReference,bool inPayment,uint256 deadline)"
        );
        bytes32 structHash = keccak256(abi.encode(typeHash, address(this), c));
        vm.assertEq(digest, typedData("Silkline Parties", address(parties), structHash), "digest");
    }

    /// @notice Any account of the receiver with the scope assign and a sufficient limit consents (P-3, P-16).
    function test_checksOtherAccount() external {
        add(FRESH_KEY, ASSIGN, uint96(VALUE));
        IParties.Consent memory c = _consent();
        c.receiver = S1;
        c.sender = S2;
        parties.checkConsent(c, fresh, _signed(FRESH_KEY, c));
    }

    /// @notice A contract account of the receiver consents by ERC-1271 (P-16, X-2).
    function test_checksContractAccount() external {
        address wallet = address(new TestWallet(fresh));
        vm.prank(registrar);
        parties.setAccount(S2, wallet, ASSIGN, NO_LIMIT);
        IParties.Consent memory c = _consent();
        parties.checkConsent(c, wallet, _signed(FRESH_KEY, c));
        bytes32 digest = parties.consentDigest(address(this), c);
        bytes memory reason = abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, wallet, digest);
        _refuses(c, wallet, S2_KEY, reason);
    }

    /// @notice The key of an account counts also when the account took on code, and no other key does (P-16, X-2).
    function test_checksKeyOfAccountWithCode() external {
        vm.etch(s2, address(new TestWallet(outsider)).code);
        IParties.Consent memory c = _consent();
        parties.checkConsent(c, s2, _signed(S2_KEY, c));
        bytes32 digest = parties.consentDigest(address(this), c);
        _refuses(c, s2, S3_KEY, abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, s2, digest));
    }

    function _consent() private view returns (IParties.Consent memory) {
        return IParties.Consent({
            note: NoteId.wrap(77 << 32 | 1),
            sender: S1,
            receiver: S2,
            value: VALUE,
            tradeReference: TRADE,
            inPayment: true,
            deadline: block.timestamp + 1 days
        });
    }

    function _signed(uint256 key, IParties.Consent memory c) private view returns (bytes memory) {
        return sign(key, parties.consentDigest(address(this), c));
    }

    function _refuses(IParties.Consent memory c, address signer, uint256 key, bytes memory reason) private {
        bytes memory signature = _signed(key, c);
        vm.expectRevert(reason);
        parties.checkConsent(c, signer, signature);
    }
}
