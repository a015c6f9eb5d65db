"""Fixings: values of reference rates, signed by attestors, recorded once, and read by loans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from eth_utils.crypto import keccak

from silkline import events
from silkline.chain import abi
from silkline.chain.abi import Param
from silkline.chain.connection import AsOf, Connection
from silkline.chain.logs import Event
from silkline.chain.signers import Signer
from silkline.dates import Day, Moment, date_of, day_number, unix_time
from silkline.domain import Domain, short, when
from silkline.errors import BadInput
from silkline.ids import PartyId
from silkline.loan_terms.sheet import Percent, percent, ppm
from silkline.messages import Message, SignedMessage
from silkline.operation import Operation, act, only
from silkline.tokens import hash32

__all__ = ["Fixing", "Fixings", "Index"]

_INDEX: Final = (
    Param("name", "bytes32"),
    Param("attestors", "uint40[]"),
    Param("threshold", "uint256"),
)


@dataclass(frozen=True)
class Index:
    """A reference rate: who says what it is belongs to what it is, so nobody registers it."""

    name: str
    """1 to 32 characters of ASCII, such as ``EURIBOR3M``."""
    attestors: tuple[PartyId, ...]
    """Kept in rising order, each once; ids may be given as integers."""
    threshold: int
    """How many of them must sign a value."""

    def __post_init__(self) -> None:
        chosen = tuple(sorted({PartyId.of(one) for one in self.attestors}))
        if not self.name.isascii() or not 1 <= len(self.name) <= 32:
            raise BadInput(f"name must be 1 to 32 characters of ASCII, got {self.name!r}")
        if not 1 <= self.threshold <= len(chosen):
            raise BadInput(f"threshold must be in 1..{len(chosen)}, got {self.threshold!r}")
        object.__setattr__(self, "attestors", chosen)

    @property
    def padded(self) -> bytes:
        """The name as the contract takes it."""
        return self.name.encode().ljust(32, b"\0")

    @property
    def id(self) -> str:
        """What a term sheet names (``floating.index``): 32 bytes in hex."""
        values = [self.padded, self.attestors, self.threshold]
        return abi.to_hex(keccak(abi.encode(_INDEX, values)))


@dataclass(frozen=True)
class Fixing:
    """A value of a reference rate, as it was recorded."""

    index: str
    observed_on: date
    """Day of the value."""
    rate: int
    """Parts per million a year; may be negative."""
    recorded_at: int
    """Unix time from which it holds."""


class Fixings(Domain):
    """Sign, record and read values of reference rates."""

    contract_name = "Fixings"

    def message(
        self, index: Index, observed_on: Day, rate: Percent, *, valid_until: Moment
    ) -> Message:
        """
        Return the message by which attestors say what a rate is.

        Args:
            index: The reference rate.
            observed_on: Day of the value.
            rate: The value, such as ``"3.25 %"``.
            valid_until: Last second at which it may be recorded.
        """
        values = {
            "index": index.id,
            "observedOn": day_number(observed_on),
            "rate": ppm(rate),
            "validUntil": unix_time(valid_until),
        }
        return Message.build(self._connection, "Fixing", values)

    def sign(
        self,
        index: Index,
        observed_on: Day,
        rate: Percent,
        *,
        valid_until: Moment,
        signer: Signer | None = None,
    ) -> SignedMessage:
        """Return a value signed by *signer*, by default the acting account's. Scope trigger."""
        message = self.message(index, observed_on, rate, valid_until=valid_until)
        return message.sign(signer or self._connection.signer(self._account))

    def record(self, index: Index, signed: Sequence[SignedMessage]) -> Operation[Fixing]:
        """
        Record a value that enough attestors signed, by anyone; it holds from then on.

        Raises:
            BadInput: They did not sign the same value of this index, or a signature is not its
                signer's.
        """
        if not signed:
            raise BadInput(f"{index.threshold} signatures are needed to record {index.name}")
        fields = signed[0].message.fields
        expected = Message.build(self._connection, "Fixing", {**fields, "index": index.id})
        found: dict[PartyId, SignedMessage] = {}
        for one in signed:
            one.check(expected)
            found[self._attestor(index, one.signer)] = one
        pairs = [(one.signer, one.signature) for _, one in sorted(found.items())]
        values = (index.padded, index.attestors, index.threshold, expected.fields, pairs)
        return self._by_anyone(RECORD, *values)

    def rate_at(self, index: Index | str, time: Moment) -> int | None:
        """Return the last value recorded by then, parts per million a year; None for none."""
        found = self._read("rateAt", _id(index), unix_time(time))
        return int(found["rate"]) if found["known"] else None

    def latest(self, index: Index | str) -> Fixing | None:
        """Return the last value recorded, or None."""
        found = self._read("latest", _id(index))
        if not found["recordedAt"]:
            return None
        observed = date_of(found["observedOn"])
        return Fixing(_id(index), observed, found["rate"], found["recordedAt"])

    def history(self, index: Index | str, *, until: AsOf | None = None) -> tuple[Fixing, ...]:
        """Return every value recorded, in order; up to a block, where one is given."""
        connection, topic = self._connection, keccak(text=events.FixingRecorded.signature)
        last = until.number if until else "latest"
        topics = [abi.to_hex(topic), _id(index)]
        logs = connection.logs(topics, first=connection.first_block, last=last)
        return tuple(
            _fixing(connection, event) for event in logs if isinstance(event, events.FixingRecorded)
        )

    def _attestor(self, index: Index, signer: str) -> PartyId:
        parties = self._connection.contract("Parties")
        found: PartyId = self._connection.call(parties, "accountOf", signer)["party"]
        if found not in index.attestors:
            raise BadInput(f"{signer} is no account of an attestor of {index.name}")
        return found


def _id(index: Index | str) -> str:
    if isinstance(index, Index):
        return index.id
    return abi.to_hex(hash32(index, name="index"))


def _fixing(connection: Connection, event: events.FixingRecorded) -> Fixing:
    block = event.place.block
    time = connection.remembered(("time", event.place.block_hash), lambda: connection.head(block))
    return Fixing(abi.to_hex(event.index), date_of(event.observed_on), event.rate, time.time)


def fixing_words(connection: Connection, fields: Mapping[str, Any]) -> str:
    """Say what a fixing says."""
    return (
        f"Attest that index {short(fields['index'])} was {percent(fields['rate'])} a year on "
        f"{date_of(fields['observedOn'])}; counts until {when(fields['validUntil'])}"
    )


def _record_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    name = arguments["name"].rstrip(b"\0").decode("ascii", "replace")
    fixing = arguments["fixing"]
    return (
        f"Record {name}: {percent(fixing['rate'])} a year, of {date_of(fixing['observedOn'])}, "
        f"signed by {len(arguments['signatures'])} attestors"
    )


def _recorded(connection: Connection, operation: Operation[Any], found: Sequence[Event]) -> Fixing:
    return _fixing(connection, only(found, events.FixingRecorded))


RECORD = act("Fixings", "record", _record_words, _recorded)
