// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NoteId, PartyId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {World} from "./World.sol";

/// @title Books
/// @notice What the handlers believe: written from what they asked for and were allowed, never read from the
/// contracts under test. Each entry restates the rule that it lives by; a broken rule is kept as a fault under the
/// number of its invariant.
abstract contract Books is World {
    /// @dev A confirmed debt; amounts in base units. `redeemed` is the value of the notes burnt by payouts, `charged`
    /// the interest J counted up to day `chargedTo`.
    struct Debt {
        uint256 coin;
        Status status;
        uint256 dueDay;
        uint256 face;
        uint256 smallest;
        uint256 deepest;
        uint256 issued;
        uint256 live;
        uint256 redeemed;
        uint256 received;
        uint256 unpaid;
        uint256 charged;
        uint256 chargedTo;
        uint256 paid;
        bool referenceRequired;
        bool disputed;
        bool frozen;
        bytes32 agreed;
    }

    struct Note {
        PartyId owner;
        uint256 value;
        uint256 tier;
        uint256 claimed;
        bool live;
        bool frozen;
        address custodian;
        PartyId receiver;
        uint256 acceptUntil;
        bytes32 tradeReference;
    }

    uint256 internal constant MOST = type(uint96).max;

    ReceivableId[] internal debts;
    NoteId[] internal notes;
    ReceivableId[] internal linked;
    mapping(ReceivableId id => Debt) internal debtOf;
    mapping(NoteId note => Note) internal bookOf;

    mapping(PartyId party => bool) internal suspended;
    mapping(PartyId party => uint256) internal held;
    mapping(PartyId party => uint256) internal lastKycDay;
    mapping(PartyId party => uint8) internal optIns;
    mapping(PartyId party => mapping(uint256 coin => uint256)) internal parked;
    bool internal anchorSuspended;
    uint256 internal haltedUntil;

    mapping(uint256 coin => uint256) internal used;
    mapping(uint256 coin => uint256) internal pulled;
    mapping(uint256 coin => uint256) internal paidOut;
    mapping(uint256 coin => uint256) internal donated;
    /// @dev Whether a payment is on its way in: until it is there, what is paid out of it can only be parked.
    bool internal pulling;

    /// @dev First breach of an invariant, by number.
    mapping(uint256 invariant => string) internal faults;

    function expect(bool holds, uint256 invariant, string memory what) internal {
        if (!holds && bytes(faults[invariant]).length == 0) faults[invariant] = what;
    }

    /* READING */

    function idOf(NoteId note) internal pure returns (ReceivableId) {
        return ReceivableId.wrap(uint96(NoteId.unwrap(note) >> 32));
    }

    function isDue(Debt storage d) internal view returns (bool) {
        return today(d.coin) >= d.dueDay;
    }

    function owes(Debt storage d) internal view returns (bool) {
        return d.status == Status.Open || d.status == Status.Overdue;
    }

    function isPending(Note storage n) internal view returns (bool) {
        return PartyId.unwrap(n.receiver) != 0;
    }

    /// @dev Whether a note may pass, split or merge (R-3).
    function isFree(NoteId note) internal view returns (bool) {
        Note storage n = bookOf[note];
        Debt storage d = debtOf[idOf(note)];
        return n.live && !n.frozen && n.custodian == address(0) && !isPending(n) && d.status == Status.Open
            && !d.disputed && !d.frozen && !isDue(d);
    }

    /// @dev Whether `custodian` may move a note whole (R-4, R-20): from the due day disputes stop it no longer.
    function isFreeFor(address custodian, NoteId note) internal view returns (bool) {
        Note storage n = bookOf[note];
        Debt storage d = debtOf[idOf(note)];
        if (!n.live || n.frozen || d.frozen || isPending(n) || !owes(d)) return false;
        if (d.disputed && !isDue(d)) return false;
        return n.custodian == address(0) || n.custodian == custodian;
    }

    function isHalted() internal view returns (bool) {
        return clock < haltedUntil;
    }

    function isFit(PartyId party) internal view returns (bool) {
        return !suspended[party] && clock / 86_400 <= lastKycDay[party];
    }

    /// @dev All interest unpaid, and of it that of the days not charged yet (S-4), rounded up and capped (S-6).
    function interestOf(Debt storage d) internal view returns (uint256 due, uint256 accrued) {
        uint256 day = today(d.coin);
        uint256 since = day > d.chargedTo ? day - d.chargedTo : 0;
        accrued = (d.unpaid * coins[d.coin].lateRate * since + 999_999_999) / 1_000_000_000;
        if (d.face + d.charged + accrued > MOST) accrued = MOST - d.face - d.charged;
        due = d.charged + accrued + d.face - d.unpaid - d.received;
    }

    function owedOf(Debt storage d) internal view returns (uint256) {
        if (!owes(d)) return 0;
        (uint256 due,) = interestOf(d);
        return d.unpaid + due;
    }

    /// @dev What a note is due: floor(T * v / F) less what it was paid; the last one of a settled debt takes T - Q.
    function dueTo(NoteId note) internal view returns (uint256) {
        Note storage n = bookOf[note];
        Debt storage d = debtOf[idOf(note)];
        if (!n.live || d.received == 0) return 0;
        if (d.status == Status.Settled && d.live == 1) return d.received - d.paid;
        return d.received * n.value / d.face - n.claimed;
    }

    /* WRITING: NOTES */

    function _bookIssue(ReceivableId id, uint256 value, PartyId owner, uint256 tier)
        internal
        returns (NoteId note)
    {
        Debt storage d = debtOf[id];
        ++d.live;
        note = noteOf(id, ++d.issued);
        notes.push(note);
        Note storage n = bookOf[note];
        (n.owner, n.value, n.tier, n.live) = (owner, value, tier, true);
        ++held[owner];
        expect(value >= d.smallest, 1, "a piece below the smallest was made");
        _bookArrival(owner, d, tier);
    }

    function _bookArrival(PartyId owner, Debt storage d, uint256 tier) internal {
        expect(!suspended[owner], 10, "a note reached a suspended party");
        expect(tier <= d.deepest, 3, "a note went deeper than allowed");
    }

    /// @dev A note passes whole; `custodian` is who moved it, or zero.
    function _bookPass(NoteId note, PartyId to, uint256 tier, address custodian) internal {
        Note storage n = bookOf[note];
        bool free = custodian == address(0) ? isFree(note) : isFreeFor(custodian, note);
        expect(free, 5, "a note passed that was not free");
        --held[n.owner];
        ++held[to];
        (n.owner, n.tier, n.custodian) = (to, tier, address(0));
        _bookArrival(to, debtOf[idOf(note)], tier);
    }

    function _bookTake(NoteId note, uint256 value) internal {
        Note storage n = bookOf[note];
        Debt storage d = debtOf[idOf(note)];
        expect(
            isFree(note) || (isFreeFor(n.custodian, note) && !isDue(d)), 5, "a note was cut that was not free"
        );
        n.value -= value;
        if (n.value == 0) _bookBurn(note);
        else expect(n.value >= d.smallest, 1, "a rest below the smallest stayed");
    }

    function _bookCut(NoteId note, uint256 value, PartyId to, uint256 tier) internal returns (NoteId) {
        _bookTake(note, value);
        return _bookIssue(idOf(note), value, to, tier);
    }

    function _bookPour(NoteId note, NoteId into, uint256 value) internal {
        expect(isFree(into), 5, "value came to a note that was not free");
        _bookTake(note, value);
        bookOf[into].value += value;
    }

    function _bookBurn(NoteId note) internal {
        Note storage n = bookOf[note];
        --held[n.owner];
        --debtOf[idOf(note)].live;
        (n.live, n.value, n.custodian, n.frozen) = (false, 0, address(0), false);
        _bookUnpend(note);
    }

    function _bookUnpend(NoteId note) internal {
        Note storage n = bookOf[note];
        (n.receiver, n.acceptUntil, n.tradeReference) = (PartyId.wrap(0), 0, 0);
    }

    /// @dev New business passes from party to party: not during a halt, not to whom is not fit.
    function _bookBusiness(PartyId to) internal {
        expect(!isHalted(), 21, "new business was done during a halt");
        expect(isFit(to), 10, "new business reached a party that is not fit");
    }

    /* WRITING: MONEY */

    function _bookPayment(ReceivableId id, uint256 taken) internal {
        Debt storage d = debtOf[id];
        uint256 owing = owedOf(d);
        (uint256 due, uint256 accrued) = interestOf(d);
        expect(taken <= owing, 3, "more than owed was taken");
        expect(isDue(d) || taken == owing, 4, "a part was taken before the due day");
        if (taken > due) {
            uint256 principal = taken - due;
            d.charged += accrued;
            d.unpaid -= principal;
            used[d.coin] -= principal;
            if (today(d.coin) > d.chargedTo) d.chargedTo = today(d.coin);
        }
        d.received += taken;
        pulled[d.coin] += taken;
        if (taken == owing) d.status = Status.Settled;
    }

    /// @dev A payout on one note; returns what must have been paid.
    function _bookRedemption(NoteId note) internal returns (uint256 amount) {
        Note storage n = bookOf[note];
        Debt storage d = debtOf[idOf(note)];
        bool settled = d.status == Status.Settled;
        amount = dueTo(note);
        if (!n.live || (amount == 0 && !settled)) return 0;
        bool last = settled && d.live == 1;
        n.claimed += amount;
        d.paid += amount;
        expect(last || n.claimed * d.face <= d.received * n.value, 7, "a payout was rounded up");
        expect(d.paid <= d.received, 1, "more was paid out than received");
        bool toCustodian = n.custodian != address(0);
        bool parks = suspended[n.owner] || (d.coin == HOSTILE && (pulling || hostile.failsPayouts()));
        if (!toCustodian && parks) parked[n.owner][d.coin] += amount;
        else paidOut[d.coin] += amount;
        if (!settled) return amount;
        d.redeemed += n.value;
        _bookBurn(note);
    }
}
