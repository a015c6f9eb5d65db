// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDescriptor} from "../../../interfaces/IDescriptor.sol";
import {NoteId, PartyId, ProgrammeId, ReceivableId} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {CollateralSuite} from "./CollateralSuite.sol";

/*
Proceeds in general: any notes, owners, debts, payments and order

├── at any time  → lender, owners and what waits have each to the unit what a list of payouts, kept beside, says
├── at any time  → the pledged value is what the notes themselves say is still to come
└── at the end   → everything reached the lender or the owners, and nothing is left
The model keeps every payout by itself; entries, sums and words of Collateral are not asked for.
*/
contract ProceedsFuzzTest is CollateralSuite {
    uint256 private constant NOTES = 6;
    uint256 private constant STEPS = 18;

    /// @dev A payout that waits, as the model keeps it.
    struct Waiting {
        PartyId owner;
        uint256 amount;
    }

    NoteId[] internal notes;
    ReceivableId[2] internal debts;
    Waiting[] internal waiting;
    uint256 internal first;
    uint256 internal due;
    uint256 internal payoff;
    uint256 internal lent;
    mapping(PartyId owner => uint256) internal received;

    /* ACTS */

    /// @dev Two debts that bear interest, each cut into notes of S1, S2 and S3 of sizes that the seed chooses.
    function _pledgeNotes(uint256 seed, uint24 rate) private {
        ProgrammeId fine = openFine(2, rate);
        for (uint256 i; i < 2; ++i) {
            NoteId whole = confirmIn(fine, 1_000_000 + seed % 999_983);
            debts[i] = idOf(whole);
            notes.push(assign(s1, whole, S2, 1 + seed % 499_979));
            notes.push(assign(s1, whole, S3, 1 + seed % 399_989));
            notes.push(whole);
        }
        address[NOTES] memory owners = [s2, s3, s1, s2, s3, s1];
        for (uint256 i; i < NOTES; ++i) {
            pledge(owners[i], notes[i]);
        }
    }

    function _step(uint256 seed) private {
        uint256 kind = seed % 6;
        seed /= 6;
        if (kind == 0) _pay(debts[seed % 2], seed / 2);
        else if (kind == 1 || kind == 2) _redeem(notes[seed % NOTES]);
        else if (kind == 3) _apply(seed % 4);
        else if (kind == 4) _owe(seed % 500_000, seed % 700_001);
        else toDay(block.timestamp / 1 days + seed % 40);
    }

    function _pay(ReceivableId id, uint256 seed) private {
        uint256 owed = settlements.owed(id);
        if (owed != 0) pay(id, seed % owed + 1);
    }

    function _owe(uint256 nowDue, uint256 more) private {
        (due, payoff) = (nowDue, nowDue + more);
        loans.setDebt(loan, due, payoff);
    }

    function _redeem(NoteId pledged) private {
        PartyId owner = noteState(pledged).owner;
        uint256 amount = redeem(pledged);
        if (amount != 0) waiting.push(Waiting(owner, amount));
    }

    function _apply(uint256 most) private {
        if (first == waiting.length) return;
        (uint256 expectedPaid, uint256 expectedSurplus) = _model(most);
        (uint256 paid, uint256 surplus) = collateral.applyProceeds(loanTerms, most);
        vm.assertEq(paid, expectedPaid, "paid on the loan");
        vm.assertEq(surplus, expectedSurplus, "surplus");
    }

    /* MODEL */

    /// @dev Payout by payout from the oldest: first what the loan may have, the rest to the owner. `most` counts runs of
    /// payouts to one owner.
    function _model(uint256 most) private returns (uint256 paid, uint256 surplus) {
        PartyId last;
        for (; first < waiting.length; ++first) {
            Waiting memory next = waiting[first];
            if (next.owner != last) {
                if (most == 0) break;
                --most;
                last = next.owner;
            }
            uint256 wanted = loanTerms.proceedsToPrincipal ? payoff : due;
            uint256 part = next.amount < wanted ? next.amount : wanted;
            due = due > part ? due - part : 0;
            payoff -= part;
            lent += part;
            received[next.owner] += next.amount - part;
            paid += part;
            surplus += next.amount - part;
        }
    }

    function _assertAsTheModel() private view {
        uint256 rest;
        for (uint256 i = first; i < waiting.length; ++i) {
            rest += waiting[i].amount;
        }
        (uint256 booked,) = collateral.proceedsOf(loan);
        vm.assertEq(booked, rest, "waits");
        assertHeld(rest);
        vm.assertEq(token.balanceOf(bankA), lent, "lender");
        vm.assertEq(token.balanceOf(s1), received[S1], "borrower");
        vm.assertEq(token.balanceOf(s2), received[S2], "first third party");
        vm.assertEq(token.balanceOf(s3), received[S3], "second third party");
        vm.assertEq(collateral.pledgedValue(loan), _toCome(), "pledged value");
    }

    /// @dev What the notes themselves say.
    function _toCome() private view returns (uint256 sum) {
        for (uint256 i; i < NOTES; ++i) {
            IDescriptor.Note memory n = noteState(notes[i]);
            if (n.value > n.claimed) sum += n.value - n.claimed;
        }
    }

    /// @notice Payments, redemptions, applications, debts and days in any order: each has what the model says at every
    /// step, and nothing is left in the end (C-4 to C-8, I6, I17).
    function testFuzz_sharesAsTheModel(
        uint256 seed,
        uint24 rate,
        bool toPrincipal,
        uint256[STEPS] memory steps
    ) external {
        if (toPrincipal) useToPrincipal();
        _pledgeNotes(seed, rate);
        toDay(DUE);
        for (uint256 i; i < STEPS; ++i) {
            _step(steps[i]);
            _assertAsTheModel();
        }
        for (uint256 i; i < 2; ++i) {
            if (settlements.owed(debts[i]) != 0) pay(debts[i], LARGEST);
        }
        for (uint256 i; i < NOTES; ++i) {
            _redeem(notes[i]);
        }
        _apply(type(uint256).max);
        _assertAsTheModel();
        assertClear();
        vm.assertEq(token.balanceOf(address(settlements)), 0, "nothing rests in Settlements");
    }

    /// @notice One application of all that waits pays each what applications one by one pay (C-9, I16).
    function testFuzz_partsEqualTheWhole(uint256 seed, uint256 nowDue, uint8[NOTES] memory order) external {
        _pledgeNotes(seed, 0);
        for (uint256 i; i < 2; ++i) {
            settle(debts[i]);
        }
        for (uint256 i; i < NOTES; ++i) {
            _redeem(notes[order[i] % NOTES]);
        }
        if (waiting.length == 0) return;
        _owe(nowDue % 2_000_000, 1);
        uint256 before = vm.snapshotState();
        applyAll();
        uint256[4] memory together = _cash();
        vm.revertToState(before);
        (, uint256 entries) = collateral.proceedsOf(loan);
        for (uint256 i; i < entries; ++i) {
            collateral.applyProceeds(loanTerms, 1);
        }
        vm.assertEq(abi.encode(together), abi.encode(_cash()), "cash of each");
        assertBooked(0, 0);
        assertHeld(0);
    }

    function _cash() private view returns (uint256[4] memory) {
        return [token.balanceOf(bankA), token.balanceOf(s1), token.balanceOf(s2), token.balanceOf(s3)];
    }
}
