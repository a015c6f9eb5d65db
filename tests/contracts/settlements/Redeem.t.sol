// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {TestToken} from "../../../contracts/test/TestToken.sol";
import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, PartyId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {MoneySuite} from "../base/MoneySuite.sol";
import {vm} from "../base/Vm.sol";

/*
Settlements.redeem and redeemable

├── when a note is gone, or was never made        → skipped
├── when nothing was received, or nothing is due  → skipped
├── when a part was received                      → floor(T * v / F), less what the note was paid; the note stays
├── when the debt is settled                      → and the note is burnt
├── the last note of a settled debt               → all that is left
├── when the note is pending                      → the sender is paid, the assignment ends with the note
└── a list over several debts, tokens and owners  → each is paid in its token
Payouts that fail are in Payout.t.sol, locked notes in PayoutToCustodian.t.sol, any order in RedeemFuzz.t.sol.
*/
contract RedeemTest is MoneySuite {
    NoteId internal note;
    ReceivableId internal id;

    function setUp() public override {
        super.setUp();
        note = confirm();
        id = idOf(note);
    }

    function _redeem(NoteId[] memory notes) private returns (uint256) {
        vm.prank(outsider);
        return settlements.redeem(notes);
    }

    /* SKIPPED */

    /// @notice Notes that never were, are burnt, or of which nothing was received are skipped without a trace (S-13).
    function test_skipsWhatHasNothingDue() external {
        NoteId gone = confirm();
        cancel(gone);
        NoteId[] memory notes = new NoteId[](5);
        (notes[0], notes[1], notes[2], notes[3]) = (NoteId.wrap(0), NoteId.wrap(77), noteOf(id, 2), gone);
        notes[4] = note;
        vm.recordLogs();
        vm.assertEq(_redeem(notes), 0, "paid");
        assertEvents("");
        vm.assertEq(_redeem(new NoteId[](0)), 0, "an empty list");
        for (uint256 i; i < notes.length; ++i) {
            vm.assertEq(settlements.redeemable(notes[i]), 0, "redeemable");
        }
    }

    /// @notice A note is paid once: named twice, or asked for again, it is skipped (S-13, T14, T46, I3).
    function test_paysOnce() external {
        settle(id);
        vm.assertEq(_redeem(list(note, note)), FACE, "paid");
        vm.assertEq(_redeem(only(note)), 0, "again");
        vm.assertEq(token.balanceOf(s1), FACE, "cash");
    }

    /// @notice Of a part received, a note is paid its share once, and stays (S-8, S-13).
    function test_paysAShareOnce() external {
        toDay(DUE);
        pay(id, 400_000e6);
        vm.assertEq(_redeem(list(note, note)), 400_000e6, "paid");
        vm.recordLogs();
        vm.assertEq(_redeem(only(note)), 0, "again");
        assertEvents("");
        assertNote(note, S1, FACE, 1);
    }

    /* SUCCESS */

    /// @notice A settled note is burnt and its owner paid, by anyone's call, with all events in order (S-8, S-9, S-10).
    function test_burnsASettledNote() external {
        settle(id);
        vm.assertEq(settlements.redeemable(note), FACE, "redeemable");
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(s1, address(0), NoteId.unwrap(note));
        vm.expectEmit(address(receivables));
        emit IERC3525.TransferValue(NoteId.unwrap(note), 0, FACE);
        vm.expectEmit(address(settlements));
        emit ISettlements.Redeemed(note, S1, FACE, true);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(address(settlements), s1, FACE);
        vm.assertEq(_redeem(only(note)), FACE, "paid");

        assertEvents(
            abi.encodePacked(
                IERC721.Transfer.selector,
                IERC3525.TransferValue.selector,
                ISettlements.Redeemed.selector,
                IERC20.Transfer.selector
            )
        );
        assertGone(note);
        vm.assertEq(receivables.balanceOf(s1), 0, "notes");
        vm.assertEq(uint256(state(id).live), 0, "live");
        vm.assertEq(token.balanceOf(s1), FACE, "cash");
        vm.assertEq(token.balanceOf(address(settlements)), 0, "nothing rests");
        assertStatus(id, Status.Settled);
    }

    /// @notice Of a part received the note is paid its share, keeps its value, and remembers what it was paid (S-8).
    function test_paysAShare() external {
        NoteId piece = assign(s1, note, S2, 250_000e6);
        toDay(DUE);
        pay(id, 400_000e6);
        vm.recordLogs();
        vm.expectEmit(address(settlements));
        emit ISettlements.Redeemed(piece, S2, 100_000e6, false);
        vm.assertEq(_redeem(only(piece)), 100_000e6, "paid: a quarter");

        assertEvents(abi.encodePacked(ISettlements.Redeemed.selector, IERC20.Transfer.selector));
        assertNote(piece, S2, 250_000e6, 2);
        vm.assertEq(noteState(piece).claimed, 100_000e6, "claimed");
        assertAccount(id, 400_000e6, 600_000e6, 0, 100_000e6, DUE);
        vm.assertEq(settlements.redeemable(piece), 0, "nothing more for now");
        vm.assertEq(settlements.redeemable(note), 300_000e6, "the other note's share");
        vm.assertEq(token.balanceOf(s2), 100_000e6, "cash");
    }

    /// @notice With each payment a note may be paid what its share has grown by (S-8, S-9).
    function test_paysTheGrowthOfAShare() external {
        NoteId piece = assign(s1, note, S2, 250_000e6);
        toDay(DUE);
        pay(id, 400_000e6);
        redeem(piece);
        pay(id, 200_000e6);
        vm.assertEq(redeem(piece), 50_000e6, "growth");
        pay(id, FACE);
        vm.assertEq(redeem(piece), 100_000e6, "the rest");
        assertGone(piece);
        vm.assertEq(redeem(note), 750_000e6, "all at once");
        vm.assertEq(token.balanceOf(s1) + token.balanceOf(s2), FACE, "sum");
        assertAccount(id, FACE, 0, 0, FACE, DUE);
    }

    /// @notice Shares are rounded down, and the last note takes what is left: 100 on three notes of 33, 33 and 34 of a
    /// debt of 100 after a payment of 50 pay 16, 16 and 17, then 17, 17 and 17 (S-8, S-9, T59).
    function test_lastNoteTakesWhatIsLeft() external {
        note = confirmIn(openFine(2, 0), 100);
        id = idOf(note);
        NoteId second = assign(s1, note, S2, 33);
        NoteId third = assign(s1, note, S3, 33);
        toDay(DUE);
        pay(id, 50);
        settlements.redeem(list(second, third, note));
        vm.assertEq(token.balanceOf(s2), 16, "16.5 rounded down");
        vm.assertEq(token.balanceOf(s3), 16, "16.5 rounded down");
        vm.assertEq(token.balanceOf(s1), 17, "34 of 100 of 50");
        pay(id, 50);
        settlements.redeem(list(note, second, third));
        vm.assertEq(token.balanceOf(s1), 34, "tier 1");
        vm.assertEq(token.balanceOf(s2), 33, "tier 2");
        vm.assertEq(token.balanceOf(s3), 33, "the last note");
        vm.assertEq(token.balanceOf(address(settlements)), 0, "nothing rests");
    }

    /// @notice With interest that does not divide, the last note gets the odd unit: 7 notes of 1, 8 received (S-9, T59).
    function test_lastNoteTakesTheOddUnit() external {
        note = confirmIn(openFine(2, 1), 7);
        id = idOf(note);
        NoteId[] memory notes = new NoteId[](7);
        notes[6] = note;
        for (uint256 i; i < 6; ++i) {
            notes[i] = split(s1, note, 1);
        }
        toDay(DUE + 1);
        vm.assertEq(settlements.owed(id), 8, "one unit of interest");
        pay(id, 8);
        for (uint256 i; i < 6; ++i) {
            vm.assertEq(redeem(notes[i]), 1, "8 / 7 rounded down");
        }
        vm.assertEq(redeem(notes[6]), 2, "the last note");
    }

    /// @notice A note whose share of the last payment is nothing is burnt all the same, and no empty payout is made: of
    /// 11 received, a note of 1 of 10 is paid 1 at 10 and nothing at 11 (S-9, S-13).
    function test_burnsANoteWithNothingDue() external {
        note = confirmIn(openFine(2, 1), 10);
        id = idOf(note);
        NoteId piece = assign(s1, note, S2, 1);
        toDay(DUE + 1);
        pay(id, 10);
        vm.assertEq(redeem(piece), 1, "1 of 10");
        pay(id, 1);
        vm.assertEq(settlements.redeemable(piece), 0, "1.1 rounded down");
        vm.recordLogs();
        vm.expectEmit(address(settlements));
        emit ISettlements.Redeemed(piece, S2, 0, true);
        vm.assertEq(redeem(piece), 0, "paid");
        assertEvents(
            abi.encodePacked(
                IERC721.Transfer.selector, IERC3525.TransferValue.selector, ISettlements.Redeemed.selector
            )
        );
        assertGone(piece);
        vm.assertEq(redeem(note), 10, "the last note takes what is left");
    }

    /// @notice What waits for a receiver is paid to the sender; with the note its assignment ends (R-11, S-10).
    function test_paysTheSenderOfAPendingNote() external {
        propose(s1, note, FACE);
        settle(id);
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IReceivables.AssignmentEnded(note, PartyId.wrap(0));
        redeem(note);
        assertEvents(
            abi.encodePacked(
                IReceivables.AssignmentEnded.selector,
                IERC721.Transfer.selector,
                IERC3525.TransferValue.selector,
                ISettlements.Redeemed.selector,
                IERC20.Transfer.selector
            )
        );
        vm.assertEq(token.balanceOf(s1), FACE, "cash");
        vm.assertEq(receivables.pendingOf(note).tradeReference, bytes32(0), "nothing is pending");
    }

    /// @notice A pending note that is paid a share goes on waiting (R-11, S-8).
    function test_keepsANotePending() external {
        propose(s1, note, FACE);
        toDay(DUE);
        pay(id, 400_000e6);
        redeem(note);
        vm.assertTrue(noteState(note).pending, "pending");
        vm.assertEq(noteState(note).claimed, 400_000e6, "claimed");
        receivables.release(only(note));
        vm.assertEq(noteState(note).claimed, 400_000e6, "claimed");
    }

    /// @notice The present cash account of the owner is paid (P-9, S-10).
    function test_paysThePresentCashAccount() external {
        address fresh = vm.addr(0xF1);
        bytes memory consent = sign(0xF1, parties.accountConsentDigest(S1, fresh, LATER));
        vm.prank(s1);
        parties.rotate(fresh, LATER, consent);
        settle(id);
        redeem(note);
        vm.assertEq(token.balanceOf(fresh), FACE, "present account");
        vm.assertEq(token.balanceOf(s1), 0, "former account");
    }

    /// @notice One list pays notes of several debts, owners and tokens, each in its own token (S-8, I6).
    function test_paysAMixedList() external {
        TestToken other = new TestToken("Test Dollar", "TUSD", 6);
        NoteId foreign = confirmInToken(other);
        NoteId piece = assign(s1, note, S2, 250_000e6);
        NoteId second = confirm();
        settle(id);
        settle(idOf(second));
        payIn(other, idOf(foreign), FACE);
        NoteId[] memory notes = new NoteId[](5);
        (notes[0], notes[1], notes[2], notes[3]) = (note, foreign, piece, noteOf(id, 99));
        notes[4] = second;
        vm.assertEq(settlements.redeem(notes), 3 * FACE, "paid");
        vm.assertEq(token.balanceOf(s1), 1_750_000e6, "tier 1");
        vm.assertEq(token.balanceOf(s2), 250_000e6, "tier 2");
        vm.assertEq(other.balanceOf(s1), FACE, "in the other token");
        vm.assertEq(token.balanceOf(address(settlements)), 0, "nothing rests");
    }

    /// @notice Neither halt, dispute, freeze of debt or note, nor expired KYC stops a payout (X-4, P-5, T68, I21).
    function test_isNeverStopped() external {
        toDay(DUE);
        dispute(id);
        freeze(id);
        freezeNote(note);
        halt();
        pay(id, 400_000e6);
        vm.assertEq(redeem(note), 400_000e6, "share");
        toDay(DAY + 10_001);
        pay(id, 100 * FACE);
        redeem(note);
        assertGone(note);
    }
}
