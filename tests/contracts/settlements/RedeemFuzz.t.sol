// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {MoneySuite} from "../base/MoneySuite.sol";
import {vm} from "../base/Vm.sol";

/*
Redemption in general: any notes, any payments, any order

├── at any time              → a note was paid at most its share, all notes together at most what was received
├── at the end               → all notes together were paid exactly what was received, and all are burnt
├── in another order         → each note is paid the same, but for the units left to the last one
└── one by one or in a list  → the same
*/
contract RedeemFuzzTest is MoneySuite {
    uint256 internal constant NOTES = 9;

    ReceivableId internal id;
    uint256 internal face;
    uint256 internal received;
    uint256 internal paidOut;
    NoteId[] internal notes;
    uint256[] internal values;
    uint256[] internal paid;

    /// @dev A debt cut into notes of S1 to S4, of sizes that the seeds choose.
    function _cut(uint96 seed, uint256[NOTES - 1] memory cuts, uint24 rate) private {
        face = uint256(seed) / 2 + NOTES;
        delete notes;
        notes.push(confirmIn(openFine(2, rate), face));
        id = idOf(notes[0]);
        uint256 left = face;
        for (uint256 i; i < cuts.length; ++i) {
            uint256 value = cuts[i] % (left / 2 + 1) + 1;
            if (left < 2 || value >= left) break;
            left -= value;
            notes.push(cuts[i] % 3 == 0 ? split(s1, notes[0], value) : _assign(cuts[i], value));
        }
        for (uint256 i; i < notes.length; ++i) {
            values.push(noteState(notes[i]).value);
            paid.push(0);
        }
    }

    function _assign(uint256 seed, uint256 value) private returns (NoteId) {
        if (seed % 3 == 1) return assign(s1, notes[0], S2, value);
        return assign(s1, notes[0], seed % 2 == 0 ? S3 : S4, value);
    }

    function _pay(uint256 seed) private {
        uint256 owed = settlements.owed(id);
        if (owed != 0) received += pay(id, seed % owed + 1);
    }

    function _redeem(uint256 i) private {
        uint256 foretold = settlements.redeemable(notes[i]);
        uint256 amount = redeem(notes[i]);
        vm.assertEq(amount, foretold, "redeemable foretells");
        paid[i] += amount;
        paidOut += amount;
        vm.assertLe(paidOut, received, "never more than was received");
        bool last = _isSettled() && state(id).live == 0;
        if (!last) vm.assertLe(paid[i], received * values[i] / face, "never more than the share");
    }

    function _isSettled() private view returns (bool) {
        return state(id).status == Status.Settled;
    }

    function _assertAllPaid() private view {
        uint256 sum;
        for (uint256 i; i < notes.length; ++i) {
            sum += paid[i];
            vm.assertGe(paid[i], received * values[i] / face, "at least its share, rounded down");
            vm.assertLt(paid[i], received * values[i] / face + notes.length, "at most the odd units more");
            assertGone(notes[i]);
        }
        vm.assertEq(sum, received, "all that was received");
        vm.assertEq(uint256(state(id).live), 0, "live");
        vm.assertEq(token.balanceOf(address(settlements)), 0, "nothing rests");
    }

    /// @notice Payments and redemptions of any sizes, notes, days and order: never a unit too much at any time, and exactly
    /// what was received in the end (S-8, S-9, S-16, T59, I1, I3, I6).
    function testFuzz_conserves(
        uint96 seed,
        uint24 rate,
        uint256[NOTES - 1] memory cuts,
        uint256[5] memory payments,
        uint256[12] memory order
    ) external {
        _cut(seed, cuts, rate);
        toDay(DUE);
        for (uint256 i; i < order.length; ++i) {
            if (i < payments.length) {
                toDay(DUE + i * (payments[i] % 30));
                _pay(payments[i]);
            }
            _redeem(order[i] % notes.length);
        }
        if (!_isSettled()) {
            received += pay(id, settlements.owed(id));
        }
        for (uint256 i; i < notes.length; ++i) {
            _redeem((order[0] % notes.length + i) % notes.length);
        }
        _assertAllPaid();
    }

    /// @notice Paid at once, or late with interest, each order of redemption pays each note its share (S-8, S-9, I7).
    function testFuzz_orderDoesNotMatter(uint96 seed, uint24 rate, uint256[NOTES - 1] memory cuts, uint8 late)
        external
    {
        _cut(seed, cuts, rate);
        toDay(DUE + late);
        received = pay(id, settlements.owed(id));
        uint256 settled = vm.snapshotState();
        uint256[] memory forward = new uint256[](notes.length);
        for (uint256 i; i < notes.length; ++i) {
            forward[i] = redeem(notes[i]);
        }
        vm.revertToState(settled);
        for (uint256 i = notes.length; i > 0; --i) {
            uint256 amount = redeem(notes[i - 1]);
            uint256 gap = amount > forward[i - 1] ? amount - forward[i - 1] : forward[i - 1] - amount;
            vm.assertLt(gap, notes.length, "but for the odd units");
            if (i - 1 != 0 && i != notes.length) vm.assertEq(gap, 0, "neither first nor last");
        }
    }

    /// @notice A list pays what its notes are paid one by one (S-8, S-13).
    function testFuzz_listEqualsOneByOne(
        uint96 seed,
        uint24 rate,
        uint256[NOTES - 1] memory cuts,
        uint256 part
    ) external {
        _cut(seed, cuts, rate);
        toDay(DUE + 3);
        _pay(part);
        uint256 before = vm.snapshotState();
        uint256 together = settlements.redeem(notes);
        uint256[4] memory cash = _cash();
        vm.revertToState(before);
        uint256 apart;
        for (uint256 i; i < notes.length; ++i) {
            apart += redeem(notes[i]);
        }
        vm.assertEq(together, apart, "sum");
        vm.assertEq(abi.encode(cash), abi.encode(_cash()), "cash of each");
    }

    function _cash() private view returns (uint256[4] memory) {
        return [token.balanceOf(s1), token.balanceOf(s2), token.balanceOf(s3), token.balanceOf(s4)];
    }
}
