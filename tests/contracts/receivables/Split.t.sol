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
Receivables.split

├── when there is no such note                            → NoteUnknown
├── when the value is zero, or more than the note carries → ZeroAmount, ValueExceedsNote
├── when the caller is no account of a party              → AccountUnknown
├── when the account lacks the scope or is over its limit → ScopeMissing, LimitPerActExceeded
├── when another party owns the note                      → NotOwnerNorApproved
├── when the piece or the rest is too small               → PieceTooSmall
├── when all numbers of notes are used                    → TooManyNotes
├── when the whole value is split off                     → a new note replaces the old one
└── otherwise                                             → a new note of the same owner and tier
What the state of receivable and note forbids is in StateTable.t.sol.
*/
contract SplitTest is NotesSuite {
    NoteId internal note;

    function setUp() public override {
        super.setUp();
        note = confirm();
    }

    function _refused(address account, uint256 value, bytes memory reason) private {
        vm.prank(account);
        vm.expectRevert(reason);
        receivables.split(note, value);
    }

    /* REFUSALS */

    /// @notice A note that was never made cannot be split (R-23).
    function test_refusesAnUnknownNote() external {
        note = noteOf(idOf(note), 2);
        _refused(s1, 1, abi.encodeWithSelector(IReceivables.NoteUnknown.selector, note));
    }

    /// @notice Nothing, and more than there is, cannot be split off (T05, T06).
    function test_refusesAnImpossibleValue() external {
        _refused(s1, 0, abi.encodeWithSelector(IReceivables.ZeroAmount.selector));
        _refused(
            s1, FACE + 1, abi.encodeWithSelector(IReceivables.ValueExceedsNote.selector, note, FACE + 1, FACE)
        );
    }

    /// @notice An outsider does not split (P-3).
    function test_refusesAnOutsider() external {
        _refused(outsider, SMALLEST, abi.encodeWithSelector(IParties.AccountUnknown.selector, outsider));
    }

    /// @notice Splitting needs the scope assign, and a limit that reaches the piece (P-3).
    function test_refusesAnAccountWithoutTheRight() external {
        address account = accountOf(S1, 0x511, CONFIRM, uint96(FACE));
        _refused(
            account,
            SMALLEST,
            abi.encodeWithSelector(IParties.ScopeMissing.selector, account, ASSIGN, CONFIRM)
        );
        accountOf(S1, 0x511, ASSIGN, uint96(SMALLEST - 1));
        _refused(
            account,
            SMALLEST,
            abi.encodeWithSelector(IParties.LimitPerActExceeded.selector, account, SMALLEST, SMALLEST - 1)
        );
    }

    /// @notice Only its owner splits a note; a former owner, the debtor and a bank do not (R-5, T17).
    function test_refusesAnotherParty() external {
        assign(s1, note, S2, FACE);
        address[3] memory others = [s1, anchor, bankA];
        for (uint256 i; i < others.length; ++i) {
            _refused(
                others[i],
                SMALLEST,
                abi.encodeWithSelector(IReceivables.NotOwnerNorApproved.selector, others[i], note)
            );
        }
    }

    /// @notice Piece and rest are at least the smallest piece (R-8, T06).
    function test_refusesTooSmallPieces() external {
        bytes memory reason =
            abi.encodeWithSelector(IReceivables.PieceTooSmall.selector, SMALLEST - 1, SMALLEST);
        _refused(s1, SMALLEST - 1, reason);
        _refused(s1, FACE - SMALLEST + 1, reason);
    }

    /// @notice A receivable makes no more notes than it can number, to the last one (R-23, T06).
    function test_refusesANoteTooMany() external {
        setIssued(idOf(note), type(uint24).max - 1);
        same(split(s1, note, SMALLEST), noteOf(idOf(note), type(uint24).max), "last number");
        _refused(s1, SMALLEST, abi.encodeWithSelector(IReceivables.TooManyNotes.selector, idOf(note)));
    }

    /* SUCCESS */

    /// @notice A piece becomes a note of the same owner and tier, with three events (R-2, R-7, T05).
    function test_cutsAPiece() external {
        NoteId piece = noteOf(idOf(note), 2);
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(address(0), s1, NoteId.unwrap(piece));
        vm.expectEmit(address(receivables));
        emit IERC3525.SlotChanged(NoteId.unwrap(piece), 0, NoteId.unwrap(note) >> 32);
        vm.expectEmit(address(receivables));
        emit IERC3525.TransferValue(NoteId.unwrap(note), NoteId.unwrap(piece), 400_000e6);
        same(split(s1, note, 400_000e6), piece, "piece");

        assertEvents(
            abi.encodePacked(
                IERC721.Transfer.selector, IERC3525.SlotChanged.selector, IERC3525.TransferValue.selector
            )
        );
        assertNote(note, S1, 600_000e6, 1);
        assertNote(piece, S1, 400_000e6, 1);
        vm.assertEq(receivables.balanceOf(s1), 2, "notes");
        vm.assertEq(state(idOf(note)).face, FACE, "face");
        vm.assertEq(uint256(state(idOf(note)).live), 2, "live");
    }

    /// @notice A piece keeps the tier of its note, deep as it may be (R-7).
    function test_keepsTheTier() external {
        assign(s1, note, S2, FACE);
        assign(s2, note, S3, FACE);
        assign(s3, note, S4, FACE);
        assertNote(split(s4, note, 400_000e6), S4, 400_000e6, DEEPEST);
    }

    /// @notice Splitting off the whole leaves one note, under a new number: the old one is burnt (R-14, R-23).
    function test_replacesAWholeNote() external {
        NoteId piece = noteOf(idOf(note), 2);
        vm.recordLogs();
        same(split(s1, note, FACE), piece, "piece");
        assertEvents(
            abi.encodePacked(
                IERC721.Transfer.selector,
                IERC3525.SlotChanged.selector,
                IERC721.Transfer.selector,
                IERC3525.TransferValue.selector
            )
        );
        assertGone(note);
        assertNote(piece, S1, FACE, 1);
        vm.assertEq(receivables.balanceOf(s1), 1, "notes");
        vm.assertEq(uint256(state(idOf(note)).live), 1, "live");
        vm.assertEq(uint256(state(idOf(note)).issued), 2, "issued");
    }

    /// @notice A halt does not stop a party from splitting its own notes: no business is new (X-4).
    function test_isNotHalted() external {
        halt();
        split(s1, note, SMALLEST);
        assertNote(note, S1, FACE - SMALLEST, 1);
    }

    /// @notice However often a note is split, its pieces add up to the face (R-2, T05, T06, I1).
    function testFuzz_conservesValue(uint256[12] memory seeds) external {
        NoteId[] memory notes = new NoteId[](13);
        notes[0] = note;
        uint256 count = 1;
        for (uint256 i; i < seeds.length; ++i) {
            NoteId from = notes[seeds[i] % count];
            uint256 carried = noteState(from).value;
            if (carried < 2 * SMALLEST) continue;
            uint256 piece = (seeds[i] >> 128) % (carried - 2 * SMALLEST + 1) + SMALLEST;
            notes[count++] = split(s1, from, piece);
        }
        uint256 sum;
        for (uint256 i; i < count; ++i) {
            vm.assertGe(noteState(notes[i]).value, SMALLEST, "piece");
            sum += noteState(notes[i]).value;
        }
        vm.assertEq(sum, FACE, "sum");
        vm.assertEq(receivables.balanceOf(s1), count, "notes");
        vm.assertEq(uint256(state(idOf(note)).live), count, "live");
    }
}
