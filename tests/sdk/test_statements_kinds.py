"""
Statements over every kind of business.

├── each kind   has its name in the books of both sides
├── cash        is the token's figure after every single movement, as the node knew it then
├── other books are the contracts' figures at the end
└── due         what waits on the way: a put-back, a list, money for an account, notes to release
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

import silkline as sl
from silkline import loan_terms as lt
from silkline.statements import PartyStatement
from tests.sdk.lending import Lending, prepared
from tests.sdk.test_cli_help import parsed
from tests.sdk.world import (
    ANCHOR,
    BANK_A,
    DOCUMENT,
    DUE,
    OUTSIDER,
    TIER1,
    TIER2,
    TIER3,
    World,
    eur,
)

PARTIES = (ANCHOR, TIER1, TIER2, TIER3, BANK_A)
FEE = {"fee": eur("3.00"), "salt": 7}


class Business:
    """Every kind of it, on one chain; what was due on the way is kept."""

    def __init__(self, lending: Lending) -> None:
        self.lending, self.world = lending, lending.world
        self.hub = lending.world.hub
        self.due: dict[str, list[tuple[str, sl.Money | None]]] = {}

    def note_due(self, name: str, party: int) -> None:
        """Keep what is due of a party now, for the lender's client knows the agreements."""
        found = self.lending.bank.dues.of(party)
        assert all(parsed(one.command) for one in found)
        self.due[name] = [(one.what, one.amount) for one in found]


def amended(world: World) -> None:
    """A debt is corrected, another cancelled."""
    later = world.chain.time + 600
    first, second = world.confirmed(0xF1), world.confirmed(0xF2, "700.00")
    given = {"deadline": later, "evidence_root": DOCUMENT}
    better = world.hub.receivables.correction(first, eur("90000.00"), DUE, **given)
    world.as_(ANCHOR).receivables.amend(better.sign(world.key(TIER1))).submit()
    ended = world.hub.receivables.cancellation(second, deadline=later)
    world.as_(TIER1).receivables.amend(ended.sign(world.key(ANCHOR))).submit()


def sold(world: World) -> sl.NoteId:
    """The anchor buys some of its own debt back; bank A buys with recourse; one note is merged."""
    world.fund(ANCHOR, "5000.00")
    world.as_(ANCHOR).deposits.approve("Discounting", None, "EUR").submit()
    world.as_(TIER1).deposits.approve("Discounting", None, "EUR").submit()
    note, given = sl.ReceivableId(0xF1).note(1), {"min_proceeds": eur("1.00")}
    own = world.as_(ANCHOR).offers.sign(world.offer(ANCHOR))
    world.as_(TIER1).offers.take(own, note, value=eur("2000.00"), **given).submit()
    bank = world.as_(BANK_A).offers.sign(world.offer(recourse=True))
    taken = world.as_(TIER1).offers.take(bank, note, value=eur("10000.00"), **given).submit()
    cut = world.as_(TIER1).notes.split(note, eur("500.00")).submit().result
    world.as_(TIER1).notes.merge(cut, note).submit()
    return taken.result.note


def lent(story: Business) -> str:
    """A reserved loan: a list half paid, a payee that cannot be paid, a refund, a fee."""
    world, bank = story.world, story.lending.bank
    payouts = lt.PayoutList([(world.chain.accounts[TIER3], 1000), (account(), 2000)], 1)
    milestones = (
        lt.Milestone(amount=eur("30.00"), payees=payouts.root),
        story.lending.milestone("50.00"),
        story.lending.milestone("20.00"),
    )
    world.as_(TIER1).deposits.approve("Loans", None, "EUR").submit()
    fee = {**FEE, "fee_payee": world.chain.accounts[OUTSIDER]}
    terms = {"commitment": eur("150.00"), "reserved": True, "milestones": milestones, **fee}
    loan = story.lending.opened(**terms)
    for index in (0, 1):
        bank.loans.release(loan, index).submit()
    bank.loans.pay_out(loan, 0, payouts, 0).submit()
    story.note_due("list", TIER1)
    world.hub.deposits.set_freeze(world.chain.accounts[TIER2], True, DOCUMENT, "EUR").submit()
    bank.loans.release(loan, 2).submit()
    story.note_due("parked", TIER2)
    world.hub.deposits.set_freeze(world.chain.accounts[TIER2], False, DOCUMENT, "EUR").submit()
    (claim,) = [one for one in bank.dues.triggers() if one.what == "claim"]
    world.hub.dues.operation(claim).submit()
    world.as_(TIER2).deposits.approve("Loans", None, "EUR").submit()
    theirs = sl.connect(
        world.chain.url, signer=world.key(TIER2), deployment=world.hub.deployment,
        journal=bank.connection.journal,
    )  # fmt: skip
    theirs.loans.refund(loan, 1, eur("5.00")).submit()
    return loan


def account() -> str:
    """Return an account that nobody has used."""
    return sl.Key((0xACC0).to_bytes(32, "big")).address


def secured(story: Business, loan: str) -> None:
    """A pledged note brings more than is due; the surplus is its owner's."""
    world = story.world
    note = world.confirmed(0xF3, "1000.00")
    world.as_(TIER1).collateral.pledge(loan, note).submit()
    world.fund(ANCHOR, "1000.00")
    world.as_(ANCHOR).settlements.settle(note.receivable, eur("1000.00")).submit()
    world.hub.collateral.redeem(loan, note).submit()


def banked(world: World) -> None:
    """Money leaves for a bank account, and some comes back; a suspended payee waits."""
    treasury = world.as_(BANK_A).deposits
    for number in (1, 2):
        reference = number.to_bytes(32, "big")
        treasury.redeem(eur("40.00"), reference, DOCUMENT).submit()
    cash = world.chain.accounts[BANK_A]
    world.hub.deposits.give_back(cash, (2).to_bytes(32, "big"), DOCUMENT, "EUR").submit()


def put_back(story: Business, note: sl.NoteId, loan: str) -> None:
    """The debt is overdue: the bank puts its note back; the reserve and a late payment return."""
    world = story.world
    world.go_to(date(2027, 3, 1))
    world.hub.loans.return_reserve(loan).submit()
    world.hub.deposits.set_freeze(world.chain.accounts[BANK_A], True, DOCUMENT, "EUR").submit()
    world.as_(TIER1).loans.repay(loan, eur("10.00")).submit()
    world.hub.deposits.set_freeze(world.chain.accounts[BANK_A], False, DOCUMENT, "EUR").submit()
    world.hub.loans.claim(BANK_A, "EUR").submit()
    world.go_to(DUE + timedelta(days=4))
    world.hub.settlements.mark_overdue(note.receivable).submit()
    story.note_due("recourse", BANK_A)
    world.as_(BANK_A).offers.put_back(note).submit()


@pytest.fixture(scope="module")
def business(chain, deployment) -> Iterator[Business]:
    """All of it, one after the other."""
    snapshot = chain.snapshot()
    world = World(chain, sl.connect(chain.url, signer=chain.keys, deployment=deployment))
    story = Business(prepared(world))
    amended(world)
    note = sold(world)
    world.fund(TIER1, "500.00")
    loan = lent(story)
    secured(story, loan)
    banked(world)
    put_back(story, note, loan)
    yield story
    chain.revert(snapshot)


@pytest.fixture(scope="module")
def statements(business) -> dict[int, PartyStatement]:
    """The statement of each party."""
    return {party: business.hub.statements.of(party) for party in PARTIES}


def test_each_kind_of_business_has_its_name(statements):
    """In the books of everybody whom it concerns."""
    kinds = {party: {(m.book, m.what) for m in found.movements}
             for party, found in statements.items()}  # fmt: skip

    assert kinds[ANCHOR] == {
        ("cash", "issue"), ("cash", "sale"), ("cash", "settlement"),
        ("debts", "cancellation"), ("debts", "confirmation"), ("debts", "correction"),
        ("debts", "extinction"), ("debts", "settlement"),
    }  # fmt: skip
    assert kinds[TIER1] == {
        ("borrowed", "payout"), ("borrowed", "refund"), ("borrowed", "release"),
        ("borrowed", "repayment"), ("cash", "fee"), ("cash", "issue"), ("cash", "put-back"),
        ("cash", "repayment"), ("cash", "sale"), ("cash", "surplus"), ("notes", "cancellation"),
        ("notes", "confirmation"), ("notes", "correction"), ("notes", "put-back"),
        ("notes", "redemption"), ("notes", "sale"), ("proceeds", "application"),
        ("proceeds", "proceeds"),
    }  # fmt: skip
    assert kinds[TIER2] == {
        ("cash", "claim"), ("cash", "refund"), ("cash", "release"),
        ("parked", "claim"), ("parked", "parking"),
    }  # fmt: skip
    assert kinds[TIER3] == {("cash", "payout")}
    assert kinds[BANK_A] == {
        ("cash", "claim"), ("cash", "issue"), ("cash", "put-back"), ("cash", "refund"),
        ("cash", "reserve"), ("cash", "return"), ("cash", "sale"),
        ("cash", "withdrawal"), ("lent", "payout"), ("lent", "refund"), ("lent", "release"),
        ("lent", "repayment"), ("notes", "put-back"), ("notes", "sale"), ("parked", "claim"),
        ("parked", "parking"), ("reserved", "reserve"),
    }  # fmt: skip


def test_cash_is_the_tokens_figure_after_every_movement(business, statements):
    """The node is asked for the balance at each block in which cash moved."""
    token, connection = business.hub.deposits.token("EUR"), business.hub.connection
    for party, found in statements.items():
        after = {m.block: m.balance for m in found.movements if m.book == "cash"}
        for block, balance in after.items():
            cash = business.world.chain.accounts[party]
            held = connection.call(token.contract, "balanceOf", cash, block=block)
            assert balance == token.money(held), (party, block)


def test_other_books_close_with_the_contracts_figures(business, statements):
    """Notes, debts, principal and reserve; nothing is parked and nothing waits any more."""
    hub, world = business.hub, business.world
    (loan,) = hub.loans.find()
    debts = [sl.ReceivableId(number) for number in (0xF1, 0xF2, 0xF3)]
    owed = [hub.settlements.account(debt).unpaid for debt in debts if debt.value != 0xF2]
    stands = business.lending.bank.loans.get(loan.loan)
    principal = sl.Money.minor(stands.state.principal, "EUR")

    def closing(party: int) -> dict[str, sl.Money]:
        balances = statements[party].balances
        return {one.book: one.closing for one in balances if one.book != "cash" and one.closing}

    def held(party: int) -> sl.Money:
        return sum((one.value for one in hub.notes.of(party)), start=eur("0.00"))

    assert closing(ANCHOR) == {"debts": sum(owed, start=eur("0.00"))}
    assert closing(TIER1) == {
        name: amount
        for name, amount in {"notes": held(TIER1), "borrowed": principal}.items()
        if amount
    }
    assert closing(BANK_A) == ({"lent": principal} if principal else {})
    assert closing(TIER2) == closing(TIER3) == {}
    assert world.hub.notes.of(BANK_A) == ()


def test_what_was_due_on_the_way_was_told(business):
    """A list of which some is unpaid, money for an account, a note to put back."""
    assert ("pay-list", eur("20.00")) in business.due["list"]
    assert ("claim", eur("20.00")) in business.due["parked"]
    put = [amount for what, amount in business.due["recourse"] if what == "put-back"]
    assert len(put) == 1
    assert put[0] > eur("9862.50")
