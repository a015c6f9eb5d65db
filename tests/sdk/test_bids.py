"""
Offers open to a note.

├── when an offer cannot be taken now  → it comes last, with the contract's own reason
├── when it is no offer                → BadInput
└── otherwise                          → what the sale would bring, the best first
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import silkline as sl
from silkline import refusals
from tests.sdk.world import (
    ANCHOR,
    BANK_A,
    BANK_B,
    DOCUMENT,
    DUE,
    OPERATOR,
    TIER1,
    TIER2,
    World,
    eur,
)

UNIT = 10_000_00
"""Face value that is sold in most tests."""


@pytest.fixture
def note(world):
    """A note of 120,000.00 of the tier-1 supplier."""
    return world.confirmed()


def signed(world: World, by: int = BANK_A, **changes: object) -> sl.SignedMessage:
    """Return an offer signed by a funder, its own unless told otherwise."""
    return world.as_(by).offers.sign(world.offer(**{"funder": by, **changes}))


def only(world: World, note: sl.NoteId, offer: sl.SignedMessage, value: str | None = "10000.00"):
    """Return the one bid for a part of a note."""
    (bid,) = world.hub.offers.open_to(note, [offer], eur(value) if value else None)
    return bid


# What cannot be taken


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"deepest_tier": 0}, "OfferTierExceeded(tier 1, deepest 0)"),
        ({"valid_until": 1}, "OfferExpired(valid_until 1970-01-01 00:00:01 UTC,"),
        ({"smallest": eur("10000.01")}, "FillTooSmall(value 10000.00 EUR, smallest 10000.01 EUR)"),
        ({"cap": eur("9999.99")}, "OfferExhausted(value 10000.00 EUR, left 9999.99 EUR)"),
        ({"fee": eur("10000.00")}, "CostExceedsValue("),
        ({"scope": sl.ReceivableId(0xF2)}, "NotOfferedFor("),
        ({"funder": TIER2}, "FunderRoleMissing("),
        ({"funder": BANK_B}, "SignerNotOfFunder("),
    ],
)
def test_an_offer_that_does_not_fit_is_told_with_the_reason(world, note, changes, reason):
    """In the contract's words, with the values that disagree."""
    world.confirmed(0xF2)
    bid = only(world, note, signed(world, BANK_A, **changes))

    assert bid.quote is None
    assert bid.all_in_rate is None
    assert bid.refused.startswith(reason)


def test_a_cancelled_offer_has_nothing_left(world, note):
    """One alone, or all below a salt."""
    first, second = signed(world), signed(world, salt=2)
    world.as_(BANK_A).offers.cancel(first).submit()
    alone = only(world, note, first)
    assert (alone.left, alone.refused[:14]) == (eur("0.00"), "OfferExhausted")
    assert only(world, note, second).left == eur("500000.00")

    world.as_(BANK_A).offers.cancel_below(3).submit()
    below = only(world, note, second)
    assert (below.left, below.refused[:14]) == (eur("0.00"), "OfferCancelled")
    assert world.hub.offers.left(second) == eur("0.00")


def test_a_funder_without_money_or_allowance_is_told(world, note):
    """A good price is worth nothing where it cannot be paid."""
    offers = [signed(world), signed(world, BANK_B)]
    world.as_(BANK_A).deposits.approve("Discounting", eur("9862.49")).submit()
    gone = world.as_(BANK_B).deposits.transfer(world.chain.accounts[ANCHOR], eur("290137.51"))
    gone.submit()
    found = world.hub.offers.open_to(note, offers, eur("10000.00"))

    reasons = {int(one.funder): one.refused for one in found}
    assert reasons[BANK_A].startswith("ERC20InsufficientAllowance(")
    assert "allowance 9862.49 EUR, needed 9862.50 EUR" in reasons[BANK_A]
    assert reasons[BANK_B].startswith("ERC20InsufficientBalance(")
    assert "balance 9862.49 EUR, needed 9862.50 EUR" in reasons[BANK_B]


def test_a_forged_offer_is_told(world, note):
    """Its signature is not one of the account that it names."""
    offer = replace(signed(world, BANK_B), signer=world.chain.accounts[BANK_A])

    reason = f"the signature is not one of {world.chain.accounts[BANK_A]}"
    assert only(world, note, offer).refused == reason


def test_a_note_that_cannot_be_sold_has_no_quote(world, note):
    """Frozen, or due: the offer is good, the note is not."""
    offer = signed(world, valid_until=2**40)
    world.as_(OPERATOR).notes.set_freeze(note, True, DOCUMENT).submit()
    assert only(world, note, offer).refused.startswith("NoteFrozen(")
    world.as_(OPERATOR).notes.set_freeze(note, False, DOCUMENT).submit()
    assert only(world, note, offer).refused is None

    world.go_to(DUE)
    assert only(world, note, offer).refused.startswith("TooLateToSell(")


def test_what_is_no_offer_or_no_note_is_refused(world, note):
    """By its kind, by its id, by its currency."""
    consent = world.hub.parties.account_consent(TIER1, world.chain.accounts[8], 2**40)
    with pytest.raises(sl.BadInput, match=r"expected a signed Offer, got a signed AccountConsent"):
        world.hub.offers.open_to(note, [consent.sign(world.key(8))])
    with pytest.raises(refusals.NoteUnknown):
        world.hub.offers.open_to(sl.NoteId.of("0xf1#9"), [])
    with pytest.raises(sl.BadInput, match=r"value is in USD"):
        world.hub.offers.open_to(note, [], sl.Money("1.00", "USD"))


# What can


def test_the_best_comes_first_in_whatever_order_they_are_brought(world, note):
    """By cash; then without recourse, at the lower rate, open longer; the refused last."""
    plain = world.chain.time + 86_400
    offers = [
        signed(world, rate=0, fee=eur("20.00")),
        signed(world, rate=20_000, fee=eur("0.00"), basis=360, salt=2),
        signed(world, rate=20_000, fee=eur("0.00"), valid_until=plain + 1, salt=3),
        signed(world, BANK_B, rate=10_000, fee=eur("25.00")),
        signed(world, BANK_B, rate=10_000, fee=eur("25.00"), recourse=True),
        signed(world, cap=eur("1.00"), salt=9),
    ]
    found = world.hub.offers.open_to(note, offers, eur("10000.00"))
    proceeds = [one.quote.proceeds if one.quote else None for one in found]

    amounts = ("9980.00", "9950.00", "9950.00", "9950.00", "9950.00")
    assert proceeds == [*map(eur, amounts), None]
    assert [one.offer for one in found[:1]] == offers[:1]
    assert [(one.recourse, one.rate) for one in found[1:5]] == [
        (False, 10_000), (False, 20_000), (False, 20_000), (True, 10_000),
    ]  # fmt: skip
    assert [one.offer.message.fields["salt"] for one in found[2:4]] == [3, 2]
    assert found == world.hub.offers.open_to(note, offers[::-1], eur("10000.00"))


def test_a_bid_says_what_a_holder_compares(world, note):
    """Cash, cost, days, the rate with the fee in it, what is left, until when."""
    offer = signed(world, registry_required=True)
    bid = only(world, note, offer, None)

    assert (bid.id, bid.rate) == (offer.message.digest, 45_000)
    assert bid.funder == sl.PartyId(BANK_A)
    assert (bid.fee, bid.left, bid.registry_required) == (eur("25.00"), eur("500000.00"), True)
    assert bid.quote == world.hub.offers.quote(offer, note)
    assert (bid.quote.cost, bid.quote.days) == (eur("1375.00"), 90)
    # 1,375.00 on 118,625.00 for 90 of 360 days
    assert bid.all_in_rate == 46_365
    assert only(world, note, signed(world, valid_until=2**40)).valid_until is None


@pytest.fixture(scope="module")
def market(chain, deployment):
    """A world with a debt of 120,000.00, for many offers."""
    snapshot = chain.snapshot()
    world = World(chain, sl.connect(chain.url, signer=chain.keys, deployment=deployment))
    yield world, world.confirmed(0xB1D)
    chain.revert(snapshot)


TERMS = st.fixed_dictionaries(
    {
        "rate": st.integers(0, 400_000),
        "fee": st.integers(0, 3_000_00).map(lambda n: sl.Money.minor(n, "EUR")),
        "basis": st.sampled_from([360, 365]),
        "smallest": st.sampled_from([eur("1.00"), eur("9000.00")]),
        "recourse": st.booleans(),
    }
)


@settings(max_examples=25)
@given(st.lists(TERMS, min_size=1, max_size=4), st.integers(100_00, UNIT))
def test_the_order_and_the_cash_are_those_of_an_own_reckoning(market, several, units):
    """Fractions, rounded up once, say what each brings; best first, refused last."""
    world, note = market
    offers = [signed(world, salt=n, **one) for n, one in enumerate(several)]
    found = world.hub.offers.open_to(note, offers, sl.Money.minor(units, "EUR"))

    def cash(terms: dict) -> int | None:
        share = Fraction(units * terms["rate"] * 90, 1_000_000 * terms["basis"])
        cost = terms["fee"].minor + ceil(share)
        return units - cost if cost < units and units >= terms["smallest"].minor else None

    expected = {n: cash(one) for n, one in enumerate(several)}
    told = {
        one.offer.message.fields["salt"]: one.quote.proceeds.minor if one.quote else None
        for one in found
    }
    assert told == expected
    ranked = [told[one.offer.message.fields["salt"]] for one in found]
    taken = [one for one in ranked if one is not None]
    assert ranked == sorted(taken, reverse=True) + [None] * (len(ranked) - len(taken))
