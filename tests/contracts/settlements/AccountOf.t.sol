// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {NoteId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {MoneySuite} from "../base/MoneySuite.sol";
import {vm} from "../base/Vm.sol";

/*
Settlements.accountOf, owed, owedOn and redeemable

├── of an unknown id, a further invoice, a cancelled debt → nothing
├── before the first payment                              → all unpaid
├── after payments in parts                               → as booked
├── after the whole at once and on time                   → received is the face, paid out is not kept
└── of a debt that was extinguished                       → nothing
*/
contract AccountOfTest is MoneySuite {
    function _assertNothingOwed(ReceivableId id) private view {
        vm.assertEq(settlements.owed(id), 0, "owed");
        vm.assertEq(settlements.owedOn(id, OVERDUE), 0, "owed on a day");
        vm.assertEq(settlements.redeemable(noteOf(id, 1)), 0, "redeemable");
    }

    /// @notice An id that was never confirmed has empty accounts and owes nothing (S-4).
    function test_unknown() external view {
        ReceivableId id = ReceivableId.wrap(7);
        assertAccount(id, 0, 0, 0, 0, 0);
        _assertNothingOwed(id);
    }

    /// @notice A further invoice has no accounts of its own (S-4).
    function test_linked() external {
        IProgrammes.Confirmation memory t = terms();
        t.further = new ReceivableId[](1);
        t.further[0] = newId();
        vm.prank(anchor);
        programmes.confirm(t);
        assertAccount(t.further[0], 0, 0, 0, 0, 0);
        _assertNothingOwed(t.further[0]);
    }

    /// @notice A cancelled debt owes nothing (G-14, S-4).
    function test_cancelled() external {
        NoteId note = confirm();
        cancel(note);
        assertAccount(idOf(note), 0, 0, 0, 0, DUE);
        _assertNothingOwed(idOf(note));
    }

    /// @notice A debt that its debtor bought back owes nothing, and nothing was received for it (R-21).
    function test_extinguished() external {
        NoteId note = confirm();
        custodian.move(note, S1, ANCHOR, FACE);
        assertAccount(idOf(note), 0, 0, 0, 0, DUE);
        _assertNothingOwed(idOf(note));
    }

    /// @notice Before the first payment the whole face is unpaid and interest counts from the due day (S-4).
    function test_fresh() external {
        NoteId note = confirm();
        assertAccount(idOf(note), 0, FACE, 0, 0, DUE);
        vm.assertEq(settlements.owed(idOf(note)), FACE, "owed");
        vm.assertEq(settlements.redeemable(note), 0, "redeemable");
        toDay(OVERDUE);
        assertAccount(idOf(note), 0, FACE, 0, 0, DUE);
    }

    /// @notice After parts the accounts say what was booked; after the last of them they stay (S-5, S-7, S-17).
    function test_inParts() external {
        NoteId note = confirm();
        ReceivableId id = idOf(note);
        toDay(DUE + 2);
        pay(id, 401_000e6);
        redeem(note);
        assertAccount(id, 401_000e6, 600_000e6, 1_000e6, 401_000e6, DUE + 2);
        toDay(DUE + 4);
        pay(id, FACE);
        assertAccount(id, 1_001_600e6, 0, 1_600e6, 401_000e6, DUE + 4);
        redeem(note);
        assertAccount(id, 1_001_600e6, 0, 1_600e6, 1_001_600e6, DUE + 4);
        assertStatus(id, Status.Settled);
        _assertNothingOwed(id);
    }

    /// @notice Paid at once and on time, `received` is the face; what was paid out is told by the notes burnt (S-17).
    function test_atOnce() external {
        NoteId note = confirm();
        settle(idOf(note));
        assertAccount(idOf(note), FACE, 0, 0, 0, DUE);
        vm.assertEq(settlements.redeemable(note), FACE, "redeemable");
        redeem(note);
        assertAccount(idOf(note), FACE, 0, 0, 0, DUE);
        _assertNothingOwed(idOf(note));
    }
}
