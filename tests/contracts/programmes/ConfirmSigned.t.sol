// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestWallet} from "../../../contracts/test/TestWallet.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {ISignatures, IVoidableSignatures} from "../../../interfaces/ISignatures.sol";
import {NoteId, PartyId, ReceivableId} from "../../../interfaces/Types.sol";
import {ProgrammesSuite} from "../base/ProgrammesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Programmes.confirmSigned, confirmManySigned, confirmationDigest

confirmSigned
├── when the deadline has passed                                → SignatureExpired
├── given the signer has taken the message back                 → SignatureVoid
├── when it is not the signer's                                 → SignatureInvalid
│   ├── over exactly these terms, in every field
│   ├── for this contract and chain
│   └── under the agreement in force
├── when the signer is another party's account                  → AccountOfAnother
├── given the signer is closed, recovered from, without scope   → AccountRetired, ScopeMissing
├── given it was used already                                   → FingerprintSpent
├── given a halt                                                → Halted
└── otherwise, whoever brings it                                → as confirm, four events
    ├── in the last second
    └── of a contract account (ERC-1271)
confirmManySigned
├── when the lists differ in length                             → LengthMismatch
├── when one signature does not fit                             → SignatureInvalid, and none is confirmed
└── otherwise                                                   → all confirmed, notes in order
confirmationDigest                                              → as EIP-712 says
*/
contract ConfirmSignedTest is ProgrammesSuite {
    /// @notice A signature counts up to the second of its deadline (X-2).
    function test_refusesExpired() external {
        IProgrammes.Confirmation memory t = terms();
        t.deadline = MIDNIGHT + 100;
        bytes memory signature = signConfirmation(ANCHOR_KEY, t);
        vm.warp(t.deadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ISignatures.SignatureExpired.selector, t.deadline, t.deadline + 1)
        );
        programmes.confirmSigned(t, anchor, signature);
        vm.warp(t.deadline);
        programmes.confirmSigned(t, anchor, signature);
    }

    /// @notice The anchor takes a signed confirmation back before it is brought (X-3).
    function test_refusesVoid() external {
        IProgrammes.Confirmation memory t = terms();
        bytes32 digest = programmes.confirmationDigest(t);
        vm.prank(anchor);
        programmes.voidSignature(digest);
        bytes4 isVoid = IVoidableSignatures.SignatureVoid.selector;
        _refuses(t, anchor, ANCHOR_KEY, abi.encodeWithSelector(isVoid, anchor, digest));
    }

    /// @notice The supplier that gains cannot sign for the anchor (G-5, T03).
    function test_refusesAnotherKey() external {
        IProgrammes.Confirmation memory t = terms();
        _refuses(t, anchor, S1_KEY, _invalid(t));
    }

    /// @notice The signature binds every field of the debt (T04, X-2).
    function testFuzz_refusesOtherTerms(uint8 field, uint96 salt) external {
        IProgrammes.Confirmation memory t = terms();
        t.further = fingerprints(2);
        bytes memory signature = signConfirmation(ANCHOR_KEY, t);
        uint256 more = uint256(salt) % 1e12 + 1;
        field %= 8;
        if (field == 0) t.programme = numbered(uint8(2 + salt % 250));
        if (field == 1) t.creditor = PartyId.wrap(PartyId.unwrap(t.creditor) + uint40(more % 1e6 + 1));
        if (field == 2) t.id = ReceivableId.wrap(ReceivableId.unwrap(t.id) ^ uint96(more));
        if (field == 3) t.face += more;
        if (field == 4) t.dueDay += more;
        if (field == 5) t.evidenceRoot = keccak256(abi.encode(more));
        if (field == 6) t.further[salt % 2] = newId();
        if (field == 7) t.deadline += more;
        bytes memory reason = _invalid(t);
        vm.expectRevert(reason);
        programmes.confirmSigned(t, anchor, signature);
    }

    /// @notice Further invoices are bound in number and order, too (T04, G-10).
    function test_refusesOtherInvoices() external {
        IProgrammes.Confirmation memory t = terms();
        t.further = fingerprints(2);
        bytes memory signature = signConfirmation(ANCHOR_KEY, t);
        (t.further[0], t.further[1]) = (t.further[1], t.further[0]);
        bytes memory reason = _invalid(t);
        vm.expectRevert(reason);
        programmes.confirmSigned(t, anchor, signature);
        t.further = new ReceivableId[](0);
        reason = _invalid(t);
        vm.expectRevert(reason);
        programmes.confirmSigned(t, anchor, signature);
    }

    /// @notice A confirmation signed for another chain or another contract counts for nothing (X-2, T20, I27).
    function test_refusesElsewhere() external {
        IProgrammes.Confirmation memory t = terms();
        uint256 home = block.chainid;
        vm.chainId(home + 1);
        bytes memory abroad = signConfirmation(ANCHOR_KEY, t);
        vm.chainId(home);
        bytes memory reason = _invalid(t);
        vm.expectRevert(reason);
        programmes.confirmSigned(t, anchor, abroad);
        bytes32 digest = typedData("Silkline Programmes", address(parties), keccak256("any message"));
        vm.expectRevert(reason);
        programmes.confirmSigned(t, anchor, sign(ANCHOR_KEY, digest));
    }

    /// @notice On a fork with another chain id, what was signed here counts for nothing (X-2, T20, I27).
    function test_refusesOnAFork() external {
        IProgrammes.Confirmation memory t = terms();
        bytes memory signature = signConfirmation(ANCHOR_KEY, t);
        vm.chainId(block.chainid + 1);
        bytes memory reason = _invalid(t);
        vm.expectRevert(reason);
        programmes.confirmSigned(t, anchor, signature);
    }

    /// @notice What was signed under the old agreement does not count under a new one (T27, G-4).
    function test_refusesUnderAnotherAgreement() external {
        IProgrammes.Confirmation memory t = terms();
        bytes memory signature = signConfirmation(ANCHOR_KEY, t);
        IProgrammes.Change memory c = IProgrammes.Change(LIMIT, 180, DEEPEST, SMALLEST, false, DOCUMENT);
        agree(c);
        bytes memory reason = _invalid(t);
        vm.expectRevert(reason);
        programmes.confirmSigned(t, anchor, signature);
    }

    /// @notice Another party's valid signature confirms nothing for the anchor (G-5, T03).
    function test_refusesSignerOfAnother() external {
        bytes memory reason = abi.encodeWithSelector(IParties.AccountOfAnother.selector, s1, S1, ANCHOR);
        _refuses(terms(), s1, S1_KEY, reason);
        reason = abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider);
        _refuses(terms(), outsider, OUTSIDER_KEY, reason);
    }

    /// @notice The signer must be able to act when the signature is brought, not when it was given (P-3, P-13).
    function test_refusesSignerThatMayNotAct() external {
        vm.prank(registrar);
        parties.setAccount(ANCHOR, fresh, ASSIGN, NO_LIMIT);
        bytes memory reason = abi.encodeWithSelector(IParties.ScopeMissing.selector, fresh, CONFIRM, ASSIGN);
        _refuses(terms(), fresh, FRESH_KEY, reason);
        vm.prank(anchor);
        parties.removeAccount(fresh);
        reason = abi.encodeWithSelector(IParties.AccountRetired.selector, fresh);
        _refuses(terms(), fresh, FRESH_KEY, reason);
    }

    /// @notice A signature that was brought cannot be brought again, not even after a cancellation (X-3, T04).
    function test_refusesSecondTime() external {
        IProgrammes.Confirmation memory t = terms();
        NoteId note = programmes.confirmSigned(t, anchor, signConfirmation(ANCHOR_KEY, t));
        bytes memory reason = abi.encodeWithSelector(IProgrammes.FingerprintSpent.selector, t.id);
        _refuses(t, anchor, ANCHOR_KEY, reason);
        amend(cancellation(note));
        _refuses(t, anchor, ANCHOR_KEY, reason);
    }

    /// @notice A halt stops signed confirmations as well (X-4).
    function test_refusesDuringHalt() external {
        halt();
        bytes memory reason = abi.encodeWithSelector(IParties.Halted.selector, MIDNIGHT + 1 days);
        _refuses(terms(), anchor, ANCHOR_KEY, reason);
    }

    /// @notice Anyone brings the anchor's signature, and the debt is the same as by call (G-5, X-1).
    function test_confirms() external {
        IProgrammes.Confirmation memory t = terms();
        bytes memory signature = signConfirmation(ANCHOR_KEY, t);
        vm.recordLogs();
        vm.expectEmit(address(programmes));
        emit IProgrammes.Confirmed(t.id, PROGRAMME, S1, FACE, DUE, t.evidenceRoot);
        vm.prank(outsider);
        NoteId note = programmes.confirmSigned(t, anchor, signature);
        assertEvents(4);
        same(note, noteOf(t.id, 1), "note");
        vm.assertEq(receivables.ownerOf(NoteId.unwrap(note)), s1, "owner");
        assertUsed(PROGRAMME, FACE);
        vm.assertFalse(programmes.isSignatureVoid(anchor, programmes.confirmationDigest(t)), "used by its id");
    }

    /// @notice A contract account of the anchor signs by ERC-1271, and refuses what its owner did not sign (X-2).
    function test_confirmsForContractAccount() external {
        address wallet = address(new TestWallet(fresh));
        vm.prank(registrar);
        parties.setAccount(ANCHOR, wallet, CONFIRM, NO_LIMIT);
        IProgrammes.Confirmation memory t = terms();
        bytes32 digest = programmes.confirmationDigest(t);
        bytes memory reason = abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, wallet, digest);
        _refuses(t, wallet, ANCHOR_KEY, reason);
        programmes.confirmSigned(t, wallet, sign(FRESH_KEY, digest));
        vm.assertTrue(programmes.isSpent(t.id), "confirmed");
    }

    /// @notice Terms and signatures come in pairs (G-11).
    function test_many_refusesMissingSignature() external {
        (IProgrammes.Confirmation[] memory batch,) = _batch();
        vm.expectRevert(abi.encodeWithSelector(IParties.LengthMismatch.selector, 3, 2));
        programmes.confirmManySigned(batch, anchor, new bytes[](2));
    }

    /// @notice One signature that does not fit refuses the whole batch (G-11).
    function test_many_refusesSwappedSignatures() external {
        (IProgrammes.Confirmation[] memory batch, bytes[] memory signatures) = _batch();
        (signatures[1], signatures[2]) = (signatures[2], signatures[1]);
        bytes memory reason = _invalid(batch[1]);
        vm.expectRevert(reason);
        programmes.confirmManySigned(batch, anchor, signatures);
        vm.assertFalse(programmes.isSpent(batch[0].id), "none confirmed");
    }

    /// @notice A batch of signed debts is confirmed whole, notes in order, by anyone (G-11, X-1).
    function test_many_confirms() external {
        (IProgrammes.Confirmation[] memory batch, bytes[] memory signatures) = _batch();
        vm.recordLogs();
        vm.prank(outsider);
        NoteId[] memory notes = programmes.confirmManySigned(batch, anchor, signatures);
        assertEvents(12);
        for (uint256 i; i < 3; ++i) {
            same(notes[i], noteOf(batch[i].id, 1), "note in order");
        }
        assertUsed(PROGRAMME, 3 * FACE);
    }

    /// @notice The digest is that of EIP-712, with the agreement in force, for any terms (X-2, T78).
    function testFuzz_digest(IProgrammes.Confirmation memory t, bytes32 agreementHash, uint8 count) external {
        t.programme = PROGRAMME;
        t.further = fingerprints(count % 8);
        agree(IProgrammes.Change(LIMIT, 180, DEEPEST, SMALLEST, false, agreementHash));
        vm.assertEq(programmes.confirmationDigest(t), confirmationDigest(t, agreementHash), "digest");
    }

    function _batch() private returns (IProgrammes.Confirmation[] memory batch, bytes[] memory signatures) {
        batch = new IProgrammes.Confirmation[](3);
        signatures = new bytes[](3);
        for (uint256 i; i < 3; ++i) {
            batch[i] = terms();
            signatures[i] = signConfirmation(ANCHOR_KEY, batch[i]);
        }
    }

    function _invalid(IProgrammes.Confirmation memory t) private view returns (bytes memory) {
        bytes32 digest = programmes.confirmationDigest(t);
        return abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, anchor, digest);
    }

    function _refuses(IProgrammes.Confirmation memory t, address signer, uint256 key, bytes memory reason)
        private
    {
        bytes memory signature = signConfirmation(key, t);
        vm.expectRevert(reason);
        programmes.confirmSigned(t, signer, signature);
    }
}
