"""
docs/cli.md: its commands as they run beside ``silkline up``, and its table of all commands.

    python -m tests.sdk.cli_page

writes the page anew after commands have changed: what they print, and the table. Look at the
difference before it is committed: ``...`` stands for what differs from run to run.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from click.testing import CliRunner

import silkline as sl
from silkline.cli import main
from silkline.cli.up import _answer
from silkline.starter import furnish

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "cli.md"
BEGIN, END = "<!-- all commands -->\n", "<!-- end of all commands -->\n"
START = "2027-01-05T09:00:00Z"
NAMES = ("OPERATOR", "ANCHOR", "TIER1", "TIER2", "TIER3", "BANK")
"""Variables with the keys of those whom ``silkline up`` lists, in its order."""
_BLOCK = re.compile(r"^```console\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
_VARYING = (
    (re.compile(r"0x[0-9a-fA-F]{64}"), "0x..."),
    (re.compile(r"^(  through .* at ).*$", re.MULTILINE), r"\1..."),
    (re.compile(r"^(  gas       about ).*$", re.MULTILINE), r"\1..."),
    (re.compile(r"^(  counts at )0x\w+", re.MULTILINE), r"\1..."),
    (re.compile(r"(good until ).*$", re.MULTILINE), r"\1..."),
    (re.compile(r"^(Gas +|Block +)\S+$", re.MULTILINE), r"\1..."),
    (re.compile(r'("(?:block|gas_used)": )\d+'), r"\1..."),
)
"""What is not the same in every run, and how the page writes it."""


@dataclass(frozen=True)
class Step:
    """A command of the page and what it prints there."""

    command: str
    printed: str

    def run(self, variables: dict[str, str]) -> str:
        """Run the command in this process, and return what a terminal would show of it."""
        words = shlex.split(self.command.replace("\\\n", " "))
        values = [
            re.sub(r"\$\{?(\w+)\}?", lambda found: variables[found[1]], word) for word in words
        ]
        done = CliRunner().invoke(main, values[1:], env=variables)
        code = f"exit code {done.exit_code}\n" if done.exit_code else ""
        lines = (line.rstrip() for line in done.output.splitlines())
        return "".join(f"{line}\n" for line in lines if line) + code


def steps(block: str) -> Iterator[Step]:
    """Yield the steps of a block: a line after ``$ ``, continued where it ends so, and output."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        last = next(i for i, line in enumerate(lines) if not line.endswith("\\\n"))
        yield Step("".join(lines[: last + 1]).rstrip("\n"), "".join(lines[last + 1 :]))


def blocks(text: str) -> list[list[Step]]:
    """Return the blocks of a page that are typed."""
    return [list(steps(found[1])) for found in _BLOCK.finditer(text)]


@contextmanager
def system() -> Iterator[dict[str, str]]:
    """Start what ``silkline up`` starts, on a day of its own; yield the variables of the page."""
    with (
        tempfile.TemporaryDirectory() as name,
        chdir(name),
        sl.local_chain(timestamp=sl.dates.unix_time(START)) as chain,
    ):
        folder = Path(name)
        answer = _answer(chain, furnish(chain).save(folder / "deployment.json"))
        shutil.copy(ROOT / "demo" / "invoice.xml", folder)
        (folder / "consortium.key").write_text("6b" * 32, encoding="utf-8")
        keys = (one["key"] for one in answer["members"])
        accounts = {"ANCHOR_ACCOUNT": answer["members"][1]["account"]}
        yield {
            **answer["environment"],
            **dict(zip(NAMES, keys, strict=False)),
            **accounts,
            "TRADE": "0x" + "7e" * 32,
            "DEBT": "0xac913bb67e0ef034c975c95d",
            "DUE": "2027-04-05",
            "COLUMNS": "100",
        }


def table() -> str:
    """Return the table of all commands, each with the first sentence of its help."""
    rows = [f"| `{' '.join(path)}` | {_first(command)} |\n" for path, command in _leaves(main)]
    return "".join(["| command | what it does |\n|---|---|\n", *rows])


def _leaves(
    command: click.Command, path: tuple[str, ...] = ("silkline",)
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield what can be run, with all words of its name."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None
        yield from _leaves(found, (*path, name))


def _first(command: click.Command) -> str:
    """Return the first sentence of a help, whole, in one line of a table."""
    paragraph = " ".join((command.help or "").strip().split("\n\n")[0].split())
    return re.split(r"(?<=[.]) ", paragraph)[0].replace("|", "\\|")


def varying(text: str) -> str:
    """Return an output with dots for what differs from run to run."""
    for pattern, shown in _VARYING:
        text = pattern.sub(shown, text)
    return text


def renewed(text: str) -> str:
    """Return the page with what its commands print now, and the commands that there are."""
    with system() as variables:

        def typed(found: re.Match[str]) -> str:
            shown = (f"$ {s.command}\n{varying(s.run(variables))}" for s in steps(found[1]))
            return "```console\n" + "".join(shown) + "```\n"

        text = _BLOCK.sub(typed, text)
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + table() + END + rest.partition(END)[2]


if __name__ == "__main__":
    os.environ.pop("SILKLINE_KEY", None)
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
