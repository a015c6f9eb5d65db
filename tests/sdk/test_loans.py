"""
Loans from the agreement on.

├── agreeing     a signature missing, on something else, or by nobody's account → refused
├── opening      by a party, by anyone with all signatures, by signature        → the loan's id
├── voiding      terms that are not in force                                    → never in force
├── amending     the same loan under new terms
└── knowing      terms and milestones are found by the id, or said to be unknown
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import silkline as sl
from silkline import loan_math as lm
from silkline import loan_terms as lt
from silkline import refusals
from silkline.loans import Cover, known
from tests.sdk.lending import ENGINEER, GUARANTOR, INSPECTOR, KEYS, Lending, prepared
from tests.sdk.world import BANK_A, BANK_B, DOCUMENT, OUTSIDER, TIER1, TIER2, eur

UNKNOWN = "0x" + "77" * 32
COVER = lt.Cover(guarantor=sl.PartyId(GUARANTOR), share="50 %", cap=eur("5000.00"))


@pytest.fixture
def lending(world) -> Lending:
    """The system with attestors and a guarantor."""
    return prepared(world)


def connected(lending: Lending, account: int, **given: object) -> sl.Silkline:
    """Return the system as somebody sees it who was never given the agreement."""
    chain = lending.world.chain
    return sl.connect(
        chain.url, signer=chain.keys[account], deployment=lending.world.hub.deployment, **given
    )


# Agreeing


@pytest.mark.parametrize("loan", ["0x12", "loan", 7])
def test_a_loan_is_named_by_32_bytes(lending, loan):
    """Anything else is no id."""
    with pytest.raises(sl.BadInput, match=r"loan must be"):
        lending.bank.loans.get(loan)


def test_an_unknown_loan_is_refused(lending):
    """Every act and read on it says so."""
    loans = lending.bank.loans
    for ask in (loans.get, loans.quote, loans.collect, loans.statement, loans.agreement):
        with pytest.raises(refusals.LoanUnknown):
            ask(UNKNOWN)
    with pytest.raises(refusals.LoanUnknown):
        loans.repay(UNKNOWN, eur("1.00"))


def test_a_missing_signature_is_named(lending):
    """Who has not agreed is told before anything is sent."""
    made = lending.agreed(covers=(COVER,))
    with pytest.raises(sl.BadInput, match=r"missing of party 2, party 14"):
        lending.bank.loans.open(made)
    signed = [lending.borrower.loans.sign(made), lending.bank.loans.sign(made, KEYS[GUARANTOR])]
    with pytest.raises(sl.BadInput, match=r"missing of party 5$"):
        lending.world.hub.loans.open(made, signed)


def test_a_signature_on_other_terms_is_refused(lending):
    """The refusal has both values."""
    signed = lending.borrower.loans.sign(lending.agreed(rate="5 %"))
    with pytest.raises(sl.BadInput, match=r"rate: signed 50000, asked for 60000"):
        lending.bank.loans.open(lending.agreed(), [signed])


def test_a_forged_signature_is_refused(lending):
    """Checked before it is sent."""
    made = lending.agreed()
    signed = replace(lending.borrower.loans.sign(made, KEYS[GUARANTOR]), signer=lending.payee)
    with pytest.raises(sl.BadInput, match=r"is not one of"):
        lending.bank.loans.open(made, [signed])


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"lender": sl.PartyId(TIER2)}, refusals.SignerRoleMissing),
        ({"lender": sl.PartyId(BANK_B)}, None),
        ({"deadline": 1}, refusals.SignatureExpired),
        ({"draw_deadline": "2026-12-31"}, refusals.TermInvalid),
    ],
)
def test_what_the_chain_will_not_open_is_refused(lending, changes, refusal):
    """As a typed refusal, and nothing is sent."""
    made = lending.agreed(**changes)
    lender = lending.world.as_(int(made.message["lender"]))
    act = lender.loans.open(made, [lending.borrower.loans.sign(made)])
    if refusal is None:
        assert act.submit().result == made.loan
        return
    with pytest.raises(refusal):
        act.simulate()
    with pytest.raises(refusal):
        act.submit()


def test_a_loan_is_opened_once(lending):
    """The same terms are the same loan."""
    made = lending.agreed()
    lending.opened()
    with pytest.raises(refusals.LoanExists):
        lending.bank.loans.open(made, [lending.borrower.loans.sign(made)]).submit()


# Opening


def test_a_party_opens_with_the_others_signatures(lending):
    """The words say what is agreed; the result is the id that everything goes by."""
    made = lending.agreed()
    act = lending.bank.loans.open(made, [lending.borrower.loans.sign(made)])

    assert act.account == lending.world.chain.accounts[BANK_A]
    assert act.words().startswith(f"Open loan {made.loan[:10]}…: party 5 lends party 2 up to 10000")
    assert sl.Operation.from_json(act.to_json(), lending.bank.connection) == act
    assert act.simulate() == bytes.fromhex(made.loan[2:])
    assert act.submit().result == made.loan
    found = lending.bank.loans.get(made.loan)
    assert (found.id, found.terms_hash) == (made.loan, made.hash)
    assert (found.lender, found.borrower) == (sl.PartyId(BANK_A), sl.PartyId(TIER1))
    assert (found.commitment, found.quote.payoff) == (eur("10000.00"), eur("0.00"))
    assert [m.released for m in found.milestones] == [False, False]
    assert (found.closed, found.frozen, found.defaulted, found.covered) == (False,) * 4


def test_anyone_opens_with_all_signatures(lending):
    """Who brings them is nobody's concern; guarantors sign as well."""
    made = lending.agreed(covers=(COVER,))
    signed = [
        lending.bank.loans.sign(made, KEYS[GUARANTOR]),
        lending.borrower.loans.sign(made),
        lending.bank.loans.sign(made),
    ]
    act = lending.world.as_(TIER2).loans.open(made, signed)

    assert act.account is None
    loan = act.submit().result
    assert lending.bank.loans.get(loan).covers == (
        Cover(sl.PartyId(GUARANTOR), 500_000, eur("5000.00"), eur("0.00")),
    )


def test_a_party_opens_by_signature(lending):
    """The lender signs a request instead of sending; somebody else pays the gas."""
    made = lending.agreed()
    act = lending.bank.loans.open(made, [lending.borrower.loans.sign(made)])
    request = act.by_signature()

    assert request.account is None
    assert request.words().startswith(act.words())
    assert request.submit(signer=lending.world.key(OUTSIDER)).result == made.loan


def test_the_reserve_is_taken_at_opening_and_returned(lending):
    """What was not drawn goes back to the lender once nothing more can be drawn."""
    loan = lending.drawn(reserved=True)
    before = lending.world.balance(BANK_A)

    assert lending.bank.loans.get(loan).reserve == eur("4000.00")
    act = lending.world.hub.loans.return_reserve(loan)
    with pytest.raises(refusals.ReserveStillNeeded):
        act.submit()
    lending.world.go_to(date(2027, 2, 1))
    assert act.words().startswith("Return what is left of the reserve of loan 0x")
    assert act.submit().result == eur("4000.00")
    assert lending.world.balance(BANK_A) == before + eur("4000.00")
    with pytest.raises(refusals.NothingReserved):
        act.submit()


# Voiding


def test_only_a_party_voids(lending):
    """An outsider cannot stop a loan."""
    with pytest.raises(refusals.NotParty):
        lending.world.as_(BANK_B).loans.void(lending.agreed()).submit()


@pytest.mark.parametrize("signature", [False, True])
def test_voided_terms_are_never_opened(lending, signature):
    """A party takes its word back before the loan is opened."""
    made = lending.agreed()
    act = lending.borrower.loans.void(made)
    assert "of party 5 to party 2 over 10000.00 EUR; they never take force" in act.words()
    if signature:
        act = act.by_signature()
    act.submit(signer=lending.world.key(OUTSIDER) if signature else None)

    with pytest.raises(refusals.TermsDead):
        lending.bank.loans.open(made, [lending.borrower.loans.sign(made)]).submit()


# Amending


def amended(lending: Lending, loan: str, **changes: object) -> lt.Agreement:
    """Return new terms of a loan, signed from today."""
    rest = {"amends": loan, "first_due": "2027-03-31", "salt": 2, **changes}
    return lending.agreed(**rest)


def test_an_amendment_of_another_loan_is_refused(lending):
    """The terms name the loan that they amend."""
    loan, made = lending.opened(), amended(lending, UNKNOWN)
    with pytest.raises(sl.BadInput, match=rf"amend {UNKNOWN}, not {loan}"):
        lending.bank.loans.amend(loan, made)


def test_what_an_amendment_must_keep_is_refused(lending):
    """The lender stays; so says the contract."""
    loan = lending.opened()
    made = amended(lending, loan, lender=sl.PartyId(BANK_B))
    signed = [lending.world.as_(p).loans.sign(made) for p in (BANK_B, TIER1)]
    with pytest.raises(refusals.AmendmentInvalid):
        lending.world.hub.loans.amend(loan, made, signed).submit()


@pytest.mark.parametrize("signature", [False, True])
def test_a_loan_keeps_its_id_under_new_terms(lending, signature):
    """What is owed stays; what comes is by the new terms."""
    loan = lending.drawn()
    made = amended(lending, loan, rate="3 %")
    act = lending.bank.loans.amend(loan, made, [lending.borrower.loans.sign(made)])
    assert act.words().startswith(f"Amend loan {loan[:10]}… from today: party 5 lends party 2")
    act = act.by_signature() if signature else act

    assert act.submit(signer=lending.world.key(OUTSIDER) if signature else None).result == made.hash
    found = lending.bank.loans.get(loan)
    assert (found.id, found.terms_hash) == (loan, made.hash)
    assert found.arithmetic.rate == 30_000
    assert found.quote.principal == eur("6000.00")
    assert [m.released for m in found.milestones] == [True, False]
    stranger = connected(lending, OUTSIDER)
    assert stranger.loans.get(loan).terms == found.terms
    assert stranger.loans.statement(loan).entries[-1].what == "amended"


def test_guarantors_of_old_and_new_covers_agree(lending):
    """Where covers change, those who covered sign the change as well."""
    made = lending.agreed(covers=(COVER,))
    signed = [lending.borrower.loans.sign(made), lending.bank.loans.sign(made, KEYS[GUARANTOR])]
    loan = lending.bank.loans.open(made, signed).submit().result
    changed = amended(lending, loan)
    consent = lending.borrower.loans.sign(changed)

    with pytest.raises(sl.BadInput, match=r"missing of party 14"):
        lending.bank.loans.amend(loan, changed, [consent])
    both = [consent, lending.bank.loans.sign(changed, KEYS[GUARANTOR])]
    lending.bank.loans.amend(loan, changed, both).submit()
    assert lending.bank.loans.get(loan).covers == ()


# Knowing


def test_terms_are_read_from_the_opening_call(lending):
    """Before any milestone is released the chain has the terms only there."""
    loan = lending.opened()
    found = connected(lending, OUTSIDER).loans.get(loan)

    assert found.terms == lending.bank.loans.get(loan).terms
    assert found.milestones == ()


def test_terms_are_read_from_a_call_in_a_request(lending):
    """Also where the call was brought for another account."""
    made = lending.agreed(covers=(COVER,))
    signed = [lending.borrower.loans.sign(made), lending.bank.loans.sign(made, KEYS[GUARANTOR])]
    act = lending.bank.loans.open(made, signed).by_signature()
    loan = act.submit(signer=lending.world.key(OUTSIDER)).result
    found = connected(lending, OUTSIDER).loans.get(loan)

    assert found.terms == lending.bank.loans.get(loan).terms
    assert [cover.guarantor for cover in found.covers] == [sl.PartyId(GUARANTOR)]


def test_terms_are_read_from_the_first_release(lending):
    """From then on an event has them, and anyone collects."""
    loan = lending.drawn()
    stranger = connected(lending, OUTSIDER)

    assert stranger.loans.quote(loan).payoff == eur("6000.00")
    with pytest.raises(refusals.NothingToCollectOn):
        stranger.loans.collect(loan).submit()


def test_milestones_come_with_the_agreement(lending):
    """Who was not given it is told how to get it; it travels as JSON, and cannot be altered."""
    loan = lending.opened()
    stranger = connected(lending, OUTSIDER)
    with pytest.raises(sl.BadInput, match=r"milestones of loan 0x.* are not known here"):
        stranger.loans.release(loan, 0)
    text = lending.bank.loans.agreement(loan).to_json()
    with pytest.raises(sl.BadInput, match=r"milestones are not those of the terms"):
        lt.Agreement.from_json(text.replace("600000", "599999"))
    for nonsense in ("{}", "[]", "loan", '{"agreement":{},"milestones":[]}'):
        with pytest.raises(sl.BadInput, match=r"not an agreement"):
            lt.Agreement.from_json(nonsense)

    assert stranger.loans.remember(lt.Agreement.from_json(text)) == loan
    assert stranger.loans.release(loan, 0).submit().result.amount == eur("6000.00")
    assert stranger.loans.get(loan).milestones[0].paid == eur("6000.00")


def test_the_journal_keeps_agreements(lending, tmp_path):
    """A client with a file knows them after a restart."""
    path = tmp_path / "journal"
    made = lending.agreed()
    first = connected(lending, BANK_A, journal=path)
    first.loans.open(made, [lending.borrower.loans.sign(made)]).submit()
    again = connected(lending, BANK_A, journal=path)

    assert again.loans.agreement(made.loan).milestones == made.milestones


def test_a_journal_with_other_terms_is_refused(lending):
    """What was kept is proven by its hash each time."""
    made, other = lending.agreed(), lending.agreed(rate="5 %")
    lending.opened()
    client = connected(lending, OUTSIDER)
    client.connection.journal.keep(made.hash, other.to_json())
    with pytest.raises(
        sl.BadInput, match=rf"terms of hash {other.hash} in the place of {made.hash}"
    ):
        client.loans.get(made.loan)


def test_terms_that_are_nowhere_are_asked_for(lending, monkeypatch):
    """A node that forgot the transaction has no terms before the first release."""
    made = lending.agreed(covers=(COVER,))
    signed = [lending.borrower.loans.sign(made), lending.bank.loans.sign(made, KEYS[GUARANTOR])]
    lending.bank.loans.open(made, signed).submit()
    client = connected(lending, OUTSIDER)
    monkeypatch.setattr(known, "calls_in", lambda *given: iter(()))
    with pytest.raises(sl.BadInput, match=r"in no event and no call .*: pass the agreement"):
        client.loans.get(made.loan)
    monkeypatch.setattr(known, "terms_of_hash", lambda *given: made.terms)
    events = known.loan_events
    covers = sl.events.CoverGiven
    monkeypatch.setattr(
        known, "loan_events", lambda c, loan, kind: () if kind is covers else events(c, loan, kind)
    )
    with pytest.raises(sl.BadInput, match=r"covers of loan 0x.* are in no event"):
        client.loans.get(made.loan)


@pytest.mark.parametrize("index", [-1, 2])
def test_a_milestone_that_is_not_there_is_refused(lending, index):
    """Milestones are counted from 0."""
    loan = lending.opened()
    with pytest.raises(sl.BadInput, match=rf"are numbered 0\.\.1, got {index}"):
        lending.bank.loans.release(loan, index)


def test_a_frozen_loan_pays_out_nothing(lending):
    """Compliance stops payouts, never repayments."""
    loan = lending.drawn()
    with pytest.raises(sl.Refused):
        lending.bank.loans.freeze(loan, True, DOCUMENT).submit()
    act = lending.world.hub.loans.freeze(loan, True, DOCUMENT)
    assert act.words() == (
        f"Freeze payouts of loan {loan[:10]}… (document 0xd0d0d0d0…); repaying goes on"
    )
    act.submit()

    assert lending.bank.loans.get(loan).frozen
    milestone = lending.bank.loans.get(loan).milestones[1]
    now = lending.world.chain.time
    request = milestone.evidence_request(DOCUMENT, observed_at=now, valid_until=now + 999)
    evidence = lending.signed(request, INSPECTOR, ENGINEER)
    with pytest.raises(refusals.LoanFrozen):
        lending.bank.loans.release(loan, 1, evidence).submit()
    lending.world.fund(TIER1, "100.00")
    assert lending.borrower.loans.repay(loan, eur("100.00")).submit().result.left == eur("5900.00")
    lending.world.hub.loans.freeze(loan, False, DOCUMENT).submit()
    assert not lending.bank.loans.get(loan).frozen
    assert lending.bank.loans.get(loan).arithmetic.method is lm.Method.EQUAL_PRINCIPAL
