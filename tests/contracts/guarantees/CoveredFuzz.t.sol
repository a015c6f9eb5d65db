// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, PartyId, ProgrammeId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {DebtModel} from "../settlements/DebtModel.sol";
import {GuaranteesSuite} from "./GuaranteesSuite.sol";

/*
A receivable with three covers, through calls, payments and redemptions in any order

├── at each step   → what a clerk's model says, to the unit; money in = holders + guarantors + what rests
└── in the end     → holders, guarantors and limit have everything back
*/
contract CoveredFuzzTest is GuaranteesSuite {
    /// @dev What the clerk keeps of each guarantor.
    struct Account {
        uint256 share;
        uint256 cap;
        uint256 paid;
        uint256 claim;
    }

    Account[3] internal accounts;
    /// @dev Who has paid, in the order in which they first did.
    uint256[] internal creditors;
    DebtModel internal model;
    NoteId[] internal notes;
    ReceivableId internal id;
    ProgrammeId internal programme;
    uint256 internal limitHeld;
    uint256 internal notesPaid;
    uint256 internal debtorPaid;

    function _begin(uint96 face, uint24 rate, uint32[3] memory shares, uint96[3] memory caps) private {
        programme = openFine(2, rate);
        NoteId note = confirmIn(programme, uint256(face) % 1e15 + 10);
        id = idOf(note);
        uint256 value = noteState(note).value;
        notes.push(note);
        notes.push(assign(s1, note, S2, value / 3));
        model = new DebtModel(value, DUE, rate);
        uint256 left = WHOLE;
        for (uint256 i; i < 3; ++i) {
            accounts[i].share = shares[i] % (left - 3) + 1;
            left -= accounts[i].share;
            accounts[i].cap = uint256(caps[i]) % (2 * value) + 1;
            fund(_cash(i), 4 * value + 1e18, address(guarantees));
            cover(id, _party(i), G1_KEY + i, uint32(accounts[i].share), accounts[i].cap);
        }
        toOverdue(id);
    }

    function _party(uint256 i) private pure returns (PartyId) {
        return PartyId.wrap(uint40(31 + i));
    }

    function _cash(uint256 i) private pure returns (address) {
        return vm.addr(G1_KEY + i);
    }

    function _claims() private view returns (uint256) {
        return accounts[0].claim + accounts[1].claim + accounts[2].claim;
    }

    /* ACTS */

    function _call(uint256 i, uint256 day) private {
        Account storage a = accounts[i];
        uint256 owed = model.owed(day);
        uint256 part = a.share * (owed + _claims()) / 1e6;
        uint256 expected = part > a.paid ? part - a.paid : 0;
        if (expected > a.cap - a.paid) expected = a.cap - a.paid;
        if (expected > owed) expected = owed;
        if (expected == 0) return;
        uint256 before = model.principal();
        vm.assertEq(callCover(id, _party(i)), expected, "called");
        if (a.paid == 0) creditors.push(i);
        a.paid += expected;
        a.claim += expected;
        model.pay(day, expected);
        limitHeld += before - model.principal();
    }

    function _pay(uint256 amount, uint256 day) private {
        uint256 claims = _claims();
        uint256 owed = model.owed(day) + claims;
        amount = amount % owed + 1;
        pay(id, amount);
        debtorPaid += amount;
        uint256 part = amount * claims / owed;
        if (claims != 0) limitHeld -= limitHeld * part / claims;
        model.pay(day, amount - part);
        for (uint256 i; i < creditors.length && claims != 0; ++i) {
            Account storage a = accounts[creditors[i]];
            uint256 his = part * a.claim / claims;
            claims -= a.claim;
            part -= his;
            a.claim -= his;
        }
        vm.assertEq(part, 0, "shared to the unit");
    }

    /* CHECKS */

    function _check(uint256 day) private view {
        uint256 claims = _claims();
        vm.assertEq(settlements.owed(id), model.owed(day), "owed to the holders");
        vm.assertEq(settlements.claimOf(id), claims, "owed to guarantors");
        vm.assertEq(guarantees.claimOn(debtOf(id)), claims, "claims (I19)");
        vm.assertEq(programmes.usedOf(programme), model.principal() + limitHeld, "used limit (I12)");
        uint256 guarantorsPaid;
        for (uint256 i; i < 3; ++i) {
            Account memory a = accounts[i];
            assertPosition(debtOf(id), _party(i), a.claim, a.paid, a.paid == 0 ? 0 : 1, a.paid);
            vm.assertLe(a.paid, a.cap, "cap (I19)");
            guarantorsPaid += a.claim;
        }
        uint256 held = token.balanceOf(address(settlements));
        vm.assertEq(held, debtorPaid + guarantorsPaid - notesPaid, "money in = money out + what rests (I6)");
        vm.assertEq(token.balanceOf(address(guarantees)), 0, "nothing rests in Guarantees");
    }

    /// @notice Twelve acts of any kind leave debt, claims, limit and money as a clerk keeps them, and paying all in the
    /// end gives everybody everything back (U-8, U-9, U-12, U-14, U-15, S-8, S-9, T59, T60, I6, I12, I17, I19).
    function testFuzz_agreesWithTheModel(
        uint96 face,
        uint24 rate,
        uint32[3] memory shares,
        uint96[3] memory caps,
        uint256[12] memory acts
    ) external {
        _begin(face, rate % 2_000_000, shares, caps);
        uint256 day = OVERDUE;
        for (uint256 i; i < 12 && settlements.owed(id) + settlements.claimOf(id) != 0; ++i) {
            uint256 act = acts[i];
            day += act % 3 == 0 ? act / 3 % 50 : 0;
            toDay(day);
            if (act >> 16 & 1 == 0) _call((act >> 32) % 3, day);
            else _pay(act >> 128, day);
            if (act >> 17 & 3 == 0) notesPaid += settlements.redeem(notes);
            _check(day);
        }
        _end(day);
    }

    function _end(uint256 day) private {
        if (model.owed(day) + _claims() != 0) _pay(model.owed(day) + _claims() - 1, day);
        _check(day);
        assertStatus(id, Status.Settled);
        notesPaid += settlements.redeem(notes);
        vm.assertEq(token.balanceOf(address(settlements)), 0, "holders have everything");
        vm.assertEq(notesPaid, debtorPaid, "all that the debtor paid");
        vm.assertEq(programmes.usedOf(programme), 0, "limit");
        vm.assertEq(_claims(), 0, "guarantors have everything");
    }
}
