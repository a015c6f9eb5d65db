// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {IVoidableSignatures} from "../../../interfaces/ISignatures.sol";
import {NoteId, Status} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Receivables.correct and Receivables.cancel, through Programmes.amend

├── when the debt has more than one note              → NotWhole
├── when its note is locked, pending or frozen        → NoteLocked, NotePending, NoteFrozen
├── when the receivable is disputed or frozen         → ReceivableDisputed, ReceivableFrozen
├── when it is due                                    → DueDayReached
├── when the face is raised, lowered or kept          → note and receivable follow
└── when it is cancelled                              → the note is burnt, the id stays spent
Who may amend, and the limit, are in the tests of Programmes.
*/
contract CorrectTest is NotesSuite {
    NoteId internal note;

    function setUp() public override {
        super.setUp();
        note = confirm();
    }

    function _amend(bool cancelling, uint256 face, uint256 dueDay, bytes memory reason) private {
        IProgrammes.Amendment memory a =
            IProgrammes.Amendment(note, cancelling, face, dueDay, DOCUMENT, LATER);
        bytes memory signature = sign(S1_KEY, programmes.amendmentDigest(a));
        vm.prank(anchor);
        if (reason.length != 0) vm.expectRevert(reason);
        programmes.amend(a, s1, signature);
    }

    function _refused(bytes memory reason) private {
        _amend(true, 0, 0, reason);
        _amend(false, FACE + 1, DUE + 1, reason);
    }

    /* REFUSALS */

    /// @notice A debt of two notes is amended no more, though one party holds both (G-14).
    function test_refusesASplitDebt() external {
        split(s1, note, 400_000e6);
        _refused(abi.encodeWithSelector(IReceivables.NotWhole.selector, idOf(note), 2));
    }

    /// @notice A locked note is not amended under its custodian (G-14, T25).
    function test_refusesALockedNote() external {
        custodian.lock(note, S1);
        _refused(abi.encodeWithSelector(IReceivables.NoteLocked.selector, note, address(custodian)));
    }

    /// @notice A note that waits is not amended under its receiver (G-14).
    function test_refusesAPendingNote() external {
        propose(s1, note, FACE);
        _refused(abi.encodeWithSelector(IReceivables.NotePending.selector, note));
    }

    /// @notice A frozen note is not amended (G-14).
    function test_refusesAFrozenNote() external {
        freezeNote(note);
        _refused(abi.encodeWithSelector(IReceivables.NoteFrozen.selector, note));
    }

    /// @notice A frozen receivable is not amended (G-14).
    function test_refusesAFrozenReceivable() external {
        freeze(idOf(note));
        _refused(abi.encodeWithSelector(IReceivables.ReceivableFrozen.selector, idOf(note)));
    }

    /// @notice A disputed receivable is not amended until the dispute has ended (G-14, T15).
    function test_refusesADisputedReceivable() external {
        dispute(idOf(note));
        _refused(abi.encodeWithSelector(IReceivables.ReceivableDisputed.selector, idOf(note)));
    }

    /// @notice From the due day a debt is amended no more (G-14).
    function test_refusesADueDebt() external {
        toDay(DUE);
        _refused(abi.encodeWithSelector(IReceivables.DueDayReached.selector, idOf(note), DUE, DUE));
    }

    /* SUCCESS */

    /// @notice A higher face and a later day are the note's and the receivable's, with the events of both (G-14).
    function test_raisesTheFace() external {
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IERC3525.TransferValue(0, NoteId.unwrap(note), 5);
        vm.expectEmit(address(receivables));
        emit IReceivables.Corrected(idOf(note), FACE + 5, DUE + 7);
        _amend(false, FACE + 5, DUE + 7, "");
        assertEvents(
            abi.encodePacked(
                IVoidableSignatures.SignatureVoided.selector,
                IProgrammes.Amended.selector,
                IERC3525.TransferValue.selector,
                IReceivables.Corrected.selector
            )
        );
        _assertTerms(FACE + 5, DUE + 7);
    }

    /// @notice A lower face and an earlier day likewise (G-14).
    function test_lowersTheFace() external {
        vm.expectEmit(address(receivables));
        emit IERC3525.TransferValue(NoteId.unwrap(note), 0, FACE - SMALLEST);
        vm.expectEmit(address(receivables));
        emit IReceivables.Corrected(idOf(note), SMALLEST, DAY + 1);
        _amend(false, SMALLEST, DAY + 1, "");
        _assertTerms(SMALLEST, DAY + 1);
    }

    /// @notice When only the day changes no value is said to move (G-14, X-9).
    function test_keepsTheFace() external {
        vm.recordLogs();
        _amend(false, FACE, DUE + 1, "");
        assertEvents(
            abi.encodePacked(
                IVoidableSignatures.SignatureVoided.selector,
                IProgrammes.Amended.selector,
                IReceivables.Corrected.selector
            )
        );
        _assertTerms(FACE, DUE + 1);
    }

    /// @notice A note that was split and is whole again is amended, under whichever number (G-14).
    function test_servesANoteWholeAgain() external {
        NoteId piece = split(s1, note, 400_000e6);
        vm.prank(s1);
        receivables.merge(note, piece);
        note = piece;
        _amend(false, FACE, DUE + 1, "");
        _assertTerms(FACE, DUE + 1);
    }

    /// @notice The smallest piece and deepest tier stay those of the confirmation (G-4, G-15).
    function test_keepsTheRules() external {
        IProgrammes.Change memory change =
            IProgrammes.Change(LIMIT, 180, DEEPEST + 1, SMALLEST / 10, true, AGREEMENT);
        vm.prank(registrar);
        programmes.proposeChange(PROGRAMME, change);
        vm.prank(anchor);
        programmes.acceptChange(PROGRAMME, change);
        _amend(false, FACE + 1, DUE, "");
        vm.assertEq(state(idOf(note)).smallestPiece, SMALLEST, "smallest piece");
        vm.assertEq(uint256(state(idOf(note)).deepestTier), DEEPEST, "deepest tier");
        vm.assertFalse(state(idOf(note)).tradeReferenceRequired, "trade reference");
    }

    /// @notice A cancelled debt has no note and no face, and is Cancelled for ever (G-14, T14).
    function test_cancels() external {
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(s1, address(0), NoteId.unwrap(note));
        vm.expectEmit(address(receivables));
        emit IERC3525.TransferValue(NoteId.unwrap(note), 0, FACE);
        vm.expectEmit(address(receivables));
        emit IReceivables.StatusChanged(idOf(note), Status.Cancelled);
        _amend(true, 0, 0, "");
        assertEvents(
            abi.encodePacked(
                IVoidableSignatures.SignatureVoided.selector,
                IProgrammes.Amended.selector,
                IERC721.Transfer.selector,
                IERC3525.TransferValue.selector,
                IReceivables.StatusChanged.selector
            )
        );
        assertGone(note);
        assertStatus(idOf(note), Status.Cancelled);
        vm.assertEq(state(idOf(note)).face, 0, "face");
        vm.assertEq(uint256(state(idOf(note)).live), 0, "live");
        vm.assertEq(receivables.balanceOf(s1), 0, "notes");
        vm.assertEq(programmes.usedOf(PROGRAMME), 0, "used limit");
    }

    function _assertTerms(uint256 face, uint256 dueDay) private view {
        assertNote(note, S1, face, 1);
        vm.assertEq(state(idOf(note)).face, face, "face");
        vm.assertEq(state(idOf(note)).dueDay, dueDay, "due day");
        assertStatus(idOf(note), Status.Open);
    }
}
