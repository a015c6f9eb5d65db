"""Check that every test says in one sentence what it proves.

Python: a docstring of one sentence in every `test_...` function. Solidity: a `///` sentence right
above every `test...`, `invariant...` and `check_...` function.

    python -m tools.docstrings [FOLDER]
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_SOLIDITY_TEST = re.compile(r"^\s*function\s+((?:test|invariant|check)_?\w*)\s*\(")
_DOC_LINE = re.compile(r"^\s*(?:///|/?\*+/?)\s*(?:@\w+\s+)?(.*?)(?:\s*\*/)?$")


def one_sentence(text: str) -> bool:
    """Tell whether a text begins with a sentence that ends in a full stop."""
    first = " ".join(text.strip().split("\n\n")[0].split())
    return len(first) > 10 and first.endswith((".", "?", "!"))


def python_faults(path: Path) -> Iterator[str]:
    """Yield one line per Python test without a sentence."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("test_") and not one_sentence(ast.get_docstring(node) or ""):
            yield f"{path}:{node.lineno}: {node.name} needs a docstring of one sentence"


def solidity_faults(path: Path) -> Iterator[str]:
    """Yield one line per Solidity test without a sentence above it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        match = _SOLIDITY_TEST.match(line)
        if match and not one_sentence(_comment_above(lines, number)):
            yield f"{path}:{number + 1}: {match[1]} needs a `///` sentence above it"


def _comment_above(lines: list[str], number: int) -> str:
    """Return the text of the documentation comment that ends right above a line."""
    collected: list[str] = []
    for line in reversed(lines[:number]):
        if not line.lstrip().startswith(("///", "*", "/**")):
            break
        match = _DOC_LINE.match(line)
        collected.append(match[1] if match else "")
    return " ".join(reversed(collected))


def faults(folder: Path) -> list[str]:
    """List the tests below a folder that lack their sentence."""
    found: list[str] = []
    for path in sorted(folder.rglob("*.py")):
        found += python_faults(path)
    for path in sorted(folder.rglob("*.sol")):
        found += solidity_faults(path)
    return found


def main() -> int:
    """Print the faults below the given folder (tests/ by default); return 1 if there are any."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "tests"
    found = faults(folder)
    print("\n".join(found) or "every test says what it proves")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
