"""``silkline loan evidence``: what attestors are asked to sign, and what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from silkline.cli.answers import printable, say
from silkline.cli.session import (
    Session,
    instant,
    reading,
    signed_files,
    signing,
    text_of,
    write,
)
from silkline.errors import BadInput

if TYPE_CHECKING:
    from silkline import Silkline
    from silkline.loans import Milestone

__all__ = ["evidence"]


@click.group()
def evidence() -> None:
    """Ask attestors for evidence of milestones, sign it, and see what it comes to."""


@evidence.command()
@click.argument("loan_id", metavar="LOAN")
@click.argument("milestone", type=int)
@click.option("--document", required=True, help="Hash of the report, 32 bytes in hex.")
@click.option("--observed", required=True, help="When: 2027-01-31T12:00:00Z.")
@click.option("--until", required=True, help="Last moment at which it counts.")
@click.option("--value", type=int, default=0, help="What was measured, in the agreement's unit.")
@click.option("--part", type=int, help="Which of several attested conditions, from 0.")
@click.option("--out", type=click.Path(), help="New file for the request; printed otherwise.")
@reading
def ask(
    session: Session,
    loan_id: str,
    milestone: int,
    document: str,
    observed: str,
    until: str,
    value: int,
    part: int | None,
    out: str | None,
) -> None:
    """
    Make the request that attestors of a MILESTONE of LOAN sign; it is JSON.

    \b
    Example:
        silkline loan evidence ask 0x5d…c1 0 --document 0xd0…d0 \\
            --observed 2027-01-15T09:30:00Z --until 2027-01-31T00:00:00Z --out request.json
    """
    found = _milestone(session.client(), loan_id, milestone)
    request = found.evidence_request(
        document,
        value=value,
        observed_at=instant(observed, "--observed"),
        valid_until=instant(until, "--until"),
        part=part,
    )
    write(request.to_json(), out)


@evidence.command()
@click.argument("file", type=click.Path())
@click.option("--out", type=click.Path(), help="New file for the signature; printed otherwise.")
@signing
def sign(session: Session, file: str, out: str | None) -> None:
    """
    Sign the request of FILE as one of its attestors (scope trigger).

    \b
    Example:
        silkline loan evidence sign request.json --keystore inspector.json --out signed.json
    """
    from silkline import Message

    client = session.acting_client()
    request = Message.from_json(text_of(file), client.connection)
    if request.kind != "Evidence":
        raise BadInput(
            f"{file} asks for a {request.kind}, which is no evidence: nothing was signed"
        )
    signed = session.sign(client, request)
    if signed:
        write(signed.to_json(), out)


@evidence.command()
@click.argument("loan_id", metavar="LOAN")
@click.argument("milestone", type=int)
@click.argument("files", nargs=-1, type=click.Path())
@reading
def check(session: Session, loan_id: str, milestone: int, files: tuple[str, ...]) -> None:
    """
    Say what the signed evidence of FILES comes to for a MILESTONE of LOAN, and why.

    \b
    Example:
        silkline loan evidence check 0x5d…c1 0 inspector.json engineer.json
    """
    client = session.client()
    found = _milestone(client, loan_id, milestone).check(signed_files(client, files))
    if found is None:
        raise BadInput(f"milestone {milestone} asks for nothing: it may be released at once")
    if not session.as_json:
        click.echo(printable(found.render()))
        return
    names = ("met", "have", "needed", "why", "accepted")
    answer = {name: getattr(found, name) for name in names}
    say({**answer, "rejected": found.all_rejected, "condition": found.condition.words()})


def _milestone(client: Silkline, loan_id: str, index: int) -> Milestone:
    """Return a milestone of a loan; raises ``BadInput`` where it is unknown here."""
    whole = client.loans.agreement(loan_id)
    if not 0 <= index < len(whole.milestones):
        raise BadInput(f"milestones are numbered 0..{len(whole.milestones) - 1}, got {index}")
    return client.loans.get(loan_id).milestones[index]
