"""Measure gas and code sizes of the contracts as shipped.

    python -m tools.gas             prints them beside bars, snapshot, prototype, peers and floor
    python -m tools.gas --update    accepts them as the snapshot tests/gas.json
    python -m tools.gas --json      prints them as JSON instead of tables

It fails when a figure differs from the snapshot, a bar is missed, or a contract is too large.
"""

from __future__ import annotations

import argparse
import json
import sys

from tools.gas import figures as measuring
from tools.gas import table


def main(arguments: list[str] | None = None) -> int:
    """Measure, print and compare; return the exit code."""
    parser = argparse.ArgumentParser(description="Measure gas and code sizes.")
    parser.add_argument("--update", action="store_true", help="accept the figures as the snapshot")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    chosen = parser.parse_args(arguments)
    snapshot, figures = measuring.load(), measuring.measure()
    if chosen.json:
        print(json.dumps(table.as_json(figures, snapshot), indent=1))
    else:
        table.show(figures, snapshot)
    if chosen.update:
        measuring.save(figures)
        snapshot = figures
    return _judge(figures, snapshot)


def _judge(figures: measuring.Figures, snapshot: measuring.Figures) -> int:
    """Print what is wrong; return 1 if anything is."""
    missed, different = measuring.missed(figures), measuring.differences(figures, snapshot)
    for line in missed:
        print(f"over the bar: {line}", file=sys.stderr)
    for line in different:
        print(f"snapshot: {line}", file=sys.stderr)
    if different:
        print("gas: `make gas UPDATE=1` accepts these figures", file=sys.stderr)
    if missed or different:
        return 1
    print(f"gas: {len(figures.gas)} figures as in the snapshot, no bar missed", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
