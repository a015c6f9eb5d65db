"""Measure which lines and branches of contracts/ and silkline/ the tests reach.

Forge measures the contracts (without mocks), coverage.py the SDK with the tests of tests/sdk.
The percentages go to build/reports/coverage-figures.json.

    python -m tools.coverage
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tools.suites import FORGE, PARTS

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "coverage"
FIGURES = ROOT / "build" / "reports" / "coverage-figures.json"
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


def main() -> int:
    """Measure both, print the percentages and write them down."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    try:
        measured = {"contracts": measure_contracts(), "silkline": measure_sdk()}
    except subprocess.CalledProcessError as error:
        print(f"coverage: {error.cmd[0]} ended with exit code {error.returncode}", file=sys.stderr)
        return 1
    figures = {}
    for name, reached in measured.items():
        lines, branches = reached.percent("lines"), reached.percent("branches")
        print(f"coverage: {name + '/':<11} {lines:>8} of lines, {branches:>8} of branches")
        figures[name] = {**asdict(reached), "lines_percent": lines, "branches_percent": branches}
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n")
    return 0


def _run(command: list[str], **environment: str) -> None:
    """Run a command in the top folder, its output shown; raise CalledProcessError when it fails."""
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, **environment})


if __name__ == "__main__":
    sys.exit(main())
