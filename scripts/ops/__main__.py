"""
Operations on a running system.

Each says what it will do, rehearses all of it on a copy of the chain, asks, does the steps that
the key at hand may do, checks the chain, and writes a record to operations/<chain id>/. Steps of
other roles, and what has to wait, are done by starting the same command again.

\b
    python -m scripts.ops onboard parties.csv --rpc URL --keystore registrar.json
    python -m scripts.ops halt --hours 24 --rpc URL --keystore guardian.json
    python -m scripts.ops recover 17 0x... --stolen --document 0x... --dry-run --rpc URL
"""

from __future__ import annotations

from pathlib import Path

import click

from scripts.ops import onboard, roles, standing, token
from scripts.ops.frame import perform
from silkline.chain import abi
from silkline.cli.session import DOCUMENT, Session, signing
from silkline.errors import BadInput
from silkline.tokens import hash32


@click.group(help=__doc__)
def main() -> None:
    """Hold the operations together."""


def _document(text: str) -> str:
    return abi.to_hex(hash32(text, name="--document"))


@main.command("onboard", help=onboard.__doc__)
@click.argument("file", type=click.Path(path_type=Path))
@signing
def _onboard(session: Session, file: Path) -> None:
    perform(session, onboard.onboard(file))


@main.command("halt")
@click.option("--hours", type=click.IntRange(1, 168), required=True, help="For how long.")
@signing
def _halt(session: Session, hours: int) -> None:
    """Stop new business; payments go on."""
    perform(session, standing.halt(hours))


@main.command("resume")
@signing
def _resume(session: Session) -> None:
    """Lift a halt."""
    perform(session, standing.resume())


@main.command("suspend")
@click.argument("party", type=click.IntRange(1))
@DOCUMENT
@signing
def _suspend(session: Session, party: int, document: str) -> None:
    """Suspend a party."""
    perform(session, standing.suspend(party, _document(document)))


@main.command("reinstate")
@click.argument("party", type=click.IntRange(1))
@DOCUMENT
@signing
def _reinstate(session: Session, party: int, document: str) -> None:
    """End a suspension."""
    perform(session, standing.reinstate(party, _document(document)))


@main.command("recover")
@click.argument("party", type=click.IntRange(1))
@click.argument("address", metavar="ACCOUNT")
@DOCUMENT
@click.option("--stolen", is_flag=True, help="Suspend the party until it is done.")
@signing
def _recover(session: Session, party: int, address: str, document: str, stolen: bool) -> None:
    """Replace all accounts of a party by one, after the delay."""
    made = standing.recover(party, abi.address(address), _document(document), stolen=stolen)
    perform(session, made)


@main.command("grant")
@click.argument("role")
@click.argument("address", metavar="ACCOUNT")
@click.option("--delay", type=click.IntRange(min=0), default=0, help="Seconds to announce acts.")
@signing
def _grant(session: Session, role: str, address: str, delay: int) -> None:
    """Give a role, such as GUARDIAN or "ISSUER EUR"."""
    perform(session, roles.grant(role, abi.address(address), delay))


@main.command("revoke")
@click.argument("role")
@click.argument("address", metavar="ACCOUNT")
@signing
def _revoke(session: Session, role: str, address: str) -> None:
    """Take a role, but not from its last holder."""
    perform(session, roles.revoke(role, abi.address(address)))


@main.command("admit-token", help=token.__doc__)
@click.argument("address")
@click.option("--holder", required=True, help="Any account that has some of it.")
@signing
def _admit(session: Session, address: str, holder: str) -> None:
    if not session.rpc:
        raise BadInput("no node: name it with --rpc URL, or set SILKLINE_RPC")
    perform(session, token.admit(session.rpc, abi.address(address), abi.address(holder)))


if __name__ == "__main__":
    main(prog_name="python -m scripts.ops")
