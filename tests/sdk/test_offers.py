"""
Offers.

├── when the offer does not fit the note, has ended or is another's  → the contract's refusal
├── when the seller's request is for another sale                    → BadInput
└── otherwise                                                        → quoted, taken, put back
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import silkline as sl
from silkline import refusals
from silkline.messages import SignedMessage
from tests.sdk.world import (
    ANCHOR,
    BANK_A,
    BANK_B,
    DUE,
    TIER1,
    TIER2,
    TODAY,
    TRADE,
    eur,
)


@pytest.fixture
def note(world):
    """A note of 120,000.00 of the tier-1 supplier."""
    return world.confirmed()


@pytest.fixture
def signed(world):
    """Bank A's offer, signed."""
    return world.as_(BANK_A).offers.sign(world.offer())


def take(world, signed, note, **changes):
    """Let the tier-1 supplier sell 10,000.00 under an offer."""
    given = {"value": eur("10000.00"), "min_proceeds": eur("9000.00"), **changes}
    return world.as_(TIER1).offers.take(signed, note, **given)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"deepest_tier": 0}, refusals.OfferTierExceeded),
        ({"valid_until": 1}, refusals.OfferExpired),
        ({"smallest": eur("10000.01")}, refusals.FillTooSmall),
        ({"cap": eur("9999.99")}, refusals.OfferExhausted),
        ({"fee": eur("10000.00")}, refusals.CostExceedsValue),
        ({"basis": 366}, refusals.BasisInvalid),
        ({"funder": TIER2}, refusals.FunderRoleMissing),
        ({"fee": eur("2000.00")}, refusals.ProceedsTooLow),
        ({"registry_required": True}, refusals.RegistryReferenceMissing),
    ],
)
def test_a_sale_that_the_offer_does_not_cover_is_refused(world, note, changes, refusal):
    """Each condition of an offer has its refusal."""
    signed = world.as_(BANK_A).offers.sign(world.offer(**changes))
    with pytest.raises(refusal):
        take(world, signed, note).submit()


def test_an_offer_for_something_else_is_refused(world, note):
    """An offer on one receivable buys no note of another."""
    world.confirmed(0xF2)
    signed = world.as_(BANK_A).offers.sign(world.offer(scope=sl.ReceivableId(0xF2)))
    with pytest.raises(refusals.NotOfferedFor):
        take(world, signed, note).submit()
    with pytest.raises(refusals.NotOfferedFor):
        world.hub.offers.quote(signed, note)


def test_an_offer_signed_by_another_is_refused(world, note):
    """The signer acts for the funder, or nothing is sold."""
    signed = world.as_(BANK_B).offers.sign(world.offer(BANK_A))
    with pytest.raises(sl.Refused):
        take(world, signed, note).submit()
    forged = replace(signed, signer=world.chain.accounts[BANK_A])
    with pytest.raises(sl.BadInput, match=r"is not one of"):
        take(world, forged, note)


def test_a_message_of_another_kind_is_no_offer(world, note):
    """A signed consent is not taken for an offer."""
    message = world.hub.parties.account_consent(TIER1, world.chain.accounts[8], 2**40)
    with pytest.raises(sl.BadInput, match=r"expected a signed Offer, got a signed AccountConsent"):
        world.hub.offers.quote(message.sign(world.key(8)), note)


@pytest.mark.parametrize("name", ["cap", "smallest", "fee"])
def test_an_amount_that_is_no_money_is_refused(world, name):
    """Numbers are never taken for amounts (T77)."""
    with pytest.raises(sl.BadInput, match=rf"{name} must be Money"):
        world.hub.offers.message(world.offer(**{name: 1000.0}))


def test_a_request_for_another_sale_is_refused(world, note, signed):
    """The bank submits what it asked for, not what the seller signed instead."""
    other = take(world, signed, note, value=eur("20000.00")).by_signature()
    with pytest.raises(sl.BadInput, match=r"is for something else than asked: Sell 20000\.00 EUR"):
        take(world, signed, note, on_behalf=other)
    plain = take(world, signed, note)
    with pytest.raises(sl.BadInput, match=r"expected a signed request, got a plain .*by_signature"):
        take(world, signed, note, on_behalf=plain)


def test_a_cancelled_offer_is_refused(world, note, signed):
    """One by one, or all below a salt (T18)."""
    offers = world.as_(BANK_A).offers
    offers.cancel(signed).submit()
    with pytest.raises(refusals.OfferExhausted):
        take(world, signed, note).submit()
    assert offers.left(signed) == eur("0.00")
    second = offers.sign(world.offer(salt=2))
    assert offers.left(second) == eur("500000.00")
    offers.cancel_below(3).submit()
    assert offers.lowest_salt(BANK_A) == 3
    with pytest.raises(refusals.OfferCancelled):
        take(world, second, note).submit()
    with pytest.raises(refusals.NotFunder):
        world.as_(BANK_B).offers.cancel(world.offer()).submit()


def test_a_quote_says_what_a_sale_would_bring(world, note, signed):
    """Proceeds, cost, days and rate, of the whole note or a part, before anything is signed."""
    quote = world.hub.offers.quote(signed, note, eur("10000.00"))

    assert (quote.value, quote.proceeds, quote.cost) == (
        eur("10000.00"), eur("9862.50"), eur("137.50"),
    )  # fmt: skip
    assert (quote.days, quote.rate) == (90, 45_000)
    assert world.hub.offers.quote(world.offer(), note).value == eur("120000.00")


def test_a_part_is_sold(world, note, signed):
    """One transaction moves note and cash."""
    act = take(world, signed, note)

    assert act.words().startswith(
        f"Sell 10000.00 EUR of note {note} for at least 9000.00 EUR under this offer: party 5 buys"
    )
    deal = act.submit().result
    assert (deal.note, deal.offer) == (note.receivable.note(2), signed.message.digest)
    assert (deal.seller, deal.funder) == (sl.PartyId(TIER1), sl.PartyId(BANK_A))
    assert (deal.value, deal.proceeds) == (eur("10000.00"), eur("9862.50"))
    assert world.balance(TIER1) == eur("9862.50")
    assert world.balance(BANK_A) == eur("290137.50")
    assert world.hub.offers.left(signed) == eur("490000.00")
    assert world.hub.notes.get(deal.note).tier == 1


def test_a_bank_submits_for_a_seller_without_gas(world, note, signed):
    """The seller signs the very sale, the bank checks and brings it."""
    world.chain.rpc("anvil_setBalance", world.chain.accounts[TIER1], "0x0")
    carried = take(world, signed, note).by_signature().to_json()
    bank = world.as_(BANK_A)
    seen = sl.connect(
        world.chain.url, signer=[world.key(TIER1)], deployment=world.hub.deployment
    ).offers.take(
        bank.load(signed.to_json()), note, value=eur("10000.00"), min_proceeds=eur("9000.00"),
        on_behalf=bank.load(carried),
    )  # fmt: skip

    deal = seen.submit(key="deal-17", signer=world.key(BANK_A)).result
    assert deal.proceeds == eur("9862.50")


def test_a_seller_signs_in_the_call(world, note, signed):
    """Where both keys are at hand, the seller's signer is given."""
    act = world.as_(BANK_A).offers.take(
        signed, note, value=eur("10000.00"), min_proceeds=eur("9862.50"),
        on_behalf=world.key(TIER1),
    )  # fmt: skip

    assert act.account is None
    assert act.submit().result.seller == sl.PartyId(TIER1)


def test_an_offer_on_one_receivable_is_taken_whole(world, note):
    """Scope by receivable, validity by datetime, registry reference given."""
    moment = datetime(2027, 1, 2, tzinfo=UTC)
    offer = world.offer(
        scope=note.receivable, registry_required=True, valid_until=moment, cap=eur("120000.00")
    )
    signed = world.as_(BANK_A).offers.sign(offer)
    sale = world.as_(TIER1).offers.take(
        signed, note, min_proceeds=eur("1.00"), registry_reference=TRADE
    )

    assert sale.submit().result.note == note
    assert "buys notes of receivable 0x" in signed.message.explain()
    assert world.hub.offers.left(signed) == eur("0.00")


def test_a_bank_sells_on(world, note, signed):
    """A funder takes another funder's offer: rediscount keeps the tier."""
    bought = take(world, signed, note).submit().result.note
    other = world.as_(BANK_B).offers.sign(world.offer(BANK_B, rate=30_000))
    deal = world.as_(BANK_A).offers.take(other, bought, min_proceeds=eur("9000.00")).submit().result

    assert (deal.seller, deal.funder) == (sl.PartyId(BANK_A), sl.PartyId(BANK_B))
    assert world.hub.notes.get(bought).tier == 1


def test_an_anchor_buys_its_own_debt(world, note):
    """The value ends and the limit is free again."""
    world.fund(ANCHOR, "300000.00")
    world.as_(ANCHOR).deposits.approve("Discounting", None, "EUR").submit()
    signed = world.as_(ANCHOR).offers.sign(world.offer(ANCHOR))
    take(world, signed, note).submit()

    assert world.hub.notes.get(note).value == eur("110000.00")
    assert world.hub.programmes.get("1/1").used == eur("110000.00")


def sold_with_recourse(world, note):
    """Sell a whole note with recourse and let the debt become overdue."""
    signed = world.as_(BANK_A).offers.sign(world.offer(recourse=True))
    world.as_(TIER1).offers.take(signed, note, min_proceeds=eur("1.00")).submit()
    world.go_to(DUE + timedelta(days=4))
    world.hub.settlements.mark_overdue(note.receivable).submit()


def test_recourse_needs_an_overdue_debt_and_the_buyer(world, note):
    """Before the mark nothing goes back, and only by whoever bought it."""
    signed = world.as_(BANK_A).offers.sign(world.offer(recourse=True))
    world.as_(TIER1).offers.take(signed, note, min_proceeds=eur("1.00")).submit()
    with pytest.raises(refusals.NotOverdue):
        world.as_(BANK_A).offers.put_back(note).submit()
    with pytest.raises(refusals.NoRecourse):
        world.as_(BANK_B).offers.put_back(note).submit()
    sale = world.hub.offers.sale(note)
    assert (sale.seller, sale.buyer, sale.day) == (sl.PartyId(TIER1), sl.PartyId(BANK_A), TODAY)
    assert (sale.value, sale.proceeds) == (eur("120000.00"), eur("118625.00"))
    assert (sale.rate, sale.basis, sale.claimed) == (45_000, 360, False)


def test_an_overdue_note_goes_back(world, note):
    """For its proceeds and the offer's rate since, from the seller's allowance."""
    sold_with_recourse(world, note)
    price = world.hub.offers.put_back_price(note)
    world.fund(TIER1, "5000.00")
    world.as_(TIER1).deposits.approve("Discounting", None, "EUR").submit()
    act = world.as_(BANK_A).offers.put_back(note)

    assert price == eur("120018.85")
    assert act.words() == f"Put note {note} back to its seller for {price}"
    result = act.submit().result
    assert (result.note, result.price, result.paid) == (note, price, True)
    assert world.hub.notes.get(note).owner == sl.PartyId(TIER1)
    assert world.hub.offers.sale(note) is None


def test_a_seller_who_cannot_pay_owes_a_claim(world, note):
    """Without allowance the claim is recorded and the note stays."""
    sold_with_recourse(world, note)
    result = world.as_(BANK_A).offers.put_back(note).submit().result

    assert not result.paid
    assert world.hub.notes.get(note).owner == sl.PartyId(BANK_A)
    assert world.hub.offers.sale(note).claimed


def test_the_other_acts_have_words(world, signed):
    """Cancelling says which offer, or which salts."""
    offers = world.as_(BANK_A).offers
    assert offers.cancel(signed).words().startswith("Cancel this offer: party 5 buys notes of")
    assert offers.cancel_below(7).words() == "Cancel all own offers with a salt below 7"
    assert isinstance(world.hub.load(signed.to_json()), SignedMessage)
