"""
--help of the whole command line: it answers at once, since it imports next to nothing.

What takes time is the import of web3, eth_account and the like, so the test is of imports; times
are measured by ``python -m tests.sdk.help_benchmark``.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from silkline.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parents[2]
_IMPORTED = """
import json, sys
from importlib import import_module
before = set(sys.modules)
try:
    import_module("silkline.cli").main(sys.argv[1:])
except SystemExit as end:
    print(json.dumps([end.code, sorted(set(sys.modules) - before)]), file=sys.stderr)
"""
LIGHT = {"silkline", "silkline.errors"}
"""What helps may import of the package, besides modules of the command line itself."""


def imported(*arguments: str) -> set[str]:
    """Return the modules that a command imports in a Python of its own, which must succeed."""
    done = subprocess.run(
        [sys.executable, "-c", _IMPORTED, *arguments], check=True, capture_output=True, text=True
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0
    return set(modules)


def helps(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the names of a command and of all below it."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from helps(found, (*path, name))


EVERY = list(helps(main))
LEAVES = [path for path in EVERY if not any(other[:-1] == path for other in EVERY if other)]


@pytest.mark.parametrize("group", ["", *sorted(COMMANDS)])
def test_help_imports_nothing_that_takes_time(group):
    """Of other people's packages click alone, of one's own the commands and the errors."""
    found = imported(*([group] if group else []), "--help")
    others = {name.split(".")[0] for name in found} - set(sys.stdlib_module_names)
    own = {name for name in found if name.split(".")[0] == "silkline"}

    assert others == {"click", "silkline"}
    assert {name for name in own if not name.startswith("silkline.cli")} <= LIGHT


def test_the_list_of_commands_imports_no_command():
    """The top help is written from a table."""
    own = {name for name in imported("--help") if name.startswith("silkline.cli")}

    assert own == {"silkline.cli"}


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_every_command_explains_itself(path):
    """Each has a help text."""
    done = CliRunner().invoke(main, [*path, "--help"], env={"COLUMNS": "100"})

    assert done.exit_code == 0
    assert done.stdout.startswith("Usage: ")
    assert len(done.stdout.splitlines()) > 4


def parsed(line: str) -> str:
    """Parse a line of a shell as the command line does, run nothing, return the command's name."""
    arguments = shlex.split(line.split(" | ")[0].split(" > ")[0])[1:]
    command: click.Command = main
    while isinstance(command, click.Group) and arguments[0] != "--help":
        found = command.get_command(click.Context(command), arguments[0])
        assert found is not None, line
        command, arguments = found, arguments[1:]
    if arguments != ["--help"]:
        command.make_context(line, arguments)
    return str(command.name)


def lines_of(text: str) -> list[str]:
    """Return the calls of silkline in a text, those over several lines as one."""
    whole = text.replace("\\\n", " ")
    return [line.strip() for line in whole.splitlines() if line.strip().startswith("silkline ")]


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SHELLS = [
    line
    for page in PAGES
    for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    for line in lines_of(block)
]


@pytest.mark.parametrize("line", SHELLS)
def test_what_pages_tell_to_type_can_be_typed(line):
    """Commands and options are there, and nothing that is needed is left out."""
    assert parsed(line)


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_examples_of_helps_can_be_typed(path):
    """As those of the pages."""
    shown = CliRunner().invoke(main, [*path, "--help"], env={"COLUMNS": "100"}).stdout
    examples = lines_of(shown.partition("Example")[2].partition("Options:")[0])

    assert all(parsed(line) for line in examples)
    assert examples or path not in LEAVES


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_act_has_an_example_and_json(path):
    """What a newcomer copies, and what a program reads."""
    shown = CliRunner().invoke(main, [*path, "--help"], env={"COLUMNS": "100"}).stdout

    assert f"Example:\n      silkline {' '.join(path)} " in f"{shown} "
    assert "--json" in shown


@pytest.mark.parametrize(("typed", "told"), [("nte", " Did you mean 'note'?"), ("zzz", "")])
def test_a_command_that_there_is_not_names_the_nearest(typed, told):
    """A slip of the finger is seen at once; where nothing is near, nothing is guessed."""
    done = CliRunner().invoke(main, [typed])

    assert done.exit_code == 2
    assert f"No such command {typed!r}.{told}\n" in done.stderr
