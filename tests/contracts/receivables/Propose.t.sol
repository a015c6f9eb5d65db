// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Receivables.assign and pendingOf, where the receiver gave no standing consent

├── when the sender allows no waiting                      → ConsentMissing
├── when the time to accept has passed or exceeds 48 bits  → AcceptUntilInvalid
├── when the note would go too deep                        → TierTooDeep
├── when the piece or the rest is too small                → PieceTooSmall
├── when the note waits already                            → NotePending
├── when the whole note is proposed                        → it waits, still the sender's
└── when a part is proposed                                → a new note of the sender's waits
*/
contract ProposeTest is NotesSuite {
    NoteId internal note;

    function setUp() public override {
        super.setUp();
        note = confirm();
    }

    function _refused(IReceivables.Assignment memory a, bytes memory reason) private {
        vm.prank(s1);
        vm.expectRevert(reason);
        receivables.assign(a);
    }

    function _proposal(uint256 value) private view returns (IReceivables.Assignment memory a) {
        a = assignment(note, BANK_B, value);
        a.acceptUntil = block.timestamp;
    }

    /* REFUSALS */

    /// @notice Without consent and without time to wait nothing happens (R-11).
    function test_refusesToWaitUnasked() external {
        _refused(
            assignment(note, BANK_B, FACE),
            abi.encodeWithSelector(IReceivables.ConsentMissing.selector, BANK_B)
        );
    }

    /// @notice The standing consent to plain transfers is none to assignments (P-15).
    function test_refusesAnOptInToTransfersAlone() external {
        vm.prank(bankB);
        parties.setOptIns(2);
        _refused(
            assignment(note, BANK_B, FACE),
            abi.encodeWithSelector(IReceivables.ConsentMissing.selector, BANK_B)
        );
    }

    /// @notice A time to accept lies not in the past and fits 48 bits (R-11).
    function test_refusesAnInvalidTime() external {
        uint256[3] memory times = [block.timestamp - 1, uint256(type(uint48).max) + 1, type(uint256).max];
        IReceivables.Assignment memory a = _proposal(FACE);
        for (uint256 i; i < times.length; ++i) {
            a.acceptUntil = times[i];
            _refused(
                a, abi.encodeWithSelector(IReceivables.AcceptUntilInvalid.selector, times[i], block.timestamp)
            );
        }
    }

    /// @notice What may not be accepted in the end is not proposed: the tier is looked at now (R-6).
    function test_refusesATierTooDeep() external {
        assign(s1, note, S2, FACE);
        assign(s2, note, S3, FACE);
        assign(s3, note, S1, FACE);
        _refused(
            _proposal(FACE), abi.encodeWithSelector(IReceivables.TierTooDeep.selector, DEEPEST + 1, DEEPEST)
        );
    }

    /// @notice A proposed piece, and what it leaves, are at least the smallest piece (R-8).
    function test_refusesTooSmallPieces() external {
        bytes memory reason =
            abi.encodeWithSelector(IReceivables.PieceTooSmall.selector, SMALLEST - 1, SMALLEST);
        _refused(_proposal(SMALLEST - 1), reason);
        _refused(_proposal(FACE - SMALLEST + 1), reason);
    }

    /// @notice A note that waits is not proposed again (R-11).
    function test_refusesANoteThatWaits() external {
        propose(s1, note, FACE);
        _refused(_proposal(FACE), abi.encodeWithSelector(IReceivables.NotePending.selector, note));
    }

    /* SUCCESS */

    /// @notice A whole note waits under its own id and stays the sender's at its tier (R-11).
    function test_keepsTheWholeNoteWithTheSender() external {
        uint256 until = block.timestamp + 1 days;
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IReceivables.AssignmentProposed(note, note, BANK_B, until, TRADE, true);
        same(propose(s1, note, FACE), note, "note");

        assertEvents(abi.encodePacked(IReceivables.AssignmentProposed.selector));
        assertNote(note, S1, FACE, 1);
        vm.assertTrue(noteState(note).pending, "pending");
        _assertPending(note, until);
    }

    /// @notice Of a part, a new note of the sender's waits, and the rest stays free (R-11).
    function test_keepsAPartWithTheSender() external {
        NoteId piece = noteOf(idOf(note), 2);
        uint256 until = block.timestamp + 1 days;
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(address(0), s1, NoteId.unwrap(piece));
        vm.expectEmit(address(receivables));
        emit IERC3525.SlotChanged(NoteId.unwrap(piece), 0, NoteId.unwrap(note) >> 32);
        vm.expectEmit(address(receivables));
        emit IERC3525.TransferValue(NoteId.unwrap(note), NoteId.unwrap(piece), 400_000e6);
        vm.expectEmit(address(receivables));
        emit IReceivables.AssignmentProposed(piece, note, BANK_B, until, TRADE, true);
        same(propose(s1, note, 400_000e6), piece, "note");

        assertEvents(
            abi.encodePacked(
                IERC721.Transfer.selector,
                IERC3525.SlotChanged.selector,
                IERC3525.TransferValue.selector,
                IReceivables.AssignmentProposed.selector
            )
        );
        assertNote(note, S1, 600_000e6, 1);
        assertNote(piece, S1, 400_000e6, 1);
        vm.assertFalse(noteState(note).pending, "rest is free");
        vm.assertTrue(noteState(piece).pending, "piece waits");
        _assertPending(piece, until);
        vm.assertEq(receivables.balanceOf(s1), 2, "notes of the sender");
        vm.assertEq(receivables.balanceOf(bankB), 0, "notes of the receiver");
    }

    /// @notice The present second is the earliest time to accept, 48 bits the latest (R-11).
    function test_takesTheFirstAndTheLastTime() external {
        IReceivables.Assignment memory a = _proposal(SMALLEST);
        vm.prank(s1);
        NoteId first = receivables.assign(a);
        a.acceptUntil = type(uint48).max;
        vm.prank(s1);
        NoteId last = receivables.assign(a);
        vm.assertEq(uint256(receivables.pendingOf(first).acceptUntil), block.timestamp, "first");
        vm.assertEq(uint256(receivables.pendingOf(last).acceptUntil), type(uint48).max, "last");
    }

    /// @notice With a standing consent a time to accept is not looked at (R-10).
    function test_doesNotWaitForAStandingConsent() external {
        IReceivables.Assignment memory a = assignment(note, S2, FACE);
        a.acceptUntil = 1;
        vm.prank(s1);
        receivables.assign(a);
        assertNote(note, S2, FACE, 2);
    }

    /// @notice A receiver that takes its standing consent back is asked again (P-15).
    function test_waitsOnceAConsentIsTakenBack() external {
        optOut(s2);
        IReceivables.Assignment memory a = assignment(note, S2, FACE);
        a.acceptUntil = block.timestamp;
        vm.prank(s1);
        receivables.assign(a);
        same(receivables.pendingOf(note).receiver, S2, "receiver");
    }

    /// @notice A note that waits for nobody has an empty pending assignment (R-11).
    function test_pendingOfAFreeNoteIsEmpty() external view {
        IReceivables.Pending memory pending = receivables.pendingOf(note);
        same(pending.receiver, PartyId.wrap(0), "receiver");
        vm.assertEq(uint256(pending.acceptUntil), 0, "accept until");
        vm.assertEq(pending.tradeReference, bytes32(0), "trade reference");
    }

    function _assertPending(NoteId waiting, uint256 until) private view {
        IReceivables.Pending memory pending = receivables.pendingOf(waiting);
        same(pending.receiver, BANK_B, "receiver");
        vm.assertTrue(pending.inPayment, "in payment");
        vm.assertEq(uint256(pending.acceptUntil), until, "accept until");
        vm.assertEq(pending.tradeReference, TRADE, "trade reference");
    }
}
