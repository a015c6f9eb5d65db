"""
Operations on a running system.

Each says what it will do, rehearses all of it on a copy of the chain, asks, does the steps that
the key at hand may do, checks the chain, and writes a record to operations/<chain id>/. Steps of
other roles, and what has to wait, are done by starting the same command again; what is done is
never done twice, and what was sent before a crash is found and recorded.

\b
Exit codes:
    0  done, or to be continued as it says (with --json: "done" and "waits")
    1  a contract refuses a step
    2  the plan makes no sense, or was not approved; nothing was sent
    3  the node cannot be reached or is late, or the end is not as meant
  130  interrupted; the same command goes on

\b
Example:
    export SILKLINE_RPC=http://127.0.0.1:8545
    python -m scripts.ops onboard parties.csv --dry-run
    python -m scripts.ops onboard parties.csv --keystore registrar.json
"""

from __future__ import annotations

from pathlib import Path

import click

from scripts.ops import onboard, programme, roles, rotation, standing, token
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


@main.command("onboard")
@click.argument("file", type=click.Path(path_type=Path))
@signing
def _onboard(session: Session, file: Path) -> None:
    """
    Register the parties of a CSV file (REGISTRAR).

    Columns: party, account, roles (joined by +), kyc_expiry, and where wanted group, industry,
    region. A line whose party stands as it says is passed over; one that contradicts the chain
    is an error. A transaction takes 50 of them.

    \b
    Example:
        python -m scripts.ops onboard parties.csv --dry-run
        python -m scripts.ops onboard parties.csv --keystore registrar.json
    """
    perform(session, "onboard", onboard.onboard(file))


@main.command("programme-open")
@click.argument("file", type=click.Path(path_type=Path))
@signing
def _programme_open(session: Session, file: Path) -> None:
    """
    Open a programme (REGISTRAR).

    FILE, YAML or JSON, has the programme's id and its rules; docs/operations.md shows one.

    \b
    Example:
        python -m scripts.ops programme-open rules.yaml --keystore registrar.json
    """
    perform(session, "programme-open", programme.opening(file))


@main.command("programme-change")
@click.argument("file", type=click.Path(path_type=Path))
@signing
def _programme_change(session: Session, file: Path) -> None:
    """
    Change a programme (REGISTRAR, then its anchor).

    FILE is that of programme-open as it shall be now. Currency, token, late rate, grace, calendar
    and sponsor never change.

    \b
    Example:
        python -m scripts.ops programme-change rules.yaml --keystore registrar.json
        python -m scripts.ops programme-change rules.yaml --keystore anchor.json
    """
    perform(session, "programme-change", programme.change(file))


@main.command("halt")
@click.option("--hours", type=click.IntRange(1, 168), required=True, help="For how long.")
@signing
def _halt(session: Session, hours: int) -> None:
    """
    Stop new business; payments go on (GUARDIAN).

    \b
    Example:
        python -m scripts.ops halt --hours 24 --keystore guardian.json
    """
    perform(session, "halt", standing.halt(hours))


@main.command("resume")
@signing
def _resume(session: Session) -> None:
    """
    Lift a halt (ADMIN, announced before).

    \b
    Example:
        python -m scripts.ops resume --keystore admin.json
    """
    perform(session, "resume", standing.resume())


@main.command("suspend")
@click.argument("party", type=click.IntRange(1))
@DOCUMENT
@signing
def _suspend(session: Session, party: int, document: str) -> None:
    """
    Suspend a party (COMPLIANCE).

    \b
    Example:
        python -m scripts.ops suspend 17 --document HASH --keystore compliance.json
    """
    perform(session, "suspend", standing.suspend(party, _document(document)))


@main.command("reinstate")
@click.argument("party", type=click.IntRange(1))
@DOCUMENT
@signing
def _reinstate(session: Session, party: int, document: str) -> None:
    """
    End a suspension (COMPLIANCE).

    \b
    Example:
        python -m scripts.ops reinstate 17 --document HASH --keystore compliance.json
    """
    perform(session, "reinstate", standing.reinstate(party, _document(document)))


@main.command("rotate")
@click.argument("file", type=click.Path(path_type=Path))
@signing
def _rotate(session: Session, file: Path) -> None:
    """
    Replace a party's cash account (the party itself).

    The new account consents in FILE, made by `silkline account consent`. A key that is lost or
    stolen is replaced by recover instead.

    \b
    Example:
        python -m scripts.ops rotate consent.json --keystore old-key.json
    """
    perform(session, "rotate", rotation.rotate(file))


@main.command("recover")
@click.argument("party", type=click.IntRange(1))
@click.argument("address", metavar="ACCOUNT")
@DOCUMENT
@click.option("--stolen", is_flag=True, help="Suspend the party until it is done.")
@signing
def _recover(session: Session, party: int, address: str, document: str, stolen: bool) -> None:
    """
    Replace all keys of a party by one, after a delay.

    REGISTRAR proposes, COMPLIANCE approves, and after the delay anyone carries it out.

    \b
    Example:
        python -m scripts.ops recover 17 ACCOUNT --document HASH --dry-run
        python -m scripts.ops recover 17 ACCOUNT --document HASH --stolen --keystore compliance.json
    """
    made = standing.recover(party, abi.address(address), _document(document), stolen=stolen)
    perform(session, "recover", made)


@main.command("grant")
@click.argument("role")
@click.argument("address", metavar="ACCOUNT")
@click.option("--delay", type=click.IntRange(min=0), default=0, help="Seconds to announce acts.")
@signing
def _grant(session: Session, role: str, address: str, delay: int) -> None:
    """
    Give a role (ADMIN, announced before).

    ROLE is ADMIN, REGISTRAR, COMPLIANCE, GUARDIAN, or the issuer of a token: "ISSUER EUR".

    \b
    Example:
        python -m scripts.ops grant GUARDIAN ACCOUNT --keystore admin.json
    """
    perform(session, "grant", roles.grant(role, abi.address(address), delay))


@main.command("revoke")
@click.argument("role")
@click.argument("address", metavar="ACCOUNT")
@signing
def _revoke(session: Session, role: str, address: str) -> None:
    """
    Take a role (ADMIN, announced before).

    The last holder of a role keeps it.

    \b
    Example:
        python -m scripts.ops revoke GUARDIAN ACCOUNT --keystore admin.json
    """
    perform(session, "revoke", roles.revoke(role, abi.address(address)))


@main.command("admit-token")
@click.argument("address", metavar="TOKEN")
@click.option("--holder", required=True, help="Any account that has some of it.")
@signing
def _admit(session: Session, address: str, holder: str) -> None:
    """
    Admit a token after a probe (ADMIN, announced before).

    The probe moves tokens of a real holder on a copy of the chain, and looks for what a token
    must not do: decimals, answers, fees, callbacks. It sees what the token does now: who can
    upgrade, pause or rebase it is read in its source.

    \b
    Example:
        python -m scripts.ops admit-token TOKEN --holder ACCOUNT --keystore admin.json
    """
    if not session.rpc:
        raise BadInput("no node: name it with --rpc URL, or set SILKLINE_RPC")
    made = token.admit(session.rpc, abi.address(address), abi.address(holder))
    perform(session, "admit-token", made)


if __name__ == "__main__":
    main(prog_name="python -m scripts.ops")
