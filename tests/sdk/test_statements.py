"""
Statements of parties.

├── when there is no such party, or no such period    → BadInput
├── when the events do not come to what a token says  → SilklineError
├── balances    opening + came - went = closing, of every book, whatever the period
├── closing     what tokens and contracts say at the last block
├── movements   each with its business, counterpart, document and running balance
└── silkline statement   as a table, as JSON, as CSV of fixed columns
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta

import pytest

import silkline as sl
from silkline.statements import COLUMNS, PartyStatement
from tests.sdk.commands import Commands, commands
from tests.sdk.lending import GUARANTOR, KEYS
from tests.sdk.stories import LAST_GRACE, Story, fallen_due, paid_and_called, told
from tests.sdk.world import ANCHOR, BANK_A, DUE, TIER1, TIER2, TIER3, TODAY, TRADE, eur

PARTIES = (ANCHOR, TIER1, TIER2, TIER3, BANK_A, GUARANTOR)
PERIODS = [
    (None, None),
    (TODAY, TODAY),
    (TODAY + timedelta(days=1), DUE - timedelta(days=1)),
    (DUE, LAST_GRACE + timedelta(days=1)),
]
"""All of it; the first day; a time in which nothing happens; the days around the due day."""


@pytest.fixture(scope="module")
def story(chain, deployment):
    """Months of business: debts, sales, a loan, covers, a suspended payee."""
    with told(chain, deployment) as found:
        fallen_due(found)
        paid_and_called(found)
        yield found


@pytest.fixture
def undone(story) -> Iterator[Story]:
    """The same, for a test that adds to it."""
    snapshot = story.world.chain.snapshot()
    yield story
    story.world.chain.revert(snapshot)


@pytest.fixture(scope="module")
def periodic(story) -> dict[tuple[int, int], PartyStatement]:
    """The statement of each party over each period."""
    return {
        (party, number): story.hub.statements.of(party, *period)
        for party in PARTIES
        for number, period in enumerate(PERIODS)
    }


@pytest.fixture(scope="module")
def whole(periodic) -> dict[int, PartyStatement]:
    """The statement of each party over all of it."""
    return {party: periodic[party, 0] for party in PARTIES}


def account(story: Story, party: int) -> str:
    """Return the cash account of a party."""
    key = KEYS.get(party)
    return key.address if key else story.world.chain.accounts[party]


# Refused


def test_nobody_and_no_period_have_a_statement(story):
    """A number that is no party's; an end before the beginning, or before there was anything."""
    statements = story.hub.statements
    with pytest.raises(sl.BadInput, match=r"there is no party 99"):
        statements.of(99)
    with pytest.raises(sl.BadInput, match=r"ends on 2027-01-01, before it begins on 2027-01-02"):
        statements.of(TIER1, "2027-01-02", "2027-01-01")
    with pytest.raises(sl.BadInput, match=r"on 2026-12-31 nothing was there yet"):
        statements.of(TIER1, "2026-12-30", "2026-12-31")


def test_a_statement_that_differs_from_the_token_is_not_given(story, monkeypatch):
    """One transfer that the node does not tell of is noticed."""
    from silkline.statements import domain

    real = domain.cash_moves

    def short(*args: object) -> list[object]:
        return real(*args)[1:]

    monkeypatch.setattr(domain, "cash_moves", short)
    with pytest.raises(sl.SilklineError, match=r"cash of party 1 comes to .*please report this"):
        story.hub.statements.of(ANCHOR)


# Balances


def test_what_came_and_went_is_the_difference_whatever_the_period(periodic):
    """Of every party, book and currency."""
    for found in periodic.values():
        for one in found.balances:
            moved = [m.amount for m in found.movements if m.book == one.book]
            assert one.opening + one.came - one.went == one.closing
            assert sum(moved, start=sl.Money.zero(one.currency)) == one.closing - one.opening


def test_the_end_of_a_period_is_the_beginning_of_the_next(story, whole):
    """With every movement in one of the two."""
    for party in PARTIES:
        early = story.hub.statements.of(party, None, DUE)
        late = story.hub.statements.of(party, DUE + timedelta(days=1))
        opening = {one.book: one.opening for one in late.balances if one.opening}
        assert opening == {one.book: one.closing for one in early.balances if one.closing}
        assert (*early.movements, *late.movements) == whole[party].movements


def test_every_movement_carries_the_balance_after_it(whole):
    """Book by book; the last one is the closing."""
    for found in whole.values():
        for one in found.balances:
            balance = one.opening
            for movement in (m for m in found.movements if m.book == one.book):
                balance += movement.amount
                assert movement.balance == balance
            assert balance == one.closing


def test_cash_is_what_the_token_says_at_any_past_block(story, periodic):
    """The node is asked for the balance at the last block of each period."""
    token = story.hub.deposits.token("EUR")
    for (party, _), found in periodic.items():
        cash = [one.closing for one in found.balances if one.book == "cash"] or [eur("0.00")]
        held = story.hub.connection.call(
            token.contract, "balanceOf", account(story, party), block=found.as_of.number
        )
        assert cash == [token.money(held)]


def test_other_books_are_what_the_contracts_say(story, whole):
    """Notes held, debts owed, money lent and borrowed, claims, proceeds, what is parked."""
    hub = story.hub

    def closing(party: int, book: str) -> sl.Money:
        found = [one.closing for one in whole[party].balances if one.book == book]
        return found[0] if found else eur("0.00")

    for party in PARTIES:
        held = (one.value for one in hub.notes.of(party))
        assert closing(party, "notes") == sum(held, start=eur("0.00"))
    owed = sum((hub.settlements.account(debt).unpaid for debt in story.debts), start=eur("0.00"))
    claims = sum((one.claim for one in hub.guarantees.claims(story.debts[1])), start=eur("0.00"))
    assert closing(ANCHOR, "debts") == owed + claims
    principal = sl.Money.minor(hub.loans.get(story.loan).state.principal, "EUR")
    assert (closing(BANK_A, "lent"), closing(TIER1, "borrowed")) == (principal, principal)
    (of_loan,) = hub.guarantees.loan_claims(story.loan)
    assert closing(GUARANTOR, "claims") == claims + of_loan.claim
    assert closing(TIER1, "proceeds") == hub.collateral.proceeds(story.loan).amount
    assert closing(TIER2, "parked") == hub.settlements.parked(TIER2, "EUR")


# Movements


def test_a_movement_says_what_it_was_for(story, whole):
    """Business, counterpart, document: of the trades, of the sale, of the loan."""
    said = [(m.book, m.what, m.amount.number, m.counterpart) for m in whole[TIER2].movements]
    anchor, tier1, bank = map(sl.PartyId, (ANCHOR, TIER1, BANK_A))

    assert said == [
        ("notes", "assignment", "20000.00", tier1),
        ("notes", "sale", "-5000.00", bank),
        ("cash", "sale", "4918.75", bank),
        ("cash", "release", "6000.00", bank),
        ("cash", "redemption", "7500.00", anchor),
        ("parked", "parking", "250.00", None),
    ]
    assert whole[TIER2].movements[0].document == TRADE
    assert whole[TIER2].movements[1].about == story.sold
    sale = whole[TIER2].movements[2]
    assert sale.document == whole[TIER2].movements[1].document
    assert sale.about == story.sold


def test_each_side_of_a_business_has_the_other_as_counterpart(whole):
    """What one paid the other got, in one transaction; what came from a contract names who paid."""
    sides = [(BANK_A, TIER2, "sale"), (BANK_A, TIER2, "release"), (TIER1, BANK_A, "repayment")]
    for payer, payee, what in [*sides, (ANCHOR, GUARANTOR, "fee"), (GUARANTOR, BANK_A, "cover")]:
        paid = [
            m for m in whole[payer].movements
            if (m.book, m.what, m.counterpart) == ("cash", what, sl.PartyId(payee))
        ]  # fmt: skip
        got = [
            m for m in whole[payee].movements
            if (m.book, m.what, m.counterpart) == ("cash", what, sl.PartyId(payer))
        ]  # fmt: skip
        assert [(-m.amount, m.transaction) for m in paid] == [
            (m.amount, m.transaction) for m in got
        ]
        assert paid


def test_money_of_the_bank_carries_its_reference(story, whole):
    """What was issued names the booking; who paid it in is no party."""
    issued = [m for m in whole[BANK_A].movements if m.what == "issue"]
    assert [(m.amount, m.counterpart, m.account) for m in issued] == [
        (eur("300000.00"), None, None)
    ]
    assert int(issued[0].document, 16) > 0


def test_money_to_an_account_of_nobody_names_the_account(undone):
    """A plain transfer is one, with the account on the other side."""
    world, stranger = undone.world, sl.Key((77).to_bytes(32, "big")).address
    world.as_(BANK_A).deposits.transfer(stranger, eur("1.00")).submit()
    last = undone.hub.statements.of(BANK_A).movements[-1]

    assert (last.what, last.amount, last.counterpart) == ("transfer", eur("-1.00"), None)
    assert (last.account, last.about) == (stranger, None)


def test_a_rotation_moves_nothing(undone):
    """Cash passed on to one's new account is no movement, and what it has counts on."""
    world, new = undone.world, sl.Key((78).to_bytes(32, "big"))
    before = undone.hub.statements.of(TIER3, None, TODAY)
    world.fund(TIER3, "10.00")
    world.as_(TIER3).deposits.transfer(new.address, eur("4.00")).submit()
    parties = world.as_(TIER3).parties
    consent = parties.account_consent(TIER3, new.address, world.chain.time + 600).sign(new)
    parties.rotate(consent).submit()
    found = undone.hub.statements.of(TIER3)

    assert [(m.what, m.amount) for m in found.movements] == [("issue", eur("10.00"))]
    assert [(one.book, one.closing) for one in found.balances] == [("cash", eur("10.00"))]
    assert before.balances == ()


# The command


@pytest.fixture
def cli(story, tmp_path) -> Commands:
    """The command line against the story."""
    return commands(story.world, tmp_path)


def test_the_command_shows_the_statement(cli, whole):
    """Balances and movements; the same as JSON; of a period alone."""
    shown = cli("statement", TIER2, COLUMNS="240").stdout
    assert f"Party {TIER2}, 2027-01-01 to {whole[TIER2].last}" in shown
    assert "18418.75 EUR" in shown
    found = cli.json("statement", TIER2, "--from", "2027-01-01", "--until", "2027-01-01")
    assert [one["book"] for one in found["balances"]] == ["cash", "notes"]
    assert found["balances"][0]["closing"] == eur("10918.75").to_json()
    assert [tuple(one) for one in found["movements"]] == [COLUMNS] * 4
    assert (found["from"], found["until"]) == ("2027-01-01", "2027-01-01")


def test_the_csv_has_fixed_columns(cli, whole):
    """In the order in which they will be for ever, one line a movement."""
    text = cli("statement", TIER1, "--csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))

    assert text.splitlines()[0] == (
        "day,time,book,currency,what,amount,balance,about,counterpart,account,document,"
        "block,transaction,log"
    )
    assert [row["amount"] for row in rows] == [m.amount.number for m in whole[TIER1].movements]
    assert rows[0]["time"].startswith("2027-01-01T00:0")
    assert {row["currency"] for row in rows} == {"EUR"}


def test_the_command_says_what_is_wrong(cli):
    """A party that is not there, and days that are none."""
    assert cli.error("statement", 99)["message"].startswith("there is no party 99")
    error = cli.error("statement", TIER1, "--from", "soon")
    assert error["message"].startswith("'soon' is no ISO date")
