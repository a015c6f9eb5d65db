"""
Evidence for milestones: what attestors are asked to sign, and what came back, checked.

A condition is checked as the chain will check it: who signed, for whom, for which milestone, and
until when; what does not count is told with its reason and not brought, since one bad signature
would be refused with all the good ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from silkline import conditions
from silkline.chain import abi
from silkline.chain.abi import Param
from silkline.chain.connection import Connection, Contract
from silkline.conditions import AllOf, AnyOf, Attested, Condition, InstalmentsPaid
from silkline.dates import Moment, unix_time
from silkline.domain import short, when
from silkline.errors import BadInput, Refused
from silkline.ids import PartyId
from silkline.kinds import Role, Scope
from silkline.loan_terms.agreement import TERMS_WORDS, milestone_leaf, payees_in
from silkline.loans.known import known
from silkline.messages import TYPES, Message, SignedMessage
from silkline.tokens import Token, hash32

__all__ = ["Accepted", "Asked", "Check", "Rejected"]

_SIGNED: Final = (Param("signer", "address"), Param("signature", "bytes"))
_EVIDENCE: Final = (
    Param("evidence", "tuple", TYPES["Evidence"][1]),
    Param("signatures", "tuple[]", _SIGNED),
)
_PARTS: Final = (Param("evidences", "bytes[]"),)
_TERMS: Final = (Param("terms", "tuple", TERMS_WORDS),)


@dataclass(frozen=True)
class Accepted:
    """A signature that counts."""

    party: PartyId
    signer: str


@dataclass(frozen=True)
class Rejected:
    """A signature that does not count, and why."""

    signer: str
    reason: str


@dataclass(frozen=True)
class Check:
    """What evidence comes to: whether the condition holds now, and what is missing."""

    condition: Condition
    met: bool
    have: int
    """Signatures, or parts, that count."""
    needed: int
    """How many of them are needed."""
    why: str
    """In words."""
    accepted: tuple[Accepted, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    parts: tuple[Check, ...] = ()
    data: bytes = field(default=b"", repr=False)
    """The evidence as the condition is brought it."""

    @property
    def all_rejected(self) -> tuple[Rejected, ...]:
        """What was rejected here and by the parts."""
        below = (one for part in self.parts for one in part.all_rejected)
        return (*self.rejected, *below)

    def render(self) -> str:
        """Return the check as indented text."""
        return "\n".join(_lines(self, ""))


def _lines(check: Check, pad: str) -> Iterator[str]:
    yield f"{pad}{'met' if check.met else 'not met'}: {check.condition.words()} ({check.why})"
    for one in check.accepted:
        yield f"{pad}  party {one.party} signed ({one.signer})"
    for other in check.rejected:
        yield f"{pad}  {other.signer} does not count: {other.reason}"
    for part in check.parts:
        yield from _lines(part, pad + "  ")


@dataclass(frozen=True)
class Asked:
    """What one condition is asked: a milestone of a loan, with the condition's own config."""

    connection: Connection
    loan: str
    terms: Mapping[str, Any] = field(repr=False)
    token: Token
    milestone: Mapping[str, Any]
    """Members of ``Milestone``; of a part, with the part's condition and config."""

    @cached_property
    def condition(self) -> Condition:
        """What must hold."""
        where, config = self.milestone["condition"], self.milestone["config"]
        return conditions.decode(self.connection, where, config, self.token)

    @cached_property
    def leaf(self) -> bytes:
        """What attestors of this condition sign for."""
        return milestone_leaf(self.milestone)

    @cached_property
    def parts(self) -> tuple[Asked, ...]:
        """What each part of an all-of or any-of is asked."""
        if not isinstance(self.condition, AllOf | AnyOf):
            return ()
        return tuple(map(self._part, self.condition.parts))

    def _part(self, condition: Condition) -> Asked:
        where, config = conditions.encode(self.connection, condition, self.token)
        return replace(self, milestone={**self.milestone, "condition": where, "config": config})

    def attested(self) -> Iterator[Asked]:
        """Yield what asks attestors: this condition, or parts of it."""
        if isinstance(self.condition, Attested):
            yield self
        for part in self.parts:
            yield from part.attested()

    def request(
        self, document: bytes | str, value: int, observed_at: Moment, valid_until: Moment
    ) -> Message:
        """
        Return the message that the attestors of this condition are to sign.

        Args:
            document: Hash of what they have seen.
            value: What they have measured, in the unit of the metric; 0 where there is none.
            observed_at: When they saw it.
            valid_until: Last second at which it counts.

        Raises:
            BadInput: Nobody signs for this condition.
        """
        if not isinstance(self.condition, Attested):
            raise BadInput(f"nobody signs for this condition: {self.condition.words()}")
        values = {
            "loan": self.loan,
            "milestone": self.leaf,
            "document": hash32(document, name="document"),
            "value": value,
            "observedAt": unix_time(observed_at),
            "validUntil": unix_time(valid_until),
        }
        kind = type(self.condition).__name__
        return Message.build(self.connection, "Evidence", values, kind)

    def check(self, evidence: Sequence[SignedMessage]) -> Check:
        """Return what the evidence comes to; nothing is sent."""
        asking = list(self.attested())
        found = _check(self, [m for m in evidence if any(_is_for(m, a) for a in asking)])
        strangers = tuple(
            Rejected(m.signer, _stranger(m, self.loan, asking))
            for m in evidence
            if not any(_is_for(m, a) for a in asking)
        )
        return replace(found, rejected=(*found.rejected, *strangers))

    def read(self, data: bytes) -> Iterator[SignedMessage]:
        """
        Yield the signed messages in evidence as it was brought; nothing where nobody signs.

        Raises:
            NodeError: It cannot be read.
        """
        if self.parts and data:
            (brought,) = abi.decode(_PARTS, data)
            for part, one in zip(self.parts, brought, strict=True):
                yield from part.read(one)
        elif isinstance(self.condition, Attested) and data:
            fields, signatures = abi.decode(_EVIDENCE, data)
            kind = type(self.condition).__name__
            message = Message.build(self.connection, "Evidence", fields, kind)
            for one in signatures:
                yield SignedMessage(message, one["signer"], abi.to_hex(one["signature"]))

    def holds(self, data: bytes) -> tuple[bool, str]:
        """Return what the chain says to that evidence now, and its refusal in words."""
        contract = Contract("Attested", self.milestone["condition"])
        try:
            asked = (self.loan, self.milestone, data)
            return bool(self.connection.call(contract, "isMet", *asked)), ""
        except Refused as refusal:
            return False, str(refusal)


def _is_for(signed: SignedMessage, asked: Asked) -> bool:
    """Tell whether a message is evidence for exactly what is asked."""
    message = signed.message
    if message.kind != "Evidence" or message.chain_id != asked.connection.chain_id:
        return False
    where = (message.contract, message.fields["milestone"])
    return where == (asked.milestone["condition"], abi.to_hex(asked.leaf))


def _stranger(signed: SignedMessage, loan: str, asking: Sequence[Asked]) -> str:
    """Say what a message is for instead."""
    message = signed.message
    if message.kind != "Evidence":
        return f"it is of the kind {message.kind}, not Evidence"
    if not asking:
        return "this condition asks nobody to sign"
    if message.chain_id != asking[0].connection.chain_id:
        return f"it is for chain {message.chain_id}"
    if message.fields["loan"] != loan:
        return f"it is for loan {short(message.fields['loan'])}"
    return f"it is for milestone {short(message.fields['milestone'])} or another of its conditions"


def _check(asked: Asked, evidence: Sequence[SignedMessage]) -> Check:
    if asked.parts:
        return _check_parts(asked, evidence)
    if isinstance(asked.condition, Attested):
        return _check_attested(asked, asked.condition, evidence)
    data = b""
    if isinstance(asked.condition, InstalmentsPaid):
        data = abi.encode(_TERMS, [asked.terms])
    met, refusal = asked.holds(data)
    why = refusal or ("it holds" if met else "it does not hold yet")
    return Check(asked.condition, met, int(met), 1, why, data=data)


def _check_parts(asked: Asked, evidence: Sequence[SignedMessage]) -> Check:
    """Check each part; a part of an any-of that does not hold is brought nothing."""
    found = tuple(_check(part, evidence) for part in asked.parts)
    every = isinstance(asked.condition, AllOf)
    have, needed = sum(part.met for part in found), len(found) if every else 1
    brought = [part.data if every or part.met else b"" for part in found]
    why = f"{have} of {len(found)} parts are met, {needed} needed"
    data = abi.encode(_PARTS, [brought])
    return Check(asked.condition, have >= needed, have, needed, why, parts=found, data=data)


def _check_attested(asked: Asked, condition: Attested, evidence: Sequence[SignedMessage]) -> Check:
    """Check the signatures; those of the report that most attestors signed count."""
    rejected: list[Rejected] = []
    reports: dict[str, dict[PartyId, SignedMessage]] = {}
    for signed in evidence:
        if _is_for(signed, asked):
            try:
                signer = _attestor(asked, condition, signed)
                _take(reports.setdefault(signed.message.digest, {}), signer, signed)
            except BadInput as error:
                rejected.append(Rejected(signed.signer, str(error)))
    chosen = max(reports.values(), key=len, default={})
    for report in reports.values():
        if report is not chosen:
            why = "it is for another report than most of the attestors signed"
            rejected.extend(Rejected(one.signer, why) for one in report.values())
    accepted = tuple(Accepted(p, s.signer) for p, s in sorted(chosen.items()))
    made = Check(
        condition, False, len(accepted), condition.threshold, "", accepted, tuple(rejected)
    )
    return _judged(asked, replace(made, data=_data(asked, condition, chosen)))


def _judged(asked: Asked, check: Check) -> Check:
    """Say whether enough signed, and what the chain says to it."""
    why = f"{check.have} of {check.needed} signatures needed"
    if check.have < check.needed:
        return replace(check, why=why)
    met, refusal = asked.holds(check.data)
    if not met:
        why += f"; {refusal or 'the value is too low'}"
    return replace(check, met=met, why=why)


def _attestor(asked: Asked, condition: Attested, signed: SignedMessage) -> PartyId:
    """Return the attestor that signed; raises ``BadInput`` where that does not count."""
    connection, fields = asked.connection, signed.message.fields
    _check_times(connection, fields)
    parties = connection.contract("Parties")
    if fields["loan"] != asked.loan:
        raise BadInput(f"it is for loan {short(fields['loan'])}")
    try:
        found: PartyId = connection.call(parties, "act", signed.signer, Scope.TRIGGER, 0)["party"]
    except Refused as refusal:
        raise BadInput(str(refusal)) from refusal
    if found not in condition.attestors:
        raise BadInput(f"party {found} is none of the attestors")
    if not Role(connection.call(parties, "partyOf", found)["profile"]["roles"]) & Role.ATTESTOR:
        raise BadInput(f"party {found} is no attestor any more")
    if not signed.verify(connection):
        raise BadInput("the signature is not one of this account over this message")
    return found


def _check_times(connection: Connection, fields: Mapping[str, Any]) -> None:
    now = connection.head().time
    if fields["observedAt"] > now:
        raise BadInput(f"observed at {when(fields['observedAt'])}, it is {when(now)}")
    if fields["validUntil"] < now:
        raise BadInput(f"counted until {when(fields['validUntil'])}, it is {when(now)}")


def _take(report: dict[PartyId, SignedMessage], signer: PartyId, signed: SignedMessage) -> None:
    if signer in report:
        raise BadInput(f"party {signer} has signed already")
    report[signer] = signed


def _data(asked: Asked, condition: Attested, chosen: Mapping[PartyId, SignedMessage]) -> bytes:
    """Return the evidence as it is brought: as many signatures as needed, by rising party."""
    brought = [one for _, one in sorted(chosen.items())][: condition.threshold]
    fields: Mapping[str, Any] = (
        brought[0].message.fields if brought else asked.request(bytes(32), 0, 0, 0).fields
    )
    return abi.encode(_EVIDENCE, [fields, [(one.signer, one.signature) for one in brought]])


def evidence_words(connection: Connection, fields: Mapping[str, Any]) -> str:
    """Say what evidence attests; with amount and payee where this client has the agreement."""
    return (
        f"Attest for {_milestone_words(connection, fields)} of loan {short(fields['loan'])}: "
        f"report {short(fields['document'])}, value {fields['value']}, observed "
        f"{when(fields['observedAt'])}; counts until {when(fields['validUntil'])}"
    )


def _milestone_words(connection: Connection, fields: Mapping[str, Any]) -> str:
    with suppress(Refused, BadInput):  # not opened yet, or terms that are not to be found
        found = known(connection, fields["loan"])
        for one in found.agreement.milestones if found.agreement else ():
            asked = Asked(connection, found.loan, found.terms, found.token, one)
            if any(abi.to_hex(part.leaf) == fields["milestone"] for part in asked.attested()):
                amount, (payees, _) = found.token.money(one["amount"]), payees_in(one)
                return f"milestone {one['index']} ({amount} to {payees})"
    return f"milestone {short(fields['milestone'])}"
