"""``silkline status``: what a deployment is, and whether it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from silkline.cli.answers import BAD_INPUT, facts, say, table
from silkline.cli.session import NO_NODE, Session, reading
from silkline.errors import BadInput

if TYPE_CHECKING:
    from silkline import Deployment
    from silkline.chain.connection import Connection
    from silkline.chain.deployment import Deployed

__all__ = ["status"]


@dataclass(frozen=True)
class _Found:
    """One contract: what the record says, and what stands there."""

    name: str
    kind: str
    address: str
    block: int
    state: str
    """One of ``_STATES``."""


_STATES = {
    "whole": "whole",
    "missing": "no code there",
    "changed": "not the code that was recorded",
    "other": "not the code of this version",
}
"""What may be found, and how it is told."""


@click.command()
@reading
def status(session: Session) -> None:
    """
    Show chain, contracts and halt of the deployment, and whether it is whole.

    Every contract's code is compared with the record and with this package. Where something is
    missing or another's, the exit code is 2: do not use that deployment.

    \b
    Example:
        silkline status --rpc http://127.0.0.1:8545
        silkline status --json | jq -e .whole
    """
    connection, record = _opened(session)
    found = [_look(connection, *item) for item in record.contracts.items()]
    whole = all(one.state == "whole" for one in found)
    head = connection.head()
    halted = _halted(connection, head.time) if whole else None
    answer = {
        "chain_id": connection.chain_id,
        "version": record.version,
        "block": head,
        "contracts": found,
        "whole": whole,
        "halted_until": halted,
    }
    say(answer) if session.as_json else _print(answer)
    if not whole:
        raise SystemExit(BAD_INPUT)


def _opened(session: Session) -> tuple[Connection, Deployment]:
    """Return the connection and the record, nothing but the chain compared."""
    from dataclasses import replace

    from silkline import Deployment
    from silkline.chain.connection import open_connection

    if not session.rpc:
        raise BadInput(NO_NODE)
    connection = open_connection(session.nodes)
    record = Deployment.load(session.deployment or Deployment.path(connection.chain_id))
    if record.chain_id != connection.chain_id:
        raise BadInput(
            f"the record is of chain {record.chain_id}, {session.rpc} is chain "
            f"{connection.chain_id}: take the record of that chain, or another node"
        )
    return replace(connection, deployment=record), record


def _look(connection: Connection, name: str, entry: Deployed) -> _Found:
    """Compare one contract's code with the record and with the package."""
    from eth_utils.crypto import keccak

    from silkline.chain import abi
    from silkline.chain.artifacts import artifact

    code = abi.from_hex(connection.rpc("eth_getCode", entry.address, "latest"))
    if not code:
        state = "missing"
    elif abi.to_hex(keccak(code)) != entry.code_hash:
        state = "changed"
    else:
        state = "whole" if artifact(entry.kind).matches(code) else "other"
    return _Found(name, entry.kind, entry.address, entry.block, state)


def _halted(connection: Connection, now: int) -> str | None:
    """Return until when new business is halted, as a moment; None where it is not."""
    from silkline.dates import moment

    until = int(connection.call(connection.contract("Parties"), "haltedUntil"))
    return moment(until).isoformat() if until > now else None


def _business(whole: bool, halted: str | None) -> str:
    if not whole:
        return "unknown"
    return f"halted until {halted}" if halted else "open"


def _print(answer: dict[str, Any]) -> None:
    from silkline.dates import moment

    head, halted = answer["block"], answer["halted_until"]
    facts(
        {
            "Chain": answer["chain_id"],
            "Latest block": f"{head.number}, {moment(head.time):%Y-%m-%d %H:%M:%S} UTC",
            "Deployed by version": answer["version"],
            "New business": _business(answer["whole"], halted),
            "Whole": answer["whole"],
        }
    )
    columns = {"Contract": "left", "Address": "left", "Since": "right", "Code": "left"}
    rows = ((one.name, one.address, one.block, _STATES[one.state]) for one in answer["contracts"])
    table(columns, rows)
