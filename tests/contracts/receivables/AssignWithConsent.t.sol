// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {TestWallet} from "../../../contracts/test/TestWallet.sol";
import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {ISignatures, IVoidableSignatures} from "../../../interfaces/ISignatures.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Receivables.assignWithConsent and isConsentUsed

├── when there is no such note                                → NoteUnknown
├── when the consent is brought after its deadline            → SignatureExpired
├── when the receiver has taken the consent back              → SignatureVoid
├── when the signature is not over exactly this assignment,
│   contract and chain                                        → SignatureInvalid
├── when the signer is of another party than the receiver     → ConsentOfAnother
├── when the signer lacks the scope or is over its limit      → ScopeMissing, LimitPerActExceeded
├── when the consent was used before                          → ConsentUsed
├── when `assign` would refuse                                → its error, and the consent is not used up
└── otherwise                                                 → passes at once and uses the consent up
*/
contract AssignWithConsentTest is NotesSuite {
    NoteId internal note;

    function setUp() public override {
        super.setUp();
        note = confirm();
    }

    function _terms() private view returns (IReceivables.Assignment memory) {
        return assignment(note, BANK_B, 400_000e6);
    }

    function _digest(IReceivables.Assignment memory a, uint256 deadline) private view returns (bytes32) {
        PartyId sender = noteState(a.note).owner;
        return parties.consentDigest(
            address(receivables),
            IParties.Consent(a.note, sender, a.receiver, a.value, a.tradeReference, a.inPayment, deadline)
        );
    }

    function _assign(
        IReceivables.Assignment memory a,
        address signer,
        uint256 deadline,
        bytes memory signature
    ) private returns (NoteId) {
        vm.prank(s1);
        return receivables.assignWithConsent(a, signer, deadline, signature);
    }

    /* REFUSALS */

    /// @notice A note that was never made cannot be assigned (R-23).
    function test_refusesAnUnknownNote() external {
        IReceivables.Assignment memory a = _terms();
        a.note = noteOf(idOf(note), 2);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.NoteUnknown.selector, a.note));
        _assign(a, bankB, LATER, "");
    }

    /// @notice A consent counts to the last second of its deadline and not after (X-2).
    function test_refusesAnExpiredConsent() external {
        uint256 deadline = block.timestamp + 100;
        bytes memory signature = sign(BANK_B_KEY, _digest(_terms(), deadline));
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureExpired.selector, deadline, deadline + 1));
        _assign(_terms(), bankB, deadline, signature);
        vm.warp(deadline);
        assertNote(_assign(_terms(), bankB, deadline, signature), BANK_B, 400_000e6, 2);
    }

    /// @notice A consent that its signer has taken back never counts again (X-3).
    function test_refusesAVoidConsent() external {
        bytes32 digest = _digest(_terms(), LATER);
        vm.prank(bankB);
        parties.voidSignature(digest);
        vm.expectRevert(abi.encodeWithSelector(IVoidableSignatures.SignatureVoid.selector, bankB, digest));
        _assign(_terms(), bankB, LATER, sign(BANK_B_KEY, digest));
    }

    /// @notice A consent is to one note, receiver, value, trade and manner of payment: none may differ (P-16, T04).
    function test_refusesOtherTermsThanSigned() external {
        bytes memory signature = sign(BANK_B_KEY, _digest(_terms(), LATER));
        NoteId other = confirm();
        IReceivables.Assignment[5] memory changed;
        for (uint256 i; i < 5; ++i) {
            changed[i] = _terms();
        }
        changed[0].note = other;
        changed[1].receiver = BANK_A;
        changed[2].value += 1;
        changed[3].tradeReference = keccak256("another trade");
        changed[4].inPayment = false;
        for (uint256 i; i < 5; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ISignatures.SignatureInvalid.selector, bankB, _digest(changed[i], LATER)
                )
            );
            _assign(changed[i], bankB, LATER, signature);
        }
    }

    /// @notice A consent to one sender does not serve the next owner of the note (P-16, T73).
    function test_refusesAnotherSender() external {
        bytes memory signature = sign(BANK_B_KEY, _digest(_terms(), LATER));
        assign(s1, note, S2, FACE);
        vm.expectRevert(
            abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, bankB, _digest(_terms(), LATER))
        );
        vm.prank(s2);
        receivables.assignWithConsent(_terms(), bankB, LATER, signature);
    }

    /// @notice A consent signed on one chain does not count on another (X-2, I27).
    function test_refusesAnotherChain() external {
        bytes memory signature = sign(BANK_B_KEY, _digest(_terms(), LATER));
        vm.chainId(block.chainid + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, bankB, _digest(_terms(), LATER))
        );
        _assign(_terms(), bankB, LATER, signature);
    }

    /// @notice A consent names the contract that asks: one for another contract does not count (P-16, X-2).
    function test_refusesAnotherContract() external {
        IReceivables.Assignment memory a = _terms();
        bytes32 elsewhere = parties.consentDigest(
            address(this),
            IParties.Consent(a.note, S1, a.receiver, a.value, a.tradeReference, a.inPayment, LATER)
        );
        vm.expectRevert(
            abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, bankB, _digest(a, LATER))
        );
        _assign(a, bankB, LATER, sign(BANK_B_KEY, elsewhere));
    }

    /// @notice Only an account of the receiver consents for it (P-16).
    function test_refusesTheConsentOfAnother() external {
        bytes memory signature = sign(S3_KEY, _digest(_terms(), LATER));
        vm.expectRevert(abi.encodeWithSelector(IParties.ConsentOfAnother.selector, S3, BANK_B));
        _assign(_terms(), s3, LATER, signature);
    }

    /// @notice The account that consents has the scope assign, and a limit that reaches the value (P-3).
    function test_refusesAnAccountWithoutTheRight() external {
        bytes32 digest = _digest(_terms(), LATER);
        address account = accountOf(BANK_B, 0xBB1, FUND, uint96(FACE));
        vm.expectRevert(abi.encodeWithSelector(IParties.ScopeMissing.selector, account, ASSIGN, FUND));
        _assign(_terms(), account, LATER, sign(0xBB1, digest));

        accountOf(BANK_B, 0xBB1, ASSIGN, 400_000e6 - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, account, 400_000e6, 400_000e6 - 1)
        );
        _assign(_terms(), account, LATER, sign(0xBB1, digest));
    }

    /// @notice A consent counts once, also when it would fit a second time (P-16, X-3, T20).
    function test_refusesASecondUse() external {
        bytes32 digest = _digest(_terms(), LATER);
        bytes memory signature = sign(BANK_B_KEY, digest);
        _assign(_terms(), bankB, LATER, signature);
        vm.expectRevert(abi.encodeWithSelector(IReceivables.ConsentUsed.selector, digest));
        _assign(_terms(), bankB, LATER, signature);
    }

    /// @notice A consent lifts no other rule, and is not used up by a refusal (R-3, X-4).
    function test_refusesWhatAssignRefuses() external {
        bytes32 digest = _digest(_terms(), LATER);
        bytes memory signature = sign(BANK_B_KEY, digest);
        dispute(idOf(note));
        vm.expectRevert(abi.encodeWithSelector(IReceivables.ReceivableDisputed.selector, idOf(note)));
        _assign(_terms(), bankB, LATER, signature);
        halt();
        vm.expectRevert(abi.encodeWithSelector(IParties.Halted.selector, block.timestamp + 7 days));
        _assign(_terms(), bankB, LATER, signature);
        vm.assertFalse(receivables.isConsentUsed(digest), "used");
    }

    /* SUCCESS */

    /// @notice With the receiver's signature a part passes at once and the consent is used up (R-10, P-16).
    function test_passesAtOnce() external {
        bytes32 digest = _digest(_terms(), LATER);
        bytes memory signature = sign(BANK_B_KEY, digest);
        NoteId piece = noteOf(idOf(note), 2);
        vm.assertFalse(receivables.isConsentUsed(digest), "unused");
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IReceivables.Assigned(note, piece, BANK_B, S1, 400_000e6, 2, TRADE, true);
        same(_assign(_terms(), bankB, LATER, signature), piece, "note");

        assertEvents(
            abi.encodePacked(
                IERC721.Transfer.selector,
                IERC3525.SlotChanged.selector,
                IERC3525.TransferValue.selector,
                IReceivables.Assigned.selector
            )
        );
        assertNote(note, S1, 600_000e6, 1);
        assertNote(piece, BANK_B, 400_000e6, 2);
        vm.assertTrue(receivables.isConsentUsed(digest), "used");
    }

    /// @notice A contract consents by ERC-1271 for the party that it acts for (X-2).
    function test_servesAContractAsReceiver() external {
        TestWallet wallet = new TestWallet(vm.addr(0x1271));
        vm.prank(registrar);
        parties.setAccount(BANK_B, address(wallet), ASSIGN, uint96(FACE));
        bytes memory signature = sign(0x1271, _digest(_terms(), LATER));
        assertNote(_assign(_terms(), address(wallet), LATER, signature), BANK_B, 400_000e6, 2);
    }

    /// @notice The digest is the one that EIP-712 gives for the type written in the interface (X-2).
    function test_consentDigestFollowsTheStandard() external view {
        IReceivables.Assignment memory a = _terms();
        bytes32 structHash = keccak256(
            abi.encodePacked(
                keccak256(
                    "Consent(address receivables,uint128 note,uint40 sender,uint40 receiver,uint256 value,bytes32 tradeReference,bool inPayment,uint256 deadline)"
                ),
                abi.encode(
                    address(receivables),
                    a.note,
                    S1,
                    a.receiver,
                    a.value,
                    a.tradeReference,
                    a.inPayment,
                    LATER
                )
            )
        );
        vm.assertEq(_digest(a, LATER), typedData("Silkline Parties", address(parties), structHash), "digest");
    }
}
