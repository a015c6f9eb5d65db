// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteWords, PartyWords, ReceivableWords} from "../../../contracts/libraries/Words.sol";
import {ISettlements} from "../../../interfaces/ISettlements.sol";
import {
    NoteId,
    NoteWord,
    PartyId,
    PartyWord,
    ReceivableId,
    ReceivableWord,
    Status
} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {DebtActs} from "./DebtActs.sol";
import {DefiantActs} from "./DefiantActs.sol";
import {IntruderActs} from "./IntruderActs.sol";
import {MoneyActs} from "./MoneyActs.sol";
import {NoteActs} from "./NoteActs.sol";
import {PendingActs} from "./PendingActs.sol";
import {RoleActs} from "./RoleActs.sol";
import {SaleActs} from "./SaleActs.sol";

/// @title Holds
/// @notice The chain against the books, one function for each invariant; each reverts with what differs.
abstract contract Holds is
    DebtActs,
    NoteActs,
    PendingActs,
    SaleActs,
    MoneyActs,
    RoleActs,
    IntruderActs,
    DefiantActs
{
    using NoteWords for NoteWord;
    using PartyWords for PartyWord;
    using ReceivableWords for ReceivableWord;

    /// @dev What was seen after the last act, for what only ever rises and for the edges of the states.
    mapping(ReceivableId id => Status) private _lastStatus;
    mapping(ReceivableId id => uint256) private _lastIssued;
    mapping(ReceivableId id => uint256) private _lastReceived;
    mapping(ReceivableId id => uint256) private _lastPaid;
    mapping(NoteId note => uint256) private _lastClaimed;
    mapping(bytes32 offer => uint256) private _lastFilled;

    /// @dev At the time of the last act, and with no breach of the invariant seen by the books.
    modifier faultless(uint256 invariant) {
        vm.warp(clock);
        vm.assertEq(faults[invariant], "", "fault");
        _;
    }

    function wordOf(NoteId note) internal view returns (NoteWord n) {
        (, n) = receivables.words(note);
    }

    /* AFTER EACH ACT */

    function _watch() internal override {
        for (uint256 i; i < debts.length; ++i) {
            _watchDebt(debts[i]);
        }
        for (uint256 i; i < notes.length; ++i) {
            NoteWord n = wordOf(notes[i]);
            if (!n.exists()) continue;
            expect(n.claimed() >= _lastClaimed[notes[i]], 3, "what a note was paid fell");
            _lastClaimed[notes[i]] = n.claimed();
        }
        for (uint256 i; i < offers.length; ++i) {
            uint256 now_ = discounting.filledOf(offers[i]);
            expect(now_ >= _lastFilled[offers[i]], 22, "what an offer was filled fell");
            _lastFilled[offers[i]] = now_;
        }
    }

    function _watchDebt(ReceivableId id) private {
        ReceivableWord r = receivables.receivableWord(id);
        ISettlements.Account memory a = settlements.accountOf(id);
        if (r.status() != _lastStatus[id]) {
            expect(
                _isEdge(_lastStatus[id], r.status()), 4, "a state changed in a way that is not in the table"
            );
            _lastStatus[id] = r.status();
        }
        expect(r.issued() >= _lastIssued[id], 22, "a number of a note was used again");
        expect(a.received >= _lastReceived[id], 3, "what was received fell");
        expect(a.paidOut >= _lastPaid[id], 3, "what was paid out fell");
        (_lastIssued[id], _lastReceived[id], _lastPaid[id]) = (r.issued(), a.received, a.paidOut);
    }

    /// @dev The table of SPECIFICATION.md, section R. A debt may be confirmed and more within one act.
    function _isEdge(Status from, Status to) private pure returns (bool) {
        if (from == Status.None) return to != Status.None && to != Status.Linked;
        if (from == Status.Open) {
            return to == Status.Overdue || to == Status.Settled || to == Status.Cancelled;
        }
        return from == Status.Overdue && to == Status.Settled;
    }

    /* DEBTS AND NOTES */

    /// @notice I1: what a debt's notes carry adds up, and no more is paid out than came in.
    function holdsI1() external faultless(1) {
        for (uint256 i; i < debts.length; ++i) {
            ReceivableId id = debts[i];
            Debt storage d = debtOf[id];
            ReceivableWord r = receivables.receivableWord(id);
            uint256 sum;
            uint256 live;
            uint256 paid;
            for (uint256 j = 1; j <= r.issued(); ++j) {
                NoteWord n = wordOf(noteOf(id, j));
                sum += n.value();
                if (n.exists()) ++live;
                paid += bookOf[noteOf(id, j)].claimed;
            }
            vm.assertEq(sum + d.redeemed, r.face(), "notes and what was redeemed make the face");
            vm.assertEq(r.face(), d.face, "face");
            vm.assertEq(r.live(), live, "live notes");
            vm.assertEq(paid, d.paid, "sum of payouts");
            vm.assertLe(paid, d.received, "payouts and receipts");
            if (d.received != 0 && d.live == 0) vm.assertEq(paid, d.received, "all is paid out in the end");
        }
    }

    /// @notice I2: an invoice counts once, and a note has one lock at most, the one that was set.
    function holdsI2() external faultless(2) {
        for (uint256 i; i < notes.length; ++i) {
            vm.assertEq(receivables.custodianOf(notes[i]), bookOf[notes[i]].custodian, "lock");
        }
        for (uint256 i; i < debts.length; ++i) {
            vm.assertTrue(programmes.isSpent(debts[i]), "a confirmed invoice stays spent");
        }
        for (uint256 i; i < linked.length; ++i) {
            ReceivableWord r = receivables.receivableWord(linked[i]);
            vm.assertEq(uint256(r.status()), uint256(Status.Linked), "a further invoice stays spent");
        }
    }

    /// @notice I3: value redeemed and cancelled never passes the face; tiers, counts and payouts are as booked.
    function holdsI3() external faultless(3) {
        for (uint256 i; i < notes.length; ++i) {
            vm.assertEq(wordOf(notes[i]).tier(), bookOf[notes[i]].live ? bookOf[notes[i]].tier : 0, "tier");
        }
        for (uint256 i; i < debts.length; ++i) {
            vm.assertLe(debtOf[debts[i]].redeemed, debtOf[debts[i]].face, "redeemed and face");
        }
        for (uint256 i; i < PARTIES; ++i) {
            vm.assertEq(receivables.balanceOf(cashOf(everyone[i])), held[everyone[i]], "notes of a party");
        }
    }

    /// @notice I4: every state is the one that the table leads to.
    function holdsI4() external faultless(4) {
        for (uint256 i; i < debts.length; ++i) {
            Status status = receivables.receivableWord(debts[i]).status();
            vm.assertEq(uint256(status), uint256(debtOf[debts[i]].status), "status");
        }
    }

    /// @notice I5: a note that is not free keeps owner and value, but for its custodian and its last payout.
    function holdsI5() external faultless(5) {
        for (uint256 i; i < notes.length; ++i) {
            NoteWord n = wordOf(notes[i]);
            Note storage b = bookOf[notes[i]];
            vm.assertEq(n.exists(), b.live, "live");
            if (!b.live) continue;
            vm.assertEq(PartyId.unwrap(n.owner()), PartyId.unwrap(b.owner), "owner");
            vm.assertEq(n.value(), b.value, "value");
            vm.assertEq(n.has(NoteWords.PENDING), isPending(b), "pending");
            vm.assertEq(n.has(NoteWords.FROZEN), b.frozen, "frozen");
        }
    }

    /* MONEY */

    /// @notice I6: Settlements holds what came in, did not go out, and was given; parked money is there.
    function holdsI6() external faultless(6) {
        for (uint256 i; i < COINS; ++i) {
            uint256 balance = coins[i].token.balanceOf(address(settlements));
            vm.assertEq(balance, pulled[i] + donated[i] - paidOut[i], "balance of Settlements");
            for (uint256 j; j < PARTIES; ++j) {
                uint256 waiting = settlements.parkedOf(everyone[j], address(coins[i].token));
                vm.assertEq(waiting, parked[everyone[j]][i], "parked");
                balance -= waiting;
            }
        }
    }

    /// @notice I7: what is owed is rounded up, what is paid out rounded down, to the unit, on every debt and note.
    function holdsI7() external faultless(7) {
        for (uint256 i; i < debts.length; ++i) {
            Debt storage d = debtOf[debts[i]];
            vm.assertEq(settlements.owed(debts[i]), owedOf(d), "owed");
            if (owes(d)) _checkAccount(debts[i], d);
        }
        for (uint256 i; i < notes.length; ++i) {
            vm.assertEq(settlements.redeemable(notes[i]), dueTo(notes[i]), "redeemable");
            if (!bookOf[notes[i]].live) continue;
            vm.assertEq(wordOf(notes[i]).claimed(), bookOf[notes[i]].claimed, "paid on a note");
        }
    }

    function _checkAccount(ReceivableId id, Debt storage d) private view {
        ISettlements.Account memory a = settlements.accountOf(id);
        vm.assertEq(a.received, d.received, "received");
        vm.assertEq(a.unpaid, d.unpaid, "unpaid");
        vm.assertEq(a.interest, d.charged, "interest charged");
        vm.assertEq(a.chargedTo, d.chargedTo, "charged to");
        vm.assertEq(a.paidOut, d.paid, "paid out");
    }

    /// @notice I12: what is used of a limit is the open principal of its debts.
    function holdsI12() external faultless(12) {
        uint256[COINS] memory open;
        for (uint256 i; i < debts.length; ++i) {
            if (owes(debtOf[debts[i]])) open[debtOf[debts[i]].coin] += debtOf[debts[i]].unpaid;
        }
        for (uint256 i; i < COINS; ++i) {
            vm.assertEq(programmes.usedOf(coins[i].programme), used[i], "used");
            vm.assertEq(used[i], open[i], "open principal");
        }
    }

    /* WHO MAY */

    /// @notice I9: every debt stands as the debtor confirmed it, or as both sides changed it later.
    function holdsI9() external faultless(9) {
        for (uint256 i; i < debts.length; ++i) {
            ReceivableWord r = receivables.receivableWord(debts[i]);
            bytes32 stored = keccak256(abi.encode(r.programme(), r.face(), r.dueDay()));
            vm.assertEq(stored, debtOf[debts[i]].agreed, "terms as agreed");
        }
    }

    /// @notice I10: nothing reached a suspended party; what was due to it waits.
    function holdsI10() external faultless(10) {
        for (uint256 i; i < PARTIES; ++i) {
            bool active = parties.wordFor(everyone[i]).active();
            vm.assertEq(active, !suspended[everyone[i]], "active");
        }
        vm.assertEq(programmes.isSuspended(ANCHOR), anchorSuspended, "anchor suspended");
    }

    /// @notice I20: nobody did what only a role may; there is an administrator, and who deployed holds no role.
    function holdsI20() external faultless(20) {
        (bool isAdmin,) = authority.hasRole(ADMIN, admin);
        vm.assertTrue(isAdmin, "there is an administrator");
        for (uint64 role; role <= ISSUER; ++role) {
            (bool isMember,) = authority.hasRole(role, address(this));
            vm.assertFalse(isMember, "the deployer holds a role");
        }
        vm.assertEq(receivables.custodianAt(3), address(0), "no custodian was smuggled in");
    }

    /// @notice I21: no new business was done during a halt, and the halt is as the guardian said.
    function holdsI21() external faultless(21) {
        vm.assertEq(parties.haltedUntil(), haltedUntil, "halted until");
    }

    /// @notice I22: what was used up stays used up, and what is counted only rises.
    function holdsI22() external faultless(22) {
        for (uint256 i; i < voidDigests.length; ++i) {
            vm.assertTrue(programmes.isSignatureVoid(voidSigners[i], voidDigests[i]), "a used signature");
        }
        for (uint256 i; i < usedConsents.length; ++i) {
            vm.assertTrue(receivables.isConsentUsed(usedConsents[i]), "a used consent");
        }
        for (uint256 i; i < offers.length; ++i) {
            vm.assertEq(discounting.filledOf(offers[i]), filled[offers[i]], "filled");
        }
        vm.assertEq(discounting.lowestSaltOf(BANK_A), lowestSalt[BANK_A], "lowest salt of bank A");
        vm.assertEq(discounting.lowestSaltOf(BANK_B), lowestSalt[BANK_B], "lowest salt of bank B");
    }
}
