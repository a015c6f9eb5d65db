// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ids} from "../../../contracts/libraries/Words.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {PartyId, ReceivableId} from "../../../interfaces/Types.sol";
import {ProgrammesSuite} from "../base/ProgrammesSuite.sol";
import {vm} from "../base/Vm.sol";

/*
Programmes.suspendAnchor, liftSuspension, suspendForOverdue

suspendAnchor
├── when the caller is not compliance        → AccessManagedUnauthorized
└── otherwise                                → the anchor confirms nothing, one event
    └── given it is suspended                → suspended as before, with one more document
liftSuspension
├── when the caller is not the registrar     → AccessManagedUnauthorized
├── given the anchor is not suspended        → AnchorNotSuspended
└── otherwise                                → it confirms again, one event
    └── also after an overdue mark
suspendForOverdue
├── when the caller is not Settlements       → NotSystem
└── by an overdue mark                       → suspended, one event with the receivable's id
*/
contract SuspendAnchorTest is ProgrammesSuite {
    /// @notice Only compliance suspends an anchor (G-7, T64).
    function test_suspend_refusesOthersThanCompliance() external {
        bytes memory data = abi.encodeCall(programmes.suspendAnchor, (ANCHOR, DOCUMENT));
        assertOnly(compliance, address(programmes), data);
    }

    /// @notice A suspended anchor confirms nothing, and a second reason is recorded beside the first (G-7).
    function test_suspend() external {
        for (uint256 i; i < 2; ++i) {
            vm.recordLogs();
            vm.expectEmit(address(programmes));
            emit IProgrammes.AnchorStatusChanged(ANCHOR, true, bytes32(i));
            vm.prank(compliance);
            programmes.suspendAnchor(ANCHOR, bytes32(i));
            assertEvents(1);
            _assertSuspended();
        }
    }

    /// @notice Only the registrar lifts a suspension; compliance, which set it, does not (G-7, T64).
    function test_lift_refusesOthersThanTheRegistrar() external {
        suspendAnchor();
        bytes memory data = abi.encodeCall(programmes.liftSuspension, (ANCHOR, DOCUMENT));
        assertOnly(registrar, address(programmes), data);
    }

    /// @notice Where nothing is suspended nothing is lifted (G-7).
    function test_lift_refusesActiveAnchor() external {
        vm.expectRevert(abi.encodeWithSelector(IProgrammes.AnchorNotSuspended.selector, ANCHOR));
        vm.prank(registrar);
        programmes.liftSuspension(ANCHOR, DOCUMENT);
    }

    /// @notice One lifting ends the suspension, however many reasons it had, and the anchor confirms again (G-7, I26).
    function test_lift() external {
        suspendAnchor();
        suspendAnchor();
        _lifts();
    }

    /// @notice Nobody but Settlements reports an overdue debt, no role and not Receivables (G-7, X-5).
    function test_suspendForOverdue_refusesOthersThanSettlements() external {
        address[5] memory callers = [outsider, anchor, registrar, compliance, address(receivables)];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IProgrammes.NotSystem.selector, callers[i]));
            vm.prank(callers[i]);
            programmes.suspendForOverdue(ANCHOR, ReceivableId.wrap(1));
        }
    }

    /// @notice An overdue mark by anyone suspends the anchor; the event names the debt; only a lifting ends it (G-7, S-15).
    function test_suspendForOverdue() external {
        ReceivableId id = Ids.receivable(confirm());
        toDay(DUE + GRACE + 1);
        vm.expectEmit(address(programmes));
        emit IProgrammes.AnchorStatusChanged(ANCHOR, true, bytes32(uint256(ReceivableId.unwrap(id))));
        vm.prank(outsider);
        settlements.markOverdue(id);
        _assertSuspended();
        settle(id);
        _assertSuspended();
        _lifts();
    }

    function _assertSuspended() private {
        vm.assertTrue(programmes.isSuspended(ANCHOR), "suspended");
        vm.assertFalse(programmes.isSuspended(PartyId.wrap(2)), "another");
        IProgrammes.Confirmation memory t = terms();
        vm.expectRevert(abi.encodeWithSelector(IProgrammes.AnchorSuspended.selector, ANCHOR));
        vm.prank(anchor);
        programmes.confirm(t);
    }

    function _lifts() private {
        vm.recordLogs();
        vm.expectEmit(address(programmes));
        emit IProgrammes.AnchorStatusChanged(ANCHOR, false, DOCUMENT);
        vm.prank(registrar);
        programmes.liftSuspension(ANCHOR, DOCUMENT);
        assertEvents(1);
        vm.assertFalse(programmes.isSuspended(ANCHOR), "suspended");
        IProgrammes.Confirmation memory t = terms();
        t.dueDay = block.timestamp / 1 days + 1;
        confirm(t);
    }
}
