"""
Conditions of milestones: what must hold before money moves, and the evidence that it does.

    milestone = Milestone(amount=…, payees=…, **bank.conditions.place(Attested((7, 8, 9), 2)))

Attestors sign one message, ``Evidence``, for the leaf of a milestone. As a part of an all-of or
any-of a condition is asked of the milestone with the part's own condition and config in the place
of the whole's, and so the leaf of that is what its attestors sign.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from silkline.chain import abi
from silkline.chain.abi import Param
from silkline.chain.connection import Connection
from silkline.dates import Moment, moment, unix_time
from silkline.domain import Domain, short, when
from silkline.errors import BadInput, NodeError
from silkline.ids import PartyId
from silkline.money import Money
from silkline.tokens import Token, named_token

__all__ = [
    "AllOf",
    "AnyOf",
    "Attested",
    "AttestedMetric",
    "Condition",
    "Conditions",
    "InstalmentsPaid",
    "NotBefore",
    "NotesPledged",
    "OtherCondition",
]

_PANEL: Final = (Param("attestors", "uint40[]"), Param("threshold", "uint256"))
_CONFIGS: Final = {
    "Attested": _PANEL,
    "AttestedMetric": (*_PANEL, Param("at_least", "uint256")),
    "InstalmentsPaid": (Param("instalments", "uint256"),),
    "NotesPledged": (Param("amount", "uint256"),),
    "NotBefore": (Param("time", "uint256"),),
    "AllOf": (Param("conditions", "address[]"), Param("configs", "bytes[]")),
    "AnyOf": (Param("conditions", "address[]"), Param("configs", "bytes[]")),
}
"""What is encoded in the config of each kind of condition."""


@dataclass(frozen=True)
class Condition(ABC):
    """What must hold; see its kinds."""

    @abstractmethod
    def words(self) -> str:
        """Return it for reading."""


@dataclass(frozen=True)
class Attested(Condition):
    """Some of the attestors say that the milestone was reached."""

    attestors: tuple[PartyId, ...]
    """Kept in rising order, each once; ids may be given as integers."""
    threshold: int
    """How many of them must sign."""

    def __post_init__(self) -> None:
        chosen = tuple(sorted({PartyId.of(one) for one in self.attestors}))
        if not 1 <= self.threshold <= len(chosen):
            raise BadInput(f"threshold must be in 1..{len(chosen)}, got {self.threshold!r}")
        object.__setattr__(self, "attestors", chosen)

    def words(self) -> str:
        """Return it for reading."""
        ids = ", ".join(map(str, self.attestors))
        return f"{self.threshold} of the attestors {ids} sign that it is reached"


@dataclass(frozen=True)
class AttestedMetric(Attested):
    """Some of the attestors say that a value is high enough."""

    at_least: int
    """Least value, in the unit that the agreement names."""

    def words(self) -> str:
        """Return it for reading."""
        ids = ", ".join(map(str, self.attestors))
        return f"{self.threshold} of the attestors {ids} sign a value of at least {self.at_least}"


@dataclass(frozen=True)
class InstalmentsPaid(Condition):
    """So many instalments have fallen due, and nothing is past due."""

    instalments: int

    def words(self) -> str:
        """Return it for reading."""
        return f"{self.instalments} instalments have fallen due and nothing is past due"


@dataclass(frozen=True)
class NotesPledged(Condition):
    """So much is still to come on the notes pledged for the loan."""

    amount: Money

    def words(self) -> str:
        """Return it for reading."""
        return f"at least {self.amount} is to come on pledged notes"


@dataclass(frozen=True)
class NotBefore(Condition):
    """A time has come."""

    time: Moment
    """Kept as an aware datetime in UTC."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "time", moment(unix_time(self.time)))

    def words(self) -> str:
        """Return it for reading."""
        return f"not before {when(unix_time(self.time))}"


@dataclass(frozen=True)
class AllOf(Condition):
    """Each of its parts holds."""

    parts: tuple[Condition, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", _parts(self.parts))

    def words(self) -> str:
        """Return it for reading."""
        return " and ".join(f"({part.words()})" for part in self.parts)


@dataclass(frozen=True)
class AnyOf(Condition):
    """One of its parts holds."""

    parts: tuple[Condition, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", _parts(self.parts))

    def words(self) -> str:
        """Return it for reading."""
        return " or ".join(f"({part.words()})" for part in self.parts)


@dataclass(frozen=True)
class OtherCondition(Condition):
    """A condition by a contract that is none of the deployment's."""

    address: str
    config: str
    """In hex."""

    def words(self) -> str:
        """Return it for reading."""
        return f"{self.address} says so (config {short(self.config)})"


class Conditions(Domain):
    """Say conditions as milestones have them, and read them back."""

    def place(self, condition: Condition, token: Token | None = None) -> dict[str, str]:
        """
        Return ``condition`` and ``config`` of a milestone in a term sheet.

        Args:
            condition: What must hold.
            token: The loan's token, where it is not the deployment's of the currency.
        """
        address, config = encode(self._connection, condition, token)
        return {"condition": address, "config": abi.to_hex(config)}

    def read(self, address: str, config: bytes | str, token: Token) -> Condition:
        """Return what a milestone of a loan in *token* asks for; raises ``BadInput``."""
        data = abi.from_hex(config, name="config") if isinstance(config, str) else config
        return decode(self._connection, address, data, token)


def encode(
    connection: Connection, condition: Condition, token: Token | None = None
) -> tuple[str, bytes]:
    """Return the contract that says whether *condition* holds, and its config."""
    if isinstance(condition, OtherCondition):
        return condition.address, abi.from_hex(condition.config, name="config")
    kind = type(condition).__name__
    values = _values(connection, condition, token)
    return connection.contract(kind).address, abi.encode(_CONFIGS[kind], values)


def decode(connection: Connection, address: str, config: bytes, token: Token) -> Condition:
    """
    Return what a contract with that config asks for.

    Raises:
        BadInput: The config is none of that contract: the milestone can never be released.
    """
    kind = connection.names.get(address, "")
    if kind not in _CONFIGS:
        return OtherCondition(address, abi.to_hex(config))
    try:
        values = abi.decode(_CONFIGS[kind], config)
        found: Condition = _READERS[kind](connection, token, *values)
    except NodeError as error:
        raise BadInput(f"{abi.to_hex(config)} is no config of {kind}: {error}") from None
    return found


def _values(connection: Connection, condition: Condition, token: Token | None) -> list[Any]:
    """Return what the config of a condition says, in order."""
    if isinstance(condition, AllOf | AnyOf):
        found = [encode(connection, part, token) for part in condition.parts]
        return [[address for address, _ in found], [config for _, config in found]]
    if isinstance(condition, AttestedMetric):
        return [condition.attestors, condition.threshold, condition.at_least]
    if isinstance(condition, Attested):
        return [condition.attestors, condition.threshold]
    if isinstance(condition, InstalmentsPaid):
        return [condition.instalments]
    if isinstance(condition, NotBefore):
        return [unix_time(condition.time)]
    if isinstance(condition, NotesPledged):
        chosen = token or named_token(connection, condition.amount.currency)
        return [chosen.units(condition.amount)]
    raise BadInput(f"expected a condition, got {condition!r}")


def _parts(parts: tuple[Condition, ...]) -> tuple[Condition, ...]:
    chosen = tuple(parts)
    if not chosen or not all(isinstance(part, Condition) for part in chosen):
        raise BadInput(f"expected one condition or more as parts, got {parts!r}")
    return chosen


def _read_parts(
    connection: Connection, token: Token, addresses: list[str], configs: list[bytes]
) -> tuple[Condition, ...]:
    if len(addresses) != len(configs):
        raise BadInput(f"{len(addresses)} conditions have {len(configs)} configs")
    pairs = zip(addresses, configs, strict=True)
    return tuple(decode(connection, address, config, token) for address, config in pairs)


_READERS: Final[Mapping[str, Any]] = {
    "Attested": lambda c, t, attestors, k: Attested(tuple(attestors), k),
    "AttestedMetric": lambda c, t, attestors, k, least: AttestedMetric(tuple(attestors), k, least),
    "InstalmentsPaid": lambda c, t, count: InstalmentsPaid(count),
    "NotesPledged": lambda c, t, units: NotesPledged(t.money(units)),
    "NotBefore": lambda c, t, time: NotBefore(time),
    "AllOf": lambda c, t, addresses, configs: AllOf(_read_parts(c, t, addresses, configs)),
    "AnyOf": lambda c, t, addresses, configs: AnyOf(_read_parts(c, t, addresses, configs)),
}
