"""The people and the programme that the tests of the SDK work with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

import silkline as sl

START = 1_798_761_600  # 2027-01-01 00:00:00 UTC
TODAY = date(2027, 1, 1)
DUE = TODAY + timedelta(days=90)
AGREEMENT = "0x" + "a9" * 32
TRADE = "0x" + "7e" * 32
DOCUMENT = "0x" + "d0" * 32
PROGRAMME = sl.ProgrammeId.of("1/1")
ANCHOR, TIER1, TIER2, TIER3, BANK_A, BANK_B = range(1, 7)
"""Parties; the account of each has the same number among the chain's accounts."""
OPERATOR = 0
"""The account with every role."""
OUTSIDER = 9
"""An account of no party."""

_references = count(1)


def eur(amount: str) -> sl.Money:
    """Return an amount in EUR."""
    return sl.Money(amount, "EUR")


@dataclass(frozen=True)
class World:
    """The system as the tests see it."""

    chain: sl.LocalChain
    hub: sl.Silkline
    """Acts as the operator, and has everybody's keys."""

    def key(self, party: int) -> sl.Key:
        """Return the signer of a party's cash account."""
        return self.chain.keys[party]

    def as_(self, party: int) -> sl.Silkline:
        """Return the system as a party sees it."""
        return self.hub.as_(self.chain.accounts[party])

    def terms(
        self, fingerprint: int = 0xF1, face: str = "120000.00", **changes: object
    ) -> sl.Terms:
        """Return the terms of a debt of the anchor to the tier-1 supplier."""
        given = {"due": DUE, "creditor": TIER1, **changes}
        due, creditor = given.pop("due"), given.pop("creditor")
        return self.hub.receivables.terms(PROGRAMME, creditor, fingerprint, eur(face), due, **given)

    def confirmed(self, fingerprint: int = 0xF1, face: str = "120000.00") -> sl.NoteId:
        """Confirm a debt and return its note, held by the tier-1 supplier."""
        operation = self.as_(ANCHOR).receivables.confirm(self.terms(fingerprint, face))
        return operation.submit().result.note

    def passed(
        self, note: sl.NoteId, sender: int, receiver: int, value: str | None = None
    ) -> sl.NoteId:
        """Assign a note, or part of it, to a receiver who opted in."""
        amount = eur(value) if value else None
        notes = self.as_(sender).notes
        return notes.assign(note, receiver, amount, trade_reference=TRADE).submit().result.note

    def fund(self, party: int, amount: str) -> None:
        """Issue deposit tokens to a party."""
        reference = next(_references).to_bytes(32, "big")
        self.hub.deposits.issue(self.chain.accounts[party], eur(amount), reference).submit()

    def balance(self, party: int) -> sl.Money:
        """Return what a party's cash account holds."""
        return self.hub.deposits.balance(self.chain.accounts[party], "EUR")

    def offer(self, funder: int = BANK_A, **changes: object) -> sl.Offer:
        """Return a standing offer of a funder."""
        values = {
            "funder": sl.PartyId(funder),
            "scope": PROGRAMME,
            "rate": 45_000,
            "cap": eur("500000.00"),
            "smallest": eur("1000.00"),
            "fee": eur("25.00"),
            "valid_until": self.chain.time + 86_400,
            "salt": 1,
        }
        return sl.Offer(**{**values, **changes})

    def go_to(self, day: date) -> None:
        """Move time to the beginning of a day, UTC."""
        self.chain.set_time(sl.dates.day_number(day) * 86_400)

    def paid(self, note: sl.NoteId) -> None:
        """Go to the due day and let the anchor pay the whole debt."""
        self.go_to(DUE)
        self.fund(ANCHOR, "120000.00")
        self.hub.settlements.collect(note.receivable).submit()


def build(chain: sl.LocalChain) -> sl.Deployment:
    """Deploy the system and set it up."""
    deployment = sl.deploy(chain.url, sl.local_plan(chain.accounts[0]), signer=chain.keys[0])
    hub = sl.connect(chain.url, signer=chain.keys, deployment=deployment)
    world = World(chain, hub)
    supplier, funder = sl.Role.SUPPLIER, sl.Role.FUNDER
    roles = [sl.Role.ANCHOR, supplier, supplier, supplier, funder, funder]
    profiles = [sl.Profile(role, date(2029, 12, 31)) for role in roles]
    people = [(i, chain.accounts[i], profile) for i, profile in enumerate(profiles, start=1)]
    hub.parties.register_many(people).submit()
    hub.programmes.open(PROGRAMME, rules()).submit()
    for party in (TIER1, TIER2):
        world.as_(party).parties.set_opt_ins(sl.OptIn.ASSIGNMENTS).submit()
    for party in (BANK_A, BANK_B):
        world.fund(party, "300000.00")
        world.as_(party).deposits.approve("Discounting", None, "EUR").submit()
    world.as_(ANCHOR).deposits.approve("Settlements", None, "EUR").submit()
    return deployment


def rules(**changes: object) -> sl.Rules:
    """Return the rules of the programme."""
    values = {
        "limit": eur("1000000.00"),
        "smallest_piece": eur("100.00"),
        "max_tenor": 365,
        "deepest_tier": 4,
        "late_rate": 500_000,
        "agreement_hash": AGREEMENT,
        "grace_days": 3,
    }
    return sl.Rules(**{**values, **changes})
