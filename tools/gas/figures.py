"""Measuring everything, and comparing it with the snapshot and the bars."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from silkline.chain.artifacts import artifact, names
from tools.gas.chain import started
from tools.gas.lending import Lending
from tools.gas.loans import CASES
from tools.gas.references import LARGEST_CODE, REFERENCES

SNAPSHOT = Path(__file__).resolve().parents[2] / "tests" / "gas.json"


@dataclass(frozen=True)
class Figures:
    """Gas by case, and bytes of deployed code by contract."""

    gas: dict[str, int]
    bytes: dict[str, int]


def measure() -> Figures:
    """Measure every case on a chain of its own, and the size of every shipped contract."""
    with started() as chain:
        lending = Lending(chain)
        gas = {}
        for name, case in CASES.items():
            with chain.undone():
                gas[name] = case(lending)
    return Figures(gas, {name: len(artifact(name).runtime) for name in names()})


def load(path: Path = SNAPSHOT) -> Figures:
    """Read the snapshot; without a file nothing is in it."""
    return Figures(**json.loads(path.read_text())) if path.exists() else Figures({}, {})


def save(figures: Figures, path: Path = SNAPSHOT) -> None:
    """Write the snapshot."""
    path.write_text(json.dumps(asdict(figures), indent=1) + "\n")


def differences(figures: Figures, snapshot: Figures) -> list[str]:
    """Say in one line each where figures differ from the snapshot."""
    if not snapshot.gas:
        return ["there is no snapshot"]
    return [
        *_different(figures.gas, snapshot.gas, "gas"),
        *_different(figures.bytes, snapshot.bytes, "bytes"),
    ]


def missed(figures: Figures) -> list[str]:
    """Say in one line each which bars are missed, and which contracts are too large."""
    found = []
    for name, reference in REFERENCES.items():
        used, bar = figures.gas.get(name), reference.bar
        if bar is not None and (used is None or used > bar):
            found.append(f"{name}: {_figure(used)} gas, at most {bar:,} are allowed")
    for name, size in figures.bytes.items():
        if size > LARGEST_CODE:
            found.append(f"{name}: {size:,} bytes, at most {LARGEST_CODE:,} are allowed")
    return found


def _different(now: dict[str, int], kept: dict[str, int], unit: str) -> list[str]:
    names_of_both = [*now, *(name for name in kept if name not in now)]
    return [
        f"{name}: {_figure(now.get(name))} {unit}, the snapshot has {_figure(kept.get(name))}"
        for name in names_of_both
        if now.get(name) != kept.get(name)
    ]


def _figure(value: int | None) -> str:
    return "no" if value is None else f"{value:,}"
