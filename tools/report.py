"""Gather the figures of a release in build/report.json: tests and times, coverage, gas, invariants.

Suites that already ran on the very sources that they test are not run again.

    python -m tools.report
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tools import coverage, suites

REPORT = suites.ROOT / "build" / "report.json"
GAS = suites.ROOT / "tests" / "gas.json"
_INVARIANT = re.compile(
    r"^\[(PASS|FAIL)[^\]]*\] (invariant\w*)\(\) \(runs: (\d+), calls: (\d+), reverts: (\d+)\)"
)


def invariants(log: str) -> list[dict[str, Any]]:
    """Read from Forge's output how often each invariant was checked."""
    found = {}
    for line in log.splitlines():
        if match := _INVARIANT.match(line):
            outcome, name, runs, calls, reverts = match.groups()
            counts = {"runs": int(runs), "calls": int(calls), "reverts": int(reverts)}
            found[name] = {"name": name, "held": outcome == "PASS", **counts}
    return list(found.values())


def gather() -> list[suites.Run]:
    """Return a run of every suite on the present sources, running those not recorded."""
    for lanes in (suites.LANES, suites.OTHER_LANES):
        suites.run_lanes([[suite for suite in lane if not _present(suite)] for lane in lanes])
    return [run for suite in _all() if (run := suites.recorded(suite.name))]


def _all() -> list[suites.Suite]:
    return [suite for lane in (*suites.LANES, *suites.OTHER_LANES) for suite in lane]


def _present(suite: suites.Suite) -> bool:
    """Tell whether a suite has run on its present sources."""
    last = suites.recorded(suite.name)
    return last is not None and last.state == suites.state(suite.sources)


def compose(runs: list[suites.Run]) -> dict[str, Any]:
    """Put the report together from the runs and the files that they left."""
    logs = [suites.REPORTS / f"{suite.name}.log" for suite in suites.INVARIANTS]
    totals = {key: sum(run.tests[key] for run in runs) for key in suites.NO_TESTS}
    return {
        "commit": suites.commit(),
        "tests": totals,
        "seconds": round(sum(run.seconds for run in runs), 1),
        "suites": [asdict(run) for run in runs],
        "coverage": coverage.figures(),
        "gas": _json(GAS),
        "invariants": [
            held for log in logs if log.exists() for held in invariants(log.read_text())
        ],
    }


def main() -> int:
    """Write the report; return 1 if a suite failed or a figure is missing."""
    runs = gather()
    report = compose(runs)
    REPORT.write_text(json.dumps(report, indent=1) + "\n")
    suites.print_closing(runs)
    missing = [name for name in ("gas", "invariants") if not report[name]]
    missing += [
        f"coverage of {name}" for name in coverage.MEASURES if name not in report["coverage"]
    ]
    for name in missing:
        print(f"report: no figures for {name}", file=sys.stderr)
    print(f"report: written to {REPORT.relative_to(suites.ROOT)}")
    return 1 if missing or any(run.exit_code for run in runs) else 0


def _json(path: Path) -> Any:
    return json.loads(path.read_text()) if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
