"""Run test suites, record each run, and end with the runners' closing lines.

All of them run in two lanes side by side, those of a lane one after the other. One suite speaks at
a time: what the other lane prints waits until it has ended. A failing suite does not keep the next
one from running. Each run leaves in build/reports NAME.log (what it printed), NAME.xml (pytest) and
NAME.json (exit code, seconds, tests, sources).

    python -m tools.suites            runs everything that `make test` runs
    python -m tools.suites NAME ...   runs only these
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "build" / "reports"
FORGE = str(ROOT / "node_modules" / ".bin" / "forge")
SDK = str(ROOT / ".venv" / "bin" / "python")
BROWNIE = str(ROOT / ".venv-brownie" / "bin" / "python")
BROWNIE_PORT = 8545
NO_TESTS = {"passed": 0, "failed": 0, "skipped": 0}
Counter = Callable[[str, Path], dict[str, int]]


@dataclass(frozen=True)
class Suite:
    """A named command, what it proves, and how its tests are counted."""

    name: str
    proves: str
    command: tuple[str, ...]
    count: Counter
    closing: str
    environment: dict[str, str] = field(default_factory=dict)
    folder: str = ""
    needs_port: bool = False
    sources: tuple[str, ...] = (".",)
    """Files and folders that the outcome follows from."""


@dataclass(frozen=True)
class Run:
    """One recorded run of a suite; `state` names the sources that it ran on."""

    suite: str
    proves: str
    exit_code: int
    seconds: float
    tests: dict[str, int]
    closing_line: str
    state: str


def count_nothing(_output: str, _junit: Path) -> dict[str, int]:
    """Count no tests: the suite is a check."""
    return dict(NO_TESTS)


def count_forge(output: str, _junit: Path) -> dict[str, int]:
    """Read the counts off Forge's last line."""
    found = re.findall(r"(\d+) tests? passed, (\d+) failed, (\d+) skipped", output)
    return dict(zip(NO_TESTS, map(int, found[-1]), strict=True)) if found else dict(NO_TESTS)


def count_junit(_output: str, junit: Path) -> dict[str, int]:
    """Read the counts off the XML file that pytest wrote."""
    if not junit.exists():
        return dict(NO_TESTS)
    suites = ElementTree.parse(junit).getroot().iter("testsuite")  # noqa: S314  (our own file)
    totals = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for suite in suites:
        for key in totals:
            totals[key] += int(suite.get(key, "0"))
    failed = totals["failures"] + totals["errors"]
    passed = totals["tests"] - failed - totals["skipped"]
    return {"passed": passed, "failed": failed, "skipped": totals["skipped"]}


def pytest_suite(
    name: str, proves: str, folder: str, python: str, plugin: bool = False, network: str = ""
) -> Suite:
    """Describe a folder of pytest tests in one of the two environments.

    `plugin` loads Brownie's pytest plugin, and `network` chooses the node that it starts.
    """
    command = [python, "-m", "pytest", folder, f"--junit-xml={REPORTS / name}.xml"]
    if python == BROWNIE and not plugin:
        command += ["-p", "no:pytest-brownie"]
    if plugin:
        command += ["--network", "ganache-cli" if network == "ganache" else "development"]
    environment = {"SILKLINE_NETWORK": network} if network else {}
    closing = r"^=+ .*\bin [\d.]+s.*=+$"
    return Suite(
        name, proves, tuple(command), count_junit, closing, environment, folder, needs_port=plugin
    )


def forge_suite(name: str, proves: str, part: str, *arguments: str, **environment: str) -> Suite:
    """Describe a run of Forge's tests of a part of the contracts, a profile of foundry.toml."""
    command = (FORGE, "test", *arguments)
    closing = r"^Ran \d+ test suites? in .*$"
    return Suite(
        name,
        proves,
        command,
        count_forge,
        closing,
        {"FOUNDRY_PROFILE": part, **environment},
        sources=("contracts", "interfaces", "tests/contracts", "foundry.toml", "package-lock.json"),
    )


def invariants_suite(part: str) -> Suite:
    """Describe the invariants of a part in full, on optimized code: it runs twice as fast."""
    name, proves = f"invariants-{part}", f"{part}: invariants, 256 runs of 128 calls"
    settings = {
        "FOUNDRY_INVARIANT_RUNS": "256",
        "FOUNDRY_INVARIANT_DEPTH": "128",
        "FOUNDRY_OPTIMIZER": "true",
        "FOUNDRY_OUT": f"build/forge/{name}/out",
        "FOUNDRY_CACHE_PATH": f"build/forge/{name}/cache",
    }
    return forge_suite(name, proves, part, "--mt", "^invariant", **settings)


# All contracts and tests at once are more than the compiler's memory holds.
PARTS = ("receivables", "loans")
CHECKS = Suite(
    "lint", "sources are in order", (SDK, "-m", "tools.lint"), count_nothing, r"^lint: .*$"
)
# The same values in every run; the invariants in full, and Forge by itself, look for new ones.
CONTRACTS = tuple(
    forge_suite(
        f"contracts-{part}",
        f"{part}: unit, fuzz, short invariants",
        part,
        FOUNDRY_FUZZ_SEED="0x5111",
    )
    for part in PARTS
)
# Of about the same length. Brownie's node has a fixed port, so what needs it is in one lane.
LANES: tuple[tuple[Suite, ...], ...] = (
    (
        CHECKS,
        *CONTRACTS,
        pytest_suite("frame", "tools and shipped artifacts", "tests/frame", SDK),
        pytest_suite("sdk", "the SDK with web3 8", "tests/sdk", SDK),
        pytest_suite("demo", "the demo on both nodes", "tests/demo", SDK),
        # Standards are tested by Forge, public vectors by pytest.
        pytest_suite("conformance", "public vectors", "tests/conformance", SDK),
    ),
    (
        pytest_suite("sdk-brownie", "the SDK beside Brownie, with web3 7", "tests/sdk", BROWNIE),
        pytest_suite("scripts", "scripts and console", "tests/scripts", BROWNIE),
        pytest_suite(
            "scenarios-anvil", "scenarios on Anvil", "tests/scenarios", BROWNIE, True, "anvil"
        ),
        pytest_suite(
            "scenarios-ganache", "scenarios on Ganache", "tests/scenarios", BROWNIE, True, "ganache"
        ),
    ),
)
INVARIANTS = tuple(invariants_suite(part) for part in PARTS)
COVERAGE = tuple(
    Suite(
        f"coverage-{name}",
        f"lines and branches of {name}/ that tests reach",
        (SDK, "-m", "tools.coverage", name),
        count_nothing,
        r"^coverage: .*$",
        sources=sources,
    )
    for name, sources in (("contracts", CONTRACTS[0].sources), ("silkline", (".",)))
)
OTHER_LANES: tuple[tuple[Suite, ...], ...] = tuple(zip(INVARIANTS, COVERAGE, strict=True))


class Speech:
    """Lets one suite print at a time; the lines of others wait until it has ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, list[str]] = {}

    def say(self, suite: str, line: str) -> None:
        """Print a line of the suite that speaks; keep that of another."""
        with self._lock:
            self._waiting.setdefault(suite, []).append(line)
            self._speak()

    def end(self, suite: str) -> None:
        """Print what a suite still has to say, once it is its turn, and give way to the next."""
        with self._lock:
            self._waiting.setdefault(suite, []).append("")
            self._speak()

    def _speak(self) -> None:
        """Print the lines of the suite that began first; an empty line ends its turn."""
        while self._waiting:
            suite, lines = next(iter(self._waiting.items()))
            print("".join(lines), end="", flush=True)
            if not lines or lines[-1]:
                self._waiting[suite] = []
                return
            del self._waiting[suite]


SPEECH = Speech()


def state(sources: Sequence[str] = (".",)) -> str:
    """Name sources as they are now: a digest of what git tracks, and of what differs from it."""
    tracked = _git("ls-files", "--stage", "--", *sources)
    changes = _git("diff", "--", *sources) + _git("status", "--porcelain", "--", *sources)
    return hashlib.sha256((tracked + changes).encode()).hexdigest()[:12]


def commit() -> str:
    """Name the commit, with a plus where the work tree differs from it."""
    changed = "+" if _git("status", "--porcelain") else ""
    return _git("rev-parse", "--short=12", "HEAD").strip() + changed


def run(suite: Suite) -> Run:
    """Run a suite, showing and keeping what it prints; return and record the outcome."""
    SPEECH.say(suite.name, f"==> {suite.name}: {suite.proves}\n")
    REPORTS.mkdir(parents=True, exist_ok=True)
    junit = REPORTS / f"{suite.name}.xml"
    junit.unlink(missing_ok=True)
    before, started = state(suite.sources), time.monotonic()
    exit_code, output = _execute(suite)
    seconds = round(time.monotonic() - started, 1)
    (REPORTS / f"{suite.name}.log").write_text(output)
    tests = suite.count(output, junit)
    if exit_code == 0 and suite.count is not count_nothing and not tests["passed"]:
        exit_code, output = _refuse(suite, f"{suite.name}: no test passed")
    closing = re.findall(suite.closing, output, re.MULTILINE)
    record = Run(
        suite=suite.name,
        proves=suite.proves,
        exit_code=exit_code,
        seconds=seconds,
        tests=tests,
        closing_line=closing[-1].strip() if closing else output.strip().rpartition("\n")[2],
        state=before,
    )
    (REPORTS / f"{suite.name}.json").write_text(json.dumps(asdict(record), indent=1) + "\n")
    SPEECH.end(suite.name)
    return record


def run_lanes(lanes: Sequence[Sequence[Suite]]) -> list[Run]:
    """Run the suites of each lane one after the other, the lanes side by side."""
    with ThreadPoolExecutor(len(lanes)) as pool:
        return [done for runs in pool.map(_run_lane, lanes) for done in runs]


def recorded(name: str) -> Run | None:
    """Return the last recorded run of a suite, if any."""
    file = REPORTS / f"{name}.json"
    return Run(**json.loads(file.read_text())) if file.exists() else None


def print_closing(runs: list[Run]) -> None:
    """Print one line per suite, then each runner's own closing line."""
    print("==> summary", flush=True)
    for done in runs:
        outcome = "ok" if done.exit_code == 0 else "FAILED"
        print(f"  {outcome:<7} {done.suite:<18} {done.seconds:7.1f} s  {done.proves}")
    for done in runs:
        print(f"{done.suite}: {done.closing_line}")
    sys.stdout.flush()


def main(names: list[str]) -> int:
    """Run the named suites, all of `make test` by default; return 1 if one of them failed."""
    known = [suite.name for lane in (*LANES, *OTHER_LANES) for suite in lane]
    if unknown := [name for name in names if name not in known]:
        print(f"no such suite: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    lanes = (*LANES, *OTHER_LANES) if names else LANES
    runs = run_lanes([[s for s in lane if s.name in names or not names] for lane in lanes])
    print_closing(runs)
    return 1 if any(done.exit_code for done in runs) else 0


def _run_lane(lane: Sequence[Suite]) -> list[Run]:
    return [run(suite) for suite in lane]


def _execute(suite: Suite) -> tuple[int, str]:
    """Run the command in an environment of its own and return exit code and output."""
    if suite.needs_port and not _free(BROWNIE_PORT):
        reason = f"port {BROWNIE_PORT} is taken: stop what listens there, Brownie needs it"
        return _refuse(suite, reason)
    if suite.folder and not (ROOT / suite.folder).is_dir():
        return _refuse(suite, f"{suite.folder} is missing")
    home = ROOT / "build" / "home"
    home.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "HOME": str(home), **suite.environment}
    lines = []
    with subprocess.Popen(
        suite.command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            SPEECH.say(suite.name, line)
            lines.append(line)
    return process.returncode, "".join(lines)


def _refuse(suite: Suite, reason: str) -> tuple[int, str]:
    SPEECH.say(suite.name, reason + "\n")
    return 1, reason + "\n"


def _free(port: int, seconds: int = 5) -> bool:
    """Tell whether nothing listens on a port, waiting a little for a node that is just ending."""
    for _ in range(seconds):
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return True
        time.sleep(1)
    return False


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
