"""The matrix of roles and functions has every function that changes state (T64)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from silkline.chain.artifacts import names
from silkline.chain.roles import FUNCTIONS

ROOT = Path(__file__).resolve().parents[2]
MATRIX = ROOT / "tests/contracts/matrix"
CONTRACTS = {
    "Parties": "parties",
    "Programmes": "programmes",
    "Receivables": "receivables",
    "Settlements": "settlements",
    "Discounting": "discounting",
    "DepositToken": "deposit",
    "Loans": "loans",
    "LoanAgreements": "agreements",
    "CreditLines": "lines",
    "Fixings": "fixings",
    "Guarantees": "guarantees",
    "Collateral": "collateral",
}
CONDITIONS = sorted(path.stem for path in (ROOT / "contracts/conditions").glob("*.sol"))
# OpenZeppelin's, with rules of their own, and one that only reads.
OTHERS = {"AccessManager", "Descriptor", "ERC2771Forwarder"}


def type_of(parameter: dict[str, Any]) -> str:
    """Return the type of a parameter as it stands in a signature."""
    kind: str = parameter["type"]
    if not kind.startswith("tuple"):
        return kind
    return f"({','.join(type_of(part) for part in parameter['components'])}){kind[5:]}"


def signatures(contract: str) -> set[str]:
    """Return the signatures of a contract's functions that change state."""
    content = json.loads((ROOT / f"silkline/artifacts/{contract}.json").read_text())
    return {
        f"{entry['name']}({','.join(type_of(part) for part in entry['inputs'])})"
        for entry in content["abi"]
        if entry["type"] == "function" and entry["stateMutability"] in ("nonpayable", "payable")
    }


def matrix_source() -> str:
    """Return the two matrices, one after the other."""
    return "\n".join(path.read_text() for path in sorted(MATRIX.glob("*RoleMatrix.t.sol")))


def matrix_text() -> str:
    """Return the matrices with the structs that they name written out and strings joined."""
    text = matrix_source()
    structs = re.findall(r'string (?:private constant|memory) (\w+) =\s*"([^"]+)";', text)
    assert len(structs) == 6, "the matrices name other structs than this test writes out"
    for name, value in structs:
        text = re.sub(rf'",\s*{name},\s*"', value, text)
    return text


def test_every_contract_is_looked_at() -> None:
    """Whatever ships is in the matrix, a condition, or one of the few others."""
    assert {*CONTRACTS, *CONDITIONS, *OTHERS} == set(names())


@pytest.mark.parametrize("condition", CONDITIONS)
def test_conditions_keep_no_state(condition: str) -> None:
    """A condition has no function that changes anything (Q-12)."""
    assert signatures(condition) == set()


@pytest.mark.parametrize("contract", CONTRACTS)
def test_matrix_has_every_function(contract: str) -> None:
    """A function that is not in the matrix fails the build."""
    text = matrix_text()

    missing = {signature for signature in signatures(contract) if f'"{signature}"' not in text}

    assert not missing, f"{contract}: add to {MATRIX.name}/: {sorted(missing)}"


def test_deployment_gives_the_matrix_its_roles() -> None:
    """What the deployment sets in the authority is what the matrix tests."""
    rows = re.findall(r'_only\(\s*(\w+),\s*address\((\w+)\),\s*"(\w+)\(', matrix_source())
    tested = {
        (target, function): caller for caller, target, function in rows if caller != "address"
    }
    deployed = {
        (CONTRACTS[contract], function): role.name.lower() if role is not None else "issuer"
        for contract, functions in FUNCTIONS.items()
        for function, role in functions.items()
    }

    assert tested == deployed
