"""
Credit lines.

├── when a grant makes no sense, or the caller may not          → BadInput, or the refusal
├── when a line is unknown                                      → LineUnknown
├── lines of parties and groups                                 → granted, frozen, thawed, read
├── sponsors of programmes                                      → offered, accepted, used, restored
├── loans under lines                                           → use them, and give them back
└── records                                                     → by how late what was paid
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import silkline as sl
from silkline import refusals
from silkline.credit_lines import Tally
from tests.sdk.security import drawn, opened
from tests.sdk.world import (
    AGREEMENT,
    ANCHOR,
    BANK_A,
    BANK_B,
    DOCUMENT,
    OPERATOR,
    OUTSIDER,
    TIER1,
    TIER2,
    TODAY,
    eur,
    rules,
)

EXPIRY = date(2027, 12, 31)
FIRST_DUE = date(2027, 2, 28)
GROUP = 77
SPONSORED = sl.ProgrammeId.of("1/2")


@pytest.fixture
def lines(world):
    """Credit lines as bank A sees them."""
    return world.as_(BANK_A).lines


def grant(world, bank=BANK_A, borrower=TIER1, limit="50000.00", **changes):
    """Return a bank's grant of a line to a party."""
    given = {"decision": DOCUMENT, "model": "scores 3.1", **changes}
    return world.as_(bank).lines.grant(borrower, eur(limit), given.pop("expiry", EXPIRY), **given)


def grant_group(world, limit="80000.00"):
    """Return bank A's grant of a line to the group."""
    given = {"decision": DOCUMENT, "model": "scores 3.1"}
    return world.as_(BANK_A).lines.grant_group(GROUP, eur(limit), EXPIRY, **given)


def join_group(world, *parties):
    """Let parties be of one group of companies."""
    for party in parties:
        profile = sl.Profile(world.hub.parties.get(party).profile.roles, EXPIRY, group=GROUP)
        world.hub.parties.update(party, profile).submit()


def sponsored(world):
    """Open a second programme of the anchor, behind which a sponsor has to stand."""
    contract = world.hub.deployment.address("CreditLines")
    world.hub.programmes.open(SPONSORED, rules(limit_contract=contract)).submit()


def confirm(world, fingerprint, face="20000.00"):
    """Return the anchor's confirmation of a debt in that programme."""
    given = (TIER1, fingerprint, eur(face), TODAY + timedelta(days=90))
    terms = world.hub.receivables.terms(SPONSORED, *given)
    return world.as_(ANCHOR).receivables.confirm(terms)


def pay(world, loan, amount):
    """Let the borrower pay on its loan."""
    world.fund(TIER1, str(amount).split()[0])
    world.as_(TIER1).deposits.approve("Loans", None, "EUR").submit()
    world.as_(TIER1).loans.repay(loan, amount).submit()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"limit": 50_000.0}, r"limit must be Money, got 50000\.0"),
        ({"expiry": "31.12.2027"}, r"^expiry: '31\.12\.2027' is no ISO date"),
        ({"rate_floor": "3.5"}, r"^rate_floor: '3\.5' is no percentage"),
        ({"rate_floor": 3.5}, r"^rate_floor: 3\.5 is no percentage"),
        ({"decision": "0x12"}, r"decision must be 32 bytes"),
        ({"model": ""}, r"^model: a version has 1 to 32 ASCII characters, got ''"),
        ({"model": "é"}, r"^model: a version has 1 to 32 ASCII characters"),
        ({"model": "m" * 33}, r"^model: a version has 1 to 32 ASCII characters"),
        ({"group": -1}, r"group does not fit uint40: -1"),
        ({"token": "USD"}, r"DepositToken USD"),
    ],
)
def test_a_grant_that_cannot_be_expressed_is_refused(lines, change, message):
    """The message begins with what is wrong; numbers are never taken for amounts (T77)."""
    given = {"limit": eur("1.00"), "expiry": EXPIRY, "decision": DOCUMENT, "model": "1", **change}
    with pytest.raises(sl.BadInput, match=message):
        lines.grant(TIER1, given.pop("limit"), given.pop("expiry"), **given)


@pytest.mark.parametrize(
    ("bank", "change", "refusal"),
    [
        (BANK_A, {"borrower": 4711}, refusals.PartyUnknown),
        (BANK_A, {"expiry": TODAY - timedelta(days=1)}, refusals.ExpiryInvalid),
        (BANK_A, {"limit": "999999999999999999999999999.99"}, refusals.LimitTooLarge),
        (BANK_A, {"group": GROUP}, refusals.NotOfGroup),
        (TIER2, {}, refusals.RoleMissing),
        (OUTSIDER, {}, refusals.AccountUnknown),
    ],
)
def test_a_grant_against_the_rules_is_refused(world, bank, change, refusal):
    """Each rule of a grant has its refusal, when it is rehearsed and when it is sent."""
    act = grant(world, bank, **change)
    with pytest.raises(refusal):
        act.simulate()
    with pytest.raises(refusal):
        act.submit()


def test_a_line_of_a_group_comes_first(world, lines):
    """A party's line is tied to a line that is granted, of its own group."""
    join_group(world, TIER1)
    with pytest.raises(refusals.LineUnknown) as info:
        grant(world, group=GROUP).submit()
    assert (info.value.lender, info.value.group) == (sl.PartyId(BANK_A), GROUP)
    with pytest.raises(refusals.GroupZero):
        lines.grant_group(0, eur("1.00"), EXPIRY, decision=DOCUMENT, model="1").submit()


def test_a_line_that_was_never_granted_is_unknown(world, lines):
    """It cannot be read or frozen, and leaves no room."""
    for act in (
        lambda: lines.get(BANK_A, TIER1, "EUR"),
        lambda: lines.group_line(BANK_A, GROUP, "EUR"),
        lambda: lines.freeze(TIER1, DOCUMENT).submit(),
        lambda: lines.thaw_group(GROUP, DOCUMENT).submit(),
    ):
        with pytest.raises(refusals.LineUnknown):
            act()
    grant(world).submit()
    with pytest.raises(refusals.LineUnknown):
        world.as_(BANK_B).lines.freeze(TIER1, DOCUMENT).submit()
    assert lines.room(BANK_B, TIER1, "EUR") == eur("0.00")


def test_a_line_is_granted(world, lines):
    """What the bank signs is said in words, and stands there afterwards."""
    act = grant(world, rate_floor="3.5 %")

    assert act.words() == (
        "Grant party 2 a line of up to 5000000 base units (50000.00 EUR) until 2027-12-31 "
        "(decision 0xd0d0d0d0…, model scores 3.1) at 3.5 % a year or more"
    )
    assert act.simulate() is None
    assert world.hub.load(act.to_json()) == act
    done = act.submit()
    assert [event.name for event in done.events] == ["LineGranted"]
    line = lines.get(BANK_A, TIER1, "EUR")
    assert (line.lender, line.party) == (sl.PartyId(BANK_A), sl.PartyId(TIER1))
    assert (line.limit, line.used, line.room) == (eur("50000.00"), eur("0.00"), eur("50000.00"))
    assert (line.rate_floor, line.expiry, line.group) == (35_000, EXPIRY, 0)
    assert not line.frozen
    assert lines.room(BANK_A, TIER1, world.hub.deposits.token("EUR")) == eur("50000.00")


def test_a_bank_without_gas_grants_by_signature(world, lines):
    """Its request travels as JSON, and anyone brings it."""
    world.chain.rpc("anvil_setBalance", world.chain.accounts[BANK_A], "0x0")
    text = grant(world).by_signature().to_json()

    stranger = world.hub.as_(world.key(OUTSIDER))
    stranger.load(text).submit(signer=world.key(OUTSIDER))
    assert lines.room(BANK_A, TIER1, "EUR") == eur("50000.00")


def test_a_request_for_another_bank_is_none_of_this(world):
    """Only an account's own key signs for it."""
    with pytest.raises(sl.BadInput, match=r"the operation is for account"):
        grant(world).by_signature(world.key(BANK_B))


def test_a_new_grant_replaces_the_terms(world, lines):
    """A lower limit, another day; a freeze stays."""
    grant(world).submit()
    lines.freeze(TIER1, DOCUMENT).submit()
    grant(world, limit="10000.00", expiry=date(2028, 1, 31)).submit()

    line = lines.get(BANK_A, TIER1, "EUR")
    assert (line.limit, line.expiry, line.frozen) == (eur("10000.00"), date(2028, 1, 31), True)


def test_a_frozen_line_leaves_no_room(world, lines):
    """Until it is thawed."""
    grant(world).submit()
    act = lines.freeze(TIER1, DOCUMENT)
    assert act.words() == "Freeze one's own line for party 2 (document 0xd0d0d0d0…)"
    act.submit()
    assert lines.get(BANK_A, TIER1, "EUR").frozen
    assert lines.room(BANK_A, TIER1, "EUR") == eur("0.00")

    act = lines.thaw(TIER1, DOCUMENT)
    assert act.words() == "Thaw one's own line for party 2 (document 0xd0d0d0d0…)"
    act.submit()
    assert lines.room(BANK_A, TIER1, "EUR") == eur("50000.00")


def test_the_line_of_a_group_bounds_those_of_its_parties(world, lines):
    """Room is the less of both, and none while the group's line is frozen."""
    join_group(world, TIER1, TIER2)
    act = grant_group(world, "30000.00")
    assert act.words().startswith("Grant group 77 a line of up to 3000000 base units (30000.00 EUR")
    act.submit()
    tied = grant(world, group=GROUP)
    assert tied.words().endswith("a year or more, within the line of group 77")
    tied.submit()
    assert lines.room(BANK_A, TIER1, "EUR") == eur("30000.00")
    lines.freeze_group(GROUP, DOCUMENT).submit()

    group = lines.group_line(BANK_A, GROUP, "EUR")
    assert (group.limit, group.used, group.frozen) == (eur("30000.00"), eur("0.00"), True)
    assert group.expiry == EXPIRY
    assert lines.get(BANK_A, TIER1, "EUR").room == eur("0.00")
    act = lines.thaw_group(GROUP, DOCUMENT)
    assert act.words() == "Thaw one's own line for group 77 (document 0xd0d0d0d0…)"
    act.submit()
    assert lines.get(BANK_A, TIER1, "EUR").room == eur("30000.00")


def test_a_sponsor_is_offered_before_it_is_accepted(world):
    """By a funder, to the anchor alone, once and for ever."""
    sponsored(world)
    anchor, bank = world.as_(ANCHOR).lines, world.as_(BANK_A).lines
    with pytest.raises(refusals.SponsorNotOffered):
        anchor.accept_sponsor(SPONSORED, BANK_A).submit()
    with pytest.raises(refusals.RoleMissing):
        world.as_(TIER1).lines.offer_sponsor(SPONSORED).submit()
    bank.offer_sponsor(SPONSORED).submit()
    with pytest.raises(refusals.NotAnchor):
        world.as_(TIER1).lines.accept_sponsor(SPONSORED, BANK_A).submit()
    bank.withdraw_sponsor(SPONSORED).submit()
    assert not bank.is_sponsor_offered(SPONSORED, BANK_A)
    with pytest.raises(refusals.SponsorMissing):
        confirm(world, 0xA1).submit()

    bank.offer_sponsor(SPONSORED).submit()
    anchor.accept_sponsor(SPONSORED, BANK_A).submit()
    with pytest.raises(refusals.SponsorFixed) as info:
        world.as_(BANK_B).lines.offer_sponsor(SPONSORED).submit()
    assert info.value.lender == sl.PartyId(BANK_A)


def test_debts_use_the_line_of_the_sponsor(world, lines):
    """Confirmed debt uses it, more than its room is refused, paid principal gives it back."""
    sponsored(world)
    grant(world, borrower=ANCHOR).submit()
    act = lines.offer_sponsor(SPONSORED)
    assert act.words() == ("Offer to stand behind programme 1/2 with one's own line for party 1")
    act.submit()
    assert lines.is_sponsor_offered(SPONSORED, BANK_A)
    assert lines.sponsor(SPONSORED) is None
    act = world.as_(ANCHOR).lines.accept_sponsor(SPONSORED, BANK_A)
    assert act.words() == "Accept party 5 as sponsor of programme 1/2, for ever"
    act.submit()
    assert lines.sponsor(SPONSORED) == sl.PartyId(BANK_A)

    note = confirm(world, 0xA1).submit().result.note
    assert lines.get(BANK_A, ANCHOR, "EUR").used == eur("20000.00")
    with pytest.raises(refusals.LineExceeded) as info:
        confirm(world, 0xA2, "30000.01").submit()
    assert (info.value.amount, info.value.room) == (3_000_001, 3_000_000)
    world.fund(ANCHOR, "20000.00")
    world.as_(ANCHOR).settlements.settle(note.receivable, eur("20000.00")).submit()
    assert lines.get(BANK_A, ANCHOR, "EUR").used == eur("0.00")


def test_nobody_has_a_record_without_loans(lines):
    """A party that never paid on a loan has seven empty tallies; its debts here do not count."""
    record = lines.record(TIER1)

    none = Tally(0, 0)
    assert record.party == sl.PartyId(TIER1)
    assert (record.on_time, record.late_30, record.late_90, record.late_180) == (none,) * 4
    assert (record.late_more, record.recovered, record.defaulted) == (none,) * 3


def test_a_loan_keeps_to_its_line(world, lines):
    """Its rate is at least the line's, and no more is paid out than the line has room for."""
    with pytest.raises(refusals.LineUnknown):
        opened(world, lined=True)
    grant(world, rate_floor="6.0001 %").submit()
    with pytest.raises(refusals.RateBelowFloor) as info:
        opened(world, lined=True)
    assert (info.value.rate, info.value.rate_floor) == (60_000, 60_001)
    grant(world, rate_floor="6 %").submit()
    loan = opened(world, lined=True)
    with pytest.raises(refusals.LineExceeded) as info:
        world.hub.loans.release(loan, 0).submit()
    assert (info.value.amount, info.value.room) == (10_000_000, 5_000_000)
    grant(world, limit="100000.00").submit()
    lines.freeze(TIER1, DOCUMENT).submit()
    with pytest.raises(refusals.LineFrozen):
        world.hub.loans.release(loan, 0).submit()


def test_a_loan_uses_its_line_until_it_is_paid(world, lines):
    """What is drawn uses the lines of party and group, what principal is paid comes back."""
    join_group(world, TIER1)
    grant_group(world, "150000.00").submit()
    grant(world, limit="120000.00", group=GROUP).submit()
    loan = drawn(world, lined=True)
    line, group = lines.get(BANK_A, TIER1, "EUR"), lines.group_line(BANK_A, GROUP, "EUR")
    assert (line.used, line.room) == (eur("100000.00"), eur("20000.00"))
    assert group.used == eur("100000.00")
    with pytest.raises(refusals.GroupTied):
        grant(world, limit="120000.00").submit()

    payoff = world.hub.loans.quote(loan).payoff
    pay(world, loan, payoff)
    assert lines.get(BANK_A, TIER1, "EUR").used == eur("0.00")
    assert lines.group_line(BANK_A, GROUP, "EUR").used == eur("0.00")
    assert lines.record(TIER1).on_time == Tally(1, payoff.to_units(2))


def test_a_record_says_how_late_was_paid(world, lines):
    """Each payment counts by its days past due; in default it is a recovery of what was marked."""
    grant(world, limit="120000.00").submit()
    loan = drawn(world, lined=True)
    for late in (0, 1, 31):
        world.go_to(FIRST_DUE + timedelta(days=late))
        pay(world, loan, eur("100.00"))
    world.go_to(FIRST_DUE + timedelta(days=61))
    debt = world.hub.loans.mark_default(loan).submit().result
    pay(world, loan, eur("7.00"))

    record, one = lines.record(TIER1), Tally(1, 10_000)
    assert (record.on_time, record.late_30, record.late_90) == (one, one, one)
    assert (record.late_180, record.late_more) == (Tally(0, 0), Tally(0, 0))
    assert record.defaulted == Tally(1, debt.to_units(2))
    assert record.recovered == Tally(1, 700)


def test_only_admin_adds_consumers(world, lines):
    """A contract that may draw on lines is added for ever; Loans is one from the beginning."""
    assert lines.is_consumer(world.hub.deployment.address("Loans"))
    stranger = world.chain.accounts[OUTSIDER]
    with pytest.raises(refusals.AccessManagedUnauthorized):
        lines.add_consumer(stranger).submit()
    act = world.as_(OPERATOR).lines.add_consumer(stranger)
    assert act.words() == f"Let the contract {stranger} draw on lines, for ever"
    act.submit()
    assert lines.is_consumer(stranger)


def test_a_programme_without_limit_contract_needs_no_sponsor(world, lines):
    """Its debts use no line."""
    grant(world, borrower=ANCHOR).submit()
    world.confirmed()

    assert lines.get(BANK_A, ANCHOR, "EUR").used == eur("0.00")
    assert world.hub.programmes.get("1/1").rules.agreement_hash == AGREEMENT
