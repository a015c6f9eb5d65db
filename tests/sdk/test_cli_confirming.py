"""
silkline invoice confirm, sign

├── without the consortium's key, or with a wrong one    → exit 2, and nothing of it is shown
├── documents and terms without sense                    → exit 2, by the name of what is wrong
├── confirmed twice, by another than the anchor          → exit 1
└── by the anchor, by its signature, in instalments      → a note of the creditor
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from silkline.documents import fingerprint, fingerprint_input, read
from tests.sdk.commands import Commands, commands
from tests.sdk.world import ANCHOR, OUTSIDER, TIER1, TIER2, eur

INVOICE = Path(__file__).parent / "data" / "ubl.xml"
KEY = "5e" * 32
DEBT = ("--programme", "1/1", "--creditor", TIER1)


def confirming(cli: Commands, *options: object) -> tuple[object, ...]:
    """Return the command that confirms the sample."""
    return ("invoice", "confirm", INVOICE, *DEBT, *keyed(cli), *options)


def keyed(cli: Commands, key: str = KEY) -> tuple[object, ...]:
    """Keep the consortium's key in a file, and return the option that names it."""
    path = cli.path("consortium.key")
    path.write_text(f"0x{key}\n", encoding="utf-8")
    return ("--key-file", path)


@pytest.fixture
def cli(world, tmp_path) -> Commands:
    """The command line against the world."""
    return commands(world, tmp_path)


def identity(instalment: tuple[int, int] = (1, 1)) -> str:
    """Return the id of the debt of the sample."""
    text = fingerprint_input(read(INVOICE), instalment=instalment)
    return f"0x{fingerprint(bytes.fromhex(KEY), text):024x}"


def test_without_the_consortium_key_nothing_is_confirmed(cli):
    """What is wrong is said, and nothing of the key."""
    command = ("invoice", "confirm", INVOICE, *DEBT, "--yes")
    path = cli.path("none.key")
    error = cli.error(*command, "--key-file", path, by=ANCHOR)
    assert error["message"].startswith(f"{path} cannot be read")
    named = keyed(cli, "xyz0")
    error = cli.error(*command, *named, by=ANCHOR)
    assert error["message"] == (
        f"{named[1]} has no key in hexadecimal: it takes the consortium's key, which openssl "
        "rand -hex 32 made"
    )
    error = cli.error(*command, *keyed(cli, "5e" * 16), by=ANCHOR)
    assert error["message"] == "the consortium key has at least 32 bytes, got 16"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--face", "1000"), "--face: '1000' is no amount"),
        (("--face", "1000000.00 EUR"), "is more than the 1000.00 EUR that the invoices leave"),
        (("--instalment", "1"), "--instalment: '1' is no part; write it as 1/3"),
        (("--instalment", "3/2"), "an instalment is (k, n) with 1 <= k <= n"),
        (("--due", "soon"), "'soon' is no ISO date"),
        (("--evidence", "0x12"), "evidence_root must be 32 bytes"),
        (("--signature", "none.json"), "none.json cannot be read"),
    ],
)
def test_a_debt_without_sense_is_not_confirmed(cli, options, message):
    """By the name of what is wrong."""
    assert message in cli.error(*confirming(cli, *options), "--yes", by=ANCHOR)["message"]


def test_what_is_no_invoice_is_not_confirmed(cli):
    """The document's refusal, with its code."""
    path = cli.path("invoice.xml")
    path.write_text("<Order/>", encoding="utf-8")
    error = cli.error("invoice", "confirm", path, *DEBT, *keyed(cli), "--yes", by=ANCHOR)

    assert error["code"] == "bad-input"
    assert "(document)" in error["message"]


def test_only_the_anchor_confirms_and_once(cli):
    """Not the creditor; and what was confirmed is spent for ever."""
    assert cli.error(*confirming(cli), "--yes", by=TIER1, code=1)["code"] == "refused"
    cli.json(*confirming(cli), "--yes", by=ANCHOR)
    again = cli.error(*confirming(cli), "--yes", by=ANCHOR, code=1)

    assert again["name"] == "FingerprintSpent"


def test_a_rehearsal_confirms_nothing(cli):
    """Words and gas are told, and nothing is sent."""
    shown = cli(*confirming(cli), "--dry-run", by=ANCHOR)

    assert shown.exit_code == 0
    assert f"party {ANCHOR} owes 1000.00 EUR to party {TIER1}, due 2027-03-31" in shown.stdout
    assert identity() in shown.stdout
    assert not cli.world.hub.programmes.is_spent(identity())


def test_what_an_invoice_leaves_open_is_told(cli):
    """A wrong check digit does not stop who confirms, and is said to it."""
    path = cli.path("invoice.xml")
    text = INVOICE.read_text("utf-8").replace("DE999999018", "DE999999019")
    path.write_text(text, encoding="utf-8")
    shown = cli("invoice", "confirm", path, *DEBT, *keyed(cli), "--dry-run", by=ANCHOR)

    assert shown.exit_code == 0
    assert "Finding (error): " in shown.stderr
    assert "DE999999019" in shown.stderr


def test_the_anchor_confirms_an_invoice(cli):
    """Face and due day are the invoice's, the note is the creditor's."""
    done = cli.json(*confirming(cli), "--yes", by=ANCHOR)["result"]

    assert done == {"receivable": identity(), "note": f"{identity()}#1"}
    shown = cli.json("note", "show", done["note"])
    assert shown["note"]["owner"] == TIER1
    assert shown["receivable"]["face"] == eur("1000.00").to_json()
    assert shown["receivable"]["due"] == "2027-03-31"


def test_an_instalment_is_a_debt_of_its_own(cli):
    """With its own face and due day."""
    part = ("--instalment", "2/3", "--face", "300.00 EUR", "--due", "2027-05-31")
    done = cli.json(*confirming(cli, *part), "--yes", by=ANCHOR)["result"]

    assert done["receivable"] == identity((2, 3))
    owed = cli.json("owed", done["receivable"])
    assert owed["owed"] == eur("300.00").to_json()
    assert owed["receivable"]["due"] == "2027-05-31"


def test_the_anchors_signature_is_brought_by_anyone(cli):
    """It counts for what was signed, and for nothing else."""
    path = cli.path("anchor.json")
    until = datetime.fromtimestamp(cli.world.chain.time + 600, UTC).isoformat()
    sign = ("invoice", "sign", INVOICE, *DEBT, *keyed(cli), "--deadline", until)
    assert cli.json(*sign, "--dry-run")["message"]["message"] == "Confirmation"
    assert cli(*sign, "--yes", "--out", path, by=ANCHOR).exit_code == 0
    assert json.loads(path.read_text())["message"] == "Confirmation"
    creditor = ("--programme", "1/1", "--creditor", TIER2)
    other = ("invoice", "confirm", INVOICE, *creditor, *keyed(cli))
    error = cli.error(*other, "--signature", path, "--yes", by=OUTSIDER)
    assert f"creditor: signed {TIER1}, asked for {TIER2}" in error["message"]

    done = cli.json(*confirming(cli), "--signature", path, "--yes", by=OUTSIDER)["result"]
    assert done["receivable"] == identity()
