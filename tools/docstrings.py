"""Check that every test says in one sentence what it proves, and the package what can go wrong.

Python: a docstring of one sentence in every `test_...` function. Solidity: a `///` sentence right
above every `test...`, `invariant...` and `check_...` function.
silkline/: whoever raises says so, who tells of arguments tells of each, and whole numbers that are
amounts, rates or times have a unit in the docstring of their field, function, class or module.
(That there is a docstring is checked by ruff; those of commands are their help; events and
refusals share those of their base classes.)

    python -m tools.docstrings [FOLDER]     FOLDER of tests alone
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_SOLIDITY_TEST = re.compile(r"^\s*function\s+((?:test|invariant|check)_?\w*)\s*\(")
_RAISES = re.compile(r"\brais(?:e|es|ed)\b", re.IGNORECASE)
_QUANTITY = re.compile(
    r"amount|rate|time|fee|limit|share|tenor|value|face|cap|price|proceeds|principal|interest"
    r"|penalty|deadline|until|expiry|offset|basis|wait"
)
_UNIT = re.compile(
    r"\bunits?\b|\bparts per|per cent|%|\bseconds?\b|\bUnix\b|\bdays?\b|\bmonths?\b|\byears?\b"
    r"|\bhours?\b|\bwei\b|\bbits?\b|\brays?\b|\blevels?\b|\bblocks?\b",
    re.IGNORECASE,
)
_SAID_BY_NAME = re.compile(r"seconds|days|units|block_time")
_ELSEWHERE = ("cli", "events", "refusals")
Function = ast.FunctionDef | ast.AsyncFunctionDef
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


def package_faults(folder: Path) -> list[str]:
    """List what the docstrings of a package leave out: errors, and units of whole numbers."""
    found: list[str] = []
    for path in sorted(folder.rglob("*.py")):
        if path.relative_to(folder).parts[0] not in _ELSEWHERE:
            module = ast.parse(path.read_text(encoding="utf-8"))
            text = ast.get_docstring(module) or ""
            found += (f"{path}:{fault}" for fault in _told_too_little(module.body, text))
    return found


def _told_too_little(body: list[ast.stmt], above: str) -> Iterator[str]:
    """Yield the faults of public classes and functions; *above* is what stands over them."""
    for node in body:
        if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_"):
            continue
        text = ast.get_docstring(node) or ""
        if isinstance(node, ast.ClassDef):
            yield from _fields_without_unit(node, above + text)
            yield from _told_too_little(node.body, above + text)
            continue
        if _raises(node) and not _RAISES.search(text):
            yield f"{node.lineno}: {node.name} raises; say which error, and when"
        named = {one.arg: one.annotation for one in _arguments(node)}
        told = section(text, "Args")
        if told and set(told) != named.keys() - {"self", "cls"}:
            yield f"{node.lineno}: {node.name}: Args tells {', '.join(told)}"
        for name, annotation in named.items():
            if _needs_unit(name, annotation) and not _UNIT.search(above + text):
                yield f"{node.lineno}: {node.name}: say the unit of {name}"


def section(text: str, title: str) -> list[str]:
    """Return the names under a title of a docstring, such as Args or Raises."""
    found = re.search(rf"^{title}:\n((?: {{4}}.*\n|\n)+)", text + "\n", re.MULTILINE)
    return re.findall(r"^ {4}(\w+)(?: \([^)]*\))?:", found[1], re.MULTILINE) if found else []


def _arguments(node: Function) -> list[ast.arg]:
    """Return all arguments of a function."""
    rest = [one for one in (node.args.vararg, node.args.kwarg) if one is not None]
    return [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, *rest]


def _raises(node: Function) -> bool:
    """Tell whether a function raises an error of its own making."""
    return any(isinstance(one, ast.Raise) and one.exc is not None for one in ast.walk(node))


def _fields_without_unit(node: ast.ClassDef, above: str) -> Iterator[str]:
    """Yield the fields of a class that need a unit, and have none in the text below them."""
    for field, following in zip(node.body, [*node.body[1:], None], strict=True):
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        own = ast.unparse(following) if isinstance(following, ast.Expr) else ""
        if _needs_unit(field.target.id, field.annotation) and not _UNIT.search(above + own):
            yield f"{field.lineno}: {node.name}: say the unit of {field.target.id}"


def _needs_unit(name: str, annotation: ast.expr | None) -> bool:
    """Tell whether a name is that of a whole number which counts something."""
    whole = annotation is not None and ast.unparse(annotation) in ("int", "int | None")
    return whole and bool(_QUANTITY.search(name)) and not _SAID_BY_NAME.search(name)


def main() -> int:
    """Print the faults of tests/ and silkline/, or of one folder; return 1 if there are any."""
    tests = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "tests"
    found = faults(tests)
    if len(sys.argv) == 1:
        found += package_faults(ROOT / "silkline")
    print("\n".join(found) or "every test says what it proves, and the package what can go wrong")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
