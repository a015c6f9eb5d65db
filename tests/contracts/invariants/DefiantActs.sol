// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDiscounting} from "../../../interfaces/IDiscounting.sol";
import {IParties} from "../../../interfaces/IParties.sol";
import {IProgrammes} from "../../../interfaces/IProgrammes.sol";
import {IReceivables} from "../../../interfaces/IReceivables.sol";
import {NoteId, PartyId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {Acts} from "./Acts.sol";

/// @title DefiantActs
/// @notice What parties may do elsewhere and not here: one rule stands against it, and everything else is in order. An
/// act succeeds when all of it was refused.
abstract contract DefiantActs is Acts {
    uint256 private _defiance = 1 << 128;

    /// @notice The owner of a note that is not free tries to pass, cut and sell it.
    function moveBoundNote(uint256 seed) external acts(seed) {
        _open();
        NoteId note = _boundNote();
        PartyId to = _receiver(bookOf[note].owner, 3);
        _makeFit(bookOf[note].owner);
        _tryToMove(note, to, 5);
        bytes memory moving =
            abi.encodeCall(receivables.move, (note, bookOf[note].owner, to, bookOf[note].value));
        if (!isFreeFor(address(locker), note)) _refused(address(locker), address(receivables), moving, 5);
        uint256 part = debtOf[idOf(note)].smallest;
        moving = abi.encodeCall(receivables.move, (note, bookOf[note].owner, to, part));
        bool cuttable = isFreeFor(address(locker), note) && !isDue(debtOf[idOf(note)]);
        if (!cuttable && part < bookOf[note].value) {
            _refused(address(locker), address(receivables), moving, 5);
        }
        _discardLogs();
    }

    /// @notice Value is to move between notes that do not fit: of two debts, of tiers that differ, or a note and itself.
    function mixNotes(uint256 seed) external acts(seed) {
        _open();
        NoteId note = _freeNote(2, true);
        NoteId into = _misfit(note);
        Note storage n = bookOf[note];
        bool own = bookOf[into].owner == n.owner;
        _makeFit(bookOf[into].owner);
        (uint256 from, uint256 to) = (NoteId.unwrap(note), NoteId.unwrap(into));
        uint256 value = debtOf[idOf(note)].smallest;
        _follow();
        bytes memory pouring =
            abi.encodeWithSignature("transferFrom(uint256,uint256,uint256)", from, to, value);
        _refused(cashOf(n.owner), address(receivables), pouring, 1);
        bytes memory merging = abi.encodeCall(receivables.merge, (note, into));
        if (own) _refused(cashOf(n.owner), address(receivables), merging, 1);
        _discardLogs();
    }

    /// @notice Debt is to reach a party that is suspended or out of date, or is passed on by one.
    function dealWithUnfit(uint256 seed) external acts(seed) {
        _open();
        NoteId note = _freeNote(2, true);
        PartyId owner = bookOf[note].owner;
        PartyId to = _receiver(owner, 3);
        PartyId unfit = oneIn(2) ? to : owner;
        bool banned = oneIn(2);
        if (banned) _suspend(unfit);
        else _renew(unfit, uint24(clock / 86_400 - 1));
        _tryToMove(note, to, 10);
        if (banned) {
            bytes memory moving = abi.encodeCall(receivables.move, (note, owner, to, bookOf[note].value));
            _refused(address(locker), address(receivables), moving, 10);
        }
        _discardLogs();
    }

    /// @notice A state is to be reached that the table does not lead to from here.
    function forceState(uint256 seed) external acts(seed) {
        if (debts.length == 0) _confirm(anyCoin());
        ReceivableId id = debts[dice(debts.length)];
        Debt storage d = debtOf[id];
        uint256 owing = owedOf(d);
        coins[d.coin].token.mint(outsider, owing + 1);
        vm.prank(outsider);
        coins[d.coin].token.approve(address(settlements), type(uint256).max);
        _follow();
        bytes memory paying = abi.encodeCall(settlements.settle, (id, owing == 0 ? 1 : owing - 1));
        if (!isDue(d) || owing == 0) _refused(outsider, address(settlements), paying, 4);
        bytes memory collecting = abi.encodeCall(settlements.collect, (id));
        if (!isDue(d) || owing == 0) _refused(outsider, address(settlements), collecting, 4);
        bytes memory marking = abi.encodeCall(settlements.markOverdue, (id));
        bool grace = today(d.coin) <= d.dueDay + coins[d.coin].graceDays;
        if (grace || d.status != Status.Open) _refused(outsider, address(settlements), marking, 4);
        _tryToAmend(id);
        _discardLogs();
    }

    /// @notice More is confirmed than the limit allows, passed deeper than the deepest tier, or cut smaller than the
    /// smallest piece.
    function exceedRules(uint256 seed) external acts(seed) {
        _open();
        uint256 coin = anyCoin();
        NoteId note = _confirm(coin);
        Debt storage d = debtOf[idOf(note)];
        address owner = _ownerCash(note);
        PartyId to = _receiver(bookOf[note].owner, 1);
        IProgrammes.Confirmation memory t = _termsOf(coin, S1);
        _makeFit(S1);
        _follow();
        IProgrammes.Rules storage r = ruleOf[coin];
        uint256 room = r.limit > used[coin] ? r.limit - used[coin] : 0;
        t.face = room < r.smallestPiece ? r.smallestPiece : room + 1;
        _refused(cashOf(ANCHOR), address(programmes), abi.encodeCall(programmes.confirm, (t)), 12);
        if (d.smallest > 1) {
            IReceivables.Assignment memory a = assignment(note, to, d.smallest - 1);
            _refused(owner, address(receivables), abi.encodeCall(receivables.assign, (a)), 1);
            a.value = bookOf[note].value - d.smallest + 1;
            bytes memory cutting = abi.encodeCall(receivables.split, (note, a.value));
            _refused(owner, address(receivables), cutting, 1);
        }
        note = _deepestNote();
        if (NoteId.unwrap(note) != 0) _tryToMoveDeeper(note, to);
        _discardLogs();
    }

    /* SHARED */

    /// @dev Nothing general stands in the way: no halt, the anchor and its KYC in order.
    function _open() private {
        if (isHalted()) _resume();
        if (anchorSuspended) _liftAnchor();
        _makeFit(ANCHOR);
        _makeFit(BANK_A);
        _makeFit(BANK_B);
        _calmToken();
    }

    function _tryToMove(NoteId note, PartyId to, uint256 invariant) private {
        Note storage n = bookOf[note];
        address owner = cashOf(n.owner);
        uint256 id = NoteId.unwrap(note);
        uint256 smallest = debtOf[idOf(note)].smallest;
        bytes[5] memory calls = [
            abi.encodeCall(IReceivables.assign, (assignment(note, to, n.value))),
            abi.encodeCall(IReceivables.assign, (assignment(note, to, smallest))),
            abi.encodeCall(IReceivables.split, (note, smallest)),
            abi.encodeWithSignature("transferFrom(address,address,uint256)", owner, cashOf(to), id),
            abi.encodeWithSignature("transferFrom(uint256,address,uint256)", id, cashOf(to), n.value)
        ];
        PartyId bank = n.owner == BANK_A ? BANK_B : BANK_A;
        bytes memory selling = _saleTo(to == BANK_A || to == BANK_B ? to : bank, note);
        _follow();
        for (uint256 i; i < calls.length; ++i) {
            // An owner out of date may still arrange its own notes.
            if (i == 2 && invariant == 10 && !suspended[n.owner]) continue;
            _refused(owner, address(receivables), calls[i], invariant);
        }
        bool fitSale = invariant == 10 && isFit(n.owner) && to != BANK_A && to != BANK_B;
        if (!fitSale) _refused(owner, address(discounting), selling, invariant);
    }

    function _saleTo(PartyId bank, NoteId note) private returns (bytes memory) {
        IDiscounting.Offer memory o = offer();
        (o.funder, o.salt, o.cap, o.rate) = (bank, ++_defiance, MOST, 0);
        o.programme = coins[debtOf[idOf(note)].coin].programme;
        coins[debtOf[idOf(note)].coin].token.mint(cashOf(bank), bookOf[note].value);
        bytes memory signature = sign(keyOf[bank], discounting.offerDigest(o));
        return abi.encodeCall(discounting.take, (o, cashOf(bank), signature, fill(note, bookOf[note].value)));
    }

    /// @dev Anchor and holder agree, and still a debt that is due, ended or split cannot be changed.
    function _tryToAmend(ReceivableId id) private {
        Debt storage d = debtOf[id];
        NoteId note = noteOf(id, 1);
        if (d.live == 1 && isFree(note)) return;
        PartyId holder = bookOf[note].owner;
        IProgrammes.Amendment memory a = IProgrammes.Amendment(note, true, 0, 0, freshHash(), clock);
        bytes memory signature = sign(keyOf[holder], programmes.amendmentDigest(a));
        bytes memory amending = abi.encodeCall(programmes.amend, (a, cashOf(holder), signature));
        _refused(cashOf(ANCHOR), address(programmes), amending, 4);
    }

    function _tryToMoveDeeper(NoteId note, PartyId to) private {
        Note storage n = bookOf[note];
        IReceivables.Assignment memory a = assignment(note, to, n.value);
        _refused(cashOf(n.owner), address(receivables), abi.encodeCall(receivables.assign, (a)), 3);
    }

    /// @dev A note of an open debt that is not free, be it that it is made so.
    function _boundNote() private returns (NoteId note) {
        uint256 start = dice(notes.length);
        for (uint256 i; i < notes.length && oneIn(2); ++i) {
            note = notes[(start + i) % notes.length];
            if (bookOf[note].live && !isFree(note) && bookOf[note].tier < debtOf[idOf(note)].deepest) {
                return note;
            }
        }
        note = _freeNote(2, true);
        Debt storage d = debtOf[idOf(note)];
        uint256 cause = dice(4);
        if (cause == 0) _freezeNote(note);
        if (cause == 1) _freezeDebt(idOf(note));
        if (cause == 2) _disputeDebt(idOf(note));
        if (cause == 3) passToDay(d.coin, d.dueDay);
    }

    /// @dev A live note that a note's value must not be poured into; the note itself if there is no other.
    function _misfit(NoteId note) private returns (NoteId other) {
        uint256 start = dice(notes.length);
        for (uint256 i; i < notes.length; ++i) {
            other = notes[(start + i) % notes.length];
            if (!isFree(other)) continue;
            bool same = ReceivableId.unwrap(idOf(other)) == ReceivableId.unwrap(idOf(note));
            bool own = bookOf[other].owner == bookOf[note].owner;
            uint256 fitting = own ? bookOf[note].tier : bookOf[note].tier + 1;
            if (!same || bookOf[other].tier != fitting) return other;
        }
        return note;
    }

    /// @dev A free note of the deepest tier, zero if there is none.
    function _deepestNote() private returns (NoteId note) {
        uint256 start = dice(notes.length);
        for (uint256 i; i < notes.length; ++i) {
            note = notes[(start + i) % notes.length];
            if (isFree(note) && bookOf[note].tier == debtOf[idOf(note)].deepest) return note;
        }
        return NoteId.wrap(0);
    }
}
