"""
The system as its events tell it, against what the contracts say.

├── balances   of every book of every party: the sum of postings is the contracts' figure
├── states     of notes, debts, loans, reserves, claims, what is parked and pledged
└── nobody     a party that is not there → BadInput
"""

from __future__ import annotations

from collections import defaultdict

import pytest

import silkline as sl
from silkline.survey import Survey, survey
from tests.sdk.lending import GUARANTOR
from tests.sdk.stories import fallen_due, paid_and_called, told
from tests.sdk.world import ANCHOR, BANK_A, TIER1, TIER2


@pytest.fixture(scope="module")
def story(chain, deployment):
    """Much has happened: paid in part, overdue, called, collected, in default, parked."""
    with told(chain, deployment) as found:
        fallen_due(found)
        paid_and_called(found)
        yield found


@pytest.fixture(scope="module")
def found(story) -> Survey:
    """The survey after all that."""
    return survey(story.hub.connection)


def books(found: Survey) -> dict[tuple[str, int], int]:
    """Return the sum of the postings of each book of each party, those of nothing left out."""
    sums: dict[tuple[str, int], int] = defaultdict(int)
    for one in found.postings:
        sums[one.book, int(one.party)] += one.units
    return {key: units for key, units in sums.items() if units}


def test_every_book_comes_to_what_the_contracts_say(story, found):
    """Held, owed, lent, borrowed, claimed, waiting: asked one by one, of nobody else anything."""
    hub, connection = story.hub, story.hub.connection
    expected: dict[tuple[str, int], int] = defaultdict(int)
    for debt in story.debts:
        for note in hub.notes.on(debt):
            expected["notes", int(note.owner)] += note.value.minor
        claim = connection.call(connection.contract("Settlements"), "claimOf", debt)
        expected["debts", ANCHOR] += hub.settlements.account(debt).unpaid.minor + claim
        expected["claims", GUARANTOR] += sum(one.claim.minor for one in hub.guarantees.claims(debt))
    principal = hub.loans.get(story.loan).state.principal
    expected["lent", BANK_A], expected["borrowed", TIER1] = principal, principal
    expected["claims", GUARANTOR] += hub.guarantees.loan_claims(story.loan)[0].claim.minor
    expected["parked", TIER2] = hub.settlements.parked(TIER2, "EUR").minor
    expected["proceeds", TIER1] = hub.collateral.proceeds(story.loan).amount.minor

    assert books(found) == {key: units for key, units in expected.items() if units}
    assert all(books(found)[key] > 0 for key in expected)


def test_states_are_those_of_the_contracts(story, found):
    """Of each note and debt, of the loan, its cover and what waits for it."""
    hub = story.hub
    for debt in story.debts:
        record, shown = found.debts[debt], hub.receivables.get(debt)
        assert (record.status, record.face) == (shown.status, shown.face.minor)
        assert record.received == hub.settlements.account(debt).received.minor
        live = {one.id: one for one in found.live_notes() if one.id.receivable == debt}
        for note in hub.notes.on(debt):
            mine = live.pop(note.id)
            told_ = (mine.owner, mine.value, mine.claimed, mine.custodian, bool(mine.pending))
            values = (note.value.minor, note.claimed.minor, note.custodian, note.pending)
            assert told_ == (note.owner, *values)
        assert live == {}
    loan, shown_loan = found.loans[story.loan], hub.loans.get(story.loan)
    assert (loan.principal, loan.defaulted) == (shown_loan.state.principal, True)
    assert (dict(loan.terms), loan.released) == (dict(shown_loan.terms), {0})
    assert [one.guarantor for one in loan.covers] == [one.guarantor for one in shown_loan.covers]
    assert loan.proceeds == hub.collateral.proceeds(story.loan).amount.minor
    assert found.parked == {
        ("Settlements", sl.PartyId(TIER2), hub.deposits.token("EUR").address): (
            hub.settlements.parked(TIER2, "EUR").minor
        )
    }


def test_a_party_that_is_not_there_has_no_accounts(found):
    """The refusal says up to which block."""
    with pytest.raises(sl.BadInput, match=r"there is no party 99 up to block \d+"):
        found.cash_accounts(sl.PartyId(99))


def test_progress_is_told(story, monkeypatch):
    """Now and then, with how much there is."""
    seen: list[tuple[str, int, int]] = []
    monkeypatch.setattr("silkline.survey.read.EVERY", 50)
    read = survey(story.hub.connection, progress=lambda *said: seen.append(said))

    count = len(read.events)
    assert seen == [("events", n, count) for n in range(50, count + 1, 50)]
    assert count > 100
