"""
Every function of every contract that changes something.

├── when it has no act of the SDK  → it is excepted below, and the chain refuses it to everybody
└── otherwise                      → the act is declared for a function that there is
"""

from __future__ import annotations

import pytest

import silkline as sl
import silkline.client
from silkline import refusals
from silkline.chain.artifacts import artifact, names
from silkline.operation import _ACTS
from tests.sdk.values import sample

_TOKEN = "DepositToken EUR"
_INTERNAL = {
    refusals.NotSystem: {
        "Guarantees": "recovered",
        "Loans": "amend applyProceeds begin kill payFee reserve setCovered setFrozen",
        "Programmes": "restore suspendForOverdue",
        "Settlements": "bookCover",
    },
    refusals.NotSystemContract: {
        "Receivables": "addCustodian cancel correct originate recordPayout remove setDispute "
        "setFreeze setNoteFreeze updateStatus",
    },
    refusals.NotCustodian: {"Receivables": "lock move unlock"},
    refusals.NotSettlements: {"Collateral": "onPayout"},
    refusals.NotProgrammes: {"CreditLines": "consume restore"},
    refusals.NotConsumer: {"CreditLines": "defaulted draw repaid"},
    refusals.AccessManagedUnauthorized: dict.fromkeys(
        ("CreditLines", _TOKEN, "LoanAgreements", "Parties", "Programmes"), "setAuthority"
    ),
}
"""Functions that contracts call among themselves, by the refusal that everybody else meets."""
_UNUSED = {
    "AccessManager": {
        "consumeScheduledOp": "a contract's word to the manager when a scheduled act is done",
        "execute": "a scheduled act is submitted as it is",
        "labelRole": "set by the deployment, for explorers",
        "multicall": "the deployment's own; acts are brought together by Silkline.bring",
        "setGrantDelay": "roles are given at once: their acts have delays",
        "setRoleAdmin": "ADMIN administers every role",
        "setRoleGuardian": "who announced an act, or ADMIN, withdraws it",
        "setTargetAdminDelay": "what a role may call is never changed",
        "setTargetClosed": "halting is Parties.halt, which payments never ask",
        "setTargetFunctionRole": "set by the deployment and compared with its plan; never changed",
        "updateAuthority": "contracts keep their manager",
    },
    "Receivables": {
        "safeTransferFrom(address,address,uint256)": "notes.transfer: no contract holds notes",
        "safeTransferFrom(address,address,uint256,bytes)": "notes.transfer, likewise",
    },
}
"""Functions of the standards that nothing needs, with the reason."""
_EXCEPTED = [
    (where, function, error)
    for error, contracts in _INTERNAL.items()
    for where, functions in contracts.items()
    for function in functions.split()
]


def changing(contract: str) -> dict[str, str]:
    """Return the functions that change something, the signature of each with the act's name."""
    known = artifact(contract).functions.values()
    named = [one.name for one in known]
    return {
        one.signature: one.signature if named.count(one.name) > 1 else one.name
        for one in known
        if one.mutability in ("nonpayable", "payable")
    }


def excepted(contract: str) -> set[str]:
    """Return the functions of a contract that are excepted."""
    internal = {name for where, name, _ in _EXCEPTED if where.split()[0] == contract}
    return internal | set(_UNUSED.get(contract, ()))


@pytest.mark.parametrize("contract", names())
def test_every_function_is_an_act_or_excepted(contract):
    """Nothing that changes the chain is out of reach, and nothing is excepted that has an act."""
    declared = {function for where, function in _ACTS if where == contract}

    assert set(changing(contract).values()) == declared | excepted(contract)
    assert not declared & excepted(contract)


@pytest.mark.parametrize(("where", "function", "error"), _EXCEPTED)
def test_what_contracts_call_is_refused_to_everybody(chain, reader, where, function, error):
    """Even the operator, who has every role, is told that it is no contract of the system."""
    described = artifact(where.split()[0]).function(function)
    data = described.encode([sample(one) for one in described.inputs])
    operator, place = chain.accounts[0], reader.deployment.address(where)

    with pytest.raises(error) as info:
        reader.connection.call_raw(place, data, None, operator)
    assert info.value.caller == operator


def test_a_role_is_given_up(world):
    """Its holder may do what it opens no longer."""
    operator, role = world.chain.accounts[0], sl.SystemRole.GUARDIAN
    act = world.hub.roles.renounce(role)
    assert act.words() == f"Give up GUARDIAN of {operator}"
    act.submit()

    assert not world.hub.roles.get(role, operator).member
    with pytest.raises(refusals.AccessManagedUnauthorized):
        world.hub.parties.halt(60).submit()
