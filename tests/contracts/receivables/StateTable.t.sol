// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IDiscounting} from "../../../interfaces/IDiscounting.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, Status} from "../../../interfaces/Types.sol";
import {NotesSuite} from "../base/NotesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Every state of a receivable and every flag of a note x every action

A situation is reached by acts of the system alone. Each action is then tried by whoever may do it in the situation
Free: it succeeds, or is refused with exactly the error in its column of `_row`.
*/
contract StateTableTest is NotesSuite {
    enum Situation {
        Free,
        Halted,
        HaltedPending,
        Pending,
        PendingTooLong,
        Locked,
        NoteIsFrozen,
        Disputed,
        Frozen,
        Due,
        DueLocked,
        DueDisputed,
        DueFrozen,
        DuePaidInPart,
        GraceOver,
        Overdue,
        OverdueDisputed,
        OverduePending,
        Settled,
        SettledLate,
        SettledPending,
        Redeemed,
        Extinguished,
        Cancelled
    }

    enum Act {
        AssignWhole,
        AssignPart,
        Transfer,
        Split,
        Merge,
        Take,
        Correct,
        Cancel,
        Accept,
        Refuse,
        Withdraw,
        Release,
        Lock,
        MoveWhole,
        Unlock,
        MovePart,
        Settle,
        SettlePart,
        Collect,
        MarkOverdue,
        Redeem,
        Dispute,
        Freeze,
        FreezeNote
    }

    uint256 private constant SITUATIONS = 24;
    uint256 private constant ACTS = 24;

    bytes4 private constant OK = 0;
    bytes4 private constant HALTED = IParties.Halted.selector;
    bytes4 private constant UNKNOWN = IReceivables.NoteUnknown.selector;
    bytes4 private constant STATUS = IReceivables.WrongStatus.selector;
    bytes4 private constant DUE_ = IReceivables.DueDayReached.selector;
    bytes4 private constant DISPUTED = IReceivables.ReceivableDisputed.selector;
    bytes4 private constant FROZEN = IReceivables.ReceivableFrozen.selector;
    bytes4 private constant NOTE_FROZEN = IReceivables.NoteFrozen.selector;
    bytes4 private constant PENDING = IReceivables.NotePending.selector;
    bytes4 private constant LOCKED = IReceivables.NoteLocked.selector;
    bytes4 private constant NOT_PENDING = IReceivables.NotPending.selector;
    bytes4 private constant EXPIRED = IReceivables.AcceptanceExpired.selector;
    bytes4 private constant EARLY = IReceivables.ReleaseTooEarly.selector;
    bytes4 private constant NOT_LOCKED = IReceivables.NotLockedByCaller.selector;
    bytes4 private constant LATE = IDiscounting.TooLateToSell.selector;
    bytes4 private constant PART = ISettlements.PartBeforeDueDay.selector;
    bytes4 private constant NOT_DUE = ISettlements.NotDue.selector;
    bytes4 private constant PAID = ISettlements.NothingOwed.selector;
    bytes4 private constant GRACE_ = ISettlements.GraceNotOver.selector;
    bytes4 private constant NOT_OPEN = ISettlements.NotOpen.selector;

    NoteId private note;
    NoteId private sibling;

    function setUp() public override {
        super.setUp();
        fund(bankA, FACE, address(discounting));
        fund(anchor, 10 * FACE, address(settlements));
        fund(outsider, 10 * FACE, address(settlements));
        note = confirm();
    }

    /* THE TABLE */

    /// @dev One row per situation: assign or transfer, split or merge, take, correct, cancel; accept, refuse or
    /// withdraw, release; lock or move whole, unlock, move a part; settle, settle a part, collect, mark overdue.
    function _row(Situation s) private pure returns (bytes memory) {
        if (s < Situation.Due) return bytes.concat(_rowBeforeDue(s), _four(OK, PART, NOT_DUE, GRACE_));
        if (s < Situation.Overdue) {
            bytes4 mark = s == Situation.GraceOver ? OK : GRACE_;
            return bytes.concat(_five(DUE_, DUE_, LATE, DUE_, DUE_), _rowDue(s), _four(OK, OK, OK, mark));
        }
        if (s < Situation.Settled) {
            return bytes.concat(
                _five(STATUS, STATUS, LATE, STATUS, STATUS), _rowOverdue(s), _four(OK, OK, OK, NOT_OPEN)
            );
        }
        return bytes.concat(_rowEnded(s), _four(PAID, PAID, PAID, NOT_OPEN));
    }

    function _rowBeforeDue(Situation s) private pure returns (bytes memory) {
        bytes memory idle = _three(NOT_PENDING, NOT_PENDING, OK);
        if (s == Situation.Free) return bytes.concat(_all(OK), idle, _three(OK, NOT_LOCKED, OK));
        if (s == Situation.Halted) {
            return bytes.concat(_five(HALTED, OK, HALTED, HALTED, OK), idle, _three(OK, NOT_LOCKED, OK));
        }
        if (s == Situation.HaltedPending) {
            return bytes.concat(
                _five(HALTED, PENDING, HALTED, HALTED, PENDING),
                _three(HALTED, OK, EARLY),
                _three(PENDING, NOT_LOCKED, PENDING)
            );
        }
        if (s == Situation.Pending || s == Situation.PendingTooLong) {
            bytes memory waiting = s == Situation.Pending ? _three(OK, OK, EARLY) : _three(EXPIRED, OK, OK);
            return bytes.concat(_all(PENDING), waiting, _three(PENDING, NOT_LOCKED, PENDING));
        }
        if (s == Situation.Locked) return bytes.concat(_all(LOCKED), idle, _three(OK, OK, OK));
        bytes4 stop = s == Situation.NoteIsFrozen ? NOTE_FROZEN : s == Situation.Disputed ? DISPUTED : FROZEN;
        return bytes.concat(_all(stop), idle, _three(stop, NOT_LOCKED, stop));
    }

    function _rowDue(Situation s) private pure returns (bytes memory) {
        bytes4 whole = s == Situation.DueFrozen ? FROZEN : OK;
        bytes4 unlock = s == Situation.DueLocked ? OK : NOT_LOCKED;
        return bytes.concat(_three(NOT_PENDING, NOT_PENDING, OK), _three(whole, unlock, DUE_));
    }

    function _rowOverdue(Situation s) private pure returns (bytes memory) {
        if (s == Situation.OverduePending) {
            return bytes.concat(_three(EXPIRED, OK, OK), _three(PENDING, NOT_LOCKED, DUE_));
        }
        return bytes.concat(_three(NOT_PENDING, NOT_PENDING, OK), _three(OK, NOT_LOCKED, DUE_));
    }

    function _rowEnded(Situation s) private pure returns (bytes memory) {
        if (s >= Situation.Redeemed) {
            return bytes.concat(
                _five(UNKNOWN, UNKNOWN, UNKNOWN, STATUS, STATUS),
                _three(UNKNOWN, UNKNOWN, OK),
                _three(UNKNOWN, UNKNOWN, UNKNOWN)
            );
        }
        bytes4 take = s == Situation.SettledLate ? LATE : STATUS;
        bytes memory waiting =
            s == Situation.SettledPending ? _three(STATUS, OK, EARLY) : _three(NOT_PENDING, NOT_PENDING, OK);
        return bytes.concat(
            _five(STATUS, STATUS, take, STATUS, STATUS), waiting, _three(STATUS, NOT_LOCKED, STATUS)
        );
    }

    function _all(bytes4 a) private pure returns (bytes memory) {
        return _five(a, a, a, a, a);
    }

    function _three(bytes4 a, bytes4 b, bytes4 c) private pure returns (bytes memory) {
        return abi.encodePacked(a, b, c);
    }

    function _four(bytes4 a, bytes4 b, bytes4 c, bytes4 d) private pure returns (bytes memory) {
        return abi.encodePacked(a, b, c, d);
    }

    function _five(bytes4 a, bytes4 b, bytes4 c, bytes4 d, bytes4 e) private pure returns (bytes memory) {
        return abi.encodePacked(a, b, c, d, e);
    }

    /// @dev Column of `_row` that an action is judged by, action by action in the order of `Act`.
    function _expected(Situation s, Act a) private pure returns (bytes4 selector) {
        if (a == Act.Redeem || a == Act.Dispute || a == Act.Freeze) return OK;
        if (a == Act.FreezeNote) return s >= Situation.Redeemed ? UNKNOWN : OK;
        bytes memory columns = hex"0000000101020304050606070808090a0b0c0d0e";
        bytes memory row = _row(s);
        uint256 place = uint256(uint8(columns[uint256(a)])) * 4;
        assembly ("memory-safe") {
            selector := mload(add(add(row, 32), place))
        }
    }

    /* SITUATIONS */

    function _reach(Situation s) private {
        if (s == Situation.Pending || s == Situation.HaltedPending || s == Situation.PendingTooLong) _wait();
        if (s == Situation.OverduePending || s == Situation.SettledPending) _wait();
        if (s == Situation.Halted || s == Situation.HaltedPending) halt();
        if (s == Situation.PendingTooLong) vm.warp(block.timestamp + 1 days + 1);
        if (s == Situation.Locked || s == Situation.DueLocked) custodian.lock(note, S1);
        if (s == Situation.NoteIsFrozen) freezeNote(note);
        if (s >= Situation.Due && s < Situation.Settled) toDay(DUE);
        if (s == Situation.DuePaidInPart) _payPart();
        if (s == Situation.GraceOver) toDay(OVERDUE);
        if (s >= Situation.Overdue && s < Situation.Settled) toOverdue(idOf(note));
        _flag(s);
        _end(s);
    }

    function _wait() private {
        propose(s1, note, noteState(note).value);
    }

    function _payPart() private {
        vm.prank(outsider);
        settlements.settle(idOf(note), 400_000e6);
    }

    function _flag(Situation s) private {
        if (s == Situation.Disputed || s == Situation.DueDisputed || s == Situation.OverdueDisputed) {
            dispute(idOf(note));
        }
        if (s == Situation.Frozen || s == Situation.DueFrozen) freeze(idOf(note));
    }

    function _end(Situation s) private {
        if (s == Situation.SettledLate) toOverdue(idOf(note));
        if (s >= Situation.Settled && s <= Situation.Redeemed) settle(idOf(note));
        if (s == Situation.Redeemed) settlements.redeem(only(note));
        if (s == Situation.Extinguished) custodian.move(note, S1, ANCHOR, noteState(note).value);
        if (s == Situation.Cancelled) cancel(note);
    }

    /* ACTIONS */

    /// @dev Who acts, on which contract, by which call.
    function _call(Act a) private view returns (address sender, address target, bytes memory data) {
        if (a <= Act.Merge) return (s1, address(receivables), _ownersCall(a));
        if (a <= Act.Cancel) return a == Act.Take ? _takeCall() : _amendCall(a == Act.Cancel);
        if (a <= Act.Release) return _pendingCall(a);
        if (a <= Act.MovePart) return (outsider, address(custodian), _custodianCall(a));
        if (a <= Act.Redeem) return (outsider, address(settlements), _moneyCall(a));
        data = abi.encodeCall(IProgrammes.setDispute, (idOf(note), !state(idOf(note)).disputed, DOCUMENT));
        if (a == Act.Dispute) return (registrar, address(programmes), data);
        data = abi.encodeCall(IProgrammes.setFreeze, (idOf(note), !state(idOf(note)).frozen, DOCUMENT));
        if (a == Act.FreezeNote) {
            data = abi.encodeCall(IProgrammes.setNoteFreeze, (note, !noteState(note).frozen, DOCUMENT));
        }
        return (compliance, address(programmes), data);
    }

    function _ownersCall(Act a) private view returns (bytes memory) {
        if (a == Act.AssignWhole) return abi.encodeCall(IReceivables.assign, (assignment(note, S2, FACE)));
        if (a == Act.AssignPart) {
            return abi.encodeCall(IReceivables.assign, (assignment(note, S2, SMALLEST)));
        }
        if (a == Act.Transfer) return abi.encodeCall(IERC721.transferFrom, (s1, s2, NoteId.unwrap(note)));
        if (a == Act.Split) return abi.encodeCall(IReceivables.split, (note, SMALLEST));
        return abi.encodeCall(IReceivables.merge, (note, sibling));
    }

    function _takeCall() private view returns (address, address, bytes memory) {
        IDiscounting.Offer memory o = offer();
        bytes memory signature = signOffer(BANK_A_KEY, o);
        bytes memory data = abi.encodeCall(IDiscounting.take, (o, bankA, signature, fill(note, FACE)));
        return (s1, address(discounting), data);
    }

    function _amendCall(bool cancelling) private view returns (address, address, bytes memory) {
        uint256 dueDay = block.timestamp / 1 days + 30;
        IProgrammes.Amendment memory a =
            IProgrammes.Amendment(note, cancelling, FACE, dueDay, DOCUMENT, LATER);
        bytes memory signature = sign(S1_KEY, programmes.amendmentDigest(a));
        return (anchor, address(programmes), abi.encodeCall(IProgrammes.amend, (a, s1, signature)));
    }

    function _pendingCall(Act a) private view returns (address, address, bytes memory) {
        address target = address(receivables);
        if (a == Act.Accept) return (bankB, target, abi.encodeCall(IReceivables.accept, (note, TRADE)));
        if (a == Act.Refuse) return (bankB, target, abi.encodeCall(IReceivables.refuse, (note)));
        if (a == Act.Withdraw) return (s1, target, abi.encodeCall(IReceivables.withdraw, (note)));
        return (outsider, target, abi.encodeCall(IReceivables.release, (only(note))));
    }

    function _custodianCall(Act a) private view returns (bytes memory) {
        if (a == Act.Lock) return abi.encodeCall(custodian.lock, (note, S1));
        if (a == Act.Unlock) return abi.encodeCall(custodian.unlock, (note));
        return abi.encodeCall(custodian.move, (note, S1, S2, a == Act.MoveWhole ? FACE : SMALLEST));
    }

    function _moneyCall(Act a) private view returns (bytes memory) {
        if (a == Act.Settle) return abi.encodeCall(ISettlements.settle, (idOf(note), 2 * FACE));
        if (a == Act.SettlePart) return abi.encodeCall(ISettlements.settle, (idOf(note), 1));
        if (a == Act.Collect) return abi.encodeCall(ISettlements.collect, (idOf(note)));
        if (a == Act.Redeem) return abi.encodeCall(ISettlements.redeem, (only(note)));
        return abi.encodeCall(ISettlements.markOverdue, (idOf(note)));
    }

    /* TESTS */

    /// @notice Every action in every situation does what SPECIFICATION.md says of it (R-3, R-4, R-11, S-1 to S-3, X-4; T07,
    /// T14, T17, T25, T68; I4, I5, I21).
    function test_everyActionInEverySituation() external {
        for (uint256 s; s < SITUATIONS; ++s) {
            for (uint256 a; a < ACTS; ++a) {
                uint256 clean = vm.snapshotState();
                _check(Situation(s), Act(a));
                vm.revertToState(clean);
            }
        }
    }

    function _check(Situation s, Act a) private {
        // A cancelled debt was never split; there the note is merged into itself, and is gone all the same.
        sibling = note;
        if (a == Act.Merge && s != Situation.Cancelled) sibling = split(s1, note, SMALLEST);
        _reach(s);
        (address sender, address target, bytes memory data) = _call(a);
        vm.prank(sender);
        (bool ok, bytes memory answer) = target.call(data);
        string memory label =
            string.concat("situation ", vm.toString(uint256(s)), ", action ", vm.toString(uint256(a)));
        bytes4 selector = ok ? OK : bytes4(answer);
        vm.assertEq(bytes32(selector), bytes32(_expected(s, a)), label);
    }

    /// @notice The situations are what their names say, so that the table above tests what it claims (I4).
    function test_situationsAreReached() external {
        for (uint256 i; i < SITUATIONS; ++i) {
            uint256 clean = vm.snapshotState();
            Situation s = Situation(i);
            _reach(s);
            assertStatus(idOf(note), _statusOf(s));
            bool waits = s == Situation.Pending || s == Situation.HaltedPending
                || s == Situation.PendingTooLong || s == Situation.OverduePending
                || s == Situation.SettledPending;
            vm.assertEq(noteState(note).pending, waits, "pending");
            bool locked = s == Situation.Locked || s == Situation.DueLocked;
            vm.assertEq(noteState(note).custodian != address(0), locked, "locked");
            vm.assertEq(noteState(note).frozen, s == Situation.NoteIsFrozen, "frozen note");
            bool gone = s >= Situation.Redeemed;
            vm.assertEq(noteState(note).value == 0, gone, "gone");
            vm.revertToState(clean);
        }
    }

    function _statusOf(Situation s) private pure returns (Status) {
        if (s == Situation.Cancelled) return Status.Cancelled;
        if (s >= Situation.Settled) return Status.Settled;
        return s >= Situation.Overdue ? Status.Overdue : Status.Open;
    }
}
