"""
The lineage of a receivable.

├── every way in which value moves gets its station, with trade, price and payment
└── after any sequence of acts the tree says what the contracts say (owner, value, tier)
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import silkline as sl
from tests.sdk.world import (
    AGREEMENT,
    ANCHOR,
    BANK_A,
    DUE,
    PROGRAMME,
    TIER1,
    TIER2,
    TIER3,
    TRADE,
    World,
    eur,
)

FACE = "120000.00"


@pytest.fixture
def note(world):
    """A note of 120,000.00 of the tier-1 supplier."""
    return world.confirmed()


def shape(tree):
    """Return each station as (parent, note, owner, tier, received, value, how, state)."""
    return [
        (s.parent, s.note.number, int(s.owner), s.tier, s.received.number, s.value.number, s.how,
         s.state)
        for s in tree.stations
    ]  # fmt: skip


def test_an_untouched_debt_is_its_creditors(world, note):
    """The root is the confirmation."""
    tree = world.hub.receivables.tree(note.receivable)

    assert shape(tree) == [(None, 1, TIER1, 1, FACE, FACE, "confirmed", "held")]
    assert tree.root.trade_reference == "0x" + "00" * 32
    assert tree.receivable == world.hub.receivables.get(note.receivable)
    assert tree.as_of == world.hub.head()


def test_parts_and_wholes_hang_below_their_senders(world, note):
    """A part is a new note, a whole the same; both are stations of their receivers."""
    piece = world.passed(note, TIER1, TIER2, "40000.00")
    notes = world.as_(TIER2).notes
    until = world.chain.time + 60
    waiting = notes.assign(
        piece, TIER3, trade_reference=TRADE, accept_until=until, in_payment=False
    ).submit()
    assert waiting.result.pending
    assert world.hub.receivables.tree(note.receivable).stations[1].waits_for == sl.PartyId(TIER3)
    world.as_(TIER3).notes.accept(piece, TRADE).submit()
    tree = world.hub.receivables.tree(note.receivable)

    assert shape(tree) == [
        (None, 1, TIER1, 1, FACE, "80000.00", "confirmed", "held"),
        (0, 2, TIER2, 2, "40000.00", "0.00", "assigned", "passed"),
        (1, 2, TIER3, 3, "40000.00", "40000.00", "assigned", "held"),
    ]
    deepest = tree.stations[2]
    assert [s.index for s in tree.path(deepest)] == [0, 1, 2]
    assert [s.index for s in tree.children(tree.root)] == [1]
    assert (deepest.trade_reference, deepest.in_payment) == (TRADE, False)
    assert tree.render().splitlines()[2] == (
        "    40000.00 EUR to party 4, tier 3 (assigned, note #2): held 40000.00 EUR"
    )


def test_pieces_that_wait(world, note):
    """A piece cut for a proposal is the sender's until accepted; refused, it stays with it."""
    given = {"trade_reference": TRADE, "accept_until": world.chain.time + 60}
    notes = world.as_(TIER1).notes
    for answer in ("refuse", "accept"):
        piece = notes.assign(note, TIER3, eur("500.00"), **given).submit().result.note
        if answer == "refuse":
            world.as_(TIER3).notes.refuse(piece).submit()
        else:
            world.as_(TIER3).notes.accept(piece, TRADE).submit()
    tree = world.hub.receivables.tree(note.receivable)

    assert shape(tree)[1:] == [
        (0, 2, TIER1, 1, "500.00", "500.00", "split", "held"),
        (0, 3, TIER3, 2, "500.00", "500.00", "assigned", "held"),
    ]
    assert tree.stations[1].refused_by == (sl.PartyId(TIER3),)


def test_cut_joined_sold_and_paid(world, note):
    """Splitting and merging, a sale with its price, and what each station was paid."""
    notes = world.as_(TIER1).notes
    first = notes.split(note, eur("1000.00")).submit().result
    notes.merge(first, note).submit()
    signed = world.as_(BANK_A).offers.sign(world.offer())
    world.as_(TIER1).offers.take(
        signed, note, value=eur("20000.00"), min_proceeds=eur("1.00")
    ).submit()
    world.paid(note)
    world.hub.settlements.redeem(note, note.receivable.note(3)).submit()
    tree = world.hub.receivables.tree(note.receivable)

    assert shape(tree) == [
        (None, 1, TIER1, 1, FACE, "100000.00", "confirmed", "redeemed"),
        (0, 2, TIER1, 1, "1000.00", "0.00", "split", "merged"),
        (0, 3, BANK_A, 1, "20000.00", "20000.00", "sold", "redeemed"),
    ]
    assert [s.paid for s in tree.stations] == [eur("100000.00"), eur("0.00"), eur("20000.00")]
    assert tree.stations[2].price == eur("19750.00")
    assert tree.held() == ()


def test_put_back_extinguished_corrected_cancelled(world, note):
    """The rarer ends of a claim have their states too."""
    world.fund(ANCHOR, "300000.00")
    world.as_(ANCHOR).deposits.approve("Discounting", None, "EUR").submit()
    own = world.as_(ANCHOR).offers.sign(world.offer(ANCHOR))
    sale = world.as_(TIER1).offers
    sale.take(own, note, value=eur("20000.00"), min_proceeds=eur("1.00")).submit()
    assert shape(world.hub.receivables.tree(note.receivable)) == [
        (None, 1, TIER1, 1, FACE, "100000.00", "confirmed", "held")
    ]
    sale.take(own, note, min_proceeds=eur("1.00")).submit()
    assert shape(world.hub.receivables.tree(note.receivable))[0][7] == "extinguished"

    other = world.confirmed(0xF2)
    later = world.chain.time + 600
    correction = world.hub.receivables.correction(other, eur("90.00") * 10, DUE, deadline=later)
    world.as_(ANCHOR).receivables.amend(correction.sign(world.key(TIER1))).submit()
    assert shape(world.hub.receivables.tree(0xF2))[0][4:6] == ("900.00", "900.00")
    cancellation = world.hub.receivables.cancellation(other, deadline=later)
    world.as_(ANCHOR).receivables.amend(cancellation.sign(world.key(TIER1))).submit()
    assert shape(world.hub.receivables.tree(0xF2))[0][5:] == ("0.00", "confirmed", "cancelled")

    third = world.confirmed(0xF3)
    signed = world.as_(BANK_A).offers.sign(world.offer(recourse=True))
    sale.take(signed, third, min_proceeds=eur("1.00")).submit()
    world.as_(TIER1).deposits.approve("Discounting", None, "EUR").submit()
    world.fund(TIER1, "50000.00")
    world.chain.set_time(sl.dates.day_number(DUE) * 86_400 + 4 * 86_400)
    world.hub.settlements.mark_overdue(0xF3).submit()
    world.as_(BANK_A).offers.put_back(third).submit()
    assert [row[2:] for row in shape(world.hub.receivables.tree(0xF3))] == [
        (TIER1, 1, FACE, "0.00", "confirmed", "passed"),
        (BANK_A, 1, FACE, "0.00", "sold", "passed"),
        (TIER1, 1, FACE, FACE, "put back", "held"),
    ]


def test_a_plain_transfer_has_a_station_without_a_trade(world):
    """ERC-721 and ERC-3525 transfers are assignments that name no trade."""
    change = sl.Change(eur("1000000.00"), eur("100.00"), 365, 4, False, AGREEMENT)
    world.hub.programmes.propose_change(PROGRAMME, change).submit()
    world.as_(ANCHOR).programmes.accept_change(PROGRAMME, change).submit()
    world.as_(TIER2).parties.set_opt_ins(sl.OptIn(3)).submit()
    note = world.confirmed()
    world.as_(TIER1).notes.transfer(note, world.chain.accounts[TIER2]).submit()
    tree = world.hub.receivables.tree(note.receivable)

    assert shape(tree)[1] == (0, 1, TIER2, 2, FACE, FACE, "assigned", "held")
    assert not int(tree.stations[1].trade_reference, 16)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["assign", "split", "merge", "sell", "propose", "answer"]),
        st.integers(0, 7), st.integers(0, 7), st.integers(100, 40_000),
    ),
    min_size=4, max_size=12,
)  # fmt: skip


@settings(max_examples=8, deadline=None)
@given(acts=ACTS)
def test_the_tree_says_what_the_contracts_say(chain, deployment, acts):
    """After any acts each live note has the owner, value and tier that the chain has (I23)."""
    snapshot = chain.snapshot()
    try:
        world = World(chain, sl.connect(chain.url, signer=chain.keys, deployment=deployment))
        note = world.confirmed()
        signed = world.as_(BANK_A).offers.sign(world.offer(smallest=eur("100.00")))
        for act, one, other, amount in acts:
            perform(world, note.receivable, signed, act, one, other, amount)
        check(world, note.receivable)
    finally:
        chain.revert(snapshot)


def perform(world, receivable, signed, act, one, other, amount):
    """Do one act on some live note; what the contracts refuse does not happen."""
    alive = live(world, receivable)
    note, second = alive[one % len(alive)], alive[other % len(alive)]
    owner = int(world.hub.notes.get(note).owner)
    value, notes = eur(f"{amount}.00"), world.as_(owner).notes
    until = world.chain.time + 3600
    receiver = [TIER1, TIER2, TIER3][other % 3]
    pending = world.hub.notes.pending(note)
    choices = {
        "assign": lambda: notes.assign(note, receiver, value, trade_reference=TRADE),
        "split": lambda: notes.split(note, value),
        "merge": lambda: notes.merge(note, second),
        "sell": lambda: world.as_(owner).offers.take(
            signed, note, value=value, min_proceeds=eur("1.00")
        ),
        "propose": lambda: notes.assign(
            note, TIER3, None if amount % 2 else value, trade_reference=TRADE, accept_until=until
        ),
        "answer": lambda: (
            world.as_(TIER3).notes.accept(note, TRADE)
            if pending and amount % 3
            else world.as_(TIER3).notes.refuse(note)
        ),
    }
    try:
        choices[act]().submit()
    except sl.Refused:
        return


def live(world, receivable):
    """Return the live notes of a receivable, as the chain has them."""
    found = []
    for number in range(1, world.hub.receivables.get(receivable).issued + 1):
        try:
            found.append(world.hub.notes.get(receivable.note(number)).id)
        except sl.refusals.NoteUnknown:
            continue
    return found


def check(world, receivable):
    """Compare the tree with the notes on the chain."""
    tree = world.hub.receivables.tree(receivable)
    held = {s.note: s for s in tree.held()}
    assert set(held) == set(live(world, receivable))
    for note, station in held.items():
        found = world.hub.notes.get(note)
        assert (station.owner, station.value, station.tier) == (
            found.owner,
            found.value,
            found.tier,
        )
        assert (station.state == "pending") == found.pending
        assert tree.path(station)[0] == tree.root
    assert sum((s.value for s in tree.held()), start=eur("0.00")) == eur(FACE)
