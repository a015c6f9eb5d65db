"""
Reference rates.

├── an index that cannot be                                     → BadInput
├── a value signed by others, for another index, or not at all  → BadInput, or the refusal
└── otherwise it is recorded once and holds from then on
"""

from __future__ import annotations

from datetime import date

import pytest

import silkline as sl
from silkline import refusals
from tests.sdk.lending import AUDITOR, ENGINEER, INSPECTOR, KEYS, Lending, prepared
from tests.sdk.world import OUTSIDER, START, TIER1, TODAY

PANEL = (AUDITOR, INSPECTOR, ENGINEER)
RATE = sl.Index("EURIBOR3M", PANEL, 2)


@pytest.fixture
def lending(world) -> Lending:
    """The system with attestors."""
    return prepared(world)


def value(lending: Lending, *attestors: int, index: sl.Index = RATE, **changes: object):
    """Return a value as the attestors signed it."""
    given = {"observed_on": TODAY, "rate": "2.5 %", "valid_until": START + 86_400, **changes}
    fixings = lending.world.hub.fixings
    return [fixings.sign(index, **given, signer=KEYS[n]) for n in attestors]


@pytest.mark.parametrize(
    ("name", "attestors", "threshold", "message"),
    [
        ("", PANEL, 1, r"name must be 1 to 32 characters"),
        ("E" * 33, PANEL, 1, r"name must be 1 to 32 characters"),
        ("€STR", PANEL, 1, r"characters of ASCII, got '€STR'"),
        ("ESTR", PANEL, 0, r"threshold must be in 1\.\.3, got 0"),
        ("ESTR", (7, 7), 2, r"threshold must be in 1\.\.1, got 2"),
        ("ESTR", (0,), 1, r"PartyId must be an int in"),
    ],
)
def test_an_index_without_sense_is_refused(name, attestors, threshold, message):
    """Before anybody signs for it."""
    with pytest.raises(sl.BadInput, match=message):
        sl.Index(name, attestors, threshold)


def test_what_was_not_signed_for_the_index_is_refused(lending):
    """Nothing, another value, another panel, another's signature, another message."""
    record = lending.world.hub.fixings.record
    with pytest.raises(sl.BadInput, match=r"2 signatures are needed to record EURIBOR3M"):
        record(RATE, [])
    with pytest.raises(sl.BadInput, match=r"rate: signed 26000, asked for 25000"):
        record(RATE, value(lending, INSPECTOR) + value(lending, ENGINEER, rate="2.6 %"))
    with pytest.raises(sl.BadInput, match=r"index: signed 0x"):
        record(RATE, value(lending, INSPECTOR, index=sl.Index("ESTR", PANEL, 2)))
    signed = lending.world.as_(TIER1).fixings.sign(RATE, TODAY, "1 %", valid_until=START + 99)
    with pytest.raises(sl.BadInput, match=r"is no account of an attestor of EURIBOR3M"):
        record(RATE, [signed])
    other = lending.world.hub.parties.account_consent(1, lending.payee, START).sign(KEYS[INSPECTOR])
    with pytest.raises(sl.BadInput, match=r"fields missing or unknown"):
        record(RATE, [other])


@pytest.mark.parametrize(
    ("attestors", "changes", "refusal"),
    [
        ([INSPECTOR], {}, refusals.TooFewSignatures),
        ([INSPECTOR, ENGINEER], {"rate": "100.0001 %"}, refusals.RateOutOfRange),
        ([INSPECTOR, ENGINEER], {"observed_on": "2027-01-03"}, refusals.DayNotBegun),
        ([INSPECTOR, ENGINEER], {"valid_until": START - 1}, refusals.SignatureExpired),
    ],
)
def test_what_the_chain_will_not_record_is_refused(lending, attestors, changes, refusal):
    """As a typed refusal."""
    act = lending.world.hub.fixings.record(RATE, value(lending, *attestors, **changes))
    with pytest.raises(refusal):
        act.simulate()


@pytest.mark.parametrize("signature", [False, True])
def test_a_value_is_recorded_once(lending, signature):
    """By anyone, from signatures in any order; the next one is of a later day."""
    world, fixings = lending.world, lending.world.hub.fixings
    act = fixings.record(RATE, value(lending, ENGINEER, AUDITOR, INSPECTOR))
    assert act.words() == ("Record EURIBOR3M: 2.5 % a year, of 2027-01-01, signed by 3 attestors")
    assert fixings.latest(RATE) is None
    assert fixings.rate_at(RATE, START + 10**6) is None
    sent = act.by_signature(world.key(TIER1)) if signature else act
    made = sent.submit(signer=world.key(OUTSIDER)).result

    assert (made.index, made.observed_on, made.rate) == (RATE.id, TODAY, 25_000)
    assert fixings.latest(RATE) == made
    assert fixings.rate_at(RATE.id, made.recorded_at) == 25_000
    assert fixings.rate_at(RATE, made.recorded_at - 1) is None
    with pytest.raises(refusals.NotLater):
        act.submit()
    world.go_to(date(2027, 1, 4))
    valid = world.chain.time + 99
    later = value(lending, AUDITOR, ENGINEER, observed_on="2027-01-04", rate="-0.5 %",
                  valid_until=valid)  # fmt: skip
    fixings.record(RATE, later).submit()
    assert [one.rate for one in fixings.history(RATE)] == [25_000, -5_000]
    assert [one.observed_on for one in fixings.history(RATE.id)] == [TODAY, date(2027, 1, 4)]
    head = world.hub.head()
    assert len(fixings.history(RATE, until=head)) == 2


def test_the_id_is_the_contracts(lending):
    """Who says what a rate is belongs to what it is."""
    connection = lending.world.hub.connection
    args = (RATE.padded, RATE.attestors, RATE.threshold)
    answer = connection.call(connection.contract("Fixings"), "indexOf", *args)

    assert "0x" + answer.hex() == RATE.id
    assert sl.Index("EURIBOR3M", PANEL[:2], 2).id != RATE.id


def test_an_attestor_reads_what_it_signs(lending):
    """The words of the message, which travels as JSON."""
    message = lending.world.hub.fixings.message(RATE, TODAY, "-0.5 %", valid_until=START)
    read = lending.world.hub.load(message.to_json())

    assert read == message
    assert read.explain().startswith(
        f"Attest that index {RATE.id[:10]}… was -0.5 % a year on 2027-01-01; counts until 2027-01"
    )
