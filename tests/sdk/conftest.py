"""A local chain with the whole system on it, brought back to the same state for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import silkline as sl
from tests.sdk.acts import Scene
from tests.sdk.world import START, World, build


@pytest.fixture(scope="session")
def chain() -> Iterator[sl.LocalChain]:
    """An Anvil of this test run's own."""
    with sl.local_chain(timestamp=START) as running:
        yield running


@pytest.fixture(scope="session")
def deployment(chain: sl.LocalChain) -> sl.Deployment:
    """The system, deployed, with parties, a programme and money."""
    return build(chain)


@pytest.fixture
def world(chain: sl.LocalChain, deployment: sl.Deployment) -> Iterator[World]:
    """The system in the state in which ``build`` left it."""
    snapshot = chain.snapshot()
    yield World(chain, sl.connect(chain.url, signer=chain.keys, deployment=deployment))
    chain.revert(snapshot)


@pytest.fixture(scope="session")
def reader(chain: sl.LocalChain, deployment: sl.Deployment) -> sl.Silkline:
    """The system as seen by somebody who only reads."""
    return sl.connect(chain.url, deployment=deployment)


@pytest.fixture(scope="module")
def stage(
    request: pytest.FixtureRequest, chain: sl.LocalChain, deployment: sl.Deployment
) -> Iterator[Scene]:
    """A state of the system, by its name, in which acts of one kind can be done."""
    from tests.sdk.stages import STAGES

    snapshot = chain.snapshot()
    hub = sl.connect(chain.url, signer=chain.keys, deployment=deployment)
    scene = Scene(World(chain, hub))
    STAGES[request.param](scene)
    yield scene
    chain.revert(snapshot)
