"""
The twins of the contracts' arithmetic.

├── when a value is no whole number of at least 0, or the basis none  → BadInput
├── when a cost eats the whole value                                  → BadInput
└── otherwise                                                         → the contract's own number
"""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import silkline as sl
from silkline import formulas
from silkline.formulas import Debt
from tests.sdk.world import ANCHOR, BANK_A, DUE, TIER1, TIER2, World, eur

DUE_DAY = sl.dates.day_number(DUE)
RATE = 500_000
"""The programme's late rate, parts per billion a day."""
FACE = 120_000_00
STATES = {
    "untouched": 0xA0,
    "partly paid on the due day": 0xA1,
    "partly paid late, interest only": 0xA2,
    "partly paid late, principal too": 0xA3,
    "settled late": 0xA4,
}


@pytest.fixture(scope="module")
def debts(chain, deployment):
    """Debts in all states of payment, with odd pieces, and a sale with recourse that is overdue."""
    snapshot = chain.snapshot()
    world = World(chain, sl.connect(chain.url, signer=chain.keys, deployment=deployment))
    for fingerprint in STATES.values():
        note = world.confirmed(fingerprint)
        world.passed(note, TIER1, TIER2, "33333.33")
        world.as_(TIER1).notes.split(note, eur("7777.77")).submit()
    sold = world.confirmed(0xB0)
    signed = world.as_(BANK_A).offers.sign(world.offer(recourse=True))
    world.as_(TIER1).offers.take(signed, sold, min_proceeds=eur("1.00")).submit()
    world.go_to(DUE)
    world.fund(ANCHOR, "800000.00")
    pay(world, "partly paid on the due day", "50000.01")
    chain.advance(7 * 86_400)
    pay(world, "partly paid late, interest only", "100.07")
    pay(world, "partly paid late, principal too", "70000.03")
    pay(world, "settled late", "500000.00")
    world.as_(ANCHOR).settlements.settle(0xB0, eur("20000.00")).submit()
    world.hub.settlements.redeem(sold).submit()
    world.hub.settlements.mark_overdue(0xB0).submit()
    yield world
    chain.revert(snapshot)


def pay(world: World, state: str, amount: str) -> None:
    """Let the anchor pay on a debt."""
    world.as_(ANCHOR).settlements.settle(STATES[state], eur(amount)).submit()


def read(world: World, fingerprint: int) -> Debt:
    """Return the accounts of a debt, as the twin takes them."""
    found = world.hub.settlements.account(fingerprint)
    amounts = (found.received, found.unpaid, found.interest)
    return Debt(FACE, *(a.minor for a in amounts), sl.dates.day_number(found.charged_to))


@pytest.mark.parametrize("value", [-1, 1.0, True, "1", None])
def test_what_is_no_whole_number_is_refused(value):
    """No float, text or negative number comes near an amount, a rate or a day."""
    with pytest.raises(sl.BadInput, match=r"must be an int of at least 0"):
        formulas.late_interest(value, rate=1, days=1)
    with pytest.raises(sl.BadInput, match=r"must be an int of at least 0"):
        formulas.discount(1, rate=value, days=1, basis=360)
    with pytest.raises(sl.BadInput, match=r"must be an int of at least 0"):
        formulas.payout(value, value=1, face=1)
    with pytest.raises(sl.BadInput, match=r"must be an int of at least 0"):
        formulas.cost(1, rate=1, days=1, basis=360, fee=value)


def test_another_year_is_refused():
    """A year has 360 or 365 days here."""
    with pytest.raises(sl.BadInput, match=r"360 or 365 days, got 366"):
        formulas.discount(1, rate=1, days=1, basis=366)


def test_a_cost_of_the_whole_value_is_refused():
    """Nobody sells for nothing."""
    with pytest.raises(sl.BadInput, match=r"cost 100 is not below the value 100"):
        formulas.proceeds(100, rate=0, days=90, basis=360, fee=100)


@pytest.mark.parametrize("state", list(STATES)[:-1])
@settings(max_examples=40, deadline=None)
@given(late=st.integers(0, 400_000))
def test_what_is_owed_is_the_contracts(debts, state, late):
    """Principal and interest of any day are the contract's, whatever was paid before."""
    debt, settlements = read(debts, STATES[state]), debts.hub.connection.contract("Settlements")
    assume(DUE_DAY + late < 2**24)

    found = debts.hub.connection.call(settlements, "owedOn", STATES[state], DUE_DAY + late)
    assert found == formulas.owed(debt, rate=RATE, day=DUE_DAY + late)


def test_before_a_payment_the_whole_face_is_unpaid(debts):
    """A fresh debt needs no reading."""
    assert read(debts, STATES["untouched"]) == Debt.fresh(FACE, DUE_DAY)
    assert formulas.owed(Debt.fresh(FACE, DUE_DAY), rate=RATE, day=DUE_DAY - 5) == FACE


def test_interest_never_outgrows_the_largest_amount():
    """After ages face and interest together stop at 2**96 - 1, as in the contract."""
    debt = Debt.fresh(formulas.MAX_AMOUNT - 10, due_day=0)

    assert formulas.accrued(debt, rate=RATE, day=10**6) == 10


@pytest.mark.parametrize("state", STATES)
def test_what_notes_are_paid_is_the_contracts(debts, state):
    """Each note's share of what came in is the contract's, rounded down."""
    debt = read(debts, STATES[state])
    tree = debts.hub.receivables.tree(STATES[state])

    for station in tree.held():
        expected = formulas.payout(debt.received, value=station.value.minor, face=FACE)
        assert debts.hub.settlements.redeemable(station.note).minor == expected
    assert len(tree.held()) == 3


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 500))
def test_the_price_of_a_note_put_back_is_the_contracts(debts, days):
    """Proceeds, the offer's rate since, less what was redeemed: to the last cent on any day."""
    sale = debts.hub.offers.sale(sl.ReceivableId(0xB0).note())
    claimed = debts.hub.notes.get(sale.note).claimed.minor
    snapshot = debts.chain.snapshot()
    debts.chain.advance(days * 86_400)
    since = sl.dates.today(debts.chain.time, 0) - sl.dates.day_number(sale.day)

    price = debts.hub.offers.put_back_price(sale.note).minor
    debts.chain.revert(snapshot)

    assert claimed == 2_000_000
    assert price == formulas.put_back_price(
        sale.proceeds.minor, rate=sale.rate, days=since, basis=sale.basis, claimed=claimed
    )
