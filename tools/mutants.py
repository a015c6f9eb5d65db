"""Break the contracts on purpose, one named change at a time, and see that the named test fails.

A mutant of tools/mutants.toml replaces one passage of a contract by a wrong one. Each runs on a
copy in build/mutants, so that the work tree is never touched; the copy is compiled once, and again
only where a mutant changes it. Every named test file must pass on the unchanged contracts first.

    python -m tools.mutants               runs all
    python -m tools.mutants --only ID     runs one (may be given several times)
    python -m tools.mutants --list        prints them
    python -m tools.mutants --jobs 2      runs so many side by side
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tools" / "mutants.toml"
COPIES = ROOT / "build" / "mutants"
FORGE = str(ROOT / "node_modules" / ".bin" / "forge")
PARTS = ("contracts", "interfaces", "tests")
UNCHANGED = "unchanged"
# Only the changed contract is compiled again, and in a hurry. A mutant may leave a name unused,
# which is a warning, and no reason to call it killed.
SETTINGS = {
    "FOUNDRY_PROFILE": "default",
    "FOUNDRY_DENY": "never",
    "FOUNDRY_DYNAMIC_TEST_LINKING": "true",
}
_IMPORT = re.compile(r'\bfrom\s+"(\.[^"]+)"')


class MutantError(Exception):
    """A mutant that cannot be run; the message says which, why, and what to do."""


@dataclass(frozen=True)
class Mutant:
    """A wrong change: `old` becomes `new` in `file`, and the tests of `killed_by` must fail."""

    id: str
    file: str
    old: str
    new: str
    why: str
    killed_by: str

    def changed(self, text: str) -> str:
        """Return the text with the change; raises MutantError unless `old` occurs exactly once."""
        times = text.count(self.old)
        if times != 1:
            raise MutantError(
                f"{self.id}: its old text occurs {times} times in {self.file}, not once;"
                " adapt it in tools/mutants.toml"
            )
        return text.replace(self.old, self.new)


@dataclass(frozen=True)
class Outcome:
    """What a run of a test file said of a mutant, or of the unchanged contracts."""

    id: str
    killed_by: str
    result: str
    seconds: float
    detail: str

    @property
    def good(self) -> bool:
        """Whether that is as it must be: mutants killed, unchanged contracts passing."""
        return self.result == ("passed" if self.id == UNCHANGED else "killed")


def load() -> list[Mutant]:
    """Read the mutants; raises MutantError for an id that is there twice."""
    mutants = [Mutant(**entry) for entry in tomllib.loads(LIST.read_text())["mutant"]]
    seen: set[str] = set()
    for mutant in mutants:
        if mutant.id in seen:
            raise MutantError(f"{mutant.id}: there are two mutants of this id; rename one")
        seen.add(mutant.id)
    return mutants


def imported(file: Path) -> set[Path]:
    """Return a source and all that it imports from this project, whole."""
    found: set[Path] = set()
    waiting = [file.resolve()]
    while waiting:
        source = waiting.pop()
        if source not in found:
            found.add(source)
            waiting += [(source.parent / name).resolve() for name in _imports(source)]
    return found


def run_mutant(mutant: Mutant, copy: Path) -> Outcome:
    """Run the named test file in a copy with the change of a mutant, and take the change back."""
    source = copy / mutant.file
    original = source.read_text()
    source.write_text(mutant.changed(original))
    try:
        return _judge(mutant.id, mutant.killed_by, copy)
    finally:
        source.write_text(original)


def main(arguments: list[str]) -> int:
    """Run the chosen mutants; return 1 if one survived or could not be judged."""
    chosen, jobs, only_list = _options(arguments)
    if only_list:
        for mutant in chosen:
            print(f"{mutant.id:<34} {mutant.file:<38} {mutant.why}")
        return 0
    for mutant in chosen:
        mutant.changed((ROOT / mutant.file).read_text())
    started = time.monotonic()
    first = _fresh_copy(COPIES / "1", {mutant.killed_by for mutant in chosen})
    outcomes = _tell([_judge(UNCHANGED, "tests/**", first)])
    if outcomes[0].good:
        free = SimpleQueue[Path]()
        free.put(first)
        for number in range(2, jobs + 1):
            free.put(_duplicate(first, COPIES / str(number)))
        with ThreadPoolExecutor(jobs) as pool:
            outcomes += _tell(pool.map(lambda mutant: _run_in_turn(mutant, free), chosen))
    return _close(chosen, outcomes, time.monotonic() - started)


def _options(arguments: list[str]) -> tuple[list[Mutant], int, bool]:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants")
    parser.add_argument("--only", action="append", default=[], metavar="ID")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    mutants = load()
    if unknown := set(options.only) - {mutant.id for mutant in mutants}:
        raise MutantError(f"no such mutant: {', '.join(sorted(unknown))}; --list prints them all")
    chosen = [mutant for mutant in mutants if not options.only or mutant.id in options.only]
    return chosen, options.jobs, options.list


def _run_in_turn(mutant: Mutant, free: SimpleQueue[Path]) -> Outcome:
    copy = free.get()
    try:
        return run_mutant(mutant, copy)
    finally:
        free.put(copy)


def _tell(coming: Iterable[Outcome]) -> list[Outcome]:
    """Print each outcome as it comes."""
    outcomes = []
    for outcome in coming:
        print(
            f"{outcome.result:<9} {outcome.id:<34} {outcome.seconds:6.1f} s  {outcome.killed_by}"
            + (f"  ({outcome.detail})" if outcome.detail else ""),
            flush=True,
        )
        outcomes.append(outcome)
    return outcomes


def _close(chosen: list[Mutant], outcomes: list[Outcome], seconds: float) -> int:
    killed = sum(o.good for o in outcomes if o.id != UNCHANGED)
    faults = [o for o in outcomes if not o.good]
    print("==> summary", flush=True)
    for fault in faults:
        print(f"  {fault.result}: {fault.id} by {fault.killed_by}")
    print(f"mutants: {killed} of {len(chosen)} killed in {seconds:.0f} s")
    return 0 if killed == len(chosen) and not faults else 1


def _fresh_copy(copy: Path, tests: set[str]) -> Path:
    """Bring a copy of the contracts, the named tests and what they import up to date."""
    sources = {ROOT / "foundry.toml"}
    for file in (*(ROOT / "contracts").rglob("*.sol"), *(ROOT / test for test in tests)):
        sources |= imported(file)
    for part in PARTS:
        shutil.rmtree(copy / part, ignore_errors=True)
    for source in sources:
        target = copy / source.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
    for name in ("node_modules", "tools"):
        if not (copy / name).exists():
            (copy / name).symlink_to(ROOT / name)
    return copy


def _duplicate(first: Path, copy: Path) -> Path:
    """Make a second copy, with what was compiled in the first."""
    shutil.rmtree(copy, ignore_errors=True)
    return shutil.copytree(first, copy, symlinks=True)


def _judge(name: str, test: str, copy: Path) -> Outcome:
    """Run a test file in a copy; a mutant that does not compile is no kill."""
    started = time.monotonic()
    done = subprocess.run(
        [FORGE, "test", "--match-path", test, "--color", "never"],
        cwd=copy,
        env={**os.environ, **SETTINGS},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - started
    output = done.stdout + done.stderr
    unchanged = name == UNCHANGED
    if failed := re.findall(r"^\[FAIL.*\] (\w+)\(", output, re.MULTILINE):
        return Outcome(name, test, "failed" if unchanged else "killed", seconds, failed[0])
    if done.returncode == 0 and "[PASS]" in output:
        return Outcome(name, test, "passed" if unchanged else "survived", seconds, "")
    return Outcome(name, test, "broken", seconds, output.strip().rpartition("\n")[2])


def _imports(source: Path) -> list[str]:
    return _IMPORT.findall(source.read_text())


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except MutantError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
