// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CustodianMock} from "../../../contracts/test/CustodianMock.sol";
import {Ids, ReceivableWords} from "../../../contracts/libraries/Words.sol";
import {LimitMock} from "../../../contracts/test/LimitMock.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, ReceivableId, ReceivableWord} from "../../../interfaces/Types.sol";
import {ProgrammesSuite} from "../base/ProgrammesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
A limit contract behind a programme

├── when it refuses a confirmation                       → its refusal, nothing used, the invoice not spent
├── when it refuses the rise of a correction             → its refusal, the debt as before
├── asked
│   ├── for the face of each confirmed debt
│   └── for the rise of a correction, nothing for the same face
├── told
│   ├── the fall of a correction, the face of a cancelled debt, the value that came to the debtor
│   └── each part of principal paid, no interest
├── not asked by programmes without it, and asked still after a change of rules
└── given it calls back
    ├── to confirm the same invoice                      → FingerprintSpent
    ├── to confirm another one                           → both use the limit
    ├── to correct a debt that is being corrected        → what is used is the face
    └── to correct a debt that is being cancelled        → nothing is used
*/
contract LimitContractTest is ProgrammesSuite {
    using ReceivableWords for ReceivableWord;

    uint256 private constant HALF = FACE / 2;

    function setUp() public override {
        super.setUp();
        openLimited();
    }

    /// @notice The sponsor's refusal refuses the debt, and leaves nothing behind (G-12, I12).
    function test_refusalOfConfirmation() external {
        sponsor.setRoom(FACE - 1);
        IProgrammes.Confirmation memory t = _terms(FACE);
        vm.expectRevert(abi.encodeWithSelector(LimitMock.NoRoom.selector, FACE, FACE - 1));
        confirm(t);
        assertUsed(LIMITED, 0);
        vm.assertFalse(programmes.isSpent(t.id), "spent");
    }

    /// @notice The sponsor's refusal of a higher face leaves the debt as it was (G-12, G-15).
    function test_refusalOfCorrection() external {
        NoteId note = confirm(_terms(FACE));
        sponsor.setRoom(HALF - 1);
        IProgrammes.Amendment memory a = correction(note, FACE + HALF, DUE);
        bytes memory signature = signAmendment(S1_KEY, a);
        vm.expectRevert(abi.encodeWithSelector(LimitMock.NoRoom.selector, HALF, HALF - 1));
        vm.prank(anchor);
        programmes.amend(a, s1, signature);
        _assertUsed(FACE);
        vm.assertFalse(programmes.isSignatureVoid(s1, programmes.amendmentDigest(a)), "signature unused");
    }

    /// @notice Each debt, also of a batch, asks for its face (G-12, T28).
    function test_askedForEachDebt() external {
        IProgrammes.Confirmation[] memory batch = new IProgrammes.Confirmation[](2);
        (batch[0], batch[1]) = (_terms(FACE), _terms(HALF));
        vm.prank(anchor);
        programmes.confirmMany(batch);
        _assertUsed(FACE + HALF);
        vm.assertEq(sponsor.calls(), 2, "calls");
    }

    /// @notice A correction asks for the rise, tells the fall, and for the same face says nothing (G-12, G-13, T28).
    function test_askedAndToldByCorrections() external {
        NoteId note = confirm(_terms(FACE));
        amend(correction(note, FACE + HALF, DUE));
        _assertUsed(FACE + HALF);
        amend(correction(note, HALF, DUE));
        _assertUsed(HALF);
        uint256 calls = sponsor.calls();
        amend(correction(note, HALF, DUE + 1));
        vm.assertEq(sponsor.calls(), calls, "calls");
        amend(cancellation(note));
        _assertUsed(0);
    }

    /// @notice Each part of principal that is paid is told at once; interest is not (G-12, S-7, T28).
    function test_toldEachPayment() external {
        ReceivableId id = Ids.receivable(confirm(_terms(FACE)));
        fund(outsider, 2 * FACE, address(settlements));
        toDay(DUE + 10);
        uint256 interest = settlements.owed(id) - FACE;
        vm.startPrank(outsider);
        settlements.settle(id, interest - 1);
        _assertUsed(FACE);
        settlements.settle(id, 1 + HALF);
        _assertUsed(HALF);
        settlements.settle(id, FACE);
        vm.stopPrank();
        _assertUsed(0);
        vm.assertEq(sponsor.calls(), 3, "calls");
    }

    /// @notice What comes to the debtor is told at once (G-12, G-13, R-21, T28).
    function test_toldOfWhatComesToTheDebtor() external {
        CustodianMock custodian = new CustodianMock(IReceivables(address(receivables)));
        vm.prank(admin);
        programmes.addCustodian(address(custodian));
        NoteId note = confirm(_terms(FACE));
        custodian.move(note, S1, ANCHOR, HALF);
        _assertUsed(HALF);
        custodian.move(note, S1, ANCHOR, HALF);
        _assertUsed(0);
    }

    /// @notice A programme without a limit contract asks nobody (G-12).
    function test_notAskedByOthers() external {
        settle(Ids.receivable(confirm()));
        vm.assertEq(sponsor.calls(), 0, "calls");
    }

    /// @notice A change of rules leaves the limit contract where it is, whatever it changes (G-3, G-12).
    function test_askedAfterChange() external {
        IProgrammes.Change memory c = change();
        for (uint256 i; i < 2; ++i) {
            c.tradeReferenceRequired = i == 0;
            vm.prank(registrar);
            programmes.proposeChange(LIMITED, c);
            vm.prank(anchor);
            programmes.acceptChange(LIMITED, c);
            confirm(_terms(FACE));
            _assertUsed(FACE * (i + 1));
            vm.assertEq(programmes.rulesOf(LIMITED).limitContract, address(sponsor), "limit contract");
        }
    }

    /// @notice A sponsor that confirms the same invoice while it is asked cannot have it twice (G-10, T01, T09).
    function test_callBack_confirmsSameInvoice() external {
        _letSponsorConfirm();
        IProgrammes.Confirmation memory t = _terms(FACE);
        sponsor.callBack(address(programmes), abi.encodeCall(programmes.confirm, (t)));
        vm.expectRevert(abi.encodeWithSelector(IProgrammes.FingerprintSpent.selector, t.id));
        confirm(t);
    }

    /// @notice A sponsor that confirms another debt while it is asked uses the limit for both (G-9, I12, T09).
    function test_callBack_confirmsAnother() external {
        _letSponsorConfirm();
        IProgrammes.Confirmation memory inner = _terms(HALF);
        sponsor.callBack(address(programmes), abi.encodeCall(programmes.confirm, (inner)));
        confirm(_terms(FACE));
        vm.assertTrue(sponsor.answered(), "called back");
        _assertUsed(FACE + HALF);
    }

    /// @notice A sponsor that corrects the debt that is being corrected leaves no wrong limit behind (G-13, I12, T09).
    function test_callBack_corrects() external {
        _letSponsorConfirm();
        NoteId note = confirm(_terms(FACE));
        IProgrammes.Amendment memory inner = correction(note, HALF, DUE);
        bytes memory data = abi.encodeCall(programmes.amend, (inner, s1, signAmendment(S1_KEY, inner)));
        sponsor.callBack(address(programmes), data);
        amend(correction(note, FACE + HALF, DUE));
        vm.assertTrue(sponsor.answered(), "called back");
        _assertFaceIsUsed(note);
        settle(Ids.receivable(note));
        _assertUsed(0);
    }

    /// @notice A sponsor that corrects the debt that is being cancelled is refused, and nothing stays used (G-13, I12, T09).
    function test_callBack_correctsWhatIsCancelled() external {
        _letSponsorConfirm();
        NoteId note = confirm(_terms(FACE));
        IProgrammes.Amendment memory inner = correction(note, FACE + HALF, DUE);
        bytes memory data = abi.encodeCall(programmes.amend, (inner, s1, signAmendment(S1_KEY, inner)));
        sponsor.callBack(address(programmes), data);
        amend(cancellation(note));
        vm.assertFalse(sponsor.answered(), "refused");
        _assertUsed(0);
    }

    /// @dev Makes the sponsor an account of the anchor, so that it can call back at all.
    function _letSponsorConfirm() private {
        vm.prank(registrar);
        parties.setAccount(ANCHOR, address(sponsor), CONFIRM, NO_LIMIT);
    }

    function _terms(uint256 face) private returns (IProgrammes.Confirmation memory t) {
        t = termsOf(face);
        t.programme = LIMITED;
    }

    function _assertUsed(uint256 expected) private view {
        assertUsed(LIMITED, expected);
        vm.assertEq(sponsor.usedOf(LIMITED), expected, "used of the sponsor's limit");
    }

    function _assertFaceIsUsed(NoteId note) private view {
        (ReceivableWord r,) = receivables.words(note);
        _assertUsed(r.face());
    }
}
