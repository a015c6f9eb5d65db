"""
Pledged notes.

├── when a note cannot secure the loan, or must not be let go      → the contract's refusal
├── pledges                                                        → read, valued, released
├── proceeds  due first, principal by the terms, the rest is the owner's, to the cent
└── payouts that fail                                              → parked, claimed
"""

from __future__ import annotations

from datetime import timedelta

import pytest

import silkline as sl
from silkline import loan_terms as lt
from silkline import refusals
from silkline.collateral import Part
from silkline.conditions import NotesPledged
from tests.sdk.security import drawn, opened
from tests.sdk.world import (
    ANCHOR,
    BANK_A,
    DOCUMENT,
    DUE,
    OUTSIDER,
    TIER1,
    TIER2,
    eur,
)

FACE = "120000.00"


@pytest.fixture
def note(world):
    """A note of 120,000.00 of the tier-1 supplier."""
    return world.confirmed()


@pytest.fixture
def loan(world):
    """A loan of 100,000.00 to that supplier, paid out."""
    return drawn(world)


def pledged(world, loan, *notes):
    """Let the tier-1 supplier pledge notes."""
    return world.as_(TIER1).collateral.pledge(loan, *notes).submit().result


def anybody(world):
    """Return pledged notes as somebody sees them who is no party."""
    return world.hub.as_(world.key(OUTSIDER)).collateral


def test_a_note_that_cannot_secure_is_refused(world, note, loan):
    """One of nobody, of another party, or one that is pledged already."""
    collateral = world.as_(TIER1).collateral
    with pytest.raises(refusals.NoteUnknown):
        collateral.pledge(loan, note.receivable.note(9)).simulate()
    with pytest.raises(refusals.AccountOfAnother):
        world.as_(TIER2).collateral.pledge(loan, note).submit()
    pledged(world, loan, note)
    with pytest.raises(refusals.NotePledged) as info:
        collateral.pledge(loan, note).submit()
    assert (info.value.note, "0x" + info.value.loan.hex()) == (note, loan)


def test_a_loan_that_was_never_opened_is_refused(world, note):
    """A loan is named by its id, which the chain has to know."""
    unknown = "0x" + "12" * 32
    with pytest.raises(refusals.LoanUnknown):
        world.as_(TIER1).collateral.pledge(unknown, note)
    with pytest.raises(refusals.LoanUnknown):
        world.hub.collateral.value(unknown)
    with pytest.raises(sl.BadInput, match=r"loan must be 32 bytes"):
        world.hub.collateral.pledges("0x12")


def test_nothing_is_pledged_without_a_note(world, loan):
    """An empty pledge is a mistake."""
    with pytest.raises(sl.BadInput, match=r"name at least one note"):
        world.as_(TIER1).collateral.pledge(loan)


def test_a_pledged_note_stays_where_it_is(world, note, loan):
    """It is its owner's and does not move (C-2)."""
    pledged(world, loan, note)
    with pytest.raises(refusals.NoteLocked):
        world.passed(note, TIER1, TIER2)
    found = world.hub.notes.get(note)
    assert (found.owner, found.custodian) == (
        sl.PartyId(TIER1), world.hub.deployment.address("Collateral"),
    )  # fmt: skip


def test_a_note_is_not_let_go_while_it_is_needed(world, note, loan):
    """By nobody but the lender, and in default not by the lender either (C-10, C-11)."""
    pledged(world, loan, note)
    for party in (TIER1, ANCHOR):
        with pytest.raises(refusals.StillSecuring) as info:
            world.as_(party).collateral.release(loan, note).submit()
        assert (info.value.caller, info.value.lender) == (sl.PartyId(party), sl.PartyId(BANK_A))
    world.go_to(DUE + timedelta(days=60))
    world.hub.loans.mark_default(loan).submit()
    with pytest.raises(refusals.SecurityClaimed) as info:
        world.as_(BANK_A).collateral.release(loan, note).submit()
    assert (info.value.defaulted, info.value.covered) == (True, False)


def test_where_nothing_waits_nothing_is_applied(world, note, loan):
    """Proceeds come first."""
    pledged(world, loan, note)
    with pytest.raises(refusals.NothingBooked):
        world.hub.collateral.apply_proceeds(loan).submit()
    with pytest.raises(refusals.NothingParked):
        world.hub.collateral.claim(TIER1, "EUR").submit()


def test_notes_are_pledged(world, note, loan):
    """What is signed is said in words; what secures the loan is listed and valued."""
    other = world.confirmed(0xF2, "500.00")
    act = world.as_(TIER1).collateral.pledge(loan, note, other)

    of = "of party 5 to party 2"
    assert act.words().splitlines() == [
        f"Pledge note {note} of 120000.00 EUR, which party 2 has, for loan {loan[:10]}… {of}",
        f"Pledge note {other} of 500.00 EUR, which party 2 has, for loan {loan[:10]}… {of}",
    ]
    assert act.simulate() == 12_050_000
    assert world.hub.load(act.to_json()) == act
    result = act.submit().result
    assert [(one.note, one.loan, one.to_come) for one in result] == [
        (note, loan, eur(FACE)), (other, loan, eur("500.00")),
    ]  # fmt: skip
    found = world.hub.collateral.pledges(loan)
    assert [(one.note, one.owner) for one in found] == [
        (note, sl.PartyId(TIER1)), (other, sl.PartyId(TIER1)),
    ]  # fmt: skip
    assert world.hub.collateral.value(loan) == eur("120500.00")
    assert world.hub.collateral.get(note).loan == loan
    assert world.hub.collateral.proceeds(loan).amount == eur("0.00")


def test_a_supplier_without_gas_pledges_by_signature(world, note, loan):
    """The lender brings what the holder signed."""
    world.chain.rpc("anvil_setBalance", world.chain.accounts[TIER1], "0x0")
    text = world.as_(TIER1).collateral.pledge(loan, note).by_signature().to_json()
    bank = world.as_(BANK_A)

    (made,) = bank.load(text).submit(signer=world.key(BANK_A)).result
    assert (made.note, made.owner) == (note, sl.PartyId(TIER1))
    assert bank.collateral.value(loan) == eur(FACE)


def test_another_supplier_pledges_for_the_borrower(world, note, loan):
    """Whoever holds a note may secure the loan of another."""
    piece = world.passed(note, TIER1, TIER2, "30000.00")
    (made,) = world.as_(TIER2).collateral.pledge(loan, piece).submit().result

    assert (made.owner, made.to_come) == (sl.PartyId(TIER2), eur("30000.00"))


def test_a_holder_who_reads_elsewhere_finds_the_terms(world, note, loan):
    """A client that took no part in the loan works with its id alone."""
    supplier = sl.connect(world.chain.url, signer=world.key(TIER1), deployment=world.hub.deployment)
    supplier.collateral.pledge(loan, note).submit()
    assert supplier.collateral.value(loan) == eur(FACE)


def test_a_milestone_waits_for_its_security(world, note):
    """Nothing is paid out before enough is pledged for it (Q-8)."""
    enough = world.hub.conditions.place(NotesPledged(eur(FACE)))
    payee = world.chain.accounts[TIER2]
    milestone = lt.Milestone(amount=eur("100000.00"), payees=payee, **enough)
    loan = opened(world, milestones=(milestone,))
    with pytest.raises(refusals.ConditionNotMet):
        world.hub.loans.release(loan, 0).submit()
    pledged(world, loan, note)

    assert world.hub.loans.release(loan, 0).submit().result.amount == eur("100000.00")
    assert world.balance(TIER2) == eur("100000.00")


def test_proceeds_pay_what_is_due_and_the_rest_is_the_owners(world, note, loan):
    """Without a word on principal in the terms, nothing is paid ahead (C-6, C-7)."""
    pledged(world, loan, note)
    world.paid(note)
    due, lender = world.hub.loans.quote(loan).due, world.balance(BANK_A)
    assert eur("50000.00") < due < eur("52000.00")
    act = anybody(world).redeem(loan)

    assert act.words() == (
        f"Redeem note {note} of 120000.00 EUR, which party 2 has, pledged for loan {loan[:10]}… of "
        f"party 5 to party 2\nApply all proceeds to loan {loan[:10]}… of party 5 to party 2"
    )
    done = act.submit().result
    assert (done.loan, done.paid, done.surplus) == (loan, due, eur(FACE) - due)
    assert done.parts == (Part(sl.PartyId(TIER1), due, eur(FACE) - due),)
    assert world.balance(TIER1) == eur(FACE) - due
    assert world.balance(BANK_A) == lender + due
    assert world.hub.collateral.get(note) is None
    assert world.hub.collateral.pledges(loan) == ()
    assert world.hub.collateral.value(loan) == eur("0.00")


def test_proceeds_end_the_loan_by_the_terms(world, note):
    """All that is owed is paid, the surplus comes at once, and the other note is free."""
    loan = drawn(world, proceeds_to_principal=True)
    other = world.confirmed(0xF2, "500.00")
    pledged(world, loan, note, other)
    world.paid(note)
    payoff = world.hub.loans.quote(loan).payoff
    assert world.hub.settlements.redeem(note).submit().result[0].amount == eur(FACE)
    waiting = world.hub.collateral.proceeds(loan)
    assert (waiting.amount, waiting.entries) == (eur(FACE), 1)
    act = anybody(world).apply_proceeds(loan)

    assert act.words() == (
        "Apply 1 of 1 entries of proceeds, together 120000.00 EUR, to "
        f"loan {loan[:10]}… of party 5 to party 2"
    )
    done = act.submit().result
    assert (done.paid, done.surplus) == (payoff, eur(FACE) - payoff)
    assert world.balance(TIER1) == eur(FACE) - payoff
    assert world.hub.loans.quote(loan).payoff == eur("0.00")
    act = anybody(world).release(loan)
    assert act.words().startswith(
        f"Release note {other} of 500.00 EUR, which party 2 has, from loan"
    )
    assert act.submit().result == (other,)
    assert world.hub.notes.get(other).custodian is None


def test_proceeds_are_applied_in_parts(world, note, loan):
    """Where more waits than one transaction should pay, so many entries at a time."""
    piece = world.passed(note, TIER1, TIER2, "20000.00")
    pledged(world, loan, note)
    world.as_(TIER2).collateral.pledge(loan, piece).submit()
    world.paid(note)
    due = world.hub.loans.quote(loan).due
    world.hub.settlements.redeem(note, piece).submit()
    assert world.hub.collateral.proceeds(loan).entries == 2

    first = world.hub.collateral.apply_proceeds(loan, most=1).submit().result
    assert (first.paid, first.surplus) == (due, eur("100000.00") - due)
    second = world.hub.collateral.apply_proceeds(loan).submit().result
    assert second.parts == (Part(sl.PartyId(TIER2), eur("0.00"), eur("20000.00")),)
    assert world.balance(TIER2) == eur("120000.00")


def test_a_redemption_of_nothing_does_nothing(world, note, loan):
    """Before the debtor has paid, nothing comes and nothing leaves."""
    pledged(world, loan, note)
    done = world.hub.collateral.redeem(loan, note).submit().result

    assert (done.paid, done.surplus, done.parts) == (eur("0.00"), eur("0.00"), ())


def test_the_lender_releases_notes(world, note):
    """While nothing is in default the security is the lender's to give up."""
    loan = opened(world)
    other = world.confirmed(0xF2, "500.00")
    pledged(world, loan, note)
    act = world.as_(BANK_A).collateral.release(loan, note, other)

    assert act.by_signature().submit(signer=world.key(OUTSIDER)).result == (note,)
    assert world.hub.collateral.get(note) is None
    assert world.passed(note, TIER1, TIER2) == note


def test_what_the_owner_cannot_be_paid_is_parked_and_claimed(world, note, loan):
    """A suspended owner's surplus waits for it and holds up no repayment."""
    pledged(world, loan, note)
    world.paid(note)
    world.hub.parties.suspend(TIER1, DOCUMENT).submit()
    surplus = world.hub.collateral.redeem(loan, note).submit().result.surplus

    assert world.balance(TIER1) == eur("0.00")
    assert world.hub.collateral.parked(TIER1, "EUR") == surplus
    with pytest.raises(refusals.PayeeSuspended):
        world.hub.collateral.claim(TIER1, "EUR").submit()
    world.hub.parties.reinstate(TIER1, DOCUMENT).submit()
    act = anybody(world).claim(TIER1, world.hub.deposits.token("EUR"))
    assert act.words() == f"Pay party 2 what Collateral parked for it, now {surplus}"
    assert act.submit().result == surplus
    assert world.balance(TIER1) == surplus
