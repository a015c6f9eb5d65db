"""Check the length of functions and files, in Python and Solidity.

No function over 70 lines, nine of ten at most 30, no file over 600 lines; docstrings and comments
that stand above a Solidity function are not counted as lines of the function.

    python -m tools.lengths
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FUNCTION = 70
NINE_OF_TEN = 30
LONGEST_FILE = 600
_SOLIDITY_FUNCTION = re.compile(r"^\s*(?:function\s+(\w+)|(constructor|receive|fallback))\s*\(")


@dataclass(frozen=True)
class Function:
    """One function: where it stands, its name, how many lines it has."""

    path: Path
    line: int
    name: str
    length: int


def python_functions(path: Path) -> Iterator[Function]:
    """Yield the functions of a Python file; a docstring does not count."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if ast.get_docstring(node) is not None:
            length -= (node.body[0].end_lineno or 0) - node.body[0].lineno + 1
        yield Function(path, node.lineno, node.name, length)


def solidity_functions(path: Path) -> Iterator[Function]:
    """Yield the functions of a formatted Solidity file, from the head to the closing brace."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if match := _SOLIDITY_FUNCTION.match(line):
            indent = len(line) - len(line.lstrip())
            name = match[1] or match[2]
            yield Function(path, number + 1, name, _height(lines[number:], indent))


def _height(lines: list[str], indent: int) -> int:
    """Count the lines up to the one that closes the function, indented like its head."""
    for count, line in enumerate(lines, start=1):
        closes = line.rstrip().endswith((";", "}"))
        if closes and len(line) - len(line.lstrip()) == indent:
            return count
    return len(lines)


def ninth_of_ten(lengths: list[int]) -> int:
    """Return the length that nine functions of ten do not exceed; 0 without functions."""
    ordered = sorted(lengths)
    return ordered[(len(ordered) * 9 + 9) // 10 - 1] if ordered else 0


def faults(paths: list[Path]) -> list[str]:
    """List the files and functions that are too long."""
    found = []
    functions: list[Function] = []
    for path in paths:
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE:
            found.append(f"{path}: {lines} lines, {LONGEST_FILE} at most")
        functions += python_functions(path) if path.suffix == ".py" else solidity_functions(path)
    found += [
        f"{f.path}:{f.line}: {f.name} has {f.length} lines, {LONGEST_FUNCTION} at most"
        for f in functions
        if f.length > LONGEST_FUNCTION
    ]
    for suffix in (".py", ".sol"):
        tenth = ninth_of_ten([f.length for f in functions if f.path.suffix == suffix])
        if tenth > NINE_OF_TEN:
            found.append(
                f"nine of ten {suffix} functions have up to {tenth} lines, not {NINE_OF_TEN}"
            )
    return found


def sources(root: Path = ROOT) -> list[Path]:
    """List the Python and Solidity files of the repository, committed or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py", "*.sol"]
    listing = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    return [path for name in listing.splitlines() if (path := root / name).exists()]


def main() -> int:
    """Print what is too long; return 1 if anything is."""
    found = faults(sources())
    print("\n".join(found) or "functions and files are short enough")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
