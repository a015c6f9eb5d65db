"""
Receivables.

├── when the invoice leaves the due day open, or less due than confirmed  → BadInput
├── when the debt breaks a rule, or was confirmed before                  → the contract's refusal
└── otherwise                                                             → confirmed, amended, read
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

import silkline as sl
from silkline import documents, refusals
from tests.sdk.world import (
    ANCHOR,
    DOCUMENT,
    DUE,
    OUTSIDER,
    PROGRAMME,
    TIER1,
    TIER2,
    TIER3,
    TODAY,
    TRADE,
    eur,
)

KEY = b"\x5e" * 32
INVOICE = Path(__file__).resolve().parents[2] / "demo" / "invoice.xml"


@pytest.fixture(scope="module")
def invoice():
    """The invoice of the demonstration."""
    return documents.read(INVOICE)


def terms_of(invoice, **changes):
    """Return the terms of a debt over the invoice."""
    given = {"key": KEY, "programme": "1/1", "creditor": TIER1, "due": DUE, **changes}
    return invoice.to_receivable(**given)


def test_a_due_day_is_never_guessed(invoice):
    """An invoice without BT-9 needs one as agreed."""
    from dataclasses import replace

    with pytest.raises(sl.BadInput, match=r"names no due date: pass due=, as agreed"):
        terms_of(replace(invoice, due_date=None), due=None)


def test_a_face_above_what_is_due_is_refused(invoice):
    """More than the invoices leave due is not confirmed."""
    more = invoice.amount_due + eur("0.01")
    with pytest.raises(sl.BadInput, match=rf"face {more} is more than the {invoice.amount_due}"):
        terms_of(invoice, face=more)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"due": TODAY}, refusals.DueDayPassed),
        ({"due": TODAY + timedelta(days=366)}, refusals.TenorTooLong),
        ({"face": "99.99"}, refusals.FaceTooSmall),
        ({"face": "1000000.01"}, refusals.LimitExceeded),
        ({"creditor": ANCHOR}, refusals.SameGroup),
        ({"creditor": 99}, refusals.PartyUnknown),
    ],
)
def test_a_debt_that_breaks_a_rule_is_refused(world, changes, refusal):
    """Each rule has its refusal, raised before anything is signed."""
    with pytest.raises(refusal):
        world.as_(ANCHOR).receivables.confirm(world.terms(**changes)).submit()


def test_an_invoice_is_confirmed_once(world):
    """The fingerprint is spent, for its debt and for every further invoice in it (T01)."""
    receivables = world.as_(ANCHOR).receivables
    receivables.confirm(world.terms(0xF1, further=[0xF2])).submit()
    for again in (0xF1, 0xF2):
        with pytest.raises(refusals.FingerprintSpent) as info:
            receivables.confirm(world.terms(again)).submit()
        assert info.value.fingerprint == sl.ReceivableId(again)


def test_only_the_anchor_confirms(world):
    """Neither a supplier's account nor its signature confirms the anchor's debt (T03)."""
    with pytest.raises(refusals.AccountOfAnother):
        world.as_(TIER1).receivables.confirm(world.terms()).submit()
    terms = world.terms(deadline=world.chain.time + 60)
    signed = world.hub.receivables.confirmation(terms).sign(world.key(TIER1))
    with pytest.raises(refusals.AccountOfAnother):
        world.hub.receivables.confirm(terms, signed).submit()


def test_an_expired_signature_is_refused(world):
    """A signature counts until its deadline."""
    terms = world.terms(deadline=world.chain.time + 60)
    signed = world.hub.receivables.confirmation(terms).sign(world.key(ANCHOR))
    world.chain.advance(61)
    with pytest.raises(refusals.SignatureExpired):
        world.hub.receivables.confirm(terms, signed).submit()


def test_signatures_and_debts_come_in_pairs(world):
    """A batch needs one signature per debt, all of one account."""
    terms = [world.terms(i, deadline=world.chain.time + 60) for i in (1, 2)]
    signed = [world.hub.receivables.confirmation(t).sign(world.key(ANCHOR)) for t in terms]
    with pytest.raises(sl.BadInput, match=r"2 debts need as many signatures .* got 1 of 1"):
        world.hub.receivables.confirm_many(terms, signed[:1])
    other = world.hub.receivables.confirmation(terms[1]).sign(world.key(TIER1))
    with pytest.raises(sl.BadInput, match=r"got 2 of 2"):
        world.hub.receivables.confirm_many(terms, [signed[0], other])
    with pytest.raises(sl.BadInput, match=r"says something else"):
        world.hub.receivables.confirm_many(terms, signed[::-1])


def test_what_is_unknown_is_refused(world):
    """A receivable that does not exist has nothing to read."""
    with pytest.raises(refusals.ReceivableUnknown) as info:
        world.hub.receivables.get(0xDEAD)
    assert info.value.id == sl.ReceivableId(0xDEAD)


def test_an_invoice_becomes_terms(invoice):
    """Amount, due day and fingerprint come from the document."""
    terms = terms_of(invoice, due=None)
    text = documents.fingerprint_input(invoice)

    assert terms.face == invoice.amount_due
    assert terms.due == invoice.due_date
    assert terms.id == sl.ReceivableId(documents.fingerprint(KEY, text))
    assert (terms.programme, terms.creditor) == (PROGRAMME, sl.PartyId(TIER1))
    assert terms_of(invoice, due="2027-03-01").due == date(2027, 3, 1)


def test_several_invoices_become_one_debt(invoice):
    """The first gives the id, all give the amount, and instalments differ."""
    terms = sl.terms_from_invoice(
        invoice, invoice, key=KEY, programme="1/1", creditor=TIER1, due=DUE, instalment=(2, 3)
    )

    assert terms.face == invoice.amount_due * 2
    assert terms.further == (terms.id,)
    assert terms.id != terms_of(invoice).id


def test_a_debt_over_an_invoice_is_confirmed(world, invoice):
    """From the file to the note."""
    terms = terms_of(invoice, face=eur("119000.00"))
    done = world.as_(ANCHOR).receivables.confirm(terms).submit(key=f"confirm:{terms.id}")

    assert done.result.receivable == terms.id
    assert world.hub.notes.get(done.result.note).value == eur("119000.00")


def test_a_debt_is_confirmed_by_signature(world):
    """The anchor signs, anybody brings it."""
    terms = world.terms(deadline=world.chain.time + 60)
    signed = world.hub.receivables.confirmation(terms).sign(world.key(ANCHOR))
    act = world.hub.as_(world.key(OUTSIDER)).receivables.confirm(terms, signed)

    assert f"signed by {world.chain.accounts[ANCHOR]}" in act.explain()
    assert act.submit().result.note == terms.id.note(1)


@pytest.mark.parametrize("by_signature", [False, True])
def test_many_debts_are_confirmed_at_once(world, by_signature):
    """A batch is one transaction with one result per debt."""
    terms = [world.terms(i, deadline=world.chain.time + 60) for i in (1, 2, 3)]
    message = world.hub.receivables.confirmation
    signed = [message(t).sign(world.key(ANCHOR)) for t in terms] if by_signature else []
    act = world.as_(ANCHOR).receivables.confirm_many(terms, signed)

    assert len(act.words().splitlines()) == 3
    assert [c.note for c in act.submit().result] == [t.id.note(1) for t in terms]


def test_a_signature_is_taken_back(world):
    """What was voided at Programmes confirms nothing."""
    terms = world.terms(deadline=world.chain.time + 60)
    message = world.hub.receivables.confirmation(terms)
    world.as_(ANCHOR).programmes.void_signature(message.digest).submit()
    with pytest.raises(refusals.SignatureVoid):
        world.hub.receivables.confirm(terms, message.sign(world.key(ANCHOR))).submit()
    assert world.hub.programmes.is_void(world.chain.accounts[ANCHOR], message.digest)


def test_a_receivable_is_read(world):
    """Every field has its type; a further invoice leads to the debt that it belongs to."""
    world.as_(ANCHOR).receivables.confirm(world.terms(0xF1, further=[0xF2])).submit()
    found = world.hub.receivables.get(0xF2)

    assert found == world.hub.receivables.get(0xF1)
    assert (found.id, found.programme, found.anchor) == (
        sl.ReceivableId(0xF1), PROGRAMME, sl.PartyId(ANCHOR),
    )  # fmt: skip
    assert (found.status, found.face, found.due) == (sl.Status.OPEN, eur("120000.00"), DUE)
    assert (found.smallest_piece, found.deepest_tier) == (eur("100.00"), 4)
    assert (found.issued, found.live, found.utc_offset) == (1, 1, 0)
    assert (found.trade_reference_required, found.disputed, found.frozen) == (True, False, False)


def test_terms_are_corrected_by_both_sides(world):
    """One side signs, the other calls; the limit follows."""
    note = world.confirmed()
    later = world.chain.time + 60
    due = DUE + timedelta(days=5)
    signed = world.hub.receivables.correction(
        note, eur("90000.00"), due, deadline=later, evidence_root=DOCUMENT
    ).sign(world.key(TIER1))
    act = world.as_(ANCHOR).receivables.amend(signed)

    assert act.words() == (
        f"Correct receivable {note.receivable} of party 1 over 120000.00 EUR, due 2027-04-01: from "
        f"now on 90000.00 EUR, due {due}; agreed by "
        f"{world.chain.accounts[TIER1]}"
    )
    act.submit()
    found = world.hub.receivables.get(note.receivable)
    assert (found.face, found.due) == (eur("90000.00"), due)
    assert world.hub.programmes.get(PROGRAMME).used == eur("90000.00")


def test_a_debt_is_cancelled_by_both_sides(world):
    """The id stays spent, the limit returns, the status says it."""
    note = world.confirmed()
    message = world.hub.receivables.cancellation(note, deadline=world.chain.time + 60)
    act = world.as_(TIER1).receivables.amend(message.sign(world.key(ANCHOR)))
    assert act.words().startswith(
        f"Cancel receivable {note.receivable} of party 1 over 120000.00 EUR, due 2027-04-01: its id"
    )
    act.submit()

    assert world.hub.receivables.get(note.receivable).status is sl.Status.CANCELLED
    assert world.hub.programmes.get(PROGRAMME).used == eur("0.00")
    with pytest.raises(refusals.FingerprintSpent):
        world.confirmed()


def test_an_amendment_by_others_is_refused(world):
    """A third party neither calls nor signs; a divided debt is not amended."""
    note = world.confirmed()
    message = world.hub.receivables.cancellation(note, deadline=world.chain.time + 60)
    signed = message.sign(world.key(ANCHOR))
    with pytest.raises(refusals.NeitherAnchorNorHolder):
        world.as_(TIER2).receivables.amend(signed).submit()
    from dataclasses import replace

    with pytest.raises(sl.BadInput, match=r"is not one of"):
        world.as_(TIER1).receivables.amend(replace(signed, signer=world.chain.accounts[TIER3]))
    world.passed(note, TIER1, TIER2, "500.00")
    with pytest.raises(refusals.NotWhole):
        world.as_(TIER1).receivables.amend(signed).submit()


def test_disputes_and_freezes_begin_and_end(world):
    """Both stop the passing of notes until they end."""
    note = world.confirmed()
    receivables, notes = world.hub.receivables, world.as_(TIER1).notes
    passing = notes.assign(note, TIER2, trade_reference=TRADE)
    for begin, name, refusal in (
        (receivables.set_dispute, "disputed", refusals.ReceivableDisputed),
        (receivables.set_freeze, "frozen", refusals.ReceivableFrozen),
    ):
        act = begin(note.receivable, True, DOCUMENT)
        assert act.words().startswith("Begin the ")
        act.submit()
        assert getattr(receivables.get(note.receivable), name)
        with pytest.raises(refusal):
            passing.submit()
        begin(note.receivable, False, DOCUMENT).submit()
        assert not getattr(receivables.get(note.receivable), name)

    assert passing.submit().result.note == note
