"""Replace a party's cash account by one that consents, by the party itself."""

from __future__ import annotations

from pathlib import Path

import silkline as sl
from scripts.ops.frame import Build
from scripts.ops.procedure import Procedure, Step
from silkline.cli.account import consent_in
from silkline.domain import when
from silkline.errors import BadInput

__all__ = ["rotate"]

REMARK = "no note and no money moves; {} is closed for ever, other accounts stay as they are"


def rotate(path: Path) -> Build:
    """Return what builds the rotation to the account that consents in a file."""

    def build(system: sl.Silkline) -> Procedure:
        signed = consent_in(system, str(path))
        said = signed.message.fields
        party, account = sl.PartyId.of(said["party"]), str(said["account"])
        before = system.parties.get(party).cash
        if signed.signer != account or not signed.verify(system.connection):
            raise BadInput(f"{path}: the signature is not that of the account {account}")
        if before != account and said["deadline"] < system.head().time:
            until = when(said["deadline"])
            raise BadInput(f"{path}: the consent was good until {until}: have it signed anew")

        def rotated(now: sl.Silkline) -> bool:
            return now.parties.get(party).cash == account

        def verify(now: sl.Silkline) -> list[str]:
            wrong = [] if rotated(now) else [f"the cash account of party {party} is not {account}"]
            if before != account and now.parties.account(before).live:
                wrong.append(f"{before} still acts for party {party}")
            return wrong

        step = Step(party, lambda now: now.parties.rotate(signed), rotated)
        title = f"Replace the cash account of party {party} by {account}"
        return Procedure(title, (step,), verify, (REMARK.format(before),))

    return build
