// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IERC3525} from "../../../interfaces/IERC3525.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, Status} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Receivables.move, to the debtor itself

├── when the debt is due, also overdue        → DueDayReached
├── when it does not move (see Move.t.sol)    → the error of the state
├── when the rest is too small                → PieceTooSmall
├── when value is left                        → the face and the used limit fall by the value
└── when nothing is left                      → and the receivable is Settled
*/
contract ExtinguishTest is NotesSuite {
    NoteId internal note;

    function setUp() public override {
        super.setUp();
        note = confirm();
    }

    function _refused(uint256 value, bytes memory reason) private {
        vm.expectRevert(reason);
        custodian.move(note, S1, ANCHOR, value);
    }

    /* REFUSALS */

    /// @notice From the due day a debt is paid, not bought: also the whole note is refused, also overdue (R-21).
    function test_refusesFromTheDueDay() external {
        toDay(DUE);
        _refused(FACE, abi.encodeWithSelector(IReceivables.DueDayReached.selector, idOf(note), DUE, DUE));
        toOverdue(idOf(note));
        _refused(FACE, abi.encodeWithSelector(IReceivables.DueDayReached.selector, idOf(note), DUE, OVERDUE));
    }

    /// @notice Nothing is extinguished of what is frozen, disputed, pending or locked elsewhere (R-3, R-21).
    function test_refusesWhatDoesNotMove() external {
        uint256 clean = vm.snapshotState();
        freezeNote(note);
        _refused(FACE, abi.encodeWithSelector(IReceivables.NoteFrozen.selector, note));
        vm.revertToState(clean);
        freeze(idOf(note));
        _refused(FACE, abi.encodeWithSelector(IReceivables.ReceivableFrozen.selector, idOf(note)));
        vm.revertToState(clean);
        dispute(idOf(note));
        _refused(FACE, abi.encodeWithSelector(IReceivables.ReceivableDisputed.selector, idOf(note)));
        vm.revertToState(clean);
        propose(s1, note, FACE);
        _refused(FACE, abi.encodeWithSelector(IReceivables.NotePending.selector, note));
        vm.revertToState(clean);
        vm.prank(address(discounting));
        receivables.lock(note, S1);
        _refused(FACE, abi.encodeWithSelector(IReceivables.NoteLocked.selector, note, address(discounting)));
    }

    /// @notice What is left of a note is at least the smallest piece (R-8).
    function test_refusesATooSmallRest() external {
        _refused(
            FACE - SMALLEST + 1,
            abi.encodeWithSelector(IReceivables.PieceTooSmall.selector, SMALLEST - 1, SMALLEST)
        );
    }

    /* SUCCESS */

    /// @notice A part that comes to the debtor ends: face and used limit fall by it, the rest goes on (R-21, G-13).
    function test_endsAPart() external {
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IERC3525.TransferValue(NoteId.unwrap(note), 0, 400_000e6);
        vm.expectEmit(address(receivables));
        emit IReceivables.Extinguished(idOf(note), note, 400_000e6);
        same(custodian.move(note, S1, ANCHOR, 400_000e6), note, "note");

        assertEvents(abi.encodePacked(IERC3525.TransferValue.selector, IReceivables.Extinguished.selector));
        assertNote(note, S1, 600_000e6, 1);
        assertStatus(idOf(note), Status.Open);
        vm.assertEq(state(idOf(note)).face, 600_000e6, "face");
        vm.assertEq(programmes.usedOf(PROGRAMME), 600_000e6, "used limit");
        vm.assertEq(settlements.owed(idOf(note)), 600_000e6, "owed");
        vm.assertEq(receivables.balanceOf(anchor), 0, "the debtor holds no note");
    }

    /// @notice A note bought whole is burnt; the others stay, and so does the debt (R-21).
    function test_endsAWholeNote() external {
        NoteId piece = split(s1, note, 400_000e6);
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IERC721.Transfer(s1, address(0), NoteId.unwrap(piece));
        custodian.move(piece, S1, ANCHOR, 400_000e6);
        assertEvents(
            abi.encodePacked(
                IERC721.Transfer.selector, IERC3525.TransferValue.selector, IReceivables.Extinguished.selector
            )
        );
        assertGone(piece);
        assertNote(note, S1, 600_000e6, 1);
        vm.assertEq(state(idOf(note)).face, 600_000e6, "face");
        vm.assertEq(uint256(state(idOf(note)).live), 1, "live");
        vm.assertEq(receivables.balanceOf(s1), 1, "notes");
    }

    /// @notice When the last value comes to the debtor the debt is Settled, and nothing was received for it (R-21, S-16).
    function test_endsTheDebt() external {
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IReceivables.StatusChanged(idOf(note), Status.Settled);
        custodian.move(note, S1, ANCHOR, FACE);
        assertEvents(
            abi.encodePacked(
                IERC721.Transfer.selector,
                IERC3525.TransferValue.selector,
                IReceivables.Extinguished.selector,
                IReceivables.StatusChanged.selector
            )
        );
        assertGone(note);
        assertStatus(idOf(note), Status.Settled);
        vm.assertEq(state(idOf(note)).face, 0, "face");
        vm.assertEq(uint256(state(idOf(note)).live), 0, "live");
        vm.assertEq(programmes.usedOf(PROGRAMME), 0, "used limit");
        vm.assertEq(settlements.owed(idOf(note)), 0, "owed");
        vm.assertEq(settlements.accountOf(idOf(note)).received, 0, "received");
        vm.assertEq(settlements.redeem(only(note)), 0, "redeemed");
    }

    /// @notice The custodian's own lock does not stop it, and what is left stays locked (R-20, R-21).
    function test_takesFromALockedNote() external {
        custodian.lock(note, S1);
        custodian.move(note, S1, ANCHOR, 400_000e6);
        vm.assertEq(receivables.custodianOf(note), address(custodian), "locked");
        vm.assertEq(state(idOf(note)).face, 600_000e6, "face");
    }

    /// @notice Face, notes and used limit fall by the same, and what is left is paid in full (R-2, R-21, I1, I12).
    function testFuzz_conserves(uint256 first, uint256 second) external {
        NoteId piece = split(s1, note, 400_000e6);
        first = first % (600_000e6 - SMALLEST) + 1;
        second = second % (400_000e6 - SMALLEST) + 1;
        custodian.move(note, S1, ANCHOR, first);
        custodian.move(piece, S1, ANCHOR, second);
        uint256 left = FACE - first - second;
        vm.assertEq(noteState(note).value + noteState(piece).value, left, "notes");
        vm.assertEq(state(idOf(note)).face, left, "face");
        vm.assertEq(programmes.usedOf(PROGRAMME), left, "used limit");
        settle(idOf(note));
        vm.assertEq(settlements.redeem(list(piece, note)), left, "paid");
        vm.assertEq(token.balanceOf(s1), left, "cash");
    }
}
