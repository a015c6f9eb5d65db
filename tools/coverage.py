"""Measure which lines and branches of contracts/ and silkline/ the tests reach.

Forge measures the contracts (without mocks), coverage.py the SDK with the tests of tests/sdk.
The percentages go to build/reports/reached-NAME.json.

    python -m tools.coverage                      both
    python -m tools.coverage contracts|silkline   one of them
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tools.suites import FORGE, PARTS

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "coverage"
FIGURES = ROOT / "build" / "reports"
NOT_MEASURED = "(node_modules|tests|contracts/test)/"


@dataclass
class Reached:
    """How many lines and branches there are, and how many of them tests reach."""

    lines: int = 0
    lines_reached: int = 0
    branches: int = 0
    branches_reached: int = 0

    def percent(self, what: str) -> str:
        """Return "98.7 %" for lines or branches, rounded down; "-" where there are none."""
        total, reached = getattr(self, what), getattr(self, f"{what}_reached")
        if total == 0:
            return "-"
        tenths = reached * 1000 // total
        return f"{tenths // 10}.{tenths % 10} %"


def read_lcov(*texts: str) -> Reached:
    """Count lines and branches of LCOV files; what one of several runs reached is reached."""
    reached: dict[tuple[str, str, str], bool] = {}
    for text in texts:
        file = ""
        for line in text.splitlines():
            key, _, value = line.partition(":")
            if key == "SF":
                file = value
            elif key in ("DA", "BRDA"):
                place, _, times = value.rpartition(",")
                found = (key, file, place)
                reached[found] = reached.get(found, False) or times not in ("-", "0")
    lines = [was for (key, _, _), was in reached.items() if key == "DA"]
    branches = [was for (key, _, _), was in reached.items() if key == "BRDA"]
    return Reached(len(lines), sum(lines), len(branches), sum(branches))


def read_python(report: dict[str, Any]) -> Reached:
    """Take the totals of coverage.py's JSON report."""
    totals = report["totals"]
    return Reached(
        lines=totals["num_statements"],
        lines_reached=totals["covered_lines"],
        branches=totals["num_branches"],
        branches_reached=totals["covered_branches"],
    )


def measure_contracts() -> Reached:
    """Run `forge coverage` on each part: without optimizer, so code may exceed a chain's limit."""
    files = []
    for part in PARTS:
        lcov = FOLDER / f"{part}.info"
        command = [FORGE, "coverage", "--no-match-coverage", NOT_MEASURED]
        command += ["--report", "lcov", "--report-file", str(lcov)]
        _run(command, FOUNDRY_FUZZ_RUNS="64", FOUNDRY_PROFILE=part)
        files.append(lcov.read_text())
    return read_lcov(*files)


def measure_sdk() -> Reached:
    """Run the SDK's tests under coverage.py."""
    report = FOLDER / "sdk.json"
    options = ["--cov=silkline", "--cov-branch", "--cov-report=term", f"--cov-report=json:{report}"]
    _run([sys.executable, "-m", "pytest", "tests/sdk", "-q", *options])
    return read_python(json.loads(report.read_text()))


MEASURES: dict[str, Callable[[], Reached]] = {
    "contracts": measure_contracts,
    "silkline": measure_sdk,
}


def figures() -> dict[str, Any]:
    """Return what was measured last."""
    files = {name: FIGURES / f"reached-{name}.json" for name in MEASURES}
    return {name: json.loads(file.read_text()) for name, file in files.items() if file.exists()}


def main(names: list[str]) -> int:
    """Measure what is named, both by default; print the percentages and write them down."""
    if unknown := set(names) - set(MEASURES):
        print(f"coverage: of {' or '.join(MEASURES)}, not {' '.join(unknown)}", file=sys.stderr)
        return 2
    for folder in (FOLDER, FIGURES):
        folder.mkdir(parents=True, exist_ok=True)
    for name in names or MEASURES:
        try:
            _write(name, MEASURES[name]())
        except subprocess.CalledProcessError as error:
            ended = f"{error.cmd[0]} ended with exit code {error.returncode}"
            print(f"coverage: {ended}", file=sys.stderr)
            return 1
    return 0


def _write(name: str, reached: Reached) -> None:
    lines, branches = reached.percent("lines"), reached.percent("branches")
    print(f"coverage: {name + '/':<11} {lines:>8} of lines, {branches:>8} of branches")
    figure = {**asdict(reached), "lines_percent": lines, "branches_percent": branches}
    (FIGURES / f"reached-{name}.json").write_text(json.dumps(figure, indent=1) + "\n")


def _run(command: list[str], **environment: str) -> None:
    """Run a command in the top folder, its output shown; raise CalledProcessError when it fails."""
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, **environment})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
