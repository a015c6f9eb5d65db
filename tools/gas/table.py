"""The figures as tables: ours beside the bar, the snapshot, the prototype, peers and the floor."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from tools.gas.figures import Figures
from tools.gas.loans import CASES
from tools.gas.references import LARGEST_CODE, REFERENCES, Reference

WIDTH = 150


def show(figures: Figures, snapshot: Figures) -> None:
    """Print gas and code sizes; what exceeds its bar is red, what left the snapshot yellow."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    console.print(_gas(figures, snapshot))
    console.print(_sizes(figures, snapshot))


def as_json(figures: Figures, snapshot: Figures) -> dict[str, Any]:
    """Return all of it for a report."""
    return {
        "gas": {
            name: {
                "gas": used,
                "snapshot": snapshot.gas.get(name),
                "what": " ".join((CASES[name].__doc__ or "").split()),
                **asdict(REFERENCES.get(name, Reference())),
            }
            for name, used in figures.gas.items()
        },
        "bytes": figures.bytes,
        "largest_code": LARGEST_CODE,
    }


def _gas(figures: Figures, snapshot: Figures) -> Table:
    table = Table(title="Gas of mined transactions", title_justify="left")
    table.add_column("act", no_wrap=True)
    for heading in ("ours", "bar", "snapshot", "prototype"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("nearest peers")
    table.add_column("floor")
    for name, used in figures.gas.items():
        reference = REFERENCES.get(name, Reference())
        style = _style(used, snapshot.gas.get(name), reference.bar)
        table.add_row(
            name,
            f"[{style}]{used:,}[/]",
            _number(reference.bar),
            _number(snapshot.gas.get(name)),
            reference.prototype,
            "\n".join(f"{peer.gas:,} {peer.name}" for peer in reference.peers),
            f"{reference.floor.gas:,} {reference.floor.act}" if reference.floor else "",
        )
    return table


def _sizes(figures: Figures, snapshot: Figures) -> Table:
    table = Table(title="Bytes of deployed code", title_justify="left")
    table.add_column("contract")
    for heading in ("ours", "bar", "snapshot"):
        table.add_column(heading, justify="right")
    for name, size in figures.bytes.items():
        style = _style(size, snapshot.bytes.get(name), LARGEST_CODE)
        kept = _number(snapshot.bytes.get(name))
        table.add_row(name, f"[{style}]{size:,}[/]", _number(LARGEST_CODE), kept)
    return table


def _style(value: int, kept: int | None, bar: int | None) -> str:
    if bar is not None and value > bar:
        return "red"
    return "default" if value == kept else "yellow"


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"
