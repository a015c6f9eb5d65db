// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {CustodianMock} from "../../../contracts/test/CustodianMock.sol";
import {Ids, ReceivableWords} from "../../../contracts/libraries/Words.sol";
import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {IVoidableSignatures} from "../../../interfaces/ISignatures.sol";
import {NoteId, NoteWord, ReceivableId, ReceivableWord, Status} from "../../../interfaces/Types.sol";
import {ProgrammesSuite} from "../base/ProgrammesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Programmes.amend: which debts, to which terms (who agrees: Amend)

├── given the debt is unknown, linked, overdue, settled or cancelled    → WrongStatus
├── given there is no such note of it                                   → WrongCounterparty
├── given the note is split                                             → NotWhole
├── given the note is pending, locked, frozen                           → NotePending, NoteLocked, NoteFrozen
├── given the debt is disputed or frozen                                → ReceivableDisputed, ReceivableFrozen
├── given the due day has come, also when a part is paid                → DueDayReached
├── to correct it: as a confirmation of today
│   ├── given a halt                                                    → Halted
│   ├── given the anchor is suspended from confirming                   → AnchorSuspended
│   ├── given a KYC of anchor or holder has run out                     → KycExpired
│   ├── given the holder has come into the anchor's group               → SameGroup
│   ├── when it would be due today or after more than the tenor         → DueDayPassed, TenorTooLong
│   ├── when the face is below the smallest piece, then or now          → FaceTooSmall
│   ├── when the face is above 96 bits                                  → AmountTooLarge
│   ├── when the rise is above the room of the limit                    → LimitExceeded
│   └── otherwise                                                       → face, value, due day and limit follow
└── to cancel it
    ├── during a halt, for suspended and expired anchors                → as otherwise
    └── otherwise                                                       → no debt, no note, the limit restored
*/
contract AmendTermsTest is ProgrammesSuite {
    using ReceivableWords for ReceivableWord;

    uint256 private constant HALF = FACE / 2;

    NoteId private _note;
    ReceivableId private _id;

    function setUp() public override {
        super.setUp();
        _note = confirm();
        _id = Ids.receivable(_note);
    }

    /// @notice Only an open debt is amended: not one that is none, linked, overdue, cancelled or settled (G-14, I4).
    function test_refusesOtherStates() external {
        ReceivableId none = newId();
        _refusesStatus(none, Status.None);
        IProgrammes.Confirmation memory t = terms();
        t.further = fingerprints(1);
        confirm(t);
        _refusesStatus(t.further[0], Status.Linked);
        amend(cancellation(noteOf(t.id, 1)));
        _refusesStatus(t.id, Status.Cancelled);
        toDay(DUE + GRACE + 1);
        settlements.markOverdue(_id);
        _refusesStatus(_id, Status.Overdue);
        settle(_id);
        _refusesStatus(_id, Status.Settled);
    }

    /// @notice A note that does not exist is nobody's to agree about (G-14).
    function test_refusesUnknownNote() external {
        _note = noteOf(_id, 2);
        bytes4 wrong = IProgrammes.WrongCounterparty.selector;
        _refusesBoth(abi.encodeWithSelector(wrong, S1, 0));
    }

    /// @notice A debt that was split is amended for nobody, until it is merged again (G-14).
    function test_refusesSplit() external {
        vm.prank(s1);
        NoteId piece = receivables.split(_note, HALF);
        _refusesBoth(abi.encodeWithSelector(IReceivables.NotWhole.selector, _id, 2));
        vm.prank(s1);
        receivables.merge(piece, _note);
        amend(correction(_note, HALF, DUE));
        assertUsed(PROGRAMME, HALF);
    }

    /// @notice A note that waits for its receiver is not free (G-14, T07).
    function test_refusesPending() external {
        IReceivables.Assignment memory a = assignment(_note, BANK_B, FACE);
        a.acceptUntil = LATER;
        vm.prank(s1);
        receivables.assign(a);
        _refusesBoth(abi.encodeWithSelector(IReceivables.NotePending.selector, _note));
    }

    /// @notice A note that a custodian has locked is not free (G-14, T07, T17).
    function test_refusesLocked() external {
        CustodianMock custodian = new CustodianMock(IReceivables(address(receivables)));
        vm.prank(admin);
        programmes.addCustodian(address(custodian));
        custodian.lock(_note, S1);
        _refusesBoth(abi.encodeWithSelector(IReceivables.NoteLocked.selector, _note, address(custodian)));
    }

    /// @notice Frozen and disputed debts and frozen notes are not free (G-14, G-16, T07, T15).
    function test_refusesMarked() external {
        vm.prank(compliance);
        programmes.setNoteFreeze(_note, true, DOCUMENT);
        _refusesBoth(abi.encodeWithSelector(IReceivables.NoteFrozen.selector, _note));
        vm.prank(compliance);
        programmes.setFreeze(_id, true, DOCUMENT);
        _refusesBoth(abi.encodeWithSelector(IReceivables.ReceivableFrozen.selector, _id));
        vm.prank(registrar);
        programmes.setDispute(_id, true, DOCUMENT);
        _refusesBoth(abi.encodeWithSelector(IReceivables.ReceivableDisputed.selector, _id));
    }

    /// @notice From the due day nothing is amended, paid in part or not; until its midnight all is (G-14).
    function test_refusesFromTheDueDay() external {
        vm.warp(DUE * 1 days - 1);
        amend(correction(_note, FACE + 1, DUE));
        toDay(DUE);
        bytes memory reason = abi.encodeWithSelector(IReceivables.DueDayReached.selector, _id, DUE, DUE);
        _refusesBoth(reason);
        fund(outsider, HALF, address(settlements));
        vm.prank(outsider);
        settlements.settle(_id, HALF);
        _refusesBoth(reason);
        assertUsed(PROGRAMME, HALF + 1);
    }

    /// @notice A correction is new business and stops with a halt; a cancellation does not (G-15, X-4).
    function test_halt() external {
        halt();
        bytes memory reason = abi.encodeWithSelector(IParties.Halted.selector, MIDNIGHT + 1 days);
        _refuses(correction(_note, HALF, DUE), reason);
        amend(cancellation(_note));
    }

    /// @notice A suspended anchor corrects nothing; cancel it may, with its holder (G-7, G-15).
    function test_suspendedAnchor() external {
        suspendAnchor();
        bytes memory reason = abi.encodeWithSelector(IProgrammes.AnchorSuspended.selector, ANCHOR);
        _refuses(correction(_note, HALF, DUE), reason);
        amend(cancellation(_note));
    }

    /// @notice A correction needs the KYC of both sides in date, a cancellation does not (G-15, P-5).
    function test_expiredKyc() external {
        setProfile(ANCHOR, 2, DAY - 1, 0);
        bytes4 expired = IParties.KycExpired.selector;
        _refuses(correction(_note, HALF, DUE), abi.encodeWithSelector(expired, ANCHOR, DAY - 1, DAY));
        setProfile(ANCHOR, 2, DAY, 0);
        setProfile(S1, 1, DAY - 1, 0);
        _refuses(correction(_note, HALF, DUE), abi.encodeWithSelector(expired, S1, DAY - 1, DAY));
        amend(cancellation(_note));
    }

    /// @notice A holder that has come into the anchor's group since corrects nothing (G-6, G-15).
    function test_refusesGroupOfAnchor() external {
        setProfile(ANCHOR, 2, DAY, 4);
        setProfile(S1, 1, DAY, 4);
        _refuses(
            correction(_note, HALF, DUE), abi.encodeWithSelector(IParties.SameGroup.selector, S1, ANCHOR)
        );
    }

    /// @notice The new due day lies after today and within the tenor from today, whatever its size (G-8, G-15).
    function test_refusesDueDay() external {
        toDay(DAY + 30);
        uint256 today = DAY + 30;
        bytes4 passed = IProgrammes.DueDayPassed.selector;
        _refuses(correction(_note, FACE, today), abi.encodeWithSelector(passed, today, today));
        bytes4 tooLong = IProgrammes.TenorTooLong.selector;
        _refuses(correction(_note, FACE, today + 181), abi.encodeWithSelector(tooLong, 181, 180));
        uint256 last = type(uint256).max;
        _refuses(correction(_note, FACE, last), abi.encodeWithSelector(tooLong, last - today, 180));
        amend(correction(_note, FACE, today + 180));
        amend(correction(_note, FACE, today + 1));
    }

    /// @notice The new face is at least the smallest piece of the programme today and of the debt itself (G-9, G-15).
    function test_refusesSmallFace() external {
        bytes4 tooSmall = IProgrammes.FaceTooSmall.selector;
        bytes memory reason = abi.encodeWithSelector(tooSmall, SMALLEST - 1, SMALLEST);
        _refuses(correction(_note, SMALLEST - 1, DUE), reason);
        _refuses(correction(_note, 0, DUE), abi.encodeWithSelector(tooSmall, 0, SMALLEST));
        agree(IProgrammes.Change(LIMIT, 180, DEEPEST, 2 * SMALLEST, false, AGREEMENT));
        reason = abi.encodeWithSelector(tooSmall, SMALLEST, 2 * SMALLEST);
        _refuses(correction(_note, SMALLEST, DUE), reason);
        agree(IProgrammes.Change(LIMIT, 180, DEEPEST, 1, false, AGREEMENT));
        reason = abi.encodeWithSelector(tooSmall, SMALLEST - 1, SMALLEST);
        _refuses(correction(_note, SMALLEST - 1, DUE), reason);
        amend(correction(_note, SMALLEST, DUE));
    }

    /// @notice A new face above 96 bits is refused by name (X-6).
    function test_refusesAbove96Bits() external {
        bytes4 tooLarge = IReceivables.AmountTooLarge.selector;
        bytes memory reason = abi.encodeWithSelector(tooLarge, LARGEST + 1, LARGEST);
        _refuses(correction(_note, LARGEST + 1, DUE), reason);
    }

    /// @notice A higher face needs room for the rise, to the unit; a lower one always fits (G-9, G-15, I12).
    function test_refusesAboveLimit() external {
        setLimit(FACE + 10);
        bytes4 exceeded = IProgrammes.LimitExceeded.selector;
        bytes memory reason = abi.encodeWithSelector(exceeded, PROGRAMME, 11, 10);
        _refuses(correction(_note, FACE + 11, DUE), reason);
        amend(correction(_note, FACE + 10, DUE));
        setLimit(HALF);
        amend(correction(_note, FACE, DUE));
        assertUsed(PROGRAMME, FACE);
        reason = abi.encodeWithSelector(exceeded, PROGRAMME, 1, 0);
        _refuses(correction(_note, FACE + 1, DUE), reason);
    }

    /// @notice Face, value, due day and limit follow the correction, with the events that tell them (G-13, G-14, X-9).
    function testFuzz_corrects(uint256 face, uint8 tenor) external {
        face = SMALLEST + face % (LIMIT - SMALLEST + 1);
        uint256 dueDay = DAY + 1 + tenor % 180;
        (ReceivableWord r, NoteWord n) = receivables.words(_note);
        _expectCorrection(face, dueDay);
        amend(correction(_note, face, dueDay));
        assertEvents(face == FACE ? 3 : 4);
        (ReceivableWord corrected, NoteWord whole) = receivables.words(_note);
        ReceivableWord expected = r.withFace(face).withDueDay(dueDay);
        vm.assertEq(ReceivableWord.unwrap(corrected), ReceivableWord.unwrap(expected), "receivable");
        uint256 value = NoteWord.unwrap(n) - (FACE << 40) + (face << 40);
        vm.assertEq(NoteWord.unwrap(whole), value, "note");
        assertUsed(PROGRAMME, face);
    }

    /// @notice Correcting there and back leaves everything as it was (G-13, I26).
    function testFuzz_correctsThereAndBack(uint256 face) external {
        (ReceivableWord r, NoteWord n) = receivables.words(_note);
        amend(correction(_note, SMALLEST + face % (LIMIT - SMALLEST + 1), DUE + 1));
        amend(correction(_note, FACE, DUE));
        (ReceivableWord back, NoteWord note) = receivables.words(_note);
        vm.assertEq(ReceivableWord.unwrap(back), ReceivableWord.unwrap(r), "receivable");
        vm.assertEq(NoteWord.unwrap(note), NoteWord.unwrap(n), "note");
        assertUsed(PROGRAMME, FACE);
    }

    /// @notice The holder of a passed note agrees in the creditor's place, at its tier (G-14, R-6).
    function test_correctsForLaterHolder() external {
        assign(s1, _note, S2, FACE);
        IProgrammes.Amendment memory a = correction(_note, HALF, DUE);
        bytes memory signature = signAmendment(S2_KEY, a);
        vm.prank(anchor);
        programmes.amend(a, s2, signature);
        vm.assertEq(receivables.balanceOf(NoteId.unwrap(_note)), HALF, "value");
        vm.assertEq(receivables.ownerOf(NoteId.unwrap(_note)), s2, "owner");
        settle(_id);
        assertUsed(PROGRAMME, 0);
    }

    /// @notice A cancelled debt has no note and no face, its limit is free, its id stays spent; five events (G-13, G-14).
    function test_cancels() external {
        IProgrammes.Amendment memory a = cancellation(_note);
        // What a cancellation says of face and due day is not looked at.
        (a.face, a.dueDay) = (LARGEST + 1, 0);
        bytes32 digest = programmes.amendmentDigest(a);
        vm.recordLogs();
        vm.expectEmit(address(programmes));
        emit IVoidableSignatures.SignatureVoided(s1, digest);
        vm.expectEmit(address(programmes));
        emit IProgrammes.Amended(_id, 0, 0, a.evidenceRoot);
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(s1, address(0), NoteId.unwrap(_note));
        vm.expectEmit(address(receivables));
        emit IERC3525.TransferValue(NoteId.unwrap(_note), 0, FACE);
        vm.expectEmit(address(receivables));
        emit IReceivables.StatusChanged(_id, Status.Cancelled);
        vm.prank(anchor);
        programmes.amend(a, s1, sign(S1_KEY, digest));
        assertEvents(5);
        _assertCancelled();
    }

    function _expectCorrection(uint256 face, uint256 dueDay) private {
        uint256 note = NoteId.unwrap(_note);
        bytes32 digest = programmes.amendmentDigest(correction(_note, face, dueDay));
        vm.recordLogs();
        vm.expectEmit(address(programmes));
        emit IVoidableSignatures.SignatureVoided(s1, digest);
        vm.expectEmit(address(programmes));
        emit IProgrammes.Amended(_id, face, dueDay, keccak256("amendment"));
        if (face != FACE) {
            vm.expectEmit(address(receivables));
            if (face > FACE) emit IERC3525.TransferValue(0, note, face - FACE);
            else emit IERC3525.TransferValue(note, 0, FACE - face);
        }
        vm.expectEmit(address(receivables));
        emit IReceivables.Corrected(_id, face, dueDay);
    }

    function _assertCancelled() private view {
        (ReceivableWord r, NoteWord n) = receivables.words(_note);
        vm.assertEq(uint8(r.status()), uint8(Status.Cancelled), "status");
        vm.assertEq(r.face() + r.live(), 0, "face and live notes");
        vm.assertEq(NoteWord.unwrap(n), 0, "note");
        vm.assertEq(receivables.balanceOf(s1), 0, "notes of the creditor");
        vm.assertTrue(programmes.isSpent(_id), "spent");
        assertUsed(PROGRAMME, 0);
    }

    function _refusesStatus(ReceivableId id, Status status) private {
        _note = noteOf(id, 1);
        _refusesBoth(abi.encodeWithSelector(IReceivables.WrongStatus.selector, id, status));
        _note = noteOf(_id, 1);
    }

    /// @dev Neither a correction to tomorrow nor a cancellation of `_note` is possible.
    function _refusesBoth(bytes memory reason) private {
        _refuses(correction(_note, FACE, block.timestamp / 1 days + 1), reason);
        _refuses(cancellation(_note), reason);
    }

    function _refuses(IProgrammes.Amendment memory a, bytes memory reason) private {
        bytes memory signature = signAmendment(S1_KEY, a);
        vm.expectRevert(reason);
        vm.prank(anchor);
        programmes.amend(a, s1, signature);
    }
}
