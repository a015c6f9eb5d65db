"""
Guarantees.

├── when a cover makes no sense, or its signature is none           → BadInput
├── when a cover or a call is against the rules                     → the contract's refusal
├── receivables  cover signed, brought, called, got back            → to the cent
├── loans        cover of the terms called, got back                → to the cent
└── what a guarantor cannot be paid                                 → parked, claimed
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

import silkline as sl
from silkline import loan_terms as lt
from silkline import refusals
from tests.sdk.security import GUARANTOR, SECOND, drawn, with_guarantors
from tests.sdk.world import (
    AGREEMENT,
    ANCHOR,
    BANK_A,
    BANK_B,
    DOCUMENT,
    DUE,
    OUTSIDER,
    TIER1,
    TIER2,
    eur,
)

LATE = DUE + timedelta(days=4)
"""First day on which the debt may be marked overdue: 240.00 of interest are owed."""
OWED = eur("120240.00")
IN_DEFAULT = DUE + timedelta(days=60)


@pytest.fixture(autouse=True)
def _guarantors(world):
    """Two guarantors with money."""
    with_guarantors(world)


@pytest.fixture
def note(world):
    """A note of 120,000.00 of the tier-1 supplier."""
    return world.confirmed()


def terms(note, **changes):
    """Return the guarantor's cover of half of the debt, for a fee that the holder pays."""
    values = {
        "receivable": note.receivable,
        "guarantor": sl.PartyId(GUARANTOR),
        "share": "50 %",
        "cap": eur("60000.00"),
        "payer": sl.PartyId(TIER1),
        "fee": eur("300.00"),
        "agreement_hash": AGREEMENT,
        "deadline": datetime(2027, 1, 31, 12, tzinfo=UTC),
    }
    return sl.ReceivableCover(**{**values, **changes})


def signed(world, note, guarantor=GUARANTOR, **changes):
    """Return a cover signed by the guarantor named."""
    given = {"guarantor": sl.PartyId(guarantor), **changes}
    return world.as_(guarantor).guarantees.sign(terms(note, **given))


def covered(world, note, guarantor=GUARANTOR, **changes):
    """Let the holder bring a cover that costs nothing."""
    message = signed(world, note, guarantor, **{"fee": None, **changes})
    return world.as_(TIER1).guarantees.cover(message, note).submit().result


def overdue(world, note):
    """Let the debt be marked overdue."""
    world.go_to(LATE)
    world.hub.settlements.mark_overdue(note.receivable).submit()


def anybody(world):
    """Return guarantees as somebody sees them who is no party."""
    return world.hub.as_(world.key(OUTSIDER)).guarantees


# What makes no sense


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"share": 0.5}, r"^share: 0\.5 is no percentage"),
        ({"cap": 60_000}, r"^cap must be Money"),
        ({"fee": sl.Money("1.00", "USD")}, r"^fee is in USD"),
        ({"agreement_hash": "0x12"}, r"^agreement_hash must be 32 bytes"),
        ({"deadline": "tomorrow"}, r"a moment is an aware datetime"),
        ({"salt": -1}, r"salt does not fit uint256: -1"),
    ],
)
def test_a_cover_that_cannot_be_expressed_is_refused(world, note, change, message):
    """The message names the field; numbers are never taken for amounts (T77)."""
    with pytest.raises(sl.BadInput, match=message):
        world.hub.guarantees.message(terms(note, **change))


def test_what_is_no_signed_cover_is_refused(world, note):
    """Neither another message nor another's signature passes for one."""
    guarantees = world.as_(TIER1).guarantees
    message = world.hub.parties.account_consent(TIER1, world.chain.accounts[9], 2**40)
    with pytest.raises(
        sl.BadInput, match=r"expected a signed ReceivableCover, got a signed AccountConsent"
    ):
        guarantees.cover(message.sign(world.key(9)), note)
    forged = replace(signed(world, note), signer=world.chain.accounts[SECOND])
    with pytest.raises(sl.BadInput, match=r"signature on the ReceivableCover is not one of"):
        guarantees.cover(forged, note)


def test_the_covers_of_a_debt_that_does_not_exist_are_unknown(world, note):
    """There is nothing to cover, and nothing to call."""
    with pytest.raises(refusals.ReceivableUnknown):
        world.hub.guarantees.message(terms(note, receivable=sl.ReceivableId(0xDEAD)))
    with pytest.raises(refusals.LoanUnknown):
        world.hub.guarantees.loan_claims("0x" + "12" * 32)
    with pytest.raises(refusals.CoverUnknown):
        world.hub.guarantees.call_cover(note.receivable, GUARANTOR).submit()


# Against the rules


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"share": "0 %"}, refusals.ShareInvalid),
        ({"share": "100.0001 %"}, refusals.ShareInvalid),
        ({"cap": eur("0.00")}, refusals.CapInvalid),
        ({"payer": sl.PartyId(TIER2)}, refusals.NotFeePayer),
        ({"deadline": 1}, refusals.SignatureExpired),
    ],
)
def test_a_cover_against_the_rules_is_refused(world, note, change, refusal):
    """Each rule of a cover has its refusal, when it is rehearsed and when it is sent."""
    act = world.as_(TIER1).guarantees.cover(signed(world, note, **change), note)
    with pytest.raises(refusal):
        act.simulate()
    with pytest.raises(refusal):
        act.submit()


def test_who_may_not_guarantee_is_refused(world, note):
    """A party without the role, and one of the debtor's own group (T62)."""
    with pytest.raises(refusals.RoleMissing):
        covered(world, note, BANK_B)
    for party, role in ((ANCHOR, sl.Role.ANCHOR), (GUARANTOR, sl.Role.GUARANTOR)):
        profile = sl.Profile(role, date(2029, 12, 31), group=7)
        world.hub.parties.update(party, profile).submit()
    with pytest.raises(refusals.SameGroup):
        covered(world, note)


def test_a_fee_that_cannot_be_paid_is_the_payers_lack(world, note):
    """The holder that brings the cover learns what it has to have and to allow."""
    with pytest.raises(sl.MoneyMissing) as info:
        world.as_(TIER1).guarantees.cover(signed(world, note), note).submit()
    error = info.value
    assert (error.owner, error.needed) == (world.chain.accounts[TIER1], eur("300.00"))
    assert error.advice.startswith("party 2 has to bring 300.00 EUR more there; party 2 has to")


def test_who_has_nothing_to_do_with_the_debt_brings_no_cover(world, note):
    """The payer of the fee is the anchor or holds a note."""
    message = signed(world, note, payer=sl.PartyId(TIER2))
    with pytest.raises(refusals.NeitherAnchorNorHolder):
        world.as_(TIER2).guarantees.cover(message, note).submit()


def test_a_guarantor_covers_once_and_no_more_than_all(world, note):
    """Shares come to at most 100 %, and an equal message does not count twice."""
    covered(world, note)
    with pytest.raises(refusals.CoverExists):
        covered(world, note, salt=2)
    with pytest.raises(refusals.ShareInvalid) as info:
        covered(world, note, SECOND, share="50.0001 %")
    assert (info.value.share, info.value.largest) == (500_001, 500_000)


def test_a_cover_taken_back_is_refused(world, note):
    """The guarantor ends its message before somebody brings it."""
    message = signed(world, note)
    guarantor = world.as_(GUARANTOR).guarantees
    assert not guarantor.is_void(message.signer, message.message.digest)
    act = guarantor.void_signature(message.message.digest)
    assert act.words() == f"Take back the message {message.message.digest}: it counts no more"
    act.submit()

    assert guarantor.is_void(message.signer, message.message.digest)
    with pytest.raises(refusals.SignatureVoid):
        world.as_(TIER1).guarantees.cover(message, note).submit()


def test_a_cover_is_not_called_too_early_or_twice(world, note):
    """Only a debt marked overdue is, and each guarantor pays its share once."""
    covered(world, note)
    guarantees = world.hub.guarantees
    with pytest.raises(refusals.NotMarkedOverdue):
        guarantees.call_cover(note.receivable, GUARANTOR).submit()
    overdue(world, note)
    guarantees.call_cover(note.receivable, GUARANTOR).submit()
    with pytest.raises(refusals.NothingToCall) as info:
        guarantees.call_cover(note.receivable, GUARANTOR).submit()
    assert (info.value.part, info.value.paid, info.value.room) == (6_012_000, 6_000_000, 0)


# Receivables


def test_a_cover_is_shown_in_words(world, note):
    """What the guarantor binds itself to, before it signs; it travels as JSON."""
    message = world.hub.guarantees.message(terms(note))

    assert message.explain().splitlines()[0] == (
        f"party 7 covers 50 % of what is unpaid of receivable {note.receivable} once it is marked "
        "overdue, up to 60000.00 EUR; party 2 brings it and pays 300.00 EUR for it; agreement "
        "0xa9a9a9a9…; counts until 2027-01-31 12:00:00 UTC"
    )
    assert world.hub.load(message.to_json()) == message
    text = message.sign(world.key(GUARANTOR)).to_json()
    assert world.hub.load(text).verify()
    digest = world.hub.connection.call(
        world.hub.connection.contract("Guarantees"), "coverDigest", dict(message.fields)
    )
    assert message.digest == "0x" + digest.hex()


def test_a_holder_brings_a_cover(world, note):
    """The fee moves at once; everybody reads who answers for the debt."""
    world.fund(TIER1, "300.00")
    world.as_(TIER1).deposits.approve("Guarantees", eur("300.00")).submit()
    guarantees = world.as_(TIER1).guarantees
    act = guarantees.cover(world.hub.load(signed(world, note).to_json()), note)

    assert act.words().startswith("Put this cover in force: party 7 covers 50 % of what is unpaid")
    assert world.hub.load(act.to_json()) == act
    made = act.submit().result
    assert (made.receivable, made.guarantor, made.payer) == (
        note.receivable, sl.PartyId(GUARANTOR), sl.PartyId(TIER1),
    )  # fmt: skip
    assert (made.share, made.cap, made.fee) == (500_000, eur("60000.00"), eur("300.00"))
    assert made.agreement_hash == AGREEMENT
    assert (world.balance(TIER1), world.balance(GUARANTOR)) == (eur("0.00"), eur("200300.00"))
    covered(world, note, SECOND, share="10 %")
    assert guarantees.covers(note.receivable)[0] == made
    assert [one.guarantor for one in guarantees.covers(note.receivable)] == [
        sl.PartyId(GUARANTOR), sl.PartyId(SECOND),
    ]  # fmt: skip
    assert guarantees.covers(0xF9) == ()


def test_an_anchor_without_gas_brings_a_cover_by_signature(world, note):
    """It holds no note, so it names none; anyone carries its request."""
    world.chain.rpc("anvil_setBalance", world.chain.accounts[ANCHOR], "0x0")
    message = signed(world, note, payer=sl.PartyId(ANCHOR), fee=None)
    assert "; party 1 brings it; agreement" in message.message.on(world.hub.connection).explain()
    text = world.as_(ANCHOR).guarantees.cover(message).by_signature().to_json()

    made = world.hub.load(text).submit(signer=world.key(OUTSIDER)).result
    assert (made.payer, made.fee) == (sl.PartyId(ANCHOR), eur("0.00"))


def test_a_guarantor_pays_the_holders_and_gets_its_part_back(world, note):
    """The shares of one shortfall, what is owed to whom, and every cent of what comes later."""
    covered(world, note, cap=eur("100000.00"))
    covered(world, note, SECOND, share="20 %", cap=eur("10000.00"))
    overdue(world, note)
    act = anybody(world).call_cover(note.receivable, GUARANTOR)
    assert act.words() == (
        f"Let party 7 pay 50 % of the shortfall of receivable {note.receivable}, up to "
        "100000.00 EUR in all, to its holders"
    )
    assert act.simulate() == 6_012_000
    first = act.submit().result
    assert (first.debt, first.guarantor, first.shortfall) == (
        note.receivable, sl.PartyId(GUARANTOR), 1,
    )  # fmt: skip
    assert (first.amount, first.claim) == (eur("60120.00"), eur("60120.00"))
    second = anybody(world).call_cover(note.receivable, SECOND).submit().result
    assert second.amount == eur("10000.00")
    world.hub.settlements.redeem(note).submit()
    assert world.balance(TIER1) == eur("70120.00")
    assert world.hub.settlements.owed(note.receivable) == OWED - eur("70120.00")

    world.fund(ANCHOR, "120240.00")
    world.as_(ANCHOR).settlements.settle(note.receivable, eur("60120.00")).submit()
    assert world.balance(GUARANTOR) == eur("139880.00") + eur("30060.00")
    assert world.balance(SECOND) == eur("190000.00") + eur("5000.00")
    claims = anybody(world).claims(note.receivable)
    assert [(one.guarantor, one.claim, one.paid) for one in claims] == [
        (sl.PartyId(GUARANTOR), eur("30060.00"), eur("60120.00")),
        (sl.PartyId(SECOND), eur("5000.00"), eur("10000.00")),
    ]
    assert [(one.shortfall, one.paid_on_shortfall) for one in claims] == [
        (1, eur("60120.00")), (1, eur("10000.00")),
    ]  # fmt: skip
    world.hub.settlements.collect(note.receivable).submit()
    world.hub.settlements.redeem(note).submit()
    assert (world.balance(GUARANTOR), world.balance(SECOND)) == (eur("200000.00"),) * 2
    assert (world.balance(TIER1), world.balance(ANCHOR)) == (OWED, eur("0.00"))
    assert {one.claim for one in anybody(world).claims(note.receivable)} == {eur("0.00")}


def test_what_a_guarantor_cannot_be_paid_is_parked_and_claimed(world, note):
    """A suspended guarantor's part waits for it, and holds up no payment."""
    covered(world, note)
    overdue(world, note)
    world.hub.guarantees.call_cover(note.receivable, GUARANTOR).submit()
    world.hub.parties.suspend(GUARANTOR, DOCUMENT).submit()
    world.fund(ANCHOR, "120240.00")
    world.hub.settlements.collect(note.receivable).submit()

    guarantees = anybody(world)
    assert guarantees.parked(GUARANTOR, "EUR") == eur("60000.00")
    with pytest.raises(refusals.PayeeSuspended):
        guarantees.claim(GUARANTOR, "EUR").submit()
    world.hub.parties.reinstate(GUARANTOR, DOCUMENT).submit()
    act = guarantees.claim(GUARANTOR, "EUR")
    assert act.words() == "Pay party 7 what Guarantees parked for it, now 60000.00 EUR"
    assert act.submit().result == eur("60000.00")
    assert world.balance(GUARANTOR) == eur("200000.00")


# Loans


def half_covered(world):
    """Return a loan of which one guarantor covers half, up to 40,000.00, and one a fifth."""
    covers = (
        lt.Cover(guarantor=sl.PartyId(GUARANTOR), share="50 %", cap=eur("40000.00")),
        lt.Cover(guarantor=sl.PartyId(SECOND), share="20 %", cap=eur("90000.00")),
    )
    return drawn(world, GUARANTOR, SECOND, covers=covers)


def test_covers_of_a_loan_are_called_in_default_alone(world):
    """And only of guarantors that the terms name."""
    loan = half_covered(world)
    with pytest.raises(sl.BadInput, match=rf"party 6 has no cover of loan {loan}; .*: 7, 8$"):
        world.hub.guarantees.call_loan_cover(loan, BANK_B)
    with pytest.raises(refusals.NotDefaulted):
        world.hub.guarantees.call_loan_cover(loan, GUARANTOR).submit()


def test_a_guarantor_of_a_debt_without_allowance_is_not_called(world, note):
    """How much is the contract's to say, whose and how to allow it the SDK's."""
    covered(world, note)
    overdue(world, note)
    world.as_(GUARANTOR).deposits.approve("Guarantees", eur("1.00")).submit()
    act = world.hub.guarantees.call_cover(note.receivable, GUARANTOR)
    with pytest.raises(sl.MoneyMissing) as info:
        act.submit()

    guarantor = world.chain.accounts[GUARANTOR]
    assert (info.value.owner, info.value.needed) == (guarantor, eur("60000.00"))
    assert f"what is due for Guarantees from {guarantor}, which has 200000.00" in act.explain()


def test_a_guarantor_without_allowance_is_not_called(world):
    """All that is to be paid is taken, or nothing."""
    loan = half_covered(world)
    world.as_(SECOND).deposits.approve("Guarantees", eur("0.00")).submit()
    world.go_to(IN_DEFAULT)
    world.hub.loans.mark_default(loan).submit()
    with pytest.raises(sl.MoneyMissing) as info:
        world.hub.guarantees.call_loan_cover(loan, SECOND).submit()
    assert (info.value.owner, info.value.needed) == (world.chain.accounts[SECOND], eur("20500.00"))
    assert 'silkline guarantee approve "20500.00 EUR"' in info.value.advice
    assert world.hub.guarantees.loan_claims(loan) == ()


def test_guarantors_pay_the_lender_and_get_their_part_back(world):
    """The debt stays what it is; of each payment on it they get theirs."""
    loan = half_covered(world)
    world.go_to(IN_DEFAULT)
    debt = world.hub.loans.mark_default(loan).submit().result
    lender, units = world.balance(BANK_A), debt.to_units(2)
    act = anybody(world).call_loan_cover(loan, GUARANTOR)
    assert act.words() == (
        f"Let party 7 pay 50 % of the shortfall of loan {loan[:10]}… of party 2, up to "
        "40000.00 EUR in all, to party 5"
    )
    assert world.hub.load(act.to_json()) == act
    first = act.submit().result
    assert (first.debt, first.guarantor, first.shortfall) == (loan, sl.PartyId(GUARANTOR), 1)
    assert (first.amount, first.claim) == (eur("40000.00"), eur("40000.00"))
    second = anybody(world).call_loan_cover(loan, SECOND).submit().result
    fifth = sl.Money.from_units(units * 200_000 // 1_000_000, "EUR", decimals=2)
    assert second.amount == fifth
    assert world.balance(BANK_A) == lender + eur("40000.00") + fifth
    assert world.hub.loans.quote(loan).payoff == debt

    world.fund(TIER1, "30000.00")
    world.as_(TIER1).deposits.approve("Loans", None, "EUR").submit()
    world.as_(TIER1).loans.repay(loan, eur("30000.00")).submit()
    claim = 4_000_000 + fifth.to_units(2)
    back = 3_000_000 * claim // units
    part = sl.Money.from_units(back * 4_000_000 // claim, "EUR", decimals=2)
    rest = sl.Money.from_units(back, "EUR", decimals=2) - part
    assert world.balance(GUARANTOR) == eur("160000.00") + part
    assert world.balance(SECOND) == eur("200000.00") - fifth + rest
    claims = anybody(world).loan_claims(loan)
    assert [(one.debt, one.guarantor, one.claim) for one in claims] == [
        (loan, sl.PartyId(GUARANTOR), eur("40000.00") - part),
        (loan, sl.PartyId(SECOND), fifth - rest),
    ]
    assert [one.paid for one in claims] == [eur("40000.00"), fifth]


def test_a_client_that_took_no_part_calls_a_cover(world):
    """Terms and covers are found by the loan's id alone, and proven by their hashes."""
    loan = half_covered(world)
    world.go_to(IN_DEFAULT)
    world.hub.loans.mark_default(loan).submit()
    stranger = sl.connect(
        world.chain.url, signer=world.key(OUTSIDER), deployment=world.hub.deployment
    )
    made = stranger.guarantees.call_loan_cover(loan, GUARANTOR).submit().result

    assert made.amount == eur("40000.00")
    (claim,) = stranger.guarantees.loan_claims(loan)
    assert (claim.shortfall, claim.paid_on_shortfall) == (1, eur("40000.00"))
