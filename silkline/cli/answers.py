"""What commands print: JSON with stable names, tables, and errors with the values that disagree."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

import click

from silkline.errors import BadInput, Conflict, NodeError, NotReady, Refused, SilklineError

if TYPE_CHECKING:
    from textwrap import TextWrapper

__all__ = [
    "BAD_INPUT",
    "NODE",
    "REFUSED",
    "facts",
    "fail",
    "folded",
    "plain",
    "printable",
    "progress_bar",
    "say",
    "table",
    "tell",
]

REFUSED: Final = 1
"""Exit code: a contract refuses the act."""
BAD_INPUT: Final = 2
"""Exit code: what was asked for makes no sense, or contradicts what was asked before."""
NODE: Final = 3
"""Exit code: the node cannot be reached, or has not mined it yet; the same call may succeed."""

_CODES: Final[tuple[tuple[type[SilklineError], str, int], ...]] = (
    (Refused, "refused", REFUSED),
    (BadInput, "bad-input", BAD_INPUT),
    (Conflict, "conflict", BAD_INPUT),
    (NotReady, "not-ready", NODE),
    (NodeError, "node", NODE),
    (SilklineError, "failed", NODE),
)
_LABEL: Final = re.compile(r" +\S+(?: \S+)? {2,}")
"""The name before a value, as plans and acts have it."""
_ADDRESS: Final = re.compile(r"0x[0-9a-fA-F]{40}")
_SAFE: Final = 2**53
"""From here on numbers are written as text: many readers of JSON would round them."""


def printable(text: str) -> str:
    """Return *text* without control characters: a file must not steer the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def folded(text: str, *, err: bool = True) -> str:
    """
    Return *text* with lines that fit the terminal, what was cut off indented under its column.

    What goes into a file or another program stays as it is.

    Args:
        text: What is to be printed.
        err: Whether it goes to stderr.
    """
    import shutil
    import sys
    import textwrap

    if not (sys.stderr if err else sys.stdout).isatty():
        return text
    width = shutil.get_terminal_size().columns
    return "\n".join(
        "\n".join(_fold(textwrap.TextWrapper(width), line)) for line in text.split("\n")
    )


def _fold(wrapper: TextWrapper, line: str) -> list[str]:
    if len(line) <= wrapper.width:
        return [line]
    label = _LABEL.match(line)
    wrapper.subsequent_indent = " " * (label.end() if label else 4)
    wrapper.break_long_words, wrapper.break_on_hyphens = False, False
    return wrapper.wrap(line)


def plain(value: Any) -> Any:
    """
    Return a value of the SDK as JSON has it.

    Money is ``{"amount", "currency"}``, days are ISO dates, bytes are hex, ids of parties are
    numbers and those of programmes, receivables and notes text.
    """
    from silkline.ids import PartyId
    from silkline.money import Money

    if isinstance(value, Money):
        return value.to_json()
    if isinstance(value, PartyId):
        return int(value)
    if isinstance(value, Enum):
        return value.name.lower().replace("_", "-") if value.name else int(value.value)
    if is_dataclass(value) and not _is_single(value):
        shown = (one.name for one in fields(value) if not one.name.startswith("_"))
        return {name: plain(getattr(value, name)) for name in shown}
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return _single(value)


def _single(value: Any) -> Any:
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not -_SAFE < value < _SAFE:
        return str(value)
    return value if value is None or isinstance(value, str | int) else str(value)


def say(content: Any) -> None:
    """Print JSON."""
    click.echo(json.dumps(plain(content), indent=2))


def facts(pairs: Mapping[str, object]) -> None:
    """Print names with values, those without a value left out."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 3))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in pairs.items():
        if value not in (None, ""):
            grid.add_row(name, Text(printable(_shown(value))))
    Console(highlight=False).print(grid)


def tell(result: Any) -> None:
    """Print what came of an act: its fields by name, or the one value that it is."""
    if is_dataclass(result) and not _is_single(result):
        shown = {one.name: getattr(result, one.name) for one in fields(result)}
        facts({name.replace("_", " ").capitalize(): value for name, value in shown.items()})
    elif result is not None:
        facts({"Result": result})


def _is_single(value: Any) -> bool:
    """Tell whether a value is one thing for people: an id, or money."""
    return hasattr(value, "bits") or hasattr(value, "currency")


def table(columns: Mapping[str, str], rows: Iterable[Iterable[object]]) -> None:
    """
    Print rows; where there are none, say so.

    Args:
        columns: Title of each column, and ``left`` or ``right``.
        rows: The cells.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    cells = [[printable(_shown(cell)) for cell in row] for row in rows]
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for number, (title, side) in enumerate(columns.items()):
        justify: Any = "right" if side == "right" else "left"
        # An address that is cut cannot be copied: other columns give way.
        whole = any(_ADDRESS.fullmatch(row[number]) for row in cells)
        made.add_column(title, justify=justify, overflow="fold", no_wrap=whole)
    for row in cells:
        made.add_row(*map(Text, row))
    Console(highlight=False).print(made if cells else f"Nothing ({', '.join(columns)}).")


@contextmanager
def progress_bar(title: str, total: int, *, show: bool) -> Iterator[Callable[[int, int], None]]:
    """
    Show a bar on stderr while something long is done; outside a terminal its end alone.

    Yields:
        What is told how much is done, of how much.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    console = Console(stderr=True)
    bar_column = BarColumn(complete_style="green", finished_style="green")
    columns = (TextColumn(title), bar_column, MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not show) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done, _total: bar.update(task, completed=done)


def _shown(value: object) -> str:
    """Return a value for people: several one below the other, what has no words by its fields."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "\n".join(map(_shown, value)) or "none"
    if is_dataclass(value) and type(value).__str__ is object.__str__:
        shown = ((one.name.replace("_", " "), getattr(value, one.name)) for one in fields(value))
        return ", ".join(f"{name} {_shown(part)}" for name, part in shown)
    return str(value)


def fail(error: SilklineError, as_json: bool) -> int:
    """Print what went wrong, and return the exit code."""
    code, status = next((c, s) for kind, c, s in _CODES if isinstance(error, kind))
    if as_json:
        say({"error": {"code": code, **_details(error), "message": str(error)}})
        return status
    what = "Refused by the contract" if status == REFUSED else "Refused"
    said = f"{'Failed' if status == NODE else what}: {printable(str(error))}"
    click.echo(folded(said), err=True)
    return status


def _details(error: SilklineError) -> dict[str, Any]:
    """Return name, values and advice of a contract's refusal."""
    if not isinstance(error, Refused):
        return {}
    values = {name: getattr(error, name) for name in error.fields}
    return {"name": type(error).__name__, "values": values, "advice": error.advice}
