"""
The twin of a quote.

├── when the cost eats the whole value  → contract and twin refuse
└── otherwise                           → cost, days and proceeds of the contract
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import silkline as sl
from silkline import formulas, refusals
from tests.sdk.world import BANK_A, World

FACE = 120_000_00


@pytest.fixture(scope="module")
def note_before_due(chain, deployment):
    """A note that can be sold."""
    snapshot = chain.snapshot()
    world = World(chain, sl.connect(chain.url, signer=chain.keys, deployment=deployment))
    yield world.confirmed(0xC0)
    chain.revert(snapshot)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(100_00, FACE), st.integers(0, 2_000_000), st.sampled_from([360, 365]),
    st.integers(0, 1_000_00),
)  # fmt: skip
def test_proceeds_are_the_contracts(reader, note_before_due, value, rate, basis, fee):
    """A quote made here is the contract's, to the last cent, refusals included."""
    connection = reader.connection
    offer = {
        "funder": BANK_A, "programme": 0x101, "receivable": 0, "deepestTier": 9, "rate": rate,
        "basis": basis, "fee": fee, "smallest": 1, "cap": FACE, "recourse": False,
        "registryRequired": False, "validUntil": 2**40, "salt": 1,
    }  # fmt: skip
    call = (connection.contract("Discounting"), "preview", offer, note_before_due, value)
    charged = formulas.cost(value, rate=rate, days=90, basis=basis, fee=fee)
    if charged >= value:
        with pytest.raises(refusals.CostExceedsValue) as info:
            connection.call(*call)
        assert (info.value.cost, info.value.value) == (charged, value)
    else:
        found = connection.call(*call)
        assert (found["cost"], found["daysToDue"]) == (charged, 90)
        assert found["proceeds"] == formulas.proceeds(
            value, rate=rate, days=90, basis=basis, fee=fee
        )
