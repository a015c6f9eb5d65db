"""The contracts' own types by name: ids, states and the bits of roles, scopes and opt-ins."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum, IntFlag
from typing import Any, Final

from silkline.ids import NoteId, PartyId, ProgrammeId, ReceivableId

__all__ = ["KINDS", "InstructionState", "OptIn", "Role", "Scope", "Status"]


class Status(IntEnum):
    """State of a receivable; ``LINKED`` marks a further fingerprint of one over many invoices."""

    NONE = 0
    OPEN = 1
    OVERDUE = 2
    SETTLED = 3
    CANCELLED = 4
    LINKED = 5


class InstructionState(IntEnum):
    """Where an instruction of a deposit token's holder to be paid out stands."""

    NONE = 0
    INSTRUCTED = 1
    EXECUTED = 2
    RETURNED = 3


class Role(IntFlag):
    """
    What a party takes part as; a bank may be funder and guarantor.

    >>> Role.GUARANTOR in Role.FUNDER | Role.GUARANTOR
    True
    """

    NONE = 0
    SUPPLIER = 1
    ANCHOR = 2
    FUNDER = 4
    GUARANTOR = 8
    ATTESTOR = 16
    REGULATOR = 32


class Scope(IntFlag):
    """What an account may do for its party."""

    NONE = 0
    CONFIRM = 1
    ASSIGN = 2
    FUND = 4
    RELEASE = 8
    ADMINISTER = 16
    TRIGGER = 32
    ALL = 63


class OptIn(IntFlag):
    """What a party consents to beforehand: assignments, and plain token transfers as well."""

    NONE = 0
    ASSIGNMENTS = 1
    TRANSFERS = 2


KINDS: Final[dict[str, Callable[[int], Any]]] = {
    "PartyId": PartyId.decoded,
    "ProgrammeId": ProgrammeId.decoded,
    "ReceivableId": ReceivableId.decoded,
    "NoteId": NoteId.decoded,
    "Status": Status,
    "State": InstructionState,
}
"""How a decoded integer becomes a value, by the name of its type in the sources."""
