"""What explorers ask for to verify sources: one standard-JSON input per contract, and a list."""

from __future__ import annotations

import json
from pathlib import Path

import silkline as sl
from silkline.chain import abi
from silkline.chain.artifacts import artifact
from silkline.chain.deployment import Deployed
from silkline.chain.rpc import Rpc
from silkline.errors import BadInput, NodeError
from tools.artifacts import SOLC_VERSION, Shipped, shipped_contracts, standard_input

__all__ = ["require_sources", "write_sources"]

COMPILER = f"v{SOLC_VERSION}+commit.f401782d"
"""As explorers name the compiler."""
LIST = "contracts.json"


def require_sources() -> None:
    """Raise ``BadInput`` when the sources of the packages that contracts import are not here."""
    try:
        shipped_contracts()
    except OSError as error:
        raise BadInput(f"no {error.filename}: run `make env-node` first") from None


def write_sources(node: Rpc, deployment: sl.Deployment, folder: Path) -> Path:
    """
    Write ``<Contract>.json`` for each kind of contract, and ``contracts.json``, which says for
    each address the contract's name, compiler and constructor arguments; return its path.

    Raises:
        NodeError: A contract was not created by the package's bytecode.
    """
    units = {one.name: one for one in shipped_contracts()}
    folder.mkdir(parents=True, exist_ok=True)
    for kind in sorted({entry.kind for entry in deployment.contracts.values()}):
        _write(folder / f"{kind}.json", standard_input(units[kind]))
    entries = {name: _entry(node, units[e.kind], e) for name, e in deployment.contracts.items()}
    return _write(folder / LIST, entries)


def _entry(node: Rpc, source: Shipped, entry: Deployed) -> dict[str, str]:
    sent = abi.from_hex(node("eth_getTransactionByHash", entry.transaction)["input"])
    code = artifact(entry.kind).bytecode
    if not sent.startswith(code):
        raise NodeError(f"{entry.address} was not created by the bytecode of {entry.kind}")
    return {
        "address": entry.address,
        "contract": f"{source.unit}:{source.name}",
        "compiler": COMPILER,
        "input": f"{entry.kind}.json",
        "constructor_arguments": sent[len(code) :].hex(),
    }


def _write(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return path
