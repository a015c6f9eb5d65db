"""
How long ``silkline --help`` takes beside starting bare Python, measured in turns.

    python -m tests.sdk.help_benchmark [ROUNDS]

Prints the best and the median time of each command in milliseconds, and the ratio of its median
to that of ``python -c pass`` in the same run. Nothing here passes or fails.
"""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

from silkline.cli import COMMANDS

BASELINE = "python -c pass"
_RUN = "from silkline.cli import main; main()"


def commands() -> dict[str, list[str]]:
    """Return what is measured: the baseline, the top and every group."""
    groups = ([], *([name] for name in sorted(COMMANDS)))
    calls = {" ".join(["silkline", *group, "--help"]): group for group in groups}
    helps = {name: ["-c", _RUN, *group, "--help"] for name, group in calls.items()}
    return {BASELINE: ["-c", "pass"], **helps}


def measure(rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each command, one after the other in each round."""
    times: dict[str, list[float]] = {name: [] for name in commands()}
    for _ in range(rounds):
        for name, arguments in commands().items():
            begin = time.perf_counter()
            subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
            times[name].append(time.perf_counter() - begin)
    return times


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    times = measure(rounds)
    base = median(times[BASELINE])
    print(f"{'command':<28} {'best ms':>8} {'median':>8} {'ratio':>7}   ({rounds} rounds)")
    for name, found in times.items():
        best, usual = min(found) * 1000, median(found) * 1000
        print(f"{name:<28} {best:8.1f} {usual:8.1f} {median(found) / base:7.2f}")


if __name__ == "__main__":
    main()
