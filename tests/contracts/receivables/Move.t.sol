// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {CustodianMock} from "../../../contracts/test/CustodianMock.sol";
import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId, Status} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Receivables.move, between two parties (to the debtor: Extinguish.t.sol; who is no custodian: SystemOnly.t.sol)

├── when there is no such note                                → NoteUnknown
├── when the holder said does not own it                      → WrongOwner
├── when the value is zero, or more than the note carries     → ZeroAmount, ValueExceedsNote
├── when it would go to its owner                             → SelfAssignment
├── when either party is suspended, or the receiver unknown   → PartySuspended
├── when another custodian has locked it                      → NoteLocked
├── when it is pending or frozen, its receivable frozen or settled, or disputed before the due day
│                                                             → NotePending, NoteFrozen, ReceivableFrozen, WrongStatus, ReceivableDisputed
├── when a part would move from the due day                   → DueDayReached
├── when the piece or the rest is too small                   → PieceTooSmall
├── before the due day                                        → moves the whole or a part, at the same tier
└── from the due day, when overdue, or disputed then          → moves the whole, at the same tier
*/
contract MoveTest is NotesSuite {
    NoteId internal note;

    function setUp() public override {
        super.setUp();
        note = confirm();
    }

    function _refused(PartyId to, uint256 value, bytes memory reason) private {
        vm.expectRevert(reason);
        custodian.move(note, S1, to, value);
    }

    /* REFUSALS */

    /// @notice A note that was never made does not move (R-23).
    function test_refusesAnUnknownNote() external {
        note = noteOf(idOf(note), 2);
        _refused(S2, 1, abi.encodeWithSelector(IReceivables.NoteUnknown.selector, note));
    }

    /// @notice A custodian moves only its caller's notes: it says whose, and that is checked (X-5, T16).
    function test_refusesTheWrongOwner() external {
        vm.expectRevert(abi.encodeWithSelector(IReceivables.WrongOwner.selector, note, S3, S1));
        custodian.move(note, S3, S2, FACE);
    }

    /// @notice Nothing, and more than there is, does not move (T05).
    function test_refusesAnImpossibleValue() external {
        _refused(S2, 0, abi.encodeWithSelector(IReceivables.ZeroAmount.selector));
        _refused(
            S2, FACE + 1, abi.encodeWithSelector(IReceivables.ValueExceedsNote.selector, note, FACE + 1, FACE)
        );
    }

    /// @notice A note does not move to its owner (T11).
    function test_refusesItsOwner() external {
        _refused(S1, FACE, abi.encodeWithSelector(IReceivables.SelfAssignment.selector, S1));
    }

    /// @notice No note moves from or to a party that is not active (P-4, T66, I10).
    function test_refusesSuspendedParties() external {
        suspend(S2);
        _refused(S2, FACE, abi.encodeWithSelector(IParties.PartySuspended.selector, S2));
        PartyId stranger = PartyId.wrap(999);
        _refused(stranger, FACE, abi.encodeWithSelector(IParties.PartySuspended.selector, stranger));
        suspend(S1);
        _refused(S3, FACE, abi.encodeWithSelector(IParties.PartySuspended.selector, S1));
    }

    /// @notice What one custodian has locked another one does not move, nor a part of it (R-20, T16, I2).
    function test_refusesAnothersLock() external {
        CustodianMock second = new CustodianMock(IReceivables(address(receivables)));
        vm.prank(admin);
        programmes.addCustodian(address(second));
        second.lock(note, S1);
        bytes memory reason = abi.encodeWithSelector(IReceivables.NoteLocked.selector, note, address(second));
        _refused(S2, FACE, reason);
        _refused(S2, SMALLEST, reason);
    }

    /// @notice A note that waits for a receiver moves nowhere else (R-11).
    function test_refusesAPendingNote() external {
        propose(s1, note, FACE);
        _refused(S2, FACE, abi.encodeWithSelector(IReceivables.NotePending.selector, note));
    }

    /// @notice A frozen note, or receivable, does not move, neither before nor from the due day (R-4, T07).
    function test_refusesWhatIsFrozen() external {
        NoteId other = confirm();
        freezeNote(note);
        freeze(idOf(other));
        for (uint256 i; i < 2; ++i) {
            _refused(S2, FACE, abi.encodeWithSelector(IReceivables.NoteFrozen.selector, note));
            vm.expectRevert(abi.encodeWithSelector(IReceivables.ReceivableFrozen.selector, idOf(other)));
            custodian.move(other, S1, S2, FACE);
            if (i == 0) toOverdue(idOf(other));
        }
    }

    /// @notice Before the due day a dispute stops sales too (R-3, T07, T15).
    function test_refusesADisputedReceivable() external {
        dispute(idOf(note));
        _refused(S2, FACE, abi.encodeWithSelector(IReceivables.ReceivableDisputed.selector, idOf(note)));
    }

    /// @notice Nothing moves of a settled debt (R-3, T14).
    function test_refusesASettledReceivable() external {
        settle(idOf(note));
        _refused(
            S2, FACE, abi.encodeWithSelector(IReceivables.WrongStatus.selector, idOf(note), Status.Settled)
        );
    }

    /// @notice From the due day no part moves, also when overdue (R-4).
    function test_refusesAPartFromTheDueDay() external {
        toDay(DUE);
        _refused(
            S2, SMALLEST, abi.encodeWithSelector(IReceivables.DueDayReached.selector, idOf(note), DUE, DUE)
        );
        toOverdue(idOf(note));
        _refused(
            S2,
            FACE - SMALLEST,
            abi.encodeWithSelector(IReceivables.DueDayReached.selector, idOf(note), DUE, OVERDUE)
        );
    }

    /// @notice Piece and rest are at least the smallest piece (R-8).
    function test_refusesTooSmallPieces() external {
        bytes memory reason =
            abi.encodeWithSelector(IReceivables.PieceTooSmall.selector, SMALLEST - 1, SMALLEST);
        _refused(S2, SMALLEST - 1, reason);
        _refused(S2, FACE - SMALLEST + 1, reason);
    }

    /* SUCCESS */

    /// @notice A whole note changes hands at its tier, without an assignment (R-7).
    function test_movesTheWholeNote() external {
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(s1, bankB, NoteId.unwrap(note));
        same(custodian.move(note, S1, BANK_B, FACE), note, "moved");
        assertEvents(abi.encodePacked(IERC721.Transfer.selector));
        assertNote(note, BANK_B, FACE, 1);
        vm.assertEq(receivables.balanceOf(s1), 0, "notes of the sender");
        vm.assertEq(receivables.balanceOf(bankB), 1, "notes of the receiver");
    }

    /// @notice A part becomes a note of the receiver at the same tier (R-7, R-2).
    function test_movesAPart() external {
        NoteId piece = noteOf(idOf(note), 2);
        vm.recordLogs();
        same(custodian.move(note, S1, BANK_B, 400_000e6), piece, "moved");
        assertEvents(
            abi.encodePacked(
                IERC721.Transfer.selector, IERC3525.SlotChanged.selector, IERC3525.TransferValue.selector
            )
        );
        assertNote(piece, BANK_B, 400_000e6, 1);
        assertNote(note, S1, 600_000e6, 1);
    }

    /// @notice A note at the deepest tier still moves, since no move raises the tier (R-7).
    function test_movesTheDeepestNote() external {
        assign(s1, note, S2, FACE);
        assign(s2, note, S3, FACE);
        assign(s3, note, S4, FACE);
        custodian.move(note, S4, BANK_A, FACE);
        assertNote(note, BANK_A, FACE, DEEPEST);
    }

    /// @notice The custodian's own lock does not stop it and ends with the ownership (R-18, R-20).
    function test_endsItsOwnLock() external {
        custodian.lock(note, S1);
        custodian.move(note, S1, BANK_B, FACE);
        vm.assertEq(receivables.custodianOf(note), address(0), "free");
        assertNote(note, BANK_B, FACE, 1);
    }

    /// @notice Of a locked note a part moves out free, and the rest stays locked (R-20, T17).
    function test_keepsItsLockOnTheRest() external {
        custodian.lock(note, S1);
        NoteId piece = custodian.move(note, S1, BANK_B, 400_000e6);
        vm.assertEq(receivables.custodianOf(piece), address(0), "piece is free");
        vm.assertEq(receivables.custodianOf(note), address(custodian), "rest stays locked");
    }

    /// @notice From the due day, overdue or disputed, a custodian moves a whole note, and what it was paid goes with
    /// it (R-4).
    function test_movesTheWholeFromTheDueDay() external {
        toDay(DUE);
        dispute(idOf(note));
        custodian.move(note, S1, S2, FACE);
        fund(outsider, 300_000e6, address(settlements));
        vm.prank(outsider);
        settlements.settle(idOf(note), 300_000e6);
        settlements.redeem(only(note));
        toOverdue(idOf(note));
        custodian.move(note, S2, S3, FACE);
        assertNote(note, S3, FACE, 1);
        vm.assertEq(noteState(note).claimed, 300_000e6, "claimed");
    }

    /// @notice A halt stops a custodian only where the custodian itself asks for it: moves close business (X-4).
    function test_isNotHalted() external {
        halt();
        custodian.move(note, S1, S2, FACE);
        assertNote(note, S2, FACE, 1);
    }

    /// @notice A party out of date with its KYC gets a note back that is put back to it (P-5, R-4).
    function test_movesToAPartyOutOfDate() external {
        IParties.Profile memory p = profile(1, 0);
        p.kycExpiry = uint24(DAY - 1);
        vm.prank(registrar);
        parties.update(S2, p);
        custodian.move(note, S1, S2, FACE);
        assertNote(note, S2, FACE, 1);
    }

    /// @notice Whatever part moves, both parties together hold exactly the face (R-2, I1).
    function testFuzz_conservesValue(uint256 value) external {
        value = value % (FACE - 2 * SMALLEST + 1) + SMALLEST;
        NoteId piece = custodian.move(note, S1, S2, value);
        assertNote(note, S1, FACE - value, 1);
        assertNote(piece, S2, value, 1);
    }
}
