# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Events of AccessManager."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from silkline.chain.logs import Event


@dataclass(frozen=True, kw_only=True)
class OperationCanceled(Event):
    """OperationCanceled of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "OperationCanceled(bytes32,uint32)"
    operation_id: bytes
    nonce: int


@dataclass(frozen=True, kw_only=True)
class OperationExecuted(Event):
    """OperationExecuted of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "OperationExecuted(bytes32,uint32)"
    operation_id: bytes
    nonce: int


@dataclass(frozen=True, kw_only=True)
class OperationScheduled(Event):
    """OperationScheduled of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "OperationScheduled(bytes32,uint32,uint48,address,address,bytes)"
    operation_id: bytes
    nonce: int
    schedule: int
    caller: str
    target: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class RoleAdminChanged(Event):
    """RoleAdminChanged of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "RoleAdminChanged(uint64,uint64)"
    role_id: int
    admin: int


@dataclass(frozen=True, kw_only=True)
class RoleGrantDelayChanged(Event):
    """RoleGrantDelayChanged of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "RoleGrantDelayChanged(uint64,uint32,uint48)"
    role_id: int
    delay: int
    since: int


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    """RoleGranted of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "RoleGranted(uint64,address,uint32,uint48,bool)"
    role_id: int
    account: str
    delay: int
    since: int
    new_member: bool


@dataclass(frozen=True, kw_only=True)
class RoleGuardianChanged(Event):
    """RoleGuardianChanged of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "RoleGuardianChanged(uint64,uint64)"
    role_id: int
    guardian: int


@dataclass(frozen=True, kw_only=True)
class RoleLabel(Event):
    """RoleLabel of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "RoleLabel(uint64,string)"
    role_id: int
    label: str


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(Event):
    """RoleRevoked of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "RoleRevoked(uint64,address)"
    role_id: int
    account: str


@dataclass(frozen=True, kw_only=True)
class TargetAdminDelayUpdated(Event):
    """TargetAdminDelayUpdated of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "TargetAdminDelayUpdated(address,uint32,uint48)"
    target: str
    delay: int
    since: int


@dataclass(frozen=True, kw_only=True)
class TargetClosed(Event):
    """TargetClosed of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "TargetClosed(address,bool)"
    target: str
    closed: bool


@dataclass(frozen=True, kw_only=True)
class TargetFunctionRoleUpdated(Event):
    """TargetFunctionRoleUpdated of OpenZeppelin Contracts."""

    signature: ClassVar[str] = "TargetFunctionRoleUpdated(address,bytes4,uint64)"
    target: str
    selector: bytes
    role_id: int
