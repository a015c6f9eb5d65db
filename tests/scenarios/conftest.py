"""Scenarios run with Brownie on a node of its own; each begins with a fresh system."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scripts import brownie_node
from tests.scenarios.replayed import compare
from tests.scenarios.world import World


@pytest.fixture(scope="session", autouse=True)
def _node() -> None:
    """Make the node fit for Brownie."""
    brownie_node.prepare()


@pytest.fixture
def world(_node: None) -> Iterator[World]:
    """A fresh system with its parties; in the end its logs must tell all that it holds."""
    made = World()
    yield made
    compare(made)
