# Written by `python -m tools.bindings`: do not edit.
# fmt: off
# isort: skip_file
"""Refusals of AccessManager."""

from __future__ import annotations

from silkline.errors import Refused


class AccessManagerAlreadyScheduled(
    Refused,
    signature="AccessManagerAlreadyScheduled(bytes32)",
    fields="operation_id",
    advice="wait for its time, or cancel it: it is scheduled",
):
    """AccessManagerAlreadyScheduled of OpenZeppelin Contracts."""

    operation_id: bytes


class AccessManagerBadConfirmation(
    Refused,
    signature="AccessManagerBadConfirmation()",
    advice="confirm a renunciation with the caller's own address",
):
    """AccessManagerBadConfirmation of OpenZeppelin Contracts."""


class AccessManagerExpired(
    Refused,
    signature="AccessManagerExpired(bytes32)",
    fields="operation_id",
    advice="schedule the call again",
):
    """AccessManagerExpired of OpenZeppelin Contracts."""

    operation_id: bytes


class AccessManagerInvalidInitialAdmin(
    Refused,
    signature="AccessManagerInvalidInitialAdmin(address)",
    fields="initial_admin",
    advice="name a real account as the first administrator",
):
    """AccessManagerInvalidInitialAdmin of OpenZeppelin Contracts."""

    initial_admin: str


class AccessManagerLockedRole(
    Refused,
    signature="AccessManagerLockedRole(uint64)",
    fields="role_id",
    advice="choose another role: this one cannot be changed",
):
    """AccessManagerLockedRole of OpenZeppelin Contracts."""

    role_id: int


class AccessManagerNotReady(
    Refused,
    signature="AccessManagerNotReady(bytes32)",
    fields="operation_id",
    advice="wait until its delay has passed",
):
    """AccessManagerNotReady of OpenZeppelin Contracts."""

    operation_id: bytes


class AccessManagerNotScheduled(
    Refused,
    signature="AccessManagerNotScheduled(bytes32)",
    fields="operation_id",
    advice="schedule the call first",
):
    """AccessManagerNotScheduled of OpenZeppelin Contracts."""

    operation_id: bytes


class AccessManagerUnauthorizedAccount(
    Refused,
    signature="AccessManagerUnauthorizedAccount(address,uint64)",
    fields="msgsender role_id",
    advice="act through an account with the role",
):
    """AccessManagerUnauthorizedAccount of OpenZeppelin Contracts."""

    msgsender: str
    role_id: int


class AccessManagerUnauthorizedCall(
    Refused,
    signature="AccessManagerUnauthorizedCall(address,address,bytes4)",
    fields="caller target selector",
    advice="act through an account with the role for this function",
):
    """AccessManagerUnauthorizedCall of OpenZeppelin Contracts."""

    caller: str
    target: str
    selector: bytes


class AccessManagerUnauthorizedCancel(
    Refused,
    signature="AccessManagerUnauthorizedCancel(address,address,address,bytes4)",
    fields="msgsender caller target selector",
    advice="have its scheduler, or the role's guardian, cancel it",
):
    """AccessManagerUnauthorizedCancel of OpenZeppelin Contracts."""

    msgsender: str
    caller: str
    target: str
    selector: bytes


class AccessManagerUnauthorizedConsume(
    Refused,
    signature="AccessManagerUnauthorizedConsume(address)",
    fields="target",
    advice="call the contract itself: only it consumes its schedule",
):
    """AccessManagerUnauthorizedConsume of OpenZeppelin Contracts."""

    target: str


class AddressEmptyCode(
    Refused,
    signature="AddressEmptyCode(address)",
    fields="target",
    advice="give the address of a contract",
):
    """AddressEmptyCode of OpenZeppelin Contracts."""

    target: str


class FailedCall(
    Refused,
    signature="FailedCall()",
    advice="simulate the act inside the request as its signer: it fails",
):
    """FailedCall of OpenZeppelin Contracts."""


class InsufficientBalance(
    Refused,
    signature="InsufficientBalance(uint256,uint256)",
    fields="balance needed",
    advice="send less: the contract holds less than it should send",
):
    """InsufficientBalance of OpenZeppelin Contracts."""

    balance: int
    needed: int


class SafeCastOverflowedUintDowncast(
    Refused,
    signature="SafeCastOverflowedUintDowncast(uint8,uint256)",
    fields="bits value",
    advice="give a smaller number",
):
    """SafeCastOverflowedUintDowncast of OpenZeppelin Contracts."""

    bits: int
    value: int
