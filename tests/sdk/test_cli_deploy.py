"""
silkline deploy, on a throw-away chain

├── a plan by options that is none  → exit 2, by the name of the option
├── a plan twice, or not there      → exit 2
├── --dry-run                       → the plan in words; nothing is sent
└── otherwise                       → deployed, recorded where wanted; once

On a chain that lasts, and killed half-way: tests/scripts/test_deploy.py.
"""

from __future__ import annotations

import json

import pytest

import silkline as sl
from silkline.cli.plans import plan_of
from tests.sdk.commands import Commands, commands

A, B = (f"0x{digit * 40}" for digit in "12")
HANDS = {"admin": A, "registrars": (A,), "compliance": (A,), "guardians": (A,)}


@pytest.fixture
def cli(world, tmp_path) -> Commands:
    """The command line against the world's chain, without the world's system."""
    made = commands(world, tmp_path)
    made.path("deployment.json").unlink()
    return made


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"admin": A}, "nobody is named for compliance, guardians, registrars"),
        ({**HANDS, "admin": "0x12"}, "admin must be an address"),
        ({**HANDS, "guardians": ("me",)}, "guardians must be an address"),
        ({**HANDS, "tokens": ("EUR",)}, "--issuer: 'EUR' is not CURRENCY=ADDRESS"),
        ({**HANDS, "tokens": (f"XYZ={A}",)}, "'XYZ' is not an ISO 4217 currency"),
        ({**HANDS, "tokens": ("EUR=0x12",)}, "--issuer EUR must be an address"),
    ],
)
def test_a_plan_by_options_that_is_none_is_refused(given, said):
    """Each option is named."""
    with pytest.raises(sl.BadInput, match=said):
        plan_of(given)


def test_a_plan_by_options_is_one():
    """What is not said is as in the plan's own defaults; a currency may have two issuers."""
    issuers = (f"EUR={A}", f"JPY={B}", f"EUR={B}")
    made = plan_of({**HANDS, "tokens": issuers, "predecessors": (), "recovery_delay": 0})

    tokens = (sl.TokenPlan("EUR", (A, B)), sl.TokenPlan("JPY", (B,)))
    assert made == sl.Plan(A, (A,), (A,), (A,), tokens=tokens, recovery_delay=0)
    assert plan_of({"admin": None, "registrars": ()}) is None


def test_one_plan_is_enough(cli):
    """A file and options contradict each other, and a file that is missing is named."""
    cli.path("plan.yaml").write_text("{}", encoding="utf-8")
    hands = [word for name in ("admin", "registrar", "compliance", "guardian")
             for word in (f"--{name}", A)]  # fmt: skip
    both = cli.error("deploy", "--plan", cli.path("plan.yaml"), *hands)
    assert "in a file and in options" in both["message"]
    missing = cli.error("deploy", "--plan", cli.path("other.yaml"))
    assert "other.yaml cannot be read" in missing["message"]
    assert "name it with --rpc URL" in cli.error("deploy", SILKLINE_RPC="")["message"]


def test_a_rehearsal_shows_the_plan(cli):
    """In words, and as JSON; nothing is recorded."""
    done = cli("deploy", "--dry-run", "--recovery-delay", 60, "--admin", A, "--registrar", A,
               "--compliance", B, "--guardian", B, "--issuer", f"EUR={B}")  # fmt: skip

    assert done.exit_code == 0, done.stderr
    assert f"COMPLIANCE    {B}" in done.stdout
    assert "tokens        EUR (2 decimals) issued by " + B in done.stdout
    assert done.stdout.endswith("Nothing was sent.\n")
    assert cli.json("deploy", "--dry-run")["sent"] is False
    assert list(cli.folder.iterdir()) == []


def test_it_is_deployed_once(cli):
    """The second call finds the record, checks it, and changes nothing."""
    made = cli.json("deploy")
    again = cli.json("deploy")
    told = cli("deploy")

    assert made == again == json.loads(cli.path("deployment.json").read_text())
    assert "Nothing to do" in told.stderr
    assert made["contracts"]["Receivables"]["address"] in told.stdout
    system = sl.connect(cli.world.chain.url, deployment=cli.path("deployment.json"))
    assert system.roles.members(sl.SystemRole.ADMIN) == (cli.world.chain.accounts[0],)
