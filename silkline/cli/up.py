"""``silkline up``: a local chain with the suite, parties by role and money, until it is stopped."""

from __future__ import annotations

import shlex
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from silkline.cli.answers import say, table
from silkline.cli.session import Session, offline

if TYPE_CHECKING:
    from silkline import LocalChain

__all__ = ["up"]


@click.command()
@offline
def up(session: Session) -> None:
    """
    Start a local chain with the suite, parties by role and money, and keep it until Ctrl-C or kill.

    It prints who is there, with keys, and what to type in another terminal. The keys are those
    of every development chain: never send anything of value to their accounts.

    \b
    Example:
        silkline up --json > system.json
        silkline up
    """
    with _stopped_by_signals():
        try:
            _run(session)
        except KeyboardInterrupt:
            click.echo("Stopped: nothing of it is left", err=True)


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Let Ctrl-C and ``kill`` interrupt; shells let what runs in the background ignore Ctrl-C."""
    asked = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(one, signal.default_int_handler) for one in asked]
    try:
        yield
    finally:
        for one, handler in zip(asked, before, strict=True):
            signal.signal(one, handler)


def _run(session: Session) -> None:
    """Keep the chain until it ends by itself, which it should not."""
    from silkline.chain.local import local_chain
    from silkline.errors import NodeError
    from silkline.starter import furnish

    with tempfile.TemporaryDirectory(prefix="silkline-") as folder, local_chain() as chain:
        if not session.as_json:
            click.echo("Deploying the suite to a local chain ...", err=True)
        record = furnish(chain).save(Path(folder) / "deployment.json")
        answer = _answer(chain, record)
        say(answer) if session.as_json else _print(answer)
        code = chain.process.wait()
        raise NodeError(f"the local chain ended by itself, with code {code}: start it anew")


def _answer(chain: LocalChain, record: Path) -> dict[str, Any]:
    """Return what is there, and the environment that connects the command line to it."""
    from silkline.starter import CASH, PROGRAMME, members

    people = [
        {
            "party": one.party,
            "name": one.name,
            "account": one.account,
            "key": _key(one.index),
        }
        for one in members(chain)
    ]
    environment = {
        "SILKLINE_RPC": chain.url,
        "SILKLINE_DEPLOYMENT": str(record),
        "SILKLINE_JOURNAL": str(record.with_name("silkline.journal")),
    }
    return {
        "environment": environment,
        "programme": PROGRAMME,
        "currency": CASH.currency,
        "members": people,
    }


def _key(index: int) -> str:
    """Return the private key of an account of development chains, which everybody knows."""
    from eth_account import Account

    from silkline.chain.local import MNEMONIC

    Account.enable_unaudited_hdwallet_features()
    account = Account.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{index}")
    return "0x" + bytes(account.key).hex()


def _print(answer: dict[str, Any]) -> None:
    """Say who is there and what to type; a key is never cut, whatever the width."""
    columns = {"Party": "right", "Who": "left", "Account": "left"}
    people = answer["members"]
    table(columns, ((one["party"] or "", one["name"], one["account"]) for one in people))
    click.echo(f"Programme {answer['programme']}, in {answer['currency']}. In another terminal:\n")
    for name, value in answer["environment"].items():
        click.echo(f"export {name}={shlex.quote(value)}")
    click.echo("\nOne of these says who acts there:\n")
    for one in people:
        click.echo(f"export SILKLINE_KEY={one['key']}  # {one['name']}")
    click.echo("\nThen, for a start:\n\nsilkline status\nsilkline party show 1\n\nCtrl-C stops it.")
