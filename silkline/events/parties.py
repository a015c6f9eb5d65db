# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Events of Parties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from silkline.chain.logs import Event
from silkline.ids import PartyId


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    """Emitted when an account is closed for ever."""

    signature: ClassVar[str] = "AccountClosed(uint40,address)"
    party: PartyId
    account: str


@dataclass(frozen=True, kw_only=True)
class AccountSet(Event):
    """Emitted when an account is added or its rights change."""

    signature: ClassVar[str] = "AccountSet(uint40,address,uint16,uint96)"
    party: PartyId
    account: str
    scopes: int
    limit: int


@dataclass(frozen=True, kw_only=True)
class AuthorityUpdated(Event):
    """AuthorityUpdated of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "AuthorityUpdated(address)"
    authority: str


@dataclass(frozen=True, kw_only=True)
class CashAccountChanged(Event):
    """Emitted when a party's cash account is replaced; `epoch` grows when it was by recovery."""

    signature: ClassVar[str] = "CashAccountChanged(uint40,address,address,uint16)"
    party: PartyId
    previous: str
    current: str
    epoch: int


@dataclass(frozen=True, kw_only=True)
class EIP712DomainChanged(Event):
    """EIP712DomainChanged of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "EIP712DomainChanged()"


@dataclass(frozen=True, kw_only=True)
class HaltedUntil(Event):
    """Emitted when new business is halted until `until` (Unix time)."""

    signature: ClassVar[str] = "HaltedUntil(uint256)"
    until: int


@dataclass(frozen=True, kw_only=True)
class OptInsChanged(Event):
    """Emitted when a party changes its standing consents."""

    signature: ClassVar[str] = "OptInsChanged(uint40,uint8)"
    party: PartyId
    opt_ins: int


@dataclass(frozen=True, kw_only=True)
class PartyRegistered(Event):
    """Emitted when a party is registered."""

    signature: ClassVar[str] = "PartyRegistered(uint40,address,(uint8,uint24,uint40,uint16,uint16))"
    party: PartyId
    cash: str
    profile: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class PartyStatusChanged(Event):
    """Emitted when a party is suspended (`active` false) or reinstated."""

    signature: ClassVar[str] = "PartyStatusChanged(uint40,bool,bytes32)"
    party: PartyId
    active: bool
    document: bytes


@dataclass(frozen=True, kw_only=True)
class PartyUpdated(Event):
    """Emitted when the registrar changes what is recorded of a party."""

    signature: ClassVar[str] = "PartyUpdated(uint40,(uint8,uint24,uint40,uint16,uint16))"
    party: PartyId
    profile: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class RecoveryApproved(Event):
    """Emitted when compliance approves it: from `readyAt` anyone may carry it out."""

    signature: ClassVar[str] = "RecoveryApproved(uint40,address,bytes32,uint256)"
    party: PartyId
    cash: str
    document: bytes
    ready_at: int


@dataclass(frozen=True, kw_only=True)
class RecoveryProposed(Event):
    """Emitted when the registrar proposes a recovery."""

    signature: ClassVar[str] = "RecoveryProposed(uint40,address,bytes32)"
    party: PartyId
    cash: str
    document: bytes


@dataclass(frozen=True, kw_only=True)
class RecoveryStopped(Event):
    """Emitted when the party's live key, or the registrar, stops a recovery."""

    signature: ClassVar[str] = "RecoveryStopped(uint40,address)"
    party: PartyId
    by: str


@dataclass(frozen=True, kw_only=True)
class Resumed(Event):
    """Emitted when a halt is lifted before its end."""

    signature: ClassVar[str] = "Resumed()"


@dataclass(frozen=True, kw_only=True)
class SignatureVoided(Event):
    """Emitted when a signed message is used up or taken back."""

    signature: ClassVar[str] = "SignatureVoided(address,bytes32)"
    signer: str
    digest: bytes
