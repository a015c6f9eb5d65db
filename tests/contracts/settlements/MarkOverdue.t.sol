// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {NoteId, ProgrammeId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {MoneySuite} from "../base/MoneySuite.sol";
import {vm} from "../base/Vm.sol";

/*
Settlements.markOverdue

├── when there is no such receivable      → UnknownReceivable
├── when it is not open                   → NotOpen
├── when the grace has not passed         → GraceNotOver
└── otherwise                             → Overdue, by anyone, and the anchor is suspended
*/
contract MarkOverdueTest is MoneySuite {
    NoteId internal note;
    ReceivableId internal id;

    function setUp() public override {
        super.setUp();
        note = confirm();
        id = idOf(note);
    }

    function _mark() private {
        vm.prank(outsider);
        settlements.markOverdue(id);
    }

    /* REFUSALS */

    /// @notice A debt that was never confirmed is not overdue (S-15).
    function test_refusesAnUnknownReceivable() external {
        id = ReceivableId.wrap(7);
        vm.expectRevert(abi.encodeWithSelector(ISettlements.UnknownReceivable.selector, id));
        _mark();
    }

    /// @notice What is settled, cancelled, a further invoice, or marked already is not marked (S-15, T14, I4).
    function test_refusesWhatIsNotOpen() external {
        IProgrammes.Confirmation memory t = terms();
        t.further = new ReceivableId[](1);
        t.further[0] = newId();
        vm.prank(anchor);
        programmes.confirm(t);
        NoteId cancelled = confirm();
        cancel(cancelled);
        settle(id);
        toDay(OVERDUE);
        _refused(id, Status.Settled);
        _refused(idOf(cancelled), Status.Cancelled);
        _refused(t.further[0], Status.Linked);
        settlements.markOverdue(t.id);
        _refused(t.id, Status.Overdue);
    }

    function _refused(ReceivableId which, Status status) private {
        id = which;
        vm.expectRevert(abi.encodeWithSelector(ISettlements.NotOpen.selector, which, status));
        _mark();
    }

    /// @notice Before the due day, on it and to the last second of the grace nothing is marked (S-15, T63).
    function test_refusesInTheGrace() external {
        uint256[3] memory times = [DAY * 1 days, DUE * 1 days, OVERDUE * 1 days - 1];
        for (uint256 i; i < times.length; ++i) {
            vm.warp(times[i]);
            vm.expectRevert(
                abi.encodeWithSelector(ISettlements.GraceNotOver.selector, id, DUE + GRACE, times[i] / 1 days)
            );
            _mark();
        }
    }

    /* SUCCESS */

    /// @notice From the first second after the grace anyone marks the debt, which suspends the anchor (S-15).
    function test_marks() external {
        toDay(OVERDUE);
        vm.recordLogs();
        vm.expectEmit(address(receivables));
        emit IReceivables.StatusChanged(id, Status.Overdue);
        vm.expectEmit(address(programmes));
        emit IProgrammes.AnchorStatusChanged(ANCHOR, true, bytes32(uint256(ReceivableId.unwrap(id))));
        _mark();

        assertEvents(
            abi.encodePacked(IReceivables.StatusChanged.selector, IProgrammes.AnchorStatusChanged.selector)
        );
        assertStatus(id, Status.Overdue);
        vm.assertTrue(programmes.isSuspended(ANCHOR), "anchor is suspended");
        vm.assertEq(programmes.usedOf(PROGRAMME), FACE, "used limit");
        assertNote(note, S1, FACE, 1);
    }

    /// @notice A suspended anchor confirms nothing, in none of its programmes, until the registrar lifts it (G-7, S-15).
    function test_stopsTheAnchor() external {
        ProgrammeId second = openProgramme(2, rules());
        toDay(OVERDUE);
        _mark();
        IProgrammes.Confirmation memory t = terms();
        t.dueDay = OVERDUE + 10;
        for (uint256 i; i < 2; ++i) {
            if (i == 1) t.programme = second;
            vm.prank(anchor);
            vm.expectRevert(abi.encodeWithSelector(IProgrammes.AnchorSuspended.selector, ANCHOR));
            programmes.confirm(t);
        }
        vm.prank(registrar);
        programmes.liftSuspension(ANCHOR, DOCUMENT);
        vm.prank(anchor);
        programmes.confirm(t);
    }

    /// @notice Paid later the debt is Settled as any other, but the suspension stays (S-7, S-15).
    function test_isSettledLater() external {
        toDay(OVERDUE);
        _mark();
        pay(id, 400_000e6);
        assertStatus(id, Status.Overdue);
        pay(id, 2 * FACE);
        assertStatus(id, Status.Settled);
        vm.assertTrue(programmes.isSuspended(ANCHOR), "anchor is suspended");
        vm.assertEq(programmes.usedOf(PROGRAMME), 0, "used limit");
    }

    /// @notice A debt paid in part, disputed or frozen is marked all the same, and during a halt (S-15, X-4).
    function test_isNeverStopped() external {
        toDay(DUE);
        pay(id, 400_000e6);
        dispute(id);
        freeze(id);
        toDay(OVERDUE);
        halt();
        _mark();
        assertStatus(id, Status.Overdue);
    }

    /// @notice Without days of grace the debt is overdue the day after it was due, on the programme's calendar (P-8, S-15).
    function test_followsTheProgrammesCalendar() external {
        IProgrammes.Rules memory r = rules();
        (r.graceDays, r.utcOffset) = (0, -48);
        id = idOf(confirmIn(openProgramme(2, r), FACE));
        vm.warp((DUE + 1) * 1 days + 12 hours - 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlements.GraceNotOver.selector, id, DUE, DUE));
        _mark();
        vm.warp((DUE + 1) * 1 days + 12 hours);
        _mark();
        assertStatus(id, Status.Overdue);
    }

    /// @notice A second overdue debt of a suspended anchor is marked too (S-15).
    function test_marksASecondDebt() external {
        NoteId other = confirm();
        toDay(OVERDUE);
        _mark();
        id = idOf(other);
        _mark();
        assertStatus(id, Status.Overdue);
    }
}
