"""Run every check that reads sources without executing them, and say which ones failed.

python -m tools.lint
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent
NODE = ROOT / "node_modules" / ".bin"
SOLIDITY = ("contracts", "interfaces", "tests")

CHECKS: dict[str, list[str]] = {
    "ruff check": [str(BIN / "ruff"), "check", "."],
    "ruff format": [str(BIN / "ruff"), "format", "--check", "."],
    "mypy": [str(BIN / "mypy"), "--cache-dir", "build/mypy"],
    "forge fmt": [str(NODE / "forge"), "fmt", "--check", *SOLIDITY],
    "solhint": [
        str(NODE / "solhint"),
        *("--disc", "--noPoster", "--max-warnings", "0"),
        *("contracts/**/*.sol", "interfaces/**/*.sol"),
    ],
    "bindings": [PYTHON, "-m", "tools.bindings", "--check"],
    "licences": [PYTHON, "-m", "tools.licences"],
    "test sentences": [PYTHON, "-m", "tools.docstrings"],
    "lengths": [PYTHON, "-m", "tools.lengths"],
    "house rules": [PYTHON, "-m", "tools.house"],
}


def run(name: str, command: list[str]) -> bool:
    """Run one check, print its name and time, and its output if it fails; tell if it passed."""
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    passed = done.returncode == 0
    print(f"  {'ok' if passed else 'FAILED':<7} {name:<15} {time.monotonic() - started:5.1f} s")
    if not passed:
        print(done.stdout.rstrip() or f"exit code {done.returncode}")
    sys.stdout.flush()
    return passed


def main() -> int:
    """Run all checks; return 1 if one of them failed."""
    failed = [name for name, command in CHECKS.items() if not run(name, command)]
    print(f"lint: {len(CHECKS) - len(failed)} checks passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
