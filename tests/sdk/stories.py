"""A story that touches everything there is to read: debts, sales, loans, covers, pledged notes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import silkline as sl
from silkline import loan_terms as lt
from tests.sdk.lending import GUARANTOR, KEYS, Lending, prepared
from tests.sdk.world import (
    AGREEMENT,
    ANCHOR,
    BANK_A,
    DUE,
    TIER1,
    TIER2,
    TIER3,
    TRADE,
    World,
    eur,
)

LAST_GRACE = DUE + timedelta(days=3)
COVER = lt.Cover(guarantor=sl.PartyId(GUARANTOR), share="50 %", cap=eur("5000.00"))


@dataclass(frozen=True)
class Story:
    """The system after much has happened, and the ids of what it happened to."""

    world: World
    lending: Lending
    debts: tuple[sl.ReceivableId, ...]
    """Confirmed in this order: 120,000.00, 5,000.00, 8,000.00."""
    loan: str
    """Drawn 6,000.00 of 10,000.00, covered to a half."""
    sold: sl.NoteId
    waits: sl.NoteId
    """Proposed to the tier-3 supplier."""

    @property
    def hub(self) -> sl.Silkline:
        """The system as its operator sees it."""
        return self.world.hub


def lived(world: World) -> Story:
    """Let debts be confirmed, passed on, sold and covered, and a loan be drawn against a note."""
    lending = prepared(world)
    note, second, third = (
        world.confirmed(0xF1),
        world.confirmed(0xF2, "5000.00"),
        world.confirmed(0xF3, "8000.00"),
    )
    passed = world.passed(note, TIER1, TIER2, "20000.00")
    offer = world.as_(BANK_A).offers.sign(world.offer(recourse=True))
    taken = world.as_(TIER2).offers.take(
        offer, passed, value=eur("5000.00"), min_proceeds=eur("1.00")
    )
    sold = taken.submit().result.note
    notes = world.as_(TIER1).notes
    until = world.chain.time + 86_400
    waits = notes.assign(
        note, TIER3, eur("1000.00"), trade_reference=TRADE, accept_until=until
    ).submit()  # fmt: skip
    _covered(world, second.receivable)
    loan = _lent(lending)
    world.as_(TIER1).collateral.pledge(loan, third).submit()
    debts = (note.receivable, second.receivable, third.receivable)
    return Story(world, lending, debts, loan, sold, waits.result.note)


def _covered(world: World, debt: sl.ReceivableId) -> None:
    """Let the guarantor cover half of a debt, paid for by its anchor."""
    cover = sl.ReceivableCover(
        receivable=debt,
        guarantor=sl.PartyId(GUARANTOR),
        share="50 %",
        cap=eur("2000.00"),
        payer=sl.PartyId(ANCHOR),
        agreement_hash=AGREEMENT,
        deadline=world.chain.time + 86_400,
        fee=eur("10.00"),
    )
    world.fund(ANCHOR, "10.00")
    guarantees = world.as_(ANCHOR).guarantees
    world.as_(ANCHOR).deposits.approve("Guarantees", None, "EUR").submit()
    guarantees.cover(guarantees.sign(cover, KEYS[GUARANTOR])).submit()


def _lent(lending: Lending) -> str:
    """Open a covered loan and release its first milestone."""
    made = lending.agreed(covers=(COVER,), proceeds_to_principal=True)
    for side in (lending.bank, lending.borrower):
        side.deposits.approve("Loans", None, "EUR").submit()
    signed = [lending.borrower.loans.sign(made), lending.bank.loans.sign(made, KEYS[GUARANTOR])]
    loan = lending.bank.loans.open(made, signed).submit().result
    lending.bank.loans.release(loan, 0).submit()
    return loan


def fallen_due(story: Story) -> None:
    """Go past the grace of all debts: one is paid in part and redeemed, one is marked overdue."""
    world, (first, second, _) = story.world, story.debts
    world.go_to(DUE)
    world.fund(ANCHOR, "60000.00")
    world.as_(ANCHOR).settlements.settle(first, eur("60000.00")).submit()
    held = [one.id for one in story.hub.notes.on(first)]
    story.hub.settlements.redeem(*held).submit()
    world.go_to(LAST_GRACE + timedelta(days=1))
    story.hub.settlements.mark_overdue(second).submit()


def paid_and_called(story: Story) -> None:
    """Go on after the grace: covers are called, the loan defaults, a payee is suspended."""
    _called(story)
    _paid_back(story)


def _called(story: Story) -> None:
    """The guarantor pays on the debt marked overdue, and the anchor pays a part afterwards."""
    world, debt, guarantor = story.world, story.debts[1], KEYS[GUARANTOR]
    world.hub.deposits.issue(guarantor.address, eur("9000.00"), "0x" + "ee" * 32).submit()
    connection = world.hub.connection
    connection.rpc("anvil_setBalance", guarantor.address, hex(10**20))
    theirs = sl.connect(world.chain.url, signer=guarantor, deployment=world.hub.deployment)
    theirs.deposits.approve("Guarantees", None, "EUR").submit()
    world.hub.guarantees.call_cover(debt, GUARANTOR).submit()
    world.fund(ANCHOR, "1000.00")
    world.as_(ANCHOR).settlements.settle(debt, eur("1000.00")).submit()


def _paid_back(story: Story) -> None:
    """The loan is collected in part, and falls into default; its cover is called."""
    world = story.world
    world.hub.loans.collect(story.loan).submit()
    world.go_to(LAST_GRACE + timedelta(days=90))
    world.hub.loans.mark_default(story.loan).submit()
    world.hub.guarantees.call_loan_cover(story.loan, GUARANTOR).submit()
    world.hub.parties.suspend(TIER2, "0x" + "d0" * 32).submit()
    world.fund(ANCHOR, "2000.00")
    world.as_(ANCHOR).settlements.settle(story.debts[0], eur("2000.00")).submit()
    held = [one.id for one in story.hub.notes.on(story.debts[0])]
    story.hub.settlements.redeem(*held).submit()
    world.fund(ANCHOR, "9000.00")
    owed = world.hub.settlements.owed(story.debts[2])
    world.as_(ANCHOR).settlements.settle(story.debts[2], owed).submit()
    world.hub.settlements.redeem(story.debts[2].note(1)).submit()


@contextmanager
def told(chain: sl.LocalChain, deployment: sl.Deployment) -> Iterator[Story]:
    """Return a story on the tests' chain, which forgets it afterwards."""
    snapshot = chain.snapshot()
    world = World(chain, sl.connect(chain.url, signer=chain.keys, deployment=deployment))
    yield lived(world)
    chain.revert(snapshot)
