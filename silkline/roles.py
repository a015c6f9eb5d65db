"""Roles of the system: who holds them, and the announced acts of ADMIN."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from eth_utils.crypto import keccak

from silkline.chain import abi, forwarder
from silkline.chain.connection import Connection
from silkline.chain.logs import Event
from silkline.chain.roles import SystemRole
from silkline.dates import Moment, unix_time
from silkline.domain import Domain, when
from silkline.events import OperationScheduled, RoleGranted
from silkline.operation import Operation, act, no_result, only

__all__ = ["Membership", "Roles", "Scheduled"]

_GRANTED: Final = keccak(text=RoleGranted.signature)


@dataclass(frozen=True)
class Membership:
    """Whether an account holds a role, and how many seconds it announces its acts before."""

    member: bool
    delay: int


@dataclass(frozen=True)
class Scheduled:
    """An announced act: its id, and the Unix time from which it can be done."""

    id: str
    ready_at: int


class Roles(Domain):
    """Read, grant and revoke roles; announce acts of a role that has a delay."""

    contract_name = "AccessManager"

    def get(self, role: SystemRole | int, account: str) -> Membership:
        """Return whether *account* holds *role*; issuers have roles from 100 on."""
        found = self._read("hasRole", int(role), account)
        return Membership(found["isMember"], found["executionDelay"])

    def members(self, role: SystemRole | int) -> tuple[str, ...]:
        """Return the accounts that hold *role*, in the order in which they first got it."""
        connection = self._connection
        topics = [abi.to_hex(_GRANTED), f"0x{int(role):064x}"]
        where = [connection.contract(self.contract_name).address]
        found = connection.logs(topics, addresses=where, first=connection.first_block)
        ever = dict.fromkeys(one.account for one in found if isinstance(one, RoleGranted))
        return tuple(account for account in ever if self.get(role, account).member)

    def grant(self, role: SystemRole | int, account: str, *, delay: int = 0) -> Operation[None]:
        """Give a role to an account, which announces its acts *delay* seconds before. ADMIN."""
        return self._by_party(GRANT, int(role), account, delay)

    def revoke(self, role: SystemRole | int, account: str) -> Operation[None]:
        """Take a role from an account. ADMIN."""
        return self._by_party(REVOKE, int(role), account)

    def renounce(self, role: SystemRole | int) -> Operation[None]:
        """Give up a role of the account's own; only ADMIN can give it back."""
        return self._by_party(RENOUNCE, int(role), self._account or forwarder.NOBODY)

    def schedule(self, operation: Operation[Any], at: Moment = 0) -> Operation[Scheduled]:
        """
        Announce an act; after the delay of the account's role it is submitted as it is.

        Args:
            operation: The act, of the same account.
            at: Earliest moment at which it shall be done; as soon as the delay allows, if 0.
        """
        call = (operation.address, operation.data, unix_time(at))
        return self._by_party(SCHEDULE, *call)

    def cancel(self, operation: Operation[Any]) -> Operation[None]:
        """Withdraw an announced act. The account that announced it, or ADMIN."""
        call = (operation.account, operation.address, operation.data)
        return self._by_party(CANCEL, *call)

    def ready_at(self, operation: Operation[Any]) -> int:
        """Return the Unix time from which an announced act can be done; 0 when it cannot."""
        call = (operation.account, operation.address, operation.data)
        return int(self._read("getSchedule", self._read("hashOperation", *call)))


def _role(value: int) -> str:
    known = [role.name for role in SystemRole if role == value]
    return known[0] if known else f"role {value}"


def _grant_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    delay = arguments["executionDelay"]
    delayed = f", announcing each act {delay} seconds before" if delay else ""
    return f"Give {_role(arguments['roleId'])} to {arguments['account']}{delayed}"


def _revoke_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    return f"Take {_role(arguments['roleId'])} from {arguments['account']}"


def _renounce_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    return f"Give up {_role(arguments['roleId'])} of {arguments['callerConfirmation']}"


def _inner_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    content = {"to": arguments["target"], "data": arguments["data"], "from": None}
    return forwarder.inner(connection, content).words()


def _schedule_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    moment = arguments["when"]
    time = f"not before {when(moment)}" if moment else "as soon as its delay allows"
    return f"Announce, to be done {time}: {_inner_words(connection, arguments)}"


def _cancel_words(connection: Connection, arguments: Mapping[str, Any]) -> str:
    return f"Withdraw what was announced: {_inner_words(connection, arguments)}"


def _scheduled(
    connection: Connection, operation: Operation[Any], found: Sequence[Event]
) -> Scheduled:
    event = only(found, OperationScheduled)
    return Scheduled("0x" + event.operation_id.hex(), event.schedule)


GRANT = act("AccessManager", "grantRole", _grant_words, no_result)
REVOKE = act("AccessManager", "revokeRole", _revoke_words, no_result)
RENOUNCE = act("AccessManager", "renounceRole", _renounce_words, no_result)
SCHEDULE = act("AccessManager", "schedule", _schedule_words, _scheduled)
CANCEL = act("AccessManager", "cancel", _cancel_words, no_result)
