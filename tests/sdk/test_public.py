"""
The package's door.

├── the public names are exactly ``__all__``, each importable
├── importing it imports neither web3 nor anything else that is slow
└── the examples in the docstrings are true
"""

from __future__ import annotations

import doctest
import subprocess
import sys
from importlib import import_module

import pytest

import silkline

MODULES_WITH_EXAMPLES = [
    "silkline.chain.signers",
    "silkline.dates",
    "silkline.formulas",
    "silkline.ids",
    "silkline.loan_math",
    "silkline.loan_math.days",
    "silkline.loan_math.plan",
    "silkline.loan_terms.sheet",
    "silkline.nesting",
]


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


@pytest.mark.parametrize("name", MODULES_WITH_EXAMPLES)
def test_examples_are_true(name):
    """What the docstrings show is what happens."""
    result = doctest.testmod(import_module(name))

    assert result.attempted > 0
    assert result.failed == 0
