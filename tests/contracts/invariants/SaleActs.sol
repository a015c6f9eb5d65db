// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDiscounting} from "../../../interfaces/IDiscounting.sol";
import {NoteId, PartyId, ProgrammeId, ReceivableId, Status} from "../../../interfaces/Types.sol";
import {vm} from "../base/Vm.sol";
import {Acts} from "./Acts.sol";

/// @title SaleActs
/// @notice Offers of both banks and of the anchor, taken whole and in part, and notes put back.
abstract contract SaleActs is Acts {
    struct Sale {
        PartyId seller;
        uint256 value;
        uint256 proceeds;
        uint256 day;
        uint256 rate;
        uint256 basis;
    }

    bytes32[] internal offers;
    mapping(bytes32 offer => uint256) internal filled;
    mapping(PartyId funder => uint256) internal lowestSalt;
    mapping(NoteId note => mapping(PartyId buyer => Sale)) internal saleOf;
    NoteId[] internal soldWithRecourse;
    /// @dev The standing offer of each bank on each programme, which several fills share.
    mapping(PartyId funder => mapping(uint256 coin => IDiscounting.Offer)) private _standing;
    uint256 private _salt;

    /// @notice A holder sells a note or a part of it under a bank's standing offer.
    function takeOffer(uint256 seed) external acts(seed) {
        _reopen();
        _calmToken();
        NoteId note = _saleable();
        uint256 coin = debtOf[idOf(note)].coin;
        PartyId bank = _otherBank(bookOf[note].owner);
        uint256 value = _wholeOrPart(note);
        _take(_standingOffer(bank, coin, value), note, value);
    }

    /// @notice A holder sells a note or a part of it with recourse, under an offer for its debt alone.
    function takeOfferWithRecourse(uint256 seed) external acts(seed) {
        _reopen();
        _calmToken();
        NoteId note = _saleable();
        _sellWithRecourse(note, _wholeOrPart(note));
    }

    /// @notice The anchor buys its own debt back, which extinguishes it.
    function buyOwnDebt(uint256 seed) external acts(seed) {
        _reopen();
        _calmToken();
        NoteId note = _saleable();
        ReceivableId id = idOf(note);
        uint256 value = _wholeOrPart(note);
        IDiscounting.Offer memory o = _offer(ANCHOR, id);
        _pay(o, note, value);
        Debt storage d = debtOf[id];
        _bookTake(note, value);
        d.face -= value;
        d.unpaid -= value;
        used[d.coin] -= value;
        d.agreed = keccak256(abi.encode(coins[d.coin].programme, d.face, d.dueDay));
        if (d.face == 0) d.status = Status.Settled;
    }

    /// @notice The buyer puts an overdue note back; where the seller cannot pay, its claim is recorded.
    function putNoteBack(uint256 seed) external acts(seed) {
        _calmToken();
        NoteId note = _puttable();
        Note storage n = bookOf[note];
        Debt storage d = debtOf[idOf(note)];
        PartyId buyer = n.owner;
        Sale memory s = saleOf[note][buyer];
        _makeFit(buyer);
        uint256 price = s.proceeds + _discount(s.proceeds, s.rate, today(d.coin) - s.day, s.basis) - n.claimed;
        bool pays = !oneIn(4);
        if (pays) _makeFit(s.seller);
        if (pays) coins[d.coin].token.mint(cashOf(s.seller), price);
        pays = !suspended[s.seller] && coins[d.coin].token.balanceOf(cashOf(s.seller)) >= price;
        expect(discounting.putBackPrice(note) == price, 7, "a put-back was priced otherwise than sold");
        vm.prank(cashOf(buyer));
        bool paid = discounting.putBack(note);
        expect(paid == pays, 10, "a put-back was paid by whom cannot, or not by whom can");
        if (!paid) return;
        delete saleOf[note][buyer];
        _bookPass(note, s.seller, n.tier, address(discounting));
    }

    /// @notice A bank cancels one offer, or all below a salt.
    function cancelOffers(uint256 seed) external acts(seed) {
        PartyId bank = oneIn(2) ? BANK_A : BANK_B;
        _makeFit(bank);
        if (oneIn(2)) {
            lowestSalt[bank] = _salt + 1;
            vm.prank(cashOf(bank));
            discounting.cancelBelow(_salt + 1);
            ++_salt;
        } else {
            IDiscounting.Offer memory o = _standingOffer(bank, anyCoin(), 0);
            bytes32 digest = discounting.offerDigest(o);
            vm.prank(cashOf(bank));
            discounting.cancel(o);
            if (filled[digest] == 0) offers.push(digest);
            filled[digest] = type(uint256).max;
        }
    }

    /* SHARED */

    function _sellWithRecourse(NoteId note, uint256 value) private returns (NoteId sold) {
        Debt storage d = debtOf[idOf(note)];
        IDiscounting.Offer memory o = _offer(_otherBank(bookOf[note].owner), idOf(note));
        o.recourse = true;
        PartyId seller = bookOf[note].owner;
        uint256 proceeds;
        (sold, proceeds) = _take(o, note, value);
        soldWithRecourse.push(sold);
        saleOf[sold][o.funder] = Sale(seller, value, proceeds, today(d.coin), o.rate, o.basis);
    }

    function _take(IDiscounting.Offer memory o, NoteId note, uint256 value)
        private
        returns (NoteId sold, uint256 proceeds)
    {
        (sold, proceeds) = _pay(o, note, value);
        _bookBusiness(o.funder);
        NoteId expected = note;
        if (value != bookOf[note].value) {
            expected = _bookCut(note, value, o.funder, bookOf[note].tier);
        } else {
            _bookPass(note, o.funder, bookOf[note].tier, address(discounting));
        }
        expect(NoteId.unwrap(sold) == NoteId.unwrap(expected), 1, "another note was sold than announced");
    }

    /// @dev Takes an offer and checks that exactly the proceeds went from the funder to the seller.
    function _pay(IDiscounting.Offer memory o, NoteId note, uint256 value)
        private
        returns (NoteId sold, uint256 proceeds)
    {
        Debt storage d = debtOf[idOf(note)];
        address seller = _ownerCash(note);
        uint256 before = coins[d.coin].token.balanceOf(seller);
        uint256 cost = o.fee + _discount(value, o.rate, d.dueDay - today(d.coin), o.basis);
        coins[d.coin].token.mint(cashOf(o.funder), value);
        (sold, proceeds) = _call(o, note, value);
        expect(!isHalted(), 21, "an offer was taken during a halt");
        expect(proceeds == value - cost, 7, "the proceeds are not the value less the cost, rounded up");
        uint256 got = coins[d.coin].token.balanceOf(seller) - before;
        expect(got == proceeds, 7, "the seller got another amount than the proceeds");
    }

    /// @dev Takes an offer and books the fill.
    function _call(IDiscounting.Offer memory o, NoteId note, uint256 value)
        private
        returns (NoteId sold, uint256 proceeds)
    {
        bytes32 digest = discounting.offerDigest(o);
        bytes memory signature = sign(keyOf[o.funder], digest);
        vm.prank(_ownerCash(note));
        (sold, proceeds) = discounting.take(o, cashOf(o.funder), signature, fill(note, value));
        expect(o.salt >= lowestSalt[o.funder], 22, "a cancelled offer was taken");
        if (filled[digest] == 0) offers.push(digest);
        filled[digest] += value;
        expect(filled[digest] <= o.cap, 22, "an offer was filled beyond its cap");
    }

    /// @dev Rounded up.
    function _discount(uint256 value, uint256 rate, uint256 daysTo, uint256 basis)
        private
        pure
        returns (uint256)
    {
        uint256 product = value * rate * daysTo;
        uint256 scale = 1_000_000 * basis;
        return product % scale == 0 ? product / scale : product / scale + 1;
    }

    /// @dev A bank's offer on a programme that has at least `room` left; a new one when the last is used up, cancelled,
    /// or signed under an earlier agreement.
    function _standingOffer(PartyId bank, uint256 coin, uint256 room)
        private
        returns (IDiscounting.Offer memory)
    {
        IDiscounting.Offer storage o = _standing[bank][coin];
        if (o.cap == 0 || o.salt < lowestSalt[bank] || o.cap < filled[discounting.offerDigest(o)] || oneIn(6))
        {
            IDiscounting.Offer memory fresh = _offer(bank, ReceivableId.wrap(0));
            fresh.programme = coins[coin].programme;
            _standing[bank][coin] = fresh;
        }
        if (filled[discounting.offerDigest(o)] == type(uint256).max) o.salt = ++_salt;
        if (o.cap - filled[discounting.offerDigest(o)] < room) o.salt = ++_salt;
        return o;
    }

    function _offer(PartyId funder, ReceivableId id) private returns (IDiscounting.Offer memory o) {
        o = offer();
        (o.funder, o.programme, o.receivable) = (funder, ProgrammeId.wrap(0), id);
        (o.rate, o.basis, o.fee) = (uint32(dice(200_001)), oneIn(2) ? 360 : 365, dice(1_000));
        (o.cap, o.validUntil, o.salt) = (MOST, type(uint48).max, ++_salt);
    }

    /// @dev A free note whose owner and buyers are fit to deal.
    function _saleable() private returns (NoteId note) {
        note = _freeNote(1, false);
        _makeFit(bookOf[note].owner);
        _makeFit(BANK_A);
        _makeFit(BANK_B);
    }

    function _wholeOrPart(NoteId note) private returns (uint256) {
        bool divisible = bookOf[note].value >= 2 * debtOf[idOf(note)].smallest;
        return divisible && oneIn(2) ? _part(note) : bookOf[note].value;
    }

    function _otherBank(PartyId owner) private returns (PartyId) {
        if (owner == BANK_A) return BANK_B;
        if (owner == BANK_B) return BANK_A;
        return oneIn(2) ? BANK_A : BANK_B;
    }

    /// @dev A note sold with recourse that may be put back now; if there is none, one is sold and left to fall overdue.
    function _puttable() private returns (NoteId note) {
        for (uint256 i; i < soldWithRecourse.length; ++i) {
            note = soldWithRecourse[i];
            Note storage n = bookOf[note];
            Debt storage d = debtOf[idOf(note)];
            Sale storage s = saleOf[note][n.owner];
            bool whole = s.value != 0 && s.value == n.value;
            bool open = d.status == Status.Overdue && isFreeFor(address(discounting), note);
            if (n.live && whole && open && n.claimed < s.proceeds) return note;
        }
        _reopen();
        note = _saleable();
        note = _sellWithRecourse(note, bookOf[note].value);
        Debt storage fresh = debtOf[idOf(note)];
        passToDay(fresh.coin, fresh.dueDay + coins[fresh.coin].graceDays + 1 + dice(30));
        settlements.markOverdue(idOf(note));
        (fresh.status, anchorSuspended) = (Status.Overdue, true);
    }
}
