// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IGuarantees} from "../../../interfaces/IGuarantees.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {ISignatures, IVoidableSignatures} from "../../../interfaces/ISignatures.sol";
import {NoteId, PartyId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {GuaranteesSuite} from "./GuaranteesSuite.sol";

/*
Guarantees.cover

├── when the receivable is not Open                       → NotOpen
├── when the caller acts for nobody, or without its scope → the refusal of Parties
├── when the caller is not the payer of the fee           → NotFeePayer
├── when the payer is neither anchor nor holder           → NeitherAnchorNorHolder
├── when the signature is late, void or another's         → SignatureExpired, SignatureVoid, SignatureInvalid
├── when the signer may not act for the guarantor         → the refusal of Parties
├── when the guarantor is not fit                         → SameGroup, RoleMissing, KycExpired, PartySuspended, ZeroParty
├── during a halt                                         → Halted
├── when it covers twice, a fifth covers, shares too much → CoverExists, TooManyCovers, ShareInvalid, CapInvalid
└── otherwise                                             → it is recorded, and its fee paid
*/
contract CoverTest is GuaranteesSuite {
    NoteId internal note;
    ReceivableId internal id;
    IGuarantees.ReceivableCover internal c;

    function setUp() public override {
        super.setUp();
        note = confirm();
        id = idOf(note);
        c = coverTerms(id);
        fund(s1, 10 * FEE, address(guarantees));
        fund(anchor, FEE, address(guarantees));
    }

    function _bring(address caller, address signer, bytes memory signature) private {
        vm.prank(caller);
        guarantees.cover(c, note, signer, signature);
    }

    /// @dev S1 brings it with the signature of G1's cash account, and is refused so.
    function _refused(bytes memory reason) private {
        bytes memory signature = signCover(G1_KEY, c);
        vm.expectRevert(reason);
        _bring(s1, g1, signature);
    }

    function _invalidShare(uint256 share, uint256 largest) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IGuarantees.ShareInvalid.selector, share, largest);
    }

    /* REFUSALS: THE DEBT */

    /// @notice A debt that is unknown, cancelled, overdue or settled is not covered any more (U-3).
    function test_refusesADebtThatIsNotOpen() external {
        c.receivable = ReceivableId.wrap(7);
        _refused(abi.encodeWithSelector(ISettlements.NotOpen.selector, c.receivable, Status.None));
        c.receivable = id;
        toOverdue(id);
        _refused(abi.encodeWithSelector(ISettlements.NotOpen.selector, id, Status.Overdue));
        settle(id);
        _refused(abi.encodeWithSelector(ISettlements.NotOpen.selector, id, Status.Settled));
    }

    /* REFUSALS: WHO BRINGS IT */

    /// @notice Somebody without an account, or without the scope fund, brings no cover, nor one whose fee is above the
    /// account's limit (U-4).
    function test_refusesAnAccountThatMayNotPay() external {
        bytes memory signature = signCover(G1_KEY, c);
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
        _bring(outsider, g1, signature);
        address clerk = accountOf(S1, 0xC1, ASSIGN, 0);
        vm.expectRevert(abi.encodeWithSelector(IParties.ScopeMissing.selector, clerk, FUND, ASSIGN));
        _bring(clerk, g1, signature);
        accountOf(S1, 0xC1, FUND, uint96(FEE - 1));
        vm.expectRevert(abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, clerk, FEE, FEE - 1));
        _bring(clerk, g1, signature);
    }

    /// @notice Only the party that the cover names as payer brings it, also without a fee (U-4).
    function test_refusesAnotherThanThePayer() external {
        bytes memory signature = signCover(G1_KEY, c);
        vm.expectRevert(abi.encodeWithSelector(IGuarantees.NotFeePayer.selector, S2, S1));
        _bring(s2, g1, signature);
        (c.fee, c.payer) = (0, PartyId.wrap(0));
        signature = signCover(G1_KEY, c);
        vm.expectRevert(abi.encodeWithSelector(IGuarantees.NotFeePayer.selector, S1, 0));
        _bring(s1, g1, signature);
    }

    /// @notice A party that holds no note of the debt, or brings one of another debt, covers nothing (U-4).
    function test_refusesAPayerWithoutANote() external {
        c.payer = S2;
        bytes memory signature = signCover(G1_KEY, c);
        bytes4 error_ = IProgrammes.NeitherAnchorNorHolder.selector;
        vm.expectRevert(abi.encodeWithSelector(error_, S2, ANCHOR, S1));
        _bring(s2, g1, signature);
        note = assign(s1, confirm(), S2, FACE);
        vm.expectRevert(abi.encodeWithSelector(error_, S2, ANCHOR, 0));
        _bring(s2, g1, signature);
    }

    /* REFUSALS: THE SIGNATURE */

    /// @notice A cover counts in time, while its signer has not taken it back, and as it was signed (X-2, X-3, U-1).
    function test_refusesWhatWasNotSignedSo() external {
        bytes memory signature = signCover(G1_KEY, c);
        c.cap += 1;
        bytes32 digest = guarantees.coverDigest(c);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, g1, digest));
        _bring(s1, g1, signature);
        vm.prank(g1);
        guarantees.voidSignature(digest);
        _refused(abi.encodeWithSelector(IVoidableSignatures.SignatureVoid.selector, g1, digest));
        (c.salt, c.deadline) = (2, block.timestamp - 1);
        _refused(abi.encodeWithSelector(ISignatures.SignatureExpired.selector, c.deadline, block.timestamp));
    }

    /// @notice The signer is an account of the guarantor with the scope fund, whose limit covers the cap (U-1).
    function test_refusesAnAccountThatMayNotCover() external {
        address clerk = accountOf(G1, 0xC1, ASSIGN, 0);
        bytes memory signature = signCover(0xC1, c);
        vm.expectRevert(abi.encodeWithSelector(IParties.ScopeMissing.selector, clerk, FUND, ASSIGN));
        _bring(s1, clerk, signature);
        accountOf(G1, 0xC1, FUND, uint96(c.cap - 1));
        vm.expectRevert(
            abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, clerk, c.cap, c.cap - 1)
        );
        _bring(s1, clerk, signature);
        signature = signCover(G2_KEY, c);
        vm.expectRevert(abi.encodeWithSelector(IParties.AccountOfAnother.selector, g2, G2, G1));
        _bring(s1, g2, signature);
    }

    /* REFUSALS: THE GUARANTOR */

    /// @notice The debtor does not guarantee its own debt, nor does a party of its group (T62, U-2).
    function test_refusesTheDebtorsGroup() external {
        vm.prank(registrar);
        parties.update(ANCHOR, profile(2 + 8, 77));
        c.guarantor = ANCHOR;
        bytes memory signature = signCover(ANCHOR_KEY, c);
        vm.expectRevert(abi.encodeWithSelector(IParties.SameGroup.selector, ANCHOR, ANCHOR));
        _bring(s1, anchor, signature);
        vm.prank(registrar);
        parties.update(G1, profile(8, 77));
        c.guarantor = G1;
        _refused(abi.encodeWithSelector(IParties.SameGroup.selector, G1, ANCHOR));
    }

    /// @notice A guarantor has the role, is in date and not suspended, and is somebody (U-2).
    function test_refusesAGuarantorThatIsNotFit() external {
        vm.prank(registrar);
        parties.update(G1, profile(4, 0));
        _refused(abi.encodeWithSelector(IParties.RoleMissing.selector, G1, 8, 4));
        IParties.Profile memory p = profile(8, 0);
        p.kycExpiry = uint24(DAY - 1);
        vm.prank(registrar);
        parties.update(G1, p);
        _refused(abi.encodeWithSelector(IParties.KycExpired.selector, G1, DAY - 1, DAY));
        suspend(G1);
        _refused(abi.encodeWithSelector(IParties.PartySuspended.selector, G1));
        c.guarantor = PartyId.wrap(0);
        _refused(abi.encodeWithSelector(IParties.ZeroParty.selector));
    }

    /// @notice A halt stops new covers (U-6).
    function test_refusesDuringAHalt() external {
        halt();
        _refused(abi.encodeWithSelector(IParties.Halted.selector, block.timestamp + 7 days));
    }

    /* REFUSALS: THE COVER */

    /// @notice A guarantor covers a debt once, whatever salt it signs (U-3).
    function test_refusesASecondOfOneGuarantor() external {
        _bring(s1, g1, signCover(G1_KEY, c));
        c.salt = 2;
        _refused(abi.encodeWithSelector(IGuarantees.CoverExists.selector, id, G1));
    }

    /// @notice A debt has at most four covers, so that sharing what comes back stays short (U-3).
    function test_refusesAFifth() external {
        for (uint256 i; i < 4; ++i) {
            PartyId other = PartyId.wrap(uint40(900 + i));
            _register(other, vm.addr(900 + i), 8, 0);
            cover(id, other, 900 + i, 1, 1);
        }
        _refused(abi.encodeWithSelector(IGuarantees.TooManyCovers.selector, id, 4));
    }

    /// @notice A share is something, and shares are together at most all of a debt (U-3).
    function test_refusesShares() external {
        c.share = 0;
        _refused(_invalidShare(0, WHOLE));
        c.share = uint32(WHOLE + 1);
        _refused(_invalidShare(WHOLE + 1, WHOLE));
        cover(id, G2, G2_KEY, 600_000, 1);
        c.share = 400_001;
        _refused(_invalidShare(400_001, 400_000));
    }

    /// @notice A cap is something and fits 96 bits (U-3, X-6).
    function test_refusesCaps() external {
        c.cap = 0;
        _refused(abi.encodeWithSelector(IGuarantees.CapInvalid.selector, 0, LARGEST));
        c.cap = LARGEST + 1;
        _refused(abi.encodeWithSelector(IGuarantees.CapInvalid.selector, LARGEST + 1, LARGEST));
    }

    /* SUCCESS */

    /// @notice The holder brings the cover, which is recorded as signed, and its fee goes to the guarantor (U-1, U-5).
    function test_recordsACover() external {
        bytes memory signature = signCover(G1_KEY, c);
        vm.recordLogs();
        vm.expectEmit(address(guarantees));
        emit IGuarantees.CoverRecorded(id, G1, S1, 500_000, 400_000e6, FEE, AGREEMENT);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(s1, g1, FEE);
        _bring(s1, g1, signature);

        assertEvents(abi.encodePacked(IGuarantees.CoverRecorded.selector, IERC20.Transfer.selector));
        (uint256 share, uint256 cap) = guarantees.coverOf(id, G1);
        vm.assertEq(share, 500_000, "share");
        vm.assertEq(cap, 400_000e6, "cap");
        vm.assertEq(token.balanceOf(s1), 9 * FEE, "payer");
        vm.assertEq(token.balanceOf(g1), 10 * FACE + FEE, "guarantor");
        vm.assertEq(token.balanceOf(address(guarantees)), 0, "nothing rests");
        vm.assertEq(guarantees.claimOn(debtOf(id)), 0, "no claim yet");
        vm.assertEq(guarantees.guarantorsOf(debtOf(id)).length, 0, "nobody has paid");
    }

    /// @notice The anchor brings a cover of its own debt without holding a note (U-4).
    function test_isBroughtByTheAnchor() external {
        (c.payer, note) = (ANCHOR, NoteId.wrap(0));
        _bring(anchor, g1, signCover(G1_KEY, c));
        vm.assertEq(token.balanceOf(anchor), 0, "fee of the anchor");
    }

    /// @notice Without a fee no token is called, and the covers' shares fill up to the whole (U-3, U-5).
    function test_costsNothingWithoutAFee() external {
        c.fee = 0;
        vm.recordLogs();
        _bring(s1, g1, signCover(G1_KEY, c));
        assertEvents(abi.encodePacked(IGuarantees.CoverRecorded.selector));
        cover(id, G2, G2_KEY, 500_000, LARGEST);
        (, uint256 cap) = guarantees.coverOf(id, G2);
        vm.assertEq(cap, LARGEST, "largest cap");
    }

    /// @notice A clerk of the payer brings what a clerk of the guarantor signed, each within its limit (U-1, U-4).
    function test_isBroughtAndSignedByClerks() external {
        address clerk = accountOf(S1, 0xC1, FUND, uint96(FEE));
        address signer = accountOf(G1, 0xC2, FUND, uint96(c.cap));
        _bring(clerk, signer, signCover(0xC2, c));
        vm.assertEq(token.balanceOf(s1), 9 * FEE, "the cash account pays");
    }

    /// @notice The payer's act also counts when its signature brings it through the forwarder (X-1).
    function test_isForwarded() external {
        bytes memory data = abi.encodeCall(guarantees.cover, (c, note, g1, signCover(G1_KEY, c)));
        forward(signedCall(S1_KEY, address(guarantees), data));
        (uint256 share,) = guarantees.coverOf(id, G1);
        vm.assertEq(share, 500_000, "share");
    }

    /// @notice The digest is that of EIP-712, worked out here once more (X-2, T78).
    function testFuzz_digest(uint96 receivable, uint40 guarantor, uint32 share, uint256 cap, uint256 salt)
        external
        view
    {
        IGuarantees.ReceivableCover memory t = coverTerms(ReceivableId.wrap(receivable));
        (t.guarantor, t.share, t.cap, t.salt) = (PartyId.wrap(guarantor), share, cap, salt);
        bytes32 typehash = keccak256(
            "ReceivableCover(uint96 receivable,uint40 guarantor,uint32 share,uint256 cap,uint40 payer,"
            "uint256 fee,bytes32 agreementHash,uint256 deadline,uint256 salt)"
        );
        bytes32 structHash = keccak256(
            abi.encode(typehash, receivable, guarantor, share, cap, S1, FEE, AGREEMENT, LATER, salt)
        );
        bytes32 expected = typedData("Silkline Guarantees", address(guarantees), structHash);
        vm.assertEq(guarantees.coverDigest(t), expected, "digest");
    }
}
