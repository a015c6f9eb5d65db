// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Receivables.merge

├── when one of the notes does not exist                  → NoteUnknown
├── when the account lacks the scope or is over its limit → ScopeMissing, LimitPerActExceeded
├── when another party owns the first note                → NotOwnerNorApproved
├── when another party owns the second note               → WrongOwner
├── when both are one note                                → SameNote
├── when they are of two receivables                      → SlotMismatch
├── when their tiers differ                               → TierMismatch
├── when either is locked, pending or frozen              → NoteLocked, NotePending, NoteFrozen
└── otherwise                                             → the second carries both values, the first is burnt
What the state of the receivable forbids is in StateTable.t.sol.
*/
contract MergeTest is NotesSuite {
    NoteId internal note;
    NoteId internal piece;

    function setUp() public override {
        super.setUp();
        note = confirm();
        piece = split(s1, note, 400_000e6);
    }

    function _refused(address account, NoteId from, NoteId into, bytes memory reason) private {
        vm.prank(account);
        vm.expectRevert(reason);
        receivables.merge(from, into);
    }

    function _merge(NoteId from, NoteId into) private {
        vm.prank(s1);
        receivables.merge(from, into);
    }

    /* REFUSALS */

    /// @notice Notes that were never made are not merged (R-23).
    function test_refusesAnUnknownNote() external {
        NoteId unknown = noteOf(idOf(note), 3);
        bytes memory reason = abi.encodeWithSelector(IReceivables.NoteUnknown.selector, unknown);
        _refused(s1, unknown, note, reason);
        _refused(s1, note, unknown, reason);
    }

    /// @notice Merging needs the scope assign, and a limit that reaches the value moved (P-3).
    function test_refusesAnAccountWithoutTheRight() external {
        address account = accountOf(S1, 0x511, CONFIRM, uint96(FACE));
        _refused(
            account,
            piece,
            note,
            abi.encodeWithSelector(IParties.ScopeMissing.selector, account, ASSIGN, CONFIRM)
        );
        accountOf(S1, 0x511, ASSIGN, 400_000e6 - 1);
        _refused(
            account,
            piece,
            note,
            abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, account, 400_000e6, 400_000e6 - 1)
        );
    }

    /// @notice Nobody merges another party's note away (R-5, R-14).
    function test_refusesAnothersFirstNote() external {
        _refused(
            s2, piece, note, abi.encodeWithSelector(IReceivables.NotOwnerNorApproved.selector, s2, piece)
        );
    }

    /// @notice Nobody merges its note into another party's (R-14).
    function test_refusesAnothersSecondNote() external {
        assign(s1, note, S2, 600_000e6);
        _refused(s1, piece, note, abi.encodeWithSelector(IReceivables.WrongOwner.selector, note, S1, S2));
    }

    /// @notice A note is not merged into itself (R-14, T13).
    function test_refusesOneNote() external {
        _refused(s1, note, note, abi.encodeWithSelector(IReceivables.SameNote.selector, note));
    }

    /// @notice Notes of two receivables, which may be due on different days, are not merged (R-14, T13).
    function test_refusesTwoReceivables() external {
        NoteId other = confirm();
        _refused(
            s1,
            piece,
            other,
            abi.encodeWithSelector(IReceivables.SlotMismatch.selector, idOf(piece), idOf(other))
        );
    }

    /// @notice Notes of two tiers are not merged, so that tiers tell the truth (R-7, R-14, T11, T13).
    function test_refusesTwoTiers() external {
        assign(s1, piece, S2, 400_000e6);
        assign(s2, piece, S1, 400_000e6);
        _refused(s1, piece, note, abi.encodeWithSelector(IReceivables.TierMismatch.selector, 3, 1));
        _refused(s1, note, piece, abi.encodeWithSelector(IReceivables.TierMismatch.selector, 1, 3));
    }

    /// @notice Neither a locked note nor its lock is merged away, from either side (R-14, T07, T17).
    function test_refusesALockedNote() external {
        custodian.lock(piece, S1);
        bytes memory reason =
            abi.encodeWithSelector(IReceivables.NoteLocked.selector, piece, address(custodian));
        _refused(s1, piece, note, reason);
        _refused(s1, note, piece, reason);
    }

    /// @notice A note that waits is not merged, from either side (R-11, R-14).
    function test_refusesAPendingNote() external {
        propose(s1, piece, 400_000e6);
        bytes memory reason = abi.encodeWithSelector(IReceivables.NotePending.selector, piece);
        _refused(s1, piece, note, reason);
        _refused(s1, note, piece, reason);
    }

    /// @notice A frozen note is not merged, from either side (R-14, T07).
    function test_refusesAFrozenNote() external {
        freezeNote(piece);
        bytes memory reason = abi.encodeWithSelector(IReceivables.NoteFrozen.selector, piece);
        _refused(s1, piece, note, reason);
        _refused(s1, note, piece, reason);
    }

    /* SUCCESS */

    /// @notice The second note carries both values and the first is burnt, with two events (R-2, R-14, T05).
    function test_mergesTheWholeValue() external {
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(s1, address(0), NoteId.unwrap(piece));
        vm.expectEmit(address(receivables));
        emit IERC3525.TransferValue(NoteId.unwrap(piece), NoteId.unwrap(note), 400_000e6);
        _merge(piece, note);
        assertEvents(abi.encodePacked(IERC721.Transfer.selector, IERC3525.TransferValue.selector));
        assertGone(piece);
        assertNote(note, S1, FACE, 1);
        vm.assertEq(receivables.balanceOf(s1), 1, "notes");
        vm.assertEq(uint256(state(idOf(note)).live), 1, "live");
        vm.assertEq(uint256(state(idOf(note)).issued), 2, "issued");
    }

    /// @notice The first note of a receivable is merged away like any other, and its number not used again (R-23).
    function test_mergesTheFirstNoteAway() external {
        _merge(note, piece);
        assertGone(note);
        assertNote(piece, S1, FACE, 1);
        same(split(s1, piece, SMALLEST), noteOf(idOf(note), 3), "next number");
    }

    /// @notice A piece that came back at the tier of another one joins it (R-14).
    function test_mergesEqualTiers() external {
        NoteId one = assign(s1, note, S2, 100_000e6);
        NoteId two = assign(s1, note, S2, 200_000e6);
        vm.prank(s2);
        receivables.merge(one, two);
        assertNote(two, S2, 300_000e6, 2);
    }

    /// @notice A halt does not stop a party from merging its own notes: no business is new (X-4).
    function test_isNotHalted() external {
        halt();
        _merge(piece, note);
        assertNote(note, S1, FACE, 1);
    }

    /// @notice Split and merge in any amounts and either direction restore the note (R-2, T05, I1, I26).
    function testFuzz_undoesASplit(uint256 value, bool backwards) external {
        value = value % (600_000e6 - 2 * SMALLEST + 1) + SMALLEST;
        NoteId third = split(s1, note, value);
        if (backwards) _merge(note, third);
        else _merge(third, note);
        assertNote(backwards ? third : note, S1, 600_000e6, 1);
        assertGone(backwards ? note : third);
        vm.assertEq(receivables.balanceOf(s1), 2, "notes");
    }
}
