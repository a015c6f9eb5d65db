"""
Settlements.

├── when it is too early, nothing is owed, or there is nothing to take  → the contract's refusal
├── when an amount is no Money                                          → BadInput
└── otherwise                                                           → paid, redeemed, claimed
"""

from __future__ import annotations

from datetime import timedelta

import pytest

import silkline as sl
from silkline import refusals
from tests.sdk.world import (
    ANCHOR,
    BANK_A,
    DOCUMENT,
    DUE,
    OUTSIDER,
    PROGRAMME,
    TIER1,
    TIER2,
    eur,
)


@pytest.fixture
def note(world):
    """A note of 120,000.00 of the tier-1 supplier."""
    return world.confirmed()


def test_before_the_due_day_only_the_whole_is_taken(world, note):
    """Neither a part nor a collection before its day."""
    with pytest.raises(refusals.PartBeforeDueDay) as info:
        world.as_(ANCHOR).settlements.settle(note.receivable, eur("1.00")).submit()
    assert (info.value.amount, info.value.owed) == (100, 12_000_000)
    with pytest.raises(refusals.NotDue):
        world.hub.settlements.collect(note.receivable).submit()
    with pytest.raises(refusals.GraceNotOver):
        world.hub.settlements.mark_overdue(note.receivable).submit()


def test_nothing_is_taken_from_an_empty_account(world, note):
    """What is owed, allowed and there is told."""
    world.go_to(DUE)
    with pytest.raises(refusals.NothingToCollect) as info:
        world.hub.settlements.collect(note.receivable).submit()
    assert (info.value.owed, info.value.balance) == (12_000_000, 0)
    assert info.value.allowance == 2**256 - 1


def test_what_is_settled_is_not_paid_again(world, note):
    """A debt is over when it is paid."""
    world.paid(note)
    for act in (
        world.as_(ANCHOR).settlements.settle(note.receivable, eur("1.00")),
        world.hub.settlements.collect(note.receivable),
    ):
        with pytest.raises(refusals.NothingOwed) as info:
            act.submit()
        assert info.value.status is sl.Status.SETTLED


@pytest.mark.parametrize("amount", [1.0, 1, "1.00"])
def test_an_amount_that_is_no_money_is_refused(world, note, amount):
    """Numbers are never taken for amounts (T77)."""
    with pytest.raises(sl.BadInput, match=r"amount must be Money"):
        world.as_(ANCHOR).settlements.settle(note.receivable, amount)


def test_what_is_unknown_is_refused(world):
    """A receivable that does not exist has no accounts and owes nothing."""
    with pytest.raises(refusals.ReceivableUnknown):
        world.hub.settlements.owed(0xDEAD)
    with pytest.raises(refusals.NothingParked):
        world.hub.settlements.claim(TIER1, "EUR").submit()


def test_the_anchor_pays_early(world, note):
    """The whole debt before its day; what exceeds it is not taken."""
    world.fund(ANCHOR, "200000.00")
    act = world.as_(ANCHOR).settlements.settle(note.receivable, eur("200000.00"))

    assert act.words() == (
        f"Pay up to 200000.00 EUR on receivable {note.receivable} of party 1 over 120000.00 EUR, "
        "due 2027-04-01"
    )
    result = act.submit().result
    assert (result.amount, result.interest, result.owed) == (
        eur("120000.00"), eur("0.00"), eur("0.00"),
    )  # fmt: skip
    assert world.balance(ANCHOR) == eur("80000.00")
    assert world.hub.programmes.get(PROGRAMME).used == eur("0.00")


def test_one_payment_reaches_every_holder(world, note):
    """Collected by anyone, paid to each note's owner by anyone, to the last cent."""
    piece = world.passed(note, TIER1, TIER2, "33333.33")
    world.paid(note)
    stranger = world.hub.as_(world.key(OUTSIDER)).settlements
    assert stranger.redeemable(piece) == eur("33333.33")
    act = stranger.redeem(note, piece)

    assert act.words().splitlines() == [
        f"Pay note {note} of 86666.67 EUR, which party 2 has: now 86666.67 EUR",
        f"Pay note {piece} of 33333.33 EUR, which party 3 has: now 33333.33 EUR",
    ]  # fmt: skip
    paid = act.submit().result
    assert [(p.note, p.payee, p.amount, p.final) for p in paid] == [
        (note, sl.PartyId(TIER1), eur("86666.67"), True),
        (piece, sl.PartyId(TIER2), eur("33333.33"), True),
    ]
    assert (world.balance(TIER1), world.balance(TIER2)) == (eur("86666.67"), eur("33333.33"))


def test_late_payment_bears_interest(world, note):
    """Parts are taken late, interest first; the accounts say what was what."""
    world.go_to(DUE + timedelta(days=2))
    world.fund(ANCHOR, "50120.00")
    assert world.hub.settlements.owed(note.receivable) == eur("120120.00")
    assert world.hub.settlements.owed(note.receivable, DUE) == eur("120000.00")
    result = world.as_(ANCHOR).settlements.settle(note.receivable, eur("50120.00")).submit().result

    assert (result.amount, result.interest, result.owed) == (
        eur("50120.00"), eur("120.00"), eur("70000.00"),
    )  # fmt: skip
    found = world.hub.settlements.account(note.receivable)
    assert (found.received, found.unpaid, found.interest) == (
        eur("50120.00"), eur("70000.00"), eur("120.00"),
    )  # fmt: skip
    assert found.charged_to == DUE + timedelta(days=2)
    paid = world.hub.settlements.redeem(note).submit().result[0]
    assert (paid.amount, paid.final) == (eur("50120.00"), False)
    assert world.hub.settlements.account(note.receivable).paid_out == eur("50120.00")


def test_an_overdue_debt_stops_the_anchor(world, note):
    """Marked by anyone after the grace; the anchor confirms nothing more."""
    world.go_to(DUE + timedelta(days=4))
    act = world.hub.as_(world.key(OUTSIDER)).settlements.mark_overdue(note.receivable)
    assert act.words() == (
        f"Mark receivable {note.receivable} overdue: party 1 owes 120240.00 EUR and confirms no "
        "more"
    )
    act.submit()

    assert world.hub.receivables.get(note.receivable).status is sl.Status.OVERDUE
    assert world.hub.programmes.get(PROGRAMME).suspended


def test_what_cannot_be_delivered_is_parked_and_claimed(world, note):
    """A suspended payee's money waits for it, and blocks nobody else's (T66)."""
    piece = world.passed(note, TIER1, TIER2, "20000.00")
    world.paid(note)
    world.hub.parties.suspend(TIER2, DOCUMENT).submit()
    done = world.hub.settlements.redeem(note, piece).submit()

    assert "Parked" in [event.name for event in done.events]
    assert world.hub.settlements.parked(TIER2, "EUR") == eur("20000.00")
    with pytest.raises(refusals.PayeeSuspended):
        world.hub.settlements.claim(TIER2, "EUR").submit()
    world.hub.parties.reinstate(TIER2, DOCUMENT).submit()
    act = world.hub.settlements.claim(TIER2, world.hub.deposits.token("EUR"))
    assert act.words() == "Pay party 3 what is parked for it, now 20000.00 EUR"
    assert act.submit().result == eur("20000.00")
    assert world.balance(TIER2) == eur("20000.00")


def test_notes_with_nothing_due_are_skipped(world, note):
    """Redeeming twice pays once (T14)."""
    world.paid(note)
    assert world.hub.settlements.redeem(note).submit().result[0].amount == eur("120000.00")
    done = world.hub.settlements.redeem(note).submit()

    assert done.result == ()
    assert world.balance(TIER1) == eur("120000.00")
    assert world.as_(BANK_A).settlements.owed(note.receivable) == eur("0.00")
