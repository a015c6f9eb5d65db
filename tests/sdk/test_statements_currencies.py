"""
Statements in several currencies.

├── currencies are never added: each book has a balance in each
├── a token of six decimals is told to its last unit
└── money that was there before the suite is its opening
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest

import silkline as sl
from tests.sdk.world import ANCHOR, BANK_A, DUE, PROGRAMME, TIER1, World, eur, rules

FINE = sl.ProgrammeId.of("1/2")


def usd(units: int) -> sl.Money:
    """Return an amount in millionths of a dollar."""
    return sl.Money.from_units(units, "USD", decimals=6)


@pytest.fixture(scope="module")
def second(chain, deployment) -> Iterator[World]:
    """A suite paid in the first one's euro, which bank A has already, and in a fine dollar."""
    snapshot = chain.snapshot()
    euro, admin = deployment.address("DepositToken EUR"), chain.accounts[0]
    dollar = sl.TokenPlan("USD", (admin,), decimals=6)
    plan = sl.local_plan(admin, [dollar], allowed_tokens=(euro,))
    made = sl.deploy(chain.url, plan, signer=chain.keys[0])
    world = World(chain, sl.connect(chain.url, signer=chain.keys, deployment=made))
    profiles = {ANCHOR: sl.Role.ANCHOR, TIER1: sl.Role.SUPPLIER, BANK_A: sl.Role.FUNDER}
    world.hub.parties.register_many(
        [(n, chain.accounts[n], sl.Profile(role, date(2029, 12, 31)))
         for n, role in profiles.items()]
    ).submit()  # fmt: skip
    world.hub.programmes.open(PROGRAMME, rules(token=euro)).submit()
    fine = rules(limit=usd(10**12), smallest_piece=usd(10**6))
    world.hub.programmes.open(FINE, fine).submit()
    trade(world)
    yield world
    chain.revert(snapshot)


def trade(world: World) -> None:
    """Confirm a debt in each currency, sell a part of each to bank A."""
    hub, anchor = world.hub, world.as_(ANCHOR)
    hub.deposits.issue(world.chain.accounts[BANK_A], usd(50_000_000_001), b"\1" * 32).submit()
    terms = [
        hub.receivables.terms(PROGRAMME, TIER1, 0xE1, eur("5000.00"), DUE),
        hub.receivables.terms(FINE, TIER1, 0xE2, usd(7_000_000_003), DUE),
    ]
    anchor.receivables.confirm_many(terms).submit()
    offers, bank = [], world.as_(BANK_A)
    for programme, fee in ((PROGRAMME, eur("1.00")), (FINE, usd(1))):
        token = hub.programmes.token(programme)
        bank.deposits.approve("Discounting", None, token).submit()
        some = {"cap": token.money(10**10), "smallest": token.money(1), "fee": fee}
        offers.append(bank.offers.sign(world.offer(scope=programme, **some)))
    for offer, terms_, part in zip(
        offers, terms, (eur("1000.00"), usd(2_000_000_001)), strict=True
    ):
        sale = world.as_(TIER1).offers.take(
            offer, terms_.id.note(1), value=part, min_proceeds=part - part
        )
        sale.submit()


def test_currencies_are_never_added(second):
    """Each has its own balance in each book, and its own running balance."""
    found = second.hub.statements.of(TIER1)
    closing = {(one.book, one.currency): one.closing for one in found.balances}

    assert closing["notes", "EUR"] == eur("4000.00")
    assert closing["notes", "USD"] == usd(5_000_000_002)
    assert {key for key in closing if key[0] == "cash"} == {("cash", "EUR"), ("cash", "USD")}
    for one in found.balances:
        own = [m for m in found.movements if m.book == one.book]
        moved = [m.amount for m in own if m.amount.currency == one.currency]
        assert sum(moved, start=one.opening) == one.closing
        assert {m.balance for m in own} & {one.closing}


def test_a_fine_token_is_told_to_its_last_unit(second):
    """A cost in millionths, rounded up once, as fractions have it."""
    found = second.hub.statements.of(TIER1)
    (sale,) = [m for m in found.movements if (m.book, m.amount.currency) == ("cash", "USD")]
    share = Fraction(2_000_000_001 * 45_000 * 90, 1_000_000 * 360)
    cost = 1 - (-share.numerator // share.denominator)

    assert sale.amount == usd(2_000_000_001 - cost)
    assert sale.row()["amount"] == sale.amount.number
    assert len(sale.amount.number.partition(".")[2]) == 6


def test_what_was_there_before_the_suite_is_the_opening(second):
    """Bank A's euros are of a token that is older; its dollars were issued since."""
    found = second.hub.statements.of(BANK_A)
    cash = {one.currency: one for one in found.balances if one.book == "cash"}

    assert cash["EUR"].opening == eur("300000.00")
    assert cash["EUR"].closing == second.hub.deposits.balance(
        second.chain.accounts[BANK_A], second.hub.programmes.token(PROGRAMME)
    )
    assert (cash["USD"].opening, cash["USD"].came) == (usd(0), usd(50_000_000_001))


def test_what_is_due_is_told_in_its_own_currency(second):
    """Debts and notes of both programmes, each in its token."""
    amounts = {(one.what, str(one.amount)) for one in second.hub.dues.of(ANCHOR)}
    assert amounts == {("settle", "5000.00 EUR"), ("settle", "7000.000003 USD")}
    held = {str(one.amount) for one in second.hub.dues.of(BANK_A)}
    assert held == {"1000.00 EUR", "2000.000001 USD"}
