"""The matrix of what a halt stops has every function that somebody outside may call (X-4, I21)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
MATRIX = ROOT / "tests/contracts/matrix"
CONTRACTS = (
    "Parties",
    "Programmes",
    "Receivables",
    "Settlements",
    "Discounting",
    "DepositToken",
    "Loans",
    "LoanAgreements",
    "CreditLines",
    "Fixings",
    "Guarantees",
    "Collateral",
)
# Only the authority itself calls it.
OF_THE_AUTHORITY = {"setAuthority"}
# What contracts of the system call of each other, and nobody else may.
OF_THE_SYSTEM = {
    "Receivables": {
        *("addCustodian", "setDispute", "setFreeze", "setNoteFreeze"),
        *("originate", "correct", "cancel", "remove", "recordPayout", "updateStatus"),
    },
    "Programmes": {"restore", "suspendForOverdue"},
    "Settlements": {"bookCover"},
    "Loans": {
        *("begin", "reserve", "payFee", "kill", "amend"),
        *("applyProceeds", "setFrozen", "setCovered"),
    },
    "CreditLines": {"draw", "repaid", "defaulted", "consume", "restore"},
    "Guarantees": {"recovered"},
    "Collateral": {"onPayout"},
}


def matrix_source(pattern: str) -> str:
    """Return the matrices of that name, one after the other."""
    return "\n".join(path.read_text() for path in sorted(MATRIX.glob(pattern)))


def changing(contract: str) -> list[dict[str, Any]]:
    """Return the ABI entries of a contract's functions that change state."""
    content = json.loads((ROOT / f"silkline/artifacts/{contract}.json").read_text())
    return [
        entry
        for entry in content["abi"]
        if entry["type"] == "function" and entry["stateMutability"] in ("nonpayable", "payable")
    ]


def names(contract: str) -> set[str]:
    """Return the functions as the matrix names them: with their types where a name is shared."""
    entries = changing(contract)
    shared = [entry["name"] for entry in entries]
    return {
        entry["name"]
        if shared.count(entry["name"]) == 1
        else f"{entry['name']}({','.join(part['type'] for part in entry['inputs'])})"
        for entry in entries
        if entry["name"] not in OF_THE_AUTHORITY | OF_THE_SYSTEM.get(contract, set())
    }


@pytest.mark.parametrize("contract", CONTRACTS)
def test_matrix_has_every_function(contract: str) -> None:
    """A function that is not tried in a halt fails the build, and so does one that is gone."""
    source = matrix_source("*HaltMatrix.t.sol")
    tried = set(re.findall(rf'"{contract}\.(\w+(?:\([\w,]*\))?)', source))

    assert tried == names(contract), f"bring {MATRIX.name}/ up to date"


@pytest.mark.parametrize("contract", OF_THE_SYSTEM)
def test_what_is_left_out_is_closed_to_everybody(contract: str) -> None:
    """What the matrix leaves out is tried by every caller in the matrix of roles, and refused."""
    closed = set(re.findall(r'"(\w+)\(', matrix_source("*RoleMatrix.t.sol")))

    assert OF_THE_SYSTEM[contract] <= closed
    assert OF_THE_SYSTEM[contract] <= {entry["name"] for entry in changing(contract)}
