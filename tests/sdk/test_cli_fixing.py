"""
silkline fixing: values of reference rates.

├── an index or a value without sense       → exit 2
├── signed by too few, or not by attestors  → exit 1, exit 2
└── otherwise recorded once, and shown
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import silkline as sl
from tests.sdk.commands import Commands, commands
from tests.sdk.lending import AUDITOR, ENGINEER, INSPECTOR, prepared
from tests.sdk.world import OUTSIDER, START, TIER1

RATE = sl.Index("EURIBOR3M", (INSPECTOR, ENGINEER, AUDITOR), 2)
PANEL = [part for one in RATE.attestors for part in ("--attestor", one)]
INDEX = ("EURIBOR3M", *PANEL, "--threshold", 2)
UNTIL = datetime.fromtimestamp(START + 86_400, UTC).isoformat()
YES = "--yes"


@pytest.fixture
def cli(world, tmp_path) -> Commands:
    """The command line, and attestors."""
    prepared(world)
    return commands(world, tmp_path)


def signed(cli: Commands, party: int, rate: str = "3.25 %") -> str:
    """Let a party sign a value, and return the path of the signature."""
    path = cli.path(f"{party}-{rate[:3]}.json")
    value = ("--day", "2027-01-01", "--rate", rate, "--until", UNTIL)
    done = cli("fixing", "sign", *INDEX, *value, YES, "--out", path, by=party)
    assert done.exit_code == 0, done.stderr
    return str(path)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("", *PANEL, "--threshold", 2), "name must be 1 to 32 characters of ASCII"),
        (("ESTR", *PANEL, "--threshold", 4), "threshold must be in 1..3, got 4"),
    ],
)
def test_an_index_without_sense_is_refused(cli, given, message):
    """By the name of the value."""
    assert message in cli.error("fixing", "index", *given)["message"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"day": "01.01.2027"}, "'01.01.2027' is no ISO date"),
        ({"rate": "3.25"}, "'3.25' is no percentage"),
        ({"until": "2027-01-02"}, "--until: '2027-01-02' is no moment with a zone"),
    ],
)
def test_a_value_without_sense_is_not_signed(cli, change, message):
    """By what was written."""
    given = {"day": "2027-01-01", "rate": "3.25 %", "until": UNTIL, **change}
    options = [part for name, value in given.items() for part in (f"--{name}", value)]
    done = cli("fixing", "sign", *INDEX, *options, YES, by=INSPECTOR)

    assert done.exit_code == 2
    assert message in done.stderr


def test_what_attestors_did_not_sign_is_not_recorded(cli):
    """By too few of them, by another party, or another value."""
    record = ("fixing", "record", *INDEX, YES)
    assert "Missing argument 'FILE...'" in cli(*record, by=OUTSIDER).stderr
    first = signed(cli, INSPECTOR)
    error = cli.error(*record, first, by=OUTSIDER, code=1)
    assert error["name"] == "TooFewSignatures"
    error = cli.error(*record, first, signed(cli, TIER1), by=OUTSIDER)
    assert "is no account of an attestor of EURIBOR3M" in error["message"]
    error = cli.error(*record, first, signed(cli, ENGINEER, "3.26 %"), by=OUTSIDER)
    assert "rate: signed 32600, asked for 32500" in error["message"]


def test_the_id_of_an_index_needs_no_node(cli):
    """A term sheet names it."""
    nowhere = {"SILKLINE_RPC": ""}
    assert cli.json("fixing", "index", *INDEX, **nowhere) == {
        "index": RATE.id, "name": "EURIBOR3M", "attestors": [11, 12, 13], "threshold": 2
    }  # fmt: skip
    assert cli("fixing", "index", *INDEX, **nowhere).stdout == f"{RATE.id}\n"


def test_a_value_is_signed_recorded_and_shown(cli):
    """By two of three; a second record of the day is refused."""
    show = ("fixing", "show", RATE.id)
    assert cli.json(*show) == {"latest": None, "history": []}
    assert "nothing is recorded" in cli(*show).stdout
    record = ("fixing", "record", *INDEX, signed(cli, ENGINEER), signed(cli, INSPECTOR))
    shown = cli.json(*record, "--dry-run")
    assert shown["words"].startswith("Record EURIBOR3M: 3.25 % a year, of 2027-01-01")

    done = cli.json(*record, YES, by=OUTSIDER)["result"]
    expected = {"index": RATE.id, "observed_on": "2027-01-01", "rate": 32_500}
    assert {name: done[name] for name in expected} == expected
    assert cli.json(*show) == {"latest": done, "history": [done]}
    assert "3.25 %" in cli(*show).stdout
    assert cli.error(*record, YES, by=OUTSIDER, code=1)["name"] == "NotLater"
