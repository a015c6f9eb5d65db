"""The matrix of roles and functions has every function that changes state (T64)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from silkline.chain.roles import FUNCTIONS

ROOT = Path(__file__).resolve().parents[2]
MATRIX = ROOT / "tests/contracts/matrix/RoleMatrix.t.sol"
CONTRACTS = {
    "Parties": "parties",
    "Programmes": "programmes",
    "Receivables": "receivables",
    "Settlements": "settlements",
    "Discounting": "discounting",
    "DepositToken": "deposit",
}


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


def matrix_text() -> str:
    """Return the matrix with its two long structs written out and strings joined."""
    text = MATRIX.read_text()
    offer = re.search(r'anOffer =\s*"([^"]+)"', text)
    fill = re.search(r'aFill =\s*"([^"]+)"', text)
    assert offer, "the matrix no longer spells out an offer"
    assert fill, "the matrix no longer spells out a fill"
    for name, value in (("anOffer", offer[1]), ("aFill", fill[1])):
        text = re.sub(rf'",\s*{name},\s*"', value, text)
    return text


@pytest.mark.parametrize("contract", CONTRACTS)
def test_matrix_has_every_function(contract: str) -> None:
    """A function that is not in the matrix fails the build."""
    text = matrix_text()

    missing = {signature for signature in signatures(contract) if f'"{signature}"' not in text}

    assert not missing, f"{contract}: add to {MATRIX.name}: {sorted(missing)}"


def test_deployment_gives_the_matrix_its_roles() -> None:
    """What the deployment sets in the authority is what the matrix tests."""
    rows = re.findall(r'_only\(\s*(\w+),\s*address\((\w+)\),\s*"(\w+)\(', MATRIX.read_text())
    tested = {
        (target, function): caller for caller, target, function in rows if caller != "address"
    }
    deployed = {
        (CONTRACTS[contract], function): role.name.lower() if role is not None else "issuer"
        for contract, functions in FUNCTIONS.items()
        for function, role in functions.items()
    }

    assert tested == deployed
