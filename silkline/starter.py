"""
A system to try things on: a local chain with parties by role, a programme and money.

The keys are those that every development tool knows: nothing of value ever belongs to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from silkline.chain.deploy import deploy, local_plan
from silkline.chain.deployment import Deployment
from silkline.chain.local import LocalChain
from silkline.client import Silkline, connect
from silkline.dates import moment
from silkline.ids import PartyId, ProgrammeId
from silkline.kinds import OptIn, Role
from silkline.money import Money
from silkline.parties import Profile
from silkline.programmes import Rules

__all__ = ["PROGRAMME", "Member", "furnish", "members"]

CURRENCY: Final = "EUR"
PROGRAMME: Final = ProgrammeId.of("1/1")
CASH: Final = Money("1000000.00", CURRENCY)
"""What the anchor and each bank begin with."""
_YEARS: Final = timedelta(days=3 * 365)
_PEOPLE: Final = (
    ("anchor", Role.ANCHOR),
    ("supplier of tier 1", Role.SUPPLIER),
    ("supplier of tier 2", Role.SUPPLIER),
    ("supplier of tier 3", Role.SUPPLIER),
    ("bank A", Role.FUNDER | Role.GUARANTOR),
    ("bank B", Role.FUNDER | Role.GUARANTOR),
    ("inspector", Role.ATTESTOR),
)
_SPENDERS: Final = {
    Role.ANCHOR: ("Settlements",),
    Role.SUPPLIER: ("Discounting", "Loans"),
    Role.FUNDER: ("Discounting", "Loans", "Guarantees"),
}
"""What may take money from each, so that the acts of its role go through at once."""


@dataclass(frozen=True)
class Member:
    """Somebody on the chain."""

    party: PartyId | None
    """None for the operator, who has every role of the system and is no party."""
    name: str
    index: int
    """Number of its account among the chain's."""
    account: str


def members(chain: LocalChain) -> tuple[Member, ...]:
    """Return who is there: the operator, then the parties by their numbers."""
    operator = Member(None, "operator", 0, chain.accounts[0])
    people = enumerate(_PEOPLE, start=1)
    parties = (Member(PartyId(i), name, i, chain.accounts[i]) for i, (name, _) in people)
    return operator, *parties


def furnish(chain: LocalChain) -> Deployment:
    """
    Deploy the suite to a chain just started, register the parties, open a programme, issue money.

    Suppliers consent to assignments beforehand, and everybody has allowed what its role takes.
    """
    deployment = deploy(chain.url, local_plan(chain.accounts[0]), signer=chain.keys[0])
    system = connect(chain.url, signer=chain.keys, deployment=deployment)
    expiry = moment(chain.time).date() + _YEARS
    people = [member for member in members(chain) if member.party is not None]
    known = [
        (one.party, one.account, Profile(role, expiry))
        for one, (_, role) in zip(people, _PEOPLE, strict=True)
        if one.party is not None
    ]
    system.parties.register_many(known).submit()
    system.programmes.open(PROGRAMME, _rules()).submit()
    for one, (_, role) in zip(people, _PEOPLE, strict=True):
        _equip(system, one, role)
    return deployment


def _rules() -> Rules:
    return Rules(
        limit=Money("5000000.00", CURRENCY),
        smallest_piece=Money("100.00", CURRENCY),
        max_tenor=365,
        deepest_tier=5,
        late_rate=246_575,  # 9 % a year
        agreement_hash="0x" + "a9" * 32,
        grace_days=3,
    )


def _equip(system: Silkline, member: Member, role: Role) -> None:
    """Give a party its money and let it allow and consent to what its role needs."""
    own = system.as_(member.account)
    if role & (Role.ANCHOR | Role.FUNDER):
        reference = member.index.to_bytes(32, "big")
        system.deposits.issue(member.account, CASH, reference).submit()
    if role & Role.SUPPLIER:
        own.parties.set_opt_ins(OptIn.ASSIGNMENTS).submit()
    for kind, spenders in _SPENDERS.items():
        for spender in spenders if role & kind else ():
            own.deposits.approve(spender, None, CURRENCY).submit()
