"""
Conditions of milestones.

├── configs   of all seven kinds are what the contracts decode, and read back
├── requests  for whom nobody signs                  → BadInput; otherwise they travel as JSON
├── checks    what counts, what does not and why     → as the chain decides
└── parts     all of, any of: each part is asked with its own evidence
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

import silkline as sl
from silkline import conditions as co
from silkline import loan_terms as lt
from silkline import refusals
from silkline.chain import abi
from tests.sdk.lending import (
    AUDITOR,
    ENGINEER,
    GUARANTOR,
    INSPECTOR,
    KEYS,
    PANEL,
    Lending,
    prepared,
)
from tests.sdk.world import DOCUMENT, OUTSIDER, START, TIER1, TIER2, eur

METRIC = co.AttestedMetric((AUDITOR,), 1, 500)
SOON = co.NotBefore(START + 3600)
EVERY_KIND = [
    PANEL,
    METRIC,
    co.InstalmentsPaid(2),
    co.NotesPledged(eur("120.00")),
    SOON,
    co.AllOf((PANEL, SOON)),
    co.AnyOf((METRIC, co.AllOf((SOON, co.InstalmentsPaid(1))))),
    co.OtherCondition("0x" + "88" * 20, "0x0102"),
]


@pytest.fixture
def lending(world) -> Lending:
    """The system with attestors."""
    return prepared(world)


def opened(lending: Lending, condition: co.Condition, **changes: object) -> str:
    """Open a loan whose one milestone has that condition."""
    return lending.opened(milestones=(lending.milestone("6000.00", condition),), **changes)


def request(lending: Lending, loan: str, **changes: object) -> sl.Message:
    """Return what the attestors of the milestone are asked to sign."""
    given = {"document": DOCUMENT, "observed_at": START, "valid_until": START + 86_400, **changes}
    return lending.bank.loans.get(loan).milestones[0].evidence_request(**given)


def checked(lending: Lending, loan: str, evidence: list[sl.SignedMessage]):
    """Return what evidence comes to, and compare with what the chain does with it."""
    found = lending.bank.loans.get(loan).milestones[0].check(evidence)
    act = lending.world.hub.loans
    try:
        act.release(loan, 0, found.data).simulate()
        released = True
    except sl.Refused:
        released = False
    assert found.met == released
    return found


# Configs


@pytest.mark.parametrize(
    "make",
    [
        lambda: co.Attested((7, 8), 0),
        lambda: co.Attested((7, 8), 3),
        lambda: co.Attested((), 1),
        lambda: co.Attested((0,), 1),
        lambda: co.AllOf(()),
        lambda: co.AnyOf((PANEL, "soon")),
        lambda: co.NotBefore("soon"),
    ],
)
def test_a_condition_that_never_holds_is_refused(make):
    """Nobody to sign, more signatures than attestors, no parts, no time."""
    with pytest.raises(sl.BadInput):
        make()


def test_a_config_of_another_kind_is_refused(lending):
    """Such a milestone could never be released."""
    conditions, token = lending.world.hub.conditions, lending.world.hub.deposits.token("EUR")
    where = conditions.place(SOON)["condition"]
    with pytest.raises(sl.BadInput, match=r"0x01 is no config of NotBefore"):
        conditions.read(where, "0x01", token)
    parts = abi.encode(
        [abi.Param("conditions", "address[]"), abi.Param("configs", "bytes[]")], [[where], []]
    )
    with pytest.raises(sl.BadInput, match=r"1 conditions have 0 configs"):
        conditions.read(conditions.place(co.AllOf((SOON,)))["condition"], parts, token)
    with pytest.raises(sl.BadInput, match=r"expected a condition, got 'soon'"):
        conditions.place("soon")


@pytest.mark.parametrize("condition", EVERY_KIND, ids=lambda one: type(one).__name__)
def test_every_kind_is_read_as_it_was_placed(lending, condition):
    """From the terms of a loan, by anyone; and it is said in words."""
    conditions, token = lending.world.hub.conditions, lending.world.hub.deposits.token("EUR")
    placed = conditions.place(condition)

    assert conditions.read(placed["condition"], placed["config"], token) == condition
    assert condition.words()


def test_attestors_are_kept_in_order():
    """Rising and each once, as the contract wants them."""
    assert co.Attested((9, 7, 8, 7), 2).attestors == (
        sl.PartyId(7), sl.PartyId(8), sl.PartyId(9),
    )  # fmt: skip
    assert co.NotBefore(START).time == datetime(2027, 1, 1, tzinfo=UTC)


# Requests


def test_a_request_that_nobody_signs_is_refused(lending):
    """No condition, none of attestors, or several and none named."""
    first = lending.bank.loans.get(lending.opened()).milestones[0]
    given = {"observed_at": START, "valid_until": START}
    assert first.check() is None
    with pytest.raises(sl.BadInput, match=r"milestone 0 has 0 conditions that attestors sign for"):
        first.evidence_request(DOCUMENT, **given)
    both = opened(lending, co.AllOf((PANEL, METRIC)), salt=2)
    with pytest.raises(sl.BadInput, match=r"has 2 conditions .* part=None names none"):
        request(lending, both)
    with pytest.raises(sl.BadInput, match=r"part=2 names none"):
        request(lending, both, part=2)


def test_a_request_says_what_is_attested(lending):
    """In words, for the loan and the milestone; the digest is the contract's."""
    loan = opened(lending, METRIC)
    asked = request(lending, loan, value=500)
    connection = lending.world.hub.connection
    contract = connection.contract("AttestedMetric")

    rest = f" of loan {loan[:10]}…: report 0xd0d0d0d0…, value 500, observed 2027-01-01 00:00:00 UTC"
    milestone = f"milestone 0 (6000.00 EUR to {lending.payee})"
    assert asked.explain().startswith(f"Attest for {milestone}{rest}")
    world = lending.world
    stranger = sl.connect(world.chain.url, deployment=world.hub.deployment)
    short = f"milestone {asked.fields['milestone'][:10]}…"
    assert stranger.load(asked.to_json()).explain().startswith(f"Attest for {short}{rest}")
    answer = connection.call(contract, "evidenceDigest", asked.fields)
    assert "0x" + answer.hex() == asked.digest
    assert asked.contract == contract.address


# Checks


def test_too_few_signatures_are_counted(lending):
    """Have one of two; and each signature that does not count has its reason."""
    loan = opened(lending, PANEL)
    asked = request(lending, loan)
    good = lending.signed(asked, INSPECTOR)
    forged = replace(good[0], signer=KEYS[ENGINEER].address)
    bad = [
        *lending.signed(asked, INSPECTOR),
        forged,
        asked.sign(lending.world.key(TIER1)),
        asked.sign(sl.Key.create()),
        *lending.signed(asked, GUARANTOR),
    ]
    found = checked(lending, loan, [*good, *bad])

    assert (found.met, found.have, found.needed) == (False, 1, 2)
    assert [(one.party, one.signer) for one in found.accepted] == [
        (sl.PartyId(INSPECTOR), KEYS[INSPECTOR].address)
    ]
    reasons = [one.reason for one in found.rejected]
    for reason, words in zip(
        reasons,
        ["signed already", "is not one of", "none of the attestors", "AccountUnknown", "none of"],
        strict=True,
    ):
        assert words in reason
    assert found.render().startswith("not met: 2 of the attestors 11, 12, 13 sign")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"observed_at": START + 3600}, r"observed at 2027-01-01 01:00:00 UTC, it is"),
        ({"valid_until": START - 1}, r"counted until 2026-12-31 23:59:59 UTC, it is"),
    ],
)
def test_evidence_out_of_its_time_does_not_count(lending, changes, reason):
    """Neither before it was observed nor after its end (T31)."""
    loan = opened(lending, PANEL)
    evidence = lending.signed(request(lending, loan, **changes), INSPECTOR, ENGINEER)
    found = checked(lending, loan, evidence)

    assert not found.met
    assert all(reason in one.reason for one in found.rejected)
    with pytest.raises(sl.BadInput, match=reason):
        lending.bank.loans.release(loan, 0, evidence)


def test_evidence_for_something_else_does_not_count(lending):
    """Another loan, another milestone or part, another kind of message."""
    loan, other = opened(lending, PANEL), opened(lending, PANEL, salt=2)
    evidence = lending.signed(request(lending, other), INSPECTOR)
    consent = lending.world.hub.parties.account_consent(1, lending.payee, START)
    evidence.append(consent.sign(KEYS[ENGINEER]))
    third = opened(lending, co.AllOf((PANEL,)), salt=3)
    evidence += lending.signed(request(lending, third), AUDITOR)
    found = checked(lending, loan, evidence)

    assert {one.reason for one in found.rejected} == {
        f"it is for loan {other[:10]}…",
        f"it is for loan {third[:10]}…",
        "it is of the kind AccountConsent, not Evidence",
    }
    ready = checked(lending, opened(lending, SOON, salt=4), evidence)
    assert ready.rejected[0].reason == "this condition asks nobody to sign"


def test_evidence_for_another_milestone_does_not_count(lending):
    """Nor for another chain."""
    twice = (lending.milestone("100.00", PANEL), lending.milestone("200.00", PANEL))
    first, second = lending.bank.loans.get(lending.opened(milestones=twice)).milestones
    given = {"observed_at": START, "valid_until": START + 86_400}
    (signed,) = lending.signed(second.evidence_request(DOCUMENT, **given), INSPECTOR)
    elsewhere = replace(signed, message=replace(signed.message, chain_id=1))
    found = first.check([signed, elsewhere])

    assert (found.have, found.met) == (0, False)
    reasons = [one.reason for one in found.rejected]
    assert reasons[0].startswith("it is for milestone 0x")
    assert reasons[1] == "it is for chain 1"


def test_signatures_on_two_reports_are_not_added_up(lending):
    """The report that most signed counts; the rest is told."""
    loan = opened(lending, co.Attested((INSPECTOR, ENGINEER, AUDITOR), 3))
    first, second = request(lending, loan), request(lending, loan, document="0x" + "e1" * 32)
    evidence = lending.signed(second, AUDITOR) + lending.signed(first, INSPECTOR, ENGINEER)
    found = checked(lending, loan, evidence)

    assert (found.have, found.needed) == (2, 3)
    assert [one.signer for one in found.rejected] == [KEYS[AUDITOR].address]
    assert "another report" in found.rejected[0].reason


def test_who_is_attestor_no_more_does_not_count(lending):
    """Suspended parties, parties without the role, accounts without the scope (T33)."""
    loan, world = opened(lending, PANEL), lending.world
    evidence = lending.signed(request(lending, loan), INSPECTOR, ENGINEER, AUDITOR)
    world.hub.parties.suspend(INSPECTOR, DOCUMENT).submit()
    world.hub.parties.update(ENGINEER, sl.Profile(sl.Role.SUPPLIER, date(2029, 12, 31))).submit()
    found = checked(lending, loan, evidence)

    assert [one.party for one in found.accepted] == [sl.PartyId(AUDITOR)]
    assert "PartySuspended" in found.rejected[0].reason
    assert found.rejected[1].reason == "party 12 is no attestor any more"


def test_a_value_too_low_is_told(lending):
    """Signed by enough, but not enough."""
    loan = opened(lending, METRIC)
    found = checked(lending, loan, lending.signed(request(lending, loan, value=499), AUDITOR))
    assert (found.met, found.why) == (False, "1 of 1 signatures needed; the value is too low")
    evidence = lending.signed(request(lending, loan, value=499), AUDITOR)
    with pytest.raises(refusals.ConditionNotMet):
        lending.bank.loans.release(loan, 0, evidence).submit()

    assert checked(lending, loan, lending.signed(request(lending, loan, value=500), AUDITOR)).met


def test_more_signatures_than_needed_are_fine(lending):
    """As many as needed are brought, in the order that the contract wants."""
    loan = opened(lending, PANEL)
    evidence = lending.signed(request(lending, loan), AUDITOR, INSPECTOR, ENGINEER)
    found = checked(lending, loan, evidence)

    assert (found.met, found.have, found.rejected) == (True, 3, ())
    assert lending.bank.loans.release(loan, 0, evidence).submit().result.index == 0


def test_a_time_must_have_come(lending):
    """Not before; nobody signs for it."""
    loan = opened(lending, SOON)
    found = checked(lending, loan, [])
    assert (found.met, found.why) == (False, "it does not hold yet")
    with pytest.raises(refusals.ConditionNotMet):
        lending.bank.loans.release(loan, 0).submit()

    lending.world.chain.set_time(START + 3600)
    assert lending.bank.loans.release(loan, 0).submit().result.amount == eur("6000.00")


def test_instalments_must_be_paid(lending):
    """The terms are brought as evidence; later tranches wait for what fell due."""
    later = lending.milestone("4000.00", co.InstalmentsPaid(1))
    monthly = {"method": sl.loan_math.Method.INTEREST_ONLY, "draw_deadline": "2027-04-30"}
    loan = lending.drawn(milestones=(lending.milestone("6000.00"), later), **monthly)
    with pytest.raises(refusals.ConditionNotMet):
        lending.bank.loans.release(loan, 1).submit()
    lending.world.go_to(date(2027, 3, 1))
    lending.world.fund(TIER1, "1000.00")
    with pytest.raises(refusals.ConditionNotMet):
        lending.bank.loans.release(loan, 1).submit()
    lending.bank.loans.collect(loan).submit()

    assert lending.bank.loans.get(loan).milestones[1].check().met
    assert lending.bank.loans.release(loan, 1).submit().result.amount == eur("4000.00")


def test_notes_must_be_pledged(lending):
    """What is still to come on them is compared with the amount."""
    loan = opened(lending, co.NotesPledged(eur("120000.00")))
    assert not checked(lending, loan, []).met
    note = lending.world.confirmed()
    lending.borrower.collateral.pledge(loan, note).submit()

    assert checked(lending, loan, []).met


# Parts


def test_all_parts_must_hold(lending):
    """Each attested part is asked for itself, and signs for itself."""
    loan = opened(lending, co.AllOf((PANEL, METRIC)))
    first = lending.signed(request(lending, loan, part=0), INSPECTOR, ENGINEER)
    second = lending.signed(request(lending, loan, part=1, value=700), AUDITOR)
    found = checked(lending, loan, first)
    assert (found.met, found.have, found.needed) == (False, 1, 2)
    assert [part.met for part in found.parts] == [True, False]
    with pytest.raises(refusals.TooFewSignatures):
        lending.bank.loans.release(loan, 0, first).submit()

    found = checked(lending, loan, [*second, *first])
    assert found.met
    assert "\n  met: 1 of the attestors 13 sign a value of at least 500" in found.render()
    assert lending.bank.loans.release(loan, 0, [*second, *first]).submit().result.index == 0


def test_one_part_is_enough_for_any_of(lending):
    """What the others have is not brought, so that it cannot be refused."""
    loan = opened(lending, co.AnyOf((METRIC, co.AllOf((PANEL, co.NotBefore(START))))))
    low = lending.signed(request(lending, loan, part=0, value=1), AUDITOR)
    assert not checked(lending, loan, low).met
    with pytest.raises(refusals.ConditionNotMet):
        lending.bank.loans.release(loan, 0, low).submit()
    rest = lending.signed(request(lending, loan, part=1), ENGINEER, INSPECTOR)
    found = checked(lending, loan, [*low, *rest])

    assert (found.met, [part.met for part in found.parts]) == (True, [False, True])
    assert lending.bank.loans.release(loan, 0, [*low, *rest]).submit().result.index == 0


def test_what_was_attested_stays_readable(lending):
    """By anyone, from the call that released the milestone; nothing before."""
    loan = opened(lending, co.AnyOf((METRIC, co.AllOf((PANEL, co.NotBefore(START))))))
    evidence = lending.signed(request(lending, loan, part=1), ENGINEER, INSPECTOR)
    with pytest.raises(sl.BadInput, match=rf"no call is found that released milestone 0 of {loan}"):
        lending.bank.loans.evidence(loan, 0)
    act = lending.bank.loans.release(loan, 0, evidence).by_signature(lending.world.key(TIER1))
    act.submit()
    world = lending.world
    reader = sl.connect(world.chain.url, deployment=world.hub.deployment)
    found = reader.loans.evidence(loan, 0)

    assert [one.signer for one in found] == [KEYS[INSPECTOR].address, KEYS[ENGINEER].address]
    assert set(found) == set(evidence)
    assert all(one.verify() for one in found)
    assert reader.loans.evidence(lending.drawn(salt=2), 0) == ()


def test_evidence_of_a_foreign_condition_is_bytes(lending):
    """A contract that is none of the deployment's gets what it asks for as it is."""
    where = lending.world.hub.connection.contract("NotBefore").address
    condition = co.OtherCondition(lending.world.chain.accounts[OUTSIDER], "0x")
    assert condition.words() == f"{condition.address} says so (config none)"
    milestone = lt.Milestone(
        amount=eur("1.00"),
        payees=lending.world.chain.accounts[TIER2],
        condition=where,
        config="0x" + START.to_bytes(32, "big").hex(),
    )
    loan = lending.opened(milestones=(milestone,))

    assert lending.bank.loans.release(loan, 0, b"anything").submit().result.amount == eur("1.00")
