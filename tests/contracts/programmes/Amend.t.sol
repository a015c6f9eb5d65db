// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestWallet} from "../../../contracts/test/TestWallet.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {ISignatures, IVoidableSignatures} from "../../../interfaces/ISignatures.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {ProgrammesSuite} from "../base/ProgrammesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Programmes.amend: who agrees, and by which signature (which debts and terms: AmendTerms); amendmentDigest

├── when the caller is nobody's account                         → AccountUnknown
├── given the caller's party is suspended                       → PartySuspended
├── when the caller is neither anchor nor holder                → NeitherAnchorNorHolder
│   └── also a former holder
├── when the anchor calls
│   ├── with an account that lacks the scope confirm, or whose limit is below the old or new face
│   ├── and the signer is another party's account               → WrongCounterparty
│   │   └── the anchor's own other account
│   └── and the signer lacks the scope assign                   → ScopeMissing
├── when the holder calls
│   ├── with an account that lacks the scope assign, or whose limit is below the face
│   └── and the signer is another party's account               → AccountOfAnother, to cancel WrongCounterparty
├── when the deadline has passed                                → SignatureExpired
├── given the message was taken back or used                    → SignatureVoid
├── when the signature is not the signer's over these terms     → SignatureInvalid
│   └── in every field, for this contract, chain and agreement
└── otherwise                                                   → amended, the message is used up
    ├── the anchor calls and the holder signs
    ├── the holder calls and the anchor signs
    ├── both sign, the caller through the forwarder
    └── by a contract account (ERC-1271)
*/
contract AmendTest is ProgrammesSuite {
    uint256 private constant HALF = FACE / 2;

    NoteId private _note;

    function setUp() public override {
        super.setUp();
        _note = confirm();
    }

    /// @notice An outsider amends nothing, whoever's signature it brings (G-14).
    function test_refusesOutsider() external {
        bytes memory reason = abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider);
        _refusesBoth(outsider, s1, S1_KEY, reason);
    }

    /// @notice A suspended party amends nothing, as caller or as signer (P-4).
    function test_refusesSuspendedParty() external {
        suspend(S1);
        bytes memory reason = abi.encodeWithSelector(IParties.PartySuspended.selector, S1);
        _refusesBoth(anchor, s1, S1_KEY, reason);
        _refusesBoth(s1, anchor, ANCHOR_KEY, reason);
    }

    /// @notice A third party amends nothing, also one that held the note before (G-14, T73).
    function test_refusesThirdParty() external {
        bytes4 neither = IProgrammes.NeitherAnchorNorHolder.selector;
        _refusesBoth(s2, s1, S1_KEY, abi.encodeWithSelector(neither, S2, ANCHOR, S1));
        assign(s1, _note, S2, FACE);
        _refusesBoth(s1, anchor, ANCHOR_KEY, abi.encodeWithSelector(neither, S1, ANCHOR, S2));
    }

    /// @notice The anchor's account needs the scope confirm (P-3, G-14).
    function test_refusesAnchorWithoutScope() external {
        _give(ANCHOR, ASSIGN, NO_LIMIT);
        bytes memory reason = abi.encodeWithSelector(IParties.ScopeMissing.selector, fresh, CONFIRM, ASSIGN);
        _refusesBoth(fresh, s1, S1_KEY, reason);
        _refusesBoth(s1, fresh, FRESH_KEY, reason);
    }

    /// @notice The anchor's account cancels up to its limit per act, and corrects to a face within it (P-3, G-15).
    function test_refusesAnchorAboveLimit() external {
        _give(ANCHOR, CONFIRM, uint96(FACE - 1));
        bytes4 exceeded = IParties.LimitPerActExceeded.selector;
        bytes memory reason = abi.encodeWithSelector(exceeded, fresh, FACE, FACE - 1);
        _refuses(fresh, cancellation(_note), s1, S1_KEY, reason);
        _refuses(fresh, correction(_note, FACE, DUE), s1, S1_KEY, reason);
        bytes memory signature = signAmendment(S1_KEY, correction(_note, FACE - 1, DUE));
        vm.prank(fresh);
        programmes.amend(correction(_note, FACE - 1, DUE), s1, signature);
    }

    /// @notice The anchor does not amend alone, nor with another party than the holder (G-14, T27).
    function test_refusesAnchorWithAnother() external {
        bytes4 wrong = IProgrammes.WrongCounterparty.selector;
        _refusesBoth(anchor, s2, S2_KEY, abi.encodeWithSelector(wrong, S2, S1));
        _refusesBoth(anchor, anchor, ANCHOR_KEY, abi.encodeWithSelector(wrong, ANCHOR, S1));
        bytes memory unknown = abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider);
        _refusesBoth(anchor, outsider, OUTSIDER_KEY, unknown);
    }

    /// @notice After a note has passed, only its new holder's signature counts (G-14, T73).
    function test_refusesFormerHoldersSignature() external {
        assign(s1, _note, S2, FACE);
        bytes memory reason = abi.encodeWithSelector(IProgrammes.WrongCounterparty.selector, S1, S2);
        _refusesBoth(anchor, s1, S1_KEY, reason);
    }

    /// @notice The holder's account needs the scope assign, and a limit that reaches the face (P-3, G-14).
    function test_refusesHolderThatMayNotAct() external {
        _give(S1, FUND, NO_LIMIT);
        bytes memory reason = abi.encodeWithSelector(IParties.ScopeMissing.selector, fresh, ASSIGN, FUND);
        _refusesBoth(anchor, fresh, FRESH_KEY, reason);
        _refusesBoth(fresh, anchor, ANCHOR_KEY, reason);
        _give(S1, ASSIGN, uint96(FACE - 1));
        reason = abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, fresh, FACE, FACE - 1);
        _refusesBoth(anchor, fresh, FRESH_KEY, reason);
        _refusesBoth(fresh, anchor, ANCHOR_KEY, reason);
    }

    /// @notice The holder does not amend alone, nor with another party than the anchor (G-14, T27).
    function test_refusesHolderWithAnother() external {
        bytes4 wrong = IProgrammes.WrongCounterparty.selector;
        bytes4 another = IParties.AccountOfAnother.selector;
        _refuses(s1, cancellation(_note), s2, S2_KEY, abi.encodeWithSelector(wrong, S2, ANCHOR));
        _refuses(s1, cancellation(_note), s1, S1_KEY, abi.encodeWithSelector(wrong, S1, ANCHOR));
        bytes memory reason = abi.encodeWithSelector(another, s2, S2, ANCHOR);
        _refuses(s1, correction(_note, HALF, DUE), s2, S2_KEY, reason);
        reason = abi.encodeWithSelector(another, s1, S1, ANCHOR);
        _refuses(s1, correction(_note, HALF, DUE), s1, S1_KEY, reason);
    }

    /// @notice The signature counts up to the second of its deadline (X-2).
    function test_refusesExpired() external {
        IProgrammes.Amendment memory a = cancellation(_note);
        a.deadline = MIDNIGHT + 50;
        bytes memory signature = signAmendment(S1_KEY, a);
        vm.warp(a.deadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ISignatures.SignatureExpired.selector, a.deadline, a.deadline + 1)
        );
        vm.prank(anchor);
        programmes.amend(a, s1, signature);
        vm.warp(a.deadline);
        vm.prank(anchor);
        programmes.amend(a, s1, signature);
    }

    /// @notice The other side takes its consent back before it is brought (X-3).
    function test_refusesTakenBack() external {
        IProgrammes.Amendment memory a = correction(_note, HALF, DUE);
        bytes32 digest = programmes.amendmentDigest(a);
        vm.prank(s1);
        programmes.voidSignature(digest);
        bytes4 isVoid = IVoidableSignatures.SignatureVoid.selector;
        _refuses(anchor, a, s1, S1_KEY, abi.encodeWithSelector(isVoid, s1, digest));
    }

    /// @notice A consent counts once: after further amendments it does not bring its terms back (X-3, T20, I22).
    function test_refusesSecondTime() external {
        IProgrammes.Amendment memory a = correction(_note, HALF, DUE);
        amend(a);
        amend(correction(_note, FACE, DUE));
        bytes32 digest = programmes.amendmentDigest(a);
        vm.assertTrue(programmes.isSignatureVoid(s1, digest), "used up");
        bytes4 isVoid = IVoidableSignatures.SignatureVoid.selector;
        _refuses(anchor, a, s1, S1_KEY, abi.encodeWithSelector(isVoid, s1, digest));
    }

    /// @notice The consent binds kind, face, due day, evidence and deadline (T27, X-2).
    function testFuzz_refusesOtherTerms(uint8 field, uint40 salt) external {
        IProgrammes.Amendment memory a = correction(_note, HALF, DUE);
        bytes memory signature = signAmendment(S1_KEY, a);
        uint256 more = uint256(salt) + 1;
        field %= 5;
        if (field == 0) a.cancel = true;
        if (field == 1) a.face += more;
        if (field == 2) a.dueDay += more;
        if (field == 3) a.evidenceRoot = keccak256(abi.encode(more));
        if (field == 4) a.deadline += more;
        _expectInvalid(a);
        vm.prank(anchor);
        programmes.amend(a, s1, signature);
    }

    /// @notice The consent binds the note: for one debt it is worth nothing for another of the same parties (X-2).
    function test_refusesAnotherNote() external {
        IProgrammes.Amendment memory a = correction(_note, HALF, DUE);
        bytes memory signature = signAmendment(S1_KEY, a);
        a.note = confirm();
        _expectInvalid(a);
        vm.prank(anchor);
        programmes.amend(a, s1, signature);
    }

    /// @notice The signature is the named signer's own (X-2).
    function test_refusesAnotherKey() external {
        IProgrammes.Amendment memory a = cancellation(_note);
        bytes memory signature = signAmendment(ANCHOR_KEY, a);
        _expectInvalid(a);
        vm.prank(anchor);
        programmes.amend(a, s1, signature);
    }

    /// @notice A consent counts on its own chain and under the agreement that it was given under (X-2, T20, T27, I27).
    function test_refusesElsewhere() external {
        IProgrammes.Amendment memory a = cancellation(_note);
        bytes memory signature = signAmendment(S1_KEY, a);
        uint256 home = block.chainid;
        vm.chainId(home + 1);
        _expectInvalid(a);
        vm.prank(anchor);
        programmes.amend(a, s1, signature);
        vm.chainId(home);
        agree(change());
        _expectInvalid(a);
        vm.prank(anchor);
        programmes.amend(a, s1, signature);
    }

    /// @notice The anchor calls with the holder's signature, and the message is used up (G-14, X-3).
    function test_amendsByAnchor() external {
        _amends(anchor, s1, S1_KEY);
    }

    /// @notice The holder calls with the anchor's signature (G-14).
    function test_amendsByHolder() external {
        _amends(s1, anchor, ANCHOR_KEY);
    }

    /// @notice Other accounts of both sides amend within their scopes and limits (G-14, P-3).
    function test_amendsByOtherAccounts() external {
        _give(S1, ASSIGN, uint96(FACE));
        vm.prank(registrar);
        parties.setAccount(ANCHOR, second, CONFIRM, uint96(FACE));
        _amends(second, fresh, FRESH_KEY);
        IProgrammes.Amendment memory a = cancellation(_note);
        bytes memory signature = signAmendment(SECOND_KEY, a);
        vm.prank(fresh);
        programmes.amend(a, second, signature);
        assertUsed(PROGRAMME, 0);
    }

    /// @notice Both sides sign, and a passer-by brings both signatures (G-14, X-1).
    function test_amendsThroughTheForwarder() external {
        IProgrammes.Amendment memory a = correction(_note, HALF, DUE);
        bytes memory data = abi.encodeCall(programmes.amend, (a, s1, signAmendment(S1_KEY, a)));
        forward(signedCall(ANCHOR_KEY, address(programmes), data));
        assertUsed(PROGRAMME, HALF);
    }

    /// @notice A contract account of the holder signs by ERC-1271 (G-14, X-2).
    function test_amendsForContractAccount() external {
        address wallet = address(new TestWallet(outsider));
        vm.prank(registrar);
        parties.setAccount(S1, wallet, ASSIGN, NO_LIMIT);
        _amends(anchor, wallet, OUTSIDER_KEY);
    }

    /// @notice The digest is that of EIP-712, with the agreement of the note's programme (X-2, T78).
    function testFuzz_digest(IProgrammes.Amendment memory a) external view {
        a.note = _note;
        bytes32 typeHash = keccak256(
            "Amendment(uint128 note,bool cancel,uint256 face,uint256 dueDay,bytes32 evidenceRoot,uint256 deadline,bytes32 agreementHash)"
        );
        bytes32 structHash = keccak256(abi.encode(typeHash, a, AGREEMENT));
        bytes32 expected = typedData("Silkline Programmes", address(programmes), structHash);
        vm.assertEq(programmes.amendmentDigest(a), expected, "digest");
    }

    function _give(PartyId party, uint16 scopes, uint96 limit) private {
        vm.prank(registrar);
        parties.setAccount(party, fresh, scopes, limit);
    }

    function _amends(address caller, address signer, uint256 key) private {
        IProgrammes.Amendment memory a = correction(_note, HALF, DUE);
        bytes32 digest = programmes.amendmentDigest(a);
        vm.expectEmit(address(programmes));
        emit IVoidableSignatures.SignatureVoided(signer, digest);
        vm.prank(caller);
        programmes.amend(a, signer, sign(key, digest));
        vm.assertTrue(programmes.isSignatureVoid(signer, digest), "used up");
        assertUsed(PROGRAMME, HALF);
    }

    /// @dev Neither a correction nor a cancellation is agreed by these two.
    function _refusesBoth(address caller, address signer, uint256 key, bytes memory reason) private {
        _refuses(caller, correction(_note, FACE, DUE), signer, key, reason);
        _refuses(caller, cancellation(_note), signer, key, reason);
    }

    function _refuses(
        address caller,
        IProgrammes.Amendment memory a,
        address signer,
        uint256 key,
        bytes memory reason
    ) private {
        bytes memory signature = signAmendment(key, a);
        vm.expectRevert(reason);
        vm.prank(caller);
        programmes.amend(a, signer, signature);
    }

    /// @dev The next call is refused because the signature is not S1's over `a`. Terms are looked at afterwards.
    function _expectInvalid(IProgrammes.Amendment memory a) private {
        bytes32 digest = programmes.amendmentDigest(a);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, s1, digest));
    }
}
