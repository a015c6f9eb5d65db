"""
docs/cli.md

├── its commands run beside what `silkline up` starts, and print what stands under them
├── its table has every command, with the first sentence of its help
└── it tells every variable, every option of a session, and every exit code
"""

from __future__ import annotations

import doctest
import re

import pytest

from silkline.cli import answers, session
from tests.sdk import cli_page
from tests.sdk.cli_page import Step

TEXT = cli_page.PAGE.read_text(encoding="utf-8")


def test_the_story_from_a_terminal_runs(monkeypatch):
    """From the invoice to the last payment, with maker, checker and sender."""
    monkeypatch.delenv("SILKLINE_KEY", raising=False)
    typed = [step for block in cli_page.blocks(TEXT) for step in block]
    with cli_page.system() as variables:
        printed = [(step, step.run(variables)) for step in typed]

    assert len(typed) == 19
    assert [(step.command, told) for step, told in printed if not same(step, told)] == []


def same(step: Step, told: str) -> bool:
    """Tell whether a step told what stands under it, ``...`` there standing for anything."""
    return doctest.OutputChecker().check_output(step.printed, told, doctest.ELLIPSIS)


def test_the_table_has_every_command():
    """Where it differs, `python -m tests.sdk.cli_page` writes it anew."""
    written = TEXT.partition(cli_page.BEGIN)[2].partition(cli_page.END)[0]

    assert written.splitlines() == cli_page.table().splitlines()
    assert len(written.splitlines()) > 120


def test_every_variable_and_option_is_told():
    """Those of the sources, and no other."""
    folder = cli_page.ROOT / "silkline" / "cli"
    sources = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    shared = re.findall(r'_option\(\s*"(--[\w-]+)"', sources)
    setting_up = TEXT.partition("## Setting up")[2].partition("\n## ")[0]

    named = set(re.findall(r"SILKLINE_[A-Z0-9]+", sources)) - {"SILKLINE_COMPLETE"}
    assert set(re.findall(r"SILKLINE_[A-Z0-9]+", TEXT)) == named
    assert {*shared} - {"--currency", "--document"} <= set(re.findall(r"`(--[\w-]+)`", setting_up))


def test_every_exit_code_is_told():
    """With its meaning, in the order of its number."""
    codes = (0, answers.REFUSED, answers.BAD_INPUT, answers.NODE, session.INTERRUPTED)
    table = TEXT.partition("| exit code | means |")[2].partition("\n\n")[0]

    assert re.findall(r"^\| (\d+) \|", table, re.MULTILINE) == [str(code) for code in codes]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("$ silkline a\n1\n2\n$ silkline b\n", [("silkline a", "1\n2\n"), ("silkline b", "")]),
        ("$ silkline a \\\n    b\nc\n", [("silkline a \\\n    b", "c\n")]),
        ("nothing typed\n", []),
    ],
)
def test_steps_are_read_with_what_they_print(block, expected):
    """A command goes on where its line ends so; the rest is its output."""
    assert [(step.command, step.printed) for step in cli_page.steps(block)] == expected
