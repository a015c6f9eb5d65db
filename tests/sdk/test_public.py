"""
The package's door.

├── the public names are exactly ``__all__``, each importable
├── each module has its own, and pages import nothing else
├── docstrings say errors and units, and their examples are true
└── importing it imports neither web3 nor anything else that is slow
"""

from __future__ import annotations

import ast
import doctest
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import silkline
from tests.sdk.pages import blocks
from tools import docstrings

PACKAGE = Path(silkline.__file__).parent
ROOT = PACKAGE.parent
WRITTEN = {"silkline.events", "silkline.refusals"}
"""Packages that are written by a tool, each of whose classes is public."""


def modules() -> dict[str, str]:
    """Return the sources of the package's modules, by their names; its program is none."""
    paths = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__main__.py")
    names = (".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths)
    texts = (path.read_text(encoding="utf-8") for path in paths)
    return {name.removesuffix(".__init__"): text for name, text in zip(names, texts, strict=True)}


MODULES = modules()
WITH_EXAMPLES = [name for name, text in MODULES.items() if ">>> " in text]


def is_written(name: str) -> bool:
    """Tell whether a tool writes a module."""
    return any(name == one or name.startswith(f"{one}.") for one in WRITTEN)


def test_unknown_names_are_refused():
    """A misspelt name is an AttributeError that names it."""
    with pytest.raises(AttributeError, match=r"no attribute 'conect'"):
        _ = silkline.conect


def test_every_public_name_is_there():
    """Each name of ``__all__`` can be used, and dir() shows just these."""
    assert [name for name in silkline.__all__ if getattr(silkline, name, None) is None] == []
    assert set(dir(silkline)) == {*silkline.__all__, "__version__"}


def test_all_is_sorted_and_complete():
    """``__all__`` is what the table of modules offers, without repetition."""
    assert sorted(silkline.__all__) == sorted(silkline._MODULE_OF)


@pytest.mark.parametrize("name", ["web3", "eth_account", "lxml", "sqlite3"])
def test_importing_silkline_imports_nothing_slow(name):
    """A command line that needs no chain does not wait for the chain's libraries."""
    program = f"import sys, silkline, silkline.money; sys.exit({name!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_every_module_says_what_is_public():
    """Each name of an ``__all__`` is there, once, and has no underscore."""
    for name in MODULES:
        module = import_module(name)
        public = list(getattr(module, "__all__", ()))

        assert [one for one in public if not hasattr(module, one)] == [], name
        assert len(public) == len(set(public)), name
        assert [one for one in public if one.startswith("_")] == [], name


def test_no_module_leaves_it_open():
    """Modules without ``__all__`` are those that are written, and one that holds others alone."""
    silent = {name for name, text in MODULES.items() if "\n__all__ = [" not in text}

    assert {name for name in silent if not is_written(name)} == {"silkline.chain"}


def test_pages_import_public_names():
    """What README and docs/ show can be relied on."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    found = {
        (module, name)
        for page in pages
        for block in blocks(page.read_text(encoding="utf-8"))
        for module, name in imported(block.code)
    }
    public = {module: import_module(module).__all__ for module, _ in found}

    assert len(found) > 5
    assert [(module, name) for module, name in sorted(found) if name not in public[module]] == []


def imported(code: str) -> Iterator[tuple[str, str]]:
    """Yield the names of the package that a piece of code imports, each with its module."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "silkline":
            yield from ((node.module or "", one.name) for one in node.names)


def test_docstrings_say_errors_and_units():
    """Whoever raises says so, and whole numbers that are amounts, rates or times have a unit."""
    assert docstrings.package_faults(PACKAGE) == []


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_are_true(name):
    """What the docstrings show is what happens."""
    result = doctest.testmod(import_module(name))

    assert result.attempted > 0
    assert result.failed == 0
