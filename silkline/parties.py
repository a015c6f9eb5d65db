"""Parties and their accounts: who takes part, through which keys, and what each key may do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from silkline import holdings
from silkline.chain.connection import AsOf, Connection
from silkline.dates import Moment, date_of, day_number, unix_time
from silkline.domain import SigningDomain, party, short
from silkline.ids import PartyId
from silkline.kinds import OptIn, Role, Scope
from silkline.messages import Message, SignedMessage
from silkline.operation import Operation, Words, act, no_result
from silkline.tokens import hash32

__all__ = ["Account", "Parties", "Party", "Profile", "Recovery"]

NO_LIMIT: Final = (1 << 96) - 1
"""The limit per act of an account without one."""
AnyParty = PartyId | int | str


@dataclass(frozen=True)
class Profile:
    """What the registrar records of a party."""

    roles: Role
    kyc_expiry: date
    """Last UTC day on which it may do new business; ISO text is taken as well."""
    group: int = 0
    """Id of its group of companies; 0 for none."""
    industry: int = 0
    """ISIC division."""
    region: int = 0
    """ISO 3166-1 numeric code of its country."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "kyc_expiry", date_of(day_number(self.kyc_expiry)))

    def fields(self) -> dict[str, Any]:
        """Return the fields as the contract takes them."""
        day = day_number(self.kyc_expiry)
        values = {"roles": self.roles, "kycExpiry": day, "group": self.group}
        return {**values, "industry": self.industry, "region": self.region}

    @classmethod
    def read(cls, found: Mapping[str, Any]) -> Profile:
        """Return the profile that the contract answered."""
        rest = (found[name] for name in ("group", "industry", "region"))
        return cls(Role(found["roles"]), date_of(found["kycExpiry"]), *rest)


@dataclass(frozen=True)
class Party:
    """A party as it stands."""

    id: PartyId
    profile: Profile
    cash: str
    """Account that owns its notes towards wallets, is paid, and pays."""
    active: bool
    opt_ins: OptIn
    epoch: int
    """How often its accounts were recovered."""
    as_of: AsOf


@dataclass(frozen=True)
class Account:
    """An account as it stands."""

    address: str
    party: PartyId | None
    live: bool
    scopes: Scope
    limit_units: int
    """Most that one act may be worth, in base units of the token of that act."""
    as_of: AsOf


@dataclass(frozen=True)
class Recovery:
    """A recovery under way: the new cash account, and when it may be carried out."""

    party: PartyId
    cash: str
    ready_at: int
    """Unix time; 0 until compliance has approved."""
    document: str
    as_of: AsOf


def _id(value: AnyParty) -> PartyId:
    return PartyId.of(value)


class Parties(SigningDomain):
    """Register, suspend and recover parties; manage the accounts of one's own."""

    contract_name = "Parties"

    def get(self, identifier: AnyParty) -> Party:
        """Return a party; raises ``PartyUnknown``."""
        head = self._connection.head()
        found = self._read("partyOf", _id(identifier), block=head.number)
        profile, opt_ins = Profile.read(found["profile"]), OptIn(found["optIns"])
        rest = (found["cash"], found["active"], opt_ins, found["epoch"])
        return Party(_id(identifier), profile, *rest, head)

    def account(self, address: str) -> Account:
        """Return an account; its party is None when no party has it."""
        head = self._connection.head()
        found = self._read("accountOf", address, block=head.number)
        rest = (found["live"], Scope(found["scopes"]), found["limit"])
        return Account(address, found["party"] or None, *rest, head)

    def accounts(self, identifier: AnyParty) -> tuple[Account, ...]:
        """
        Return the accounts that a party ever had, closed ones included, cash accounts first.

        They are found by the events of the whole chain; raises ``PartyUnknown``.
        """
        chosen = self.get(identifier)
        found = holdings.accounts(self._connection, chosen.id, chosen.as_of.number)
        return tuple(self.account(address) for address in found)

    def recovery(self, identifier: AnyParty) -> Recovery | None:
        """Return the recovery under way for a party, or None."""
        head = self._connection.head()
        found = self._read("recoveryOf", _id(identifier), block=head.number)
        if not int(found["cash"], 16):
            return None
        document = "0x" + found["document"].hex()
        return Recovery(_id(identifier), found["cash"], found["readyAt"], document, head)

    def holder(self, cash: str) -> PartyId | None:
        """Return the party whose present cash account is *cash*, or None."""
        return self._read("holderOf", cash) or None

    def halted_until(self) -> int:
        """Return the Unix time until which new business is halted; in the past when it is not."""
        return int(self._read("haltedUntil"))

    def register(self, identifier: AnyParty, cash: str, profile: Profile) -> Operation[None]:
        """Register a party with its cash account, which gets every scope. Role REGISTRAR."""
        return self._by_party(REGISTER, _id(identifier), cash, profile.fields())

    def register_many(self, parties: Sequence[tuple[AnyParty, str, Profile]]) -> Operation[None]:
        """Register many parties (id, cash account, profile), all or none. Role REGISTRAR."""
        ids, cash = [_id(p[0]) for p in parties], [p[1] for p in parties]
        return self._by_party(REGISTER_MANY, ids, cash, [p[2].fields() for p in parties])

    def update(self, identifier: AnyParty, profile: Profile) -> Operation[None]:
        """Change what is recorded of a party. Role REGISTRAR."""
        return self._by_party(UPDATE, _id(identifier), profile.fields())

    def set_account(
        self, identifier: AnyParty, address: str, scopes: Scope, *, limit_units: int = NO_LIMIT
    ) -> Operation[None]:
        """Add an account to a party, or change the rights of one. Role REGISTRAR."""
        return self._by_party(SET_ACCOUNT, _id(identifier), address, scopes, limit_units)

    def suspend(self, identifier: AnyParty, document: bytes | str) -> Operation[None]:
        """Suspend a party; *document* is the hash of the reason. Role COMPLIANCE."""
        return self._by_party(SUSPEND, _id(identifier), hash32(document, name="document"))

    def reinstate(self, identifier: AnyParty, document: bytes | str) -> Operation[None]:
        """End a suspension. Role COMPLIANCE."""
        return self._by_party(REINSTATE, _id(identifier), hash32(document, name="document"))

    def halt(self, seconds: int) -> Operation[None]:
        """Stop new business for at most seven days; payments go on. Role GUARDIAN."""
        return self._by_party(HALT, seconds)

    def resume(self) -> Operation[None]:
        """Lift a halt. Role ADMIN."""
        return self._by_party(RESUME)

    def propose_recovery(
        self, identifier: AnyParty, cash: str, document: bytes | str
    ) -> Operation[None]:
        """Announce that one new cash account shall replace all of a party's. Role REGISTRAR."""
        proof = hash32(document, name="document")
        return self._by_party(PROPOSE_RECOVERY, _id(identifier), cash, proof)

    def approve_recovery(
        self, identifier: AnyParty, cash: str, document: bytes | str
    ) -> Operation[None]:
        """Agree to exactly the recovery proposed; its delay begins. Role COMPLIANCE."""
        proof = hash32(document, name="document")
        return self._by_party(APPROVE_RECOVERY, _id(identifier), cash, proof)

    def withdraw_recovery(self, identifier: AnyParty) -> Operation[None]:
        """Withdraw a recovery. Role REGISTRAR."""
        return self._by_party(WITHDRAW_RECOVERY, _id(identifier))

    def veto_recovery(self) -> Operation[None]:
        """Stop the recovery of one's own party. Scope administer."""
        return self._by_party(VETO_RECOVERY)

    def recover(self, identifier: AnyParty) -> Operation[None]:
        """Carry a recovery out, by anyone, once approved and after its delay."""
        return self._by_anyone(RECOVER, _id(identifier))

    def set_opt_ins(self, opt_ins: OptIn) -> Operation[None]:
        """Set the standing consents of one's own party. Scope administer."""
        return self._by_party(SET_OPT_INS, opt_ins)

    def account_consent(self, identifier: AnyParty, address: str, deadline: Moment) -> Message:
        """Return the message by which a new account consents to act for a party."""
        values = {"party": _id(identifier), "account": address, "deadline": unix_time(deadline)}
        return Message.build(self._connection, "AccountConsent", values)

    def add_account(
        self, consent: SignedMessage, scopes: Scope, *, limit_units: int = NO_LIMIT
    ) -> Operation[None]:
        """Add an account, which consents, to one's own party. Scope administer."""
        fields = consent.message.fields
        values = (fields["account"], scopes, limit_units, fields["deadline"], consent.signature)
        return self._by_party(ADD_ACCOUNT, *values)

    def change_account(
        self, address: str, scopes: Scope, *, limit_units: int = NO_LIMIT
    ) -> Operation[None]:
        """Change the rights of an account of one's own party. Scope administer."""
        return self._by_party(CHANGE_ACCOUNT, address, scopes, limit_units)

    def remove_account(self, address: str) -> Operation[None]:
        """Close an acting account of one's own party for ever. Scope administer."""
        return self._by_party(REMOVE_ACCOUNT, address)

    def rotate(self, consent: SignedMessage) -> Operation[None]:
        """Replace the cash account of one's own party by one that consents. Scope administer."""
        fields = consent.message.fields
        return self._by_party(ROTATE, fields["account"], fields["deadline"], consent.signature)


def _profile(fields: Mapping[str, Any]) -> str:
    found = Profile.read(fields)
    group = f", group {found.group}" if found.group else ""
    return f"roles {_names(found.roles)}, KYC until {found.kyc_expiry}{group}"


def _names(flags: Role | Scope | OptIn) -> str:
    return (
        "+".join(str(flag.name).lower() for flag in type(flags) if flag in flags and flag) or "none"
    )


def _limit(units: int) -> str:
    return "no limit" if units == NO_LIMIT else f"at most {units} base units per act"


def _words(template: str, **shown: Any) -> Words:
    """Return words made of a template over the arguments, each shown by its function."""

    def words(connection: Connection, arguments: Mapping[str, Any]) -> str:
        values = {k: shown[k](v) if k in shown else v for k, v in arguments.items()}
        return template.format(**values)

    return words


_RIGHTS = {"scopes": lambda value: _names(Scope(value)), "limit": _limit}
_CASE = {"party": party, "document": short}

REGISTER = act(
    "Parties",
    "register",
    _words("Register {party} with cash account {cash}: {profile}", party=party, profile=_profile),
    no_result,
)


def _register_many(connection: Connection, arguments: Mapping[str, Any]) -> str:
    entries = zip(arguments["parties"], arguments["cash"], arguments["profiles"], strict=True)
    lines = (f"Register {party(p)} with cash account {c}: {_profile(f)}" for p, c, f in entries)
    return "\n".join(lines)


REGISTER_MANY = act(
    "Parties",
    "registerMany",
    _register_many,
    no_result,
)
UPDATE = act(
    "Parties",
    "update",
    _words("Record of {party}: {profile}", party=party, profile=_profile),
    no_result,
)
SET_ACCOUNT = act(
    "Parties",
    "setAccount",
    _words("Let {account} act for {party}: {scopes}, {limit}", party=party, **_RIGHTS),
    no_result,
)
SUSPEND = act(
    "Parties", "suspend", _words("Suspend {party} (document {document})", **_CASE), no_result
)
REINSTATE = act(
    "Parties", "reinstate", _words("Reinstate {party} (document {document})", **_CASE), no_result
)
HALT = act("Parties", "halt", _words("Halt new business for {duration} seconds"), no_result)
RESUME = act("Parties", "resume", _words("Lift the halt of new business"), no_result)
PROPOSE_RECOVERY = act(
    "Parties",
    "proposeRecovery",
    _words("Propose to replace all accounts of {party} by {cash} (document {document})", **_CASE),
    no_result,
)
APPROVE_RECOVERY = act(
    "Parties",
    "approveRecovery",
    _words("Approve to replace all accounts of {party} by {cash} (document {document})", **_CASE),
    no_result,
)
WITHDRAW_RECOVERY = act(
    "Parties", "withdrawRecovery", _words("Withdraw the recovery of {party}", **_CASE), no_result
)
VETO_RECOVERY = act(
    "Parties", "vetoRecovery", _words("Stop the recovery of one's own party"), no_result
)
RECOVER = act("Parties", "recover", _words("Carry out the recovery of {party}", **_CASE), no_result)
SET_OPT_INS = act(
    "Parties",
    "setOptIns",
    _words("Consent beforehand to: {optIns}", optIns=lambda value: _names(OptIn(value))),
    no_result,
)
ADD_ACCOUNT = act(
    "Parties",
    "addAccount",
    _words("Let {account} act for one's own party: {scopes}, {limit}", **_RIGHTS),
    no_result,
)
CHANGE_ACCOUNT = act(
    "Parties",
    "changeAccount",
    _words("Account {account} may now: {scopes}, {limit}", **_RIGHTS),
    no_result,
)
REMOVE_ACCOUNT = act(
    "Parties", "removeAccount", _words("Close account {account} for ever"), no_result
)
ROTATE = act(
    "Parties",
    "rotate",
    _words("Replace the cash account of one's own party by {cash}; no note and no money moves"),
    no_result,
)
