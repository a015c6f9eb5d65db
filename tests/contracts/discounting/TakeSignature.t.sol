// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Discounting} from "../../../contracts/Discounting.sol";
import {TestWallet} from "../../../contracts/test/TestWallet.sol";
import {IDiscounting} from "../../../interfaces/IDiscounting.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {ISignatures} from "../../../interfaces/ISignatures.sol";
import {NoteId, ProgrammeId, ReceivableId} from "../../../interfaces/Types.sol";
import {SalesSuite} from "../base/SalesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Discounting.take: the signature of the offer, and offerDigest

├── when any field of the offer is not as signed                   → SignatureInvalid
├── when it is of another chain, contract or framework agreement   → SignatureInvalid
├── when it is not the signer's, or no signature                   → SignatureInvalid
├── when the signer is of another party                            → SignerNotOfFunder
├── when the signer is unknown, retired, lacks the scope or is over its limit → the error of Parties
└── by cash account, acting account, or contract (ERC-1271)        → taken
*/
contract TakeSignatureTest is SalesSuite {
    function _refused(
        IDiscounting.Offer memory o,
        address signer,
        bytes memory signature,
        bytes memory reason
    ) private {
        vm.prank(s1);
        vm.expectRevert(reason);
        discounting.take(o, signer, signature, fill(note, 100_000e6));
    }

    function _invalid(IDiscounting.Offer memory o, address signer) private view returns (bytes memory) {
        return
            abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, signer, discounting.offerDigest(o));
    }

    function _taken(address signer, bytes memory signature) private {
        vm.prank(s1);
        discounting.take(offer(), signer, signature, fill(note, 100_000e6));
    }

    /* REFUSALS */

    /// @notice The signature is over every field of the offer: a change of any one is refused (X-2, T18, T34).
    function test_refusesEachChangedField() external {
        bytes memory signature = signOffer(BANK_A_KEY, offer());
        for (uint256 i; i < 12; ++i) {
            IDiscounting.Offer memory o = _changed(i);
            _refused(o, bankA, signature, _invalid(o, bankA));
        }
    }

    /// @dev The offer with one field changed, so that it is still taken if its signature were not looked at.
    function _changed(uint256 field) private view returns (IDiscounting.Offer memory o) {
        o = offer();
        if (field == 0) o.funder = BANK_B;
        if (field == 1) (o.programme, o.receivable) = (ProgrammeId.wrap(0), idOf(note));
        if (field == 2) o.deepestTier = 1;
        if (field == 3) o.rate -= 1;
        if (field == 4) o.basis = 365;
        if (field == 5) o.fee = 1;
        if (field == 6) o.smallest = 2;
        if (field == 7) o.cap += 1;
        if (field == 8) o.recourse = true;
        if (field == 9) o.registryRequired = true;
        if (field == 10) o.validUntil -= 1;
        if (field == 11) o.salt += 1;
    }

    /// @notice An offer signed on one chain is not taken on another (X-2, T20, I27).
    function test_refusesAnotherChain() external {
        bytes memory signature = signOffer(BANK_A_KEY, offer());
        vm.chainId(block.chainid + 1);
        _refused(offer(), bankA, signature, _invalid(offer(), bankA));
    }

    /// @notice An offer signed for one contract is not taken in another of the same code (X-2, T20, I27).
    function test_refusesAnotherContract() external {
        bytes memory signature = signOffer(BANK_A_KEY, offer());
        Discounting other =
            new Discounting(address(forwarder), parties, programmes, IReceivables(address(receivables)));
        bytes memory reason =
            abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, bankA, other.offerDigest(offer()));
        vm.prank(s1);
        vm.expectRevert(reason);
        other.take(offer(), bankA, signature, fill(note, 100_000e6));
    }

    /// @notice An offer is under the framework agreement of its day: under a new one it is signed anew (G-4, T27).
    function test_refusesAnotherAgreement() external {
        bytes memory signature = signOffer(BANK_A_KEY, offer());
        IProgrammes.Change memory change =
            IProgrammes.Change(LIMIT, 180, DEEPEST, SMALLEST, false, keccak256("another agreement"));
        vm.prank(registrar);
        programmes.proposeChange(PROGRAMME, change);
        vm.prank(anchor);
        programmes.acceptChange(PROGRAMME, change);
        _refused(offer(), bankA, signature, _invalid(offer(), bankA));
        _taken(bankA, signOffer(BANK_A_KEY, offer()));
    }

    /// @notice Another key's signature, an empty one, and a mangled one are none (X-2).
    function test_refusesWhatIsNoSignature() external {
        bytes[3] memory signatures = [signOffer(BANK_B_KEY, offer()), bytes(""), new bytes(65)];
        for (uint256 i; i < signatures.length; ++i) {
            _refused(offer(), bankA, signatures[i], _invalid(offer(), bankA));
        }
    }

    /// @notice A signature that was turned into its mirror image is none, so that an offer has one form (X-2).
    function test_refusesAMalleableSignature() external {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(BANK_A_KEY, discounting.offerDigest(offer()));
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        bytes memory mirrored = abi.encodePacked(r, order - uint256(s), v == 27 ? uint8(28) : uint8(27));
        _refused(offer(), bankA, mirrored, _invalid(offer(), bankA));
    }

    /// @notice Only an account of the funder signs its offers (D-1).
    function test_refusesTheSignerOfAnotherParty() external {
        _refused(
            offer(),
            bankB,
            signOffer(BANK_B_KEY, offer()),
            abi.encodeWithSelector(IDiscounting.SignerNotOfFunder.selector, BANK_B, BANK_A)
        );
    }

    /// @notice The signer is a live account with the scope fund and a limit that reaches the proceeds (D-1, P-3).
    function test_refusesASignerWithoutTheRight() external {
        uint256 key = 0xBA1;
        address signer = vm.addr(key);
        bytes memory signature = signOffer(key, offer());
        _refused(offer(), signer, signature, abi.encodeWithSelector(IParties.AccountUnknown.selector, signer));
        accountOf(BANK_A, key, ASSIGN, uint96(FACE));
        _refused(
            offer(),
            signer,
            signature,
            abi.encodeWithSelector(IParties.ScopeMissing.selector, signer, FUND, ASSIGN)
        );
        accountOf(BANK_A, key, FUND, 98_875e6 - 1);
        _refused(
            offer(),
            signer,
            signature,
            abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, signer, 98_875e6, 98_875e6 - 1)
        );
        vm.prank(bankA);
        parties.removeAccount(signer);
        _refused(offer(), signer, signature, abi.encodeWithSelector(IParties.AccountRetired.selector, signer));
    }

    /// @notice A cash account whose rights were narrowed signs only within them (D-1, P-3).
    function test_refusesANarrowedCashAccount() external {
        vm.prank(registrar);
        parties.setAccount(BANK_A, bankA, FUND, 98_875e6 - 1);
        bytes memory signature = signOffer(BANK_A_KEY, offer());
        _refused(
            offer(),
            bankA,
            signature,
            abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, bankA, 98_875e6, 98_875e6 - 1)
        );
        vm.prank(registrar);
        parties.setAccount(BANK_A, bankA, ASSIGN, type(uint96).max);
        _refused(
            offer(),
            bankA,
            signature,
            abi.encodeWithSelector(IParties.ScopeMissing.selector, bankA, FUND, ASSIGN)
        );
    }

    /// @notice A former cash account signs no more, and the offers that it signed are void (P-9, P-13, X-3).
    function test_refusesAFormerCashAccount() external {
        bytes memory signature = signOffer(BANK_A_KEY, offer());
        bytes memory consent = sign(0xF1, parties.accountConsentDigest(BANK_A, vm.addr(0xF1), LATER));
        vm.prank(bankA);
        parties.rotate(vm.addr(0xF1), LATER, consent);
        _refused(offer(), bankA, signature, abi.encodeWithSelector(IParties.AccountRetired.selector, bankA));
    }

    /* SUCCESS */

    /// @notice An acting account signs for its party up to exactly its limit; the cash account pays (D-1, D-8).
    function test_servesAnActingAccount() external {
        address signer = accountOf(BANK_A, 0xBA1, FUND, 98_875e6);
        _taken(signer, signOffer(0xBA1, offer()));
        vm.assertEq(token.balanceOf(bankA), CASH - 98_875e6, "cash account");
    }

    /// @notice A contract signs for its party by ERC-1271, and no longer once its owner's key would (X-2).
    function test_servesAContract() external {
        TestWallet wallet = new TestWallet(vm.addr(0x1271));
        vm.prank(registrar);
        parties.setAccount(BANK_A, address(wallet), FUND, uint96(FACE));
        _refused(offer(), address(wallet), signOffer(BANK_A_KEY, offer()), _invalid(offer(), address(wallet)));
        _taken(address(wallet), signOffer(0x1271, offer()));
    }

    /// @notice One signature serves many fills by many holders, until the cap is reached (D-4).
    function test_servesManyHolders() external {
        bytes memory signature = signOffer(BANK_A_KEY, offer());
        NoteId second = assign(s1, note, S2, 300_000e6);
        _taken(bankA, signature);
        vm.prank(s2);
        discounting.take(offer(), bankA, signature, fill(second, 300_000e6));
        _taken(bankA, signature);
        vm.assertEq(discounting.filledOf(discounting.offerDigest(offer())), 500_000e6, "filled");
    }

    /// @notice The digest is the one that EIP-712 gives for the type written in the interface, with the agreement (X-2).
    function test_offerDigestFollowsTheStandard() external view {
        IDiscounting.Offer memory o = offer();
        bytes32 typeHash = keccak256(
            "Offer(uint40 funder,uint48 programme,uint96 receivable,uint8 deepestTier,uint32 rate,uint16 basis,uint256 fee,uint256 smallest,uint256 cap,bool recourse,bool registryRequired,uint256 validUntil,uint256 salt,bytes32 agreementHash)"
        );
        bytes memory fields = bytes.concat(
            abi.encode(o.funder, o.programme, o.receivable, o.deepestTier, o.rate, o.basis, o.fee),
            abi.encode(o.smallest, o.cap, o.recourse, o.registryRequired, o.validUntil, o.salt, AGREEMENT)
        );
        bytes32 expected = typedData(
            "Silkline Discounting", address(discounting), keccak256(bytes.concat(typeHash, fields))
        );
        vm.assertEq(discounting.offerDigest(o), expected, "of a programme");
        (o.programme, o.receivable) = (ProgrammeId.wrap(0), idOf(note));
        vm.assertTrue(discounting.offerDigest(o) != expected, "of a receivable");
        o.receivable = ReceivableId.wrap(7);
        vm.assertTrue(discounting.offerDigest(o) != expected, "of an unknown receivable");
    }
}
