// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {NoteId, PartyId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {Books} from "./Books.sol";
import {HostileToken} from "./HostileToken.sol";
import {Replay} from "./Replay.sol";

/// @title Acts
/// @notice The frame of an act, and how acts find or make what they need, so that they often succeed.
/// @dev An act that is refused reverts as a whole, books included; Forge's table counts it as a revert.
abstract contract Acts is Books {
    /// @dev A model that knows the logs alone.
    Replay internal replay;

    /// @dev Runs an act: sets the clock, draws chance from `seed`, feeds the logs to the replay, looks at what moved.
    modifier acts(uint256 seed) {
        vm.warp(clock);
        _throwDice(seed);
        vm.recordLogs();
        _;
        _follow();
        ++succeeded[msg.sig];
        _watch();
    }

    /// @dev Shows the replay the logs so far, and the time of their blocks.
    function _follow() internal {
        replay.follow(vm.getRecordedLogs(), clock);
    }

    function _beforeTime() internal override {
        _follow();
    }

    /// @dev Called after each act.
    function _watch() internal virtual;

    /* MAKING WAY */

    /// @dev Mostly lifts what stands in the way of new business; else the act meets it.
    function _reopen() internal {
        if (oneIn(8)) return;
        if (isHalted()) _resume();
        if (anchorSuspended) _liftAnchor();
        _makeFit(ANCHOR);
    }

    function _makeFit(PartyId party) internal {
        if (suspended[party]) _reinstate(party);
        if (clock / 86_400 > lastKycDay[party]) _renew(party, uint24(clock / 86_400 + 500));
    }

    function _resume() internal {
        vm.prank(admin);
        parties.resume();
        haltedUntil = 0;
    }

    function _liftAnchor() internal {
        vm.prank(registrar);
        programmes.liftSuspension(ANCHOR, DOCUMENT);
        anchorSuspended = false;
    }

    function _suspend(PartyId party) internal {
        vm.prank(compliance);
        parties.suspend(party, DOCUMENT);
        suspended[party] = true;
    }

    function _reinstate(PartyId party) internal {
        vm.prank(compliance);
        parties.reinstate(party, DOCUMENT);
        suspended[party] = false;
    }

    function _renew(PartyId party, uint24 lastDay) internal {
        IParties.Profile memory p = profileOf(party, lastDay);
        vm.prank(registrar);
        parties.update(party, p);
        lastKycDay[party] = lastDay;
    }

    /// @dev Raises a dispute, or ends it.
    function _disputeDebt(ReceivableId id) internal {
        Debt storage d = debtOf[id];
        d.disputed = !d.disputed;
        vm.prank(registrar);
        programmes.setDispute(id, d.disputed, freshHash());
    }

    /// @dev Freezes a debt, or thaws it.
    function _freezeDebt(ReceivableId id) internal {
        Debt storage d = debtOf[id];
        d.frozen = !d.frozen;
        vm.prank(compliance);
        programmes.setFreeze(id, d.frozen, freshHash());
    }

    /// @dev Freezes a note, or thaws it.
    function _freezeNote(NoteId note) internal {
        Note storage n = bookOf[note];
        n.frozen = !n.frozen;
        vm.prank(compliance);
        programmes.setNoteFreeze(note, n.frozen, freshHash());
    }

    function _calmToken() internal {
        hostile.behave(HostileToken.Mode.Normal, settlements, NoteId.wrap(0));
    }

    /* CALLS THAT MUST BE REFUSED */

    /// @dev Show the replay all logs before the first of them, and discard those that they leave: refused calls are
    /// recorded too.
    function _refused(address caller, address target, bytes memory data, uint256 invariant) internal {
        (bool ok,) = attempt(caller, target, data);
        expect(!ok, invariant, "what is forbidden was done");
    }

    function _discardLogs() internal {
        vm.recordLogs();
    }

    /* CONFIRMING */

    function _termsOf(uint256 coin, PartyId creditor) internal returns (IProgrammes.Confirmation memory t) {
        IProgrammes.Rules memory r = ruleOf[coin];
        t.programme = coins[coin].programme;
        t.creditor = creditor;
        t.id = ReceivableId.wrap(uint96(uint256(freshHash())));
        if (r.limit < used[coin] + 1_001 * r.smallestPiece && !oneIn(8)) _raiseLimit(coin);
        t.face = r.smallestPiece + dice(1_000 * r.smallestPiece);
        t.dueDay = today(coin) + 1 + dice(r.maxTenor);
        t.evidenceRoot = freshHash();
        t.deadline = clock;
        t.further = new ReceivableId[](oneIn(4) ? 1 + dice(3) : 0);
        for (uint256 i; i < t.further.length; ++i) {
            t.further[i] = ReceivableId.wrap(uint96(uint256(freshHash())));
        }
    }

    function _raiseLimit(uint256 coin) private {
        _makeFit(ANCHOR);
        IProgrammes.Rules storage r = ruleOf[coin];
        IProgrammes.Change memory change = IProgrammes.Change({
            limit: used[coin] + 90_000_000 * coins[coin].unit,
            maxTenor: r.maxTenor,
            deepestTier: r.deepestTier,
            smallestPiece: r.smallestPiece,
            tradeReferenceRequired: r.tradeReferenceRequired,
            agreementHash: r.agreementHash
        });
        _changeRules(coin, change);
    }

    function _changeRules(uint256 coin, IProgrammes.Change memory change) internal {
        vm.prank(registrar);
        programmes.proposeChange(coins[coin].programme, change);
        vm.prank(cashOf(ANCHOR));
        programmes.acceptChange(coins[coin].programme, change);
        IProgrammes.Rules storage r = ruleOf[coin];
        (r.limit, r.maxTenor, r.deepestTier) = (change.limit, change.maxTenor, change.deepestTier);
        (r.smallestPiece, r.agreementHash) = (change.smallestPiece, change.agreementHash);
        r.tradeReferenceRequired = change.tradeReferenceRequired;
    }

    function _bookConfirmation(uint256 coin, IProgrammes.Confirmation memory t)
        internal
        returns (NoteId note)
    {
        expect(debtOf[t.id].status == Status.None, 2, "an invoice was confirmed twice");
        expect(!anchorSuspended, 10, "a suspended anchor confirmed");
        _bookBusiness(t.creditor);
        IProgrammes.Rules memory r = ruleOf[coin];
        Debt storage d = debtOf[t.id];
        (d.coin, d.status, d.dueDay, d.chargedTo) = (coin, Status.Open, t.dueDay, t.dueDay);
        (d.face, d.unpaid) = (t.face, t.face);
        (d.smallest, d.deepest) = (r.smallestPiece, r.deepestTier);
        d.referenceRequired = r.tradeReferenceRequired;
        d.agreed = keccak256(abi.encode(t.programme, t.face, t.dueDay));
        debts.push(t.id);
        for (uint256 i; i < t.further.length; ++i) {
            linked.push(t.further[i]);
        }
        used[coin] += t.face;
        expect(used[coin] <= r.limit, 12, "more was confirmed than the limit allows");
        return _bookIssue(t.id, t.face, t.creditor, 1);
    }

    /// @dev Confirms a fresh debt for a supplier under a coin's programme.
    function _confirm(uint256 coin) internal returns (NoteId note) {
        PartyId creditor = everyone[1 + dice(SUPPLIERS)];
        _makeFit(creditor);
        IProgrammes.Confirmation memory t = _termsOf(coin, creditor);
        vm.prank(cashOf(ANCHOR));
        note = programmes.confirm(t);
        expect(
            NoteId.unwrap(note) == NoteId.unwrap(_bookConfirmation(coin, t)), 1, "another note than number 1"
        );
    }

    /* PICKING */

    function anyCoin() internal returns (uint256) {
        return dice(COINS);
    }

    function anyParty() internal returns (PartyId) {
        return everyone[dice(PARTIES)];
    }

    /// @dev A party that debt may reach, other than `not`; with the opt-in `wanted`, or without if that is zero. If
    /// there is none, one is made so.
    function _receiver(PartyId not, uint8 wanted) internal returns (PartyId party) {
        uint256 start = dice(PARTIES);
        for (uint256 i; i < PARTIES; ++i) {
            party = everyone[(start + i) % PARTIES];
            bool fits = wanted == 0 ? optIns[party] & 1 == 0 : optIns[party] & wanted == wanted;
            if (party == ANCHOR || party == not || !fits) continue;
            _makeFit(party);
            return party;
        }
        party = everyone[1 + dice(PARTIES - 1)];
        if (party == not) party = party == S1 ? S2 : S1;
        _makeFit(party);
        _optIn(party, wanted == 0 ? 0 : 3);
    }

    function _optIn(PartyId party, uint8 choice) internal {
        optIns[party] = choice;
        vm.prank(cashOf(party));
        parties.setOptIns(choice);
    }

    /// @dev A note that may pass: with room for another tier, of at least so many smallest pieces; `plain`: of a debt
    /// whose programme needs no trade reference.
    function _freeNote(uint256 pieces, bool plain) internal returns (NoteId note) {
        uint256 start = dice(notes.length);
        for (uint256 i; i < notes.length; ++i) {
            note = notes[(start + i) % notes.length];
            Debt storage d = debtOf[idOf(note)];
            if (!isFree(note) || bookOf[note].tier >= d.deepest) continue;
            if (bookOf[note].value < pieces * d.smallest) continue;
            if (plain && d.referenceRequired) continue;
            _makeFit(bookOf[note].owner);
            return note;
        }
        _reopen();
        note = _confirm(plain ? (oneIn(2) ? 0 : HOSTILE) : anyCoin());
        if (bookOf[note].value < pieces * debtOf[idOf(note)].smallest) revert("too small to divide");
    }

    /// @dev A part of a note that leaves a rest, both at least the smallest piece.
    function _part(NoteId note) internal returns (uint256) {
        uint256 smallest = debtOf[idOf(note)].smallest;
        return between(smallest, bookOf[note].value - smallest);
    }

    /// @dev A debt on which something is owed; `due`: whose due day has come, if need be by waiting for it.
    function _owingDebt(bool due) internal returns (ReceivableId id) {
        if (oneIn(4)) _calmToken();
        uint256 start = dice(debts.length);
        for (uint256 i; i < debts.length; ++i) {
            id = debts[(start + i) % debts.length];
            if (owes(debtOf[id]) && (!due || isDue(debtOf[id]))) return id;
        }
        _reopen();
        id = idOf(_confirm(anyCoin()));
        if (due) passToDay(debtOf[id].coin, debtOf[id].dueDay + dice(20));
    }

    function _ownerCash(NoteId note) internal view returns (address) {
        return cashOf(bookOf[note].owner);
    }
}
