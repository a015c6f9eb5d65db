"""
Where the contracts stand on one chain: the only place from which addresses are read.

``deployments/<chain id>.json`` records each contract with its address, block, transaction and
the hash of its code. Throw-away chains are not recorded there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from silkline.chain import abi
from silkline.chain.local import CHAIN_IDS
from silkline.errors import BadInput
from silkline.nesting import read_json

__all__ = ["SUITE", "Deployed", "Deployment"]

SUITE = (
    "AccessManager",
    "ERC2771Forwarder",
    "Parties",
    "Programmes",
    "Receivables",
    "Descriptor",
    "Settlements",
    "Discounting",
)
"""The contracts of which there is exactly one per deployment."""
FORMAT = 1


@dataclass(frozen=True)
class Deployed:
    """One contract: what it is, where it is, and since when."""

    kind: str
    """Name of its artifact; every deposit token is a ``DepositToken``."""
    address: str
    block: int
    transaction: str
    code_hash: str
    """Keccak-256 of the deployed code."""


@dataclass(frozen=True)
class Deployment:
    """The contracts of one system on one chain, by name (tokens: ``DepositToken EUR``)."""

    chain_id: int
    version: str
    """Version of the package that deployed it."""
    contracts: Mapping[str, Deployed]

    @property
    def block(self) -> int:
        """First block in which anything of it can have happened."""
        return min(entry.block for entry in self.contracts.values())

    def address(self, name: str) -> str:
        """
        Return the address of the contract *name*.

        Raises:
            BadInput: The deployment has none of that name.
        """
        if name not in self.contracts:
            raise BadInput(
                f"the deployment on chain {self.chain_id} has no {name}: it has "
                f"{', '.join(self.contracts)}"
            )
        return self.contracts[name].address

    def to_json(self) -> str:
        """Return the record as JSON text."""
        entries = {name: asdict(entry) for name, entry in self.contracts.items()}
        content = {"deployment": FORMAT, "chain_id": self.chain_id, "version": self.version}
        return json.dumps({**content, "contracts": entries}, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Deployment:
        """
        Read what ``to_json`` wrote.

        Raises:
            BadInput: It is no such record, or a contract of the suite is missing.
        """
        try:
            content = read_json(text)
            entries = {name: _entry(item) for name, item in content["contracts"].items()}
            chain_id, version, form = (content[k] for k in ("chain_id", "version", "deployment"))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadInput(f"not a deployment record: {error!r}") from error
        missing = [name for name in SUITE if name not in entries]
        if form != FORMAT or missing:
            raise BadInput(
                f"not a deployment record of format {FORMAT}: format {form}, missing {missing}"
            )
        return cls(chain_id, version, MappingProxyType(entries))

    @staticmethod
    def path(chain_id: int) -> Path:
        """Return where the record of a chain is kept, in the working directory."""
        return Path("deployments") / f"{chain_id}.json"

    def save(self, path: str | Path | None = None) -> Path:
        """
        Write the record to *path*, by default ``deployments/<chain id>.json``, and return the path.

        Raises:
            BadInput: The chain is a throw-away one and no path is given, or the file exists.
        """
        if path is None and self.chain_id in CHAIN_IDS:
            raise BadInput(
                f"chain {self.chain_id} is a throw-away chain: its deployments are not "
                "recorded; give a path to keep one all the same"
            )
        target = Path(path or self.path(self.chain_id))
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with target.open("x", encoding="utf-8") as file:
                file.write(self.to_json())
        except FileExistsError:
            raise BadInput(f"{target} exists: a record of addresses is never overwritten") from None
        return target

    @classmethod
    def load(cls, path: str | Path) -> Deployment:
        """
        Read a record from a file.

        Raises:
            BadInput: The file is missing or no record.
        """
        try:
            return cls.from_json(Path(path).read_text(encoding="utf-8"))
        except OSError as error:
            raise BadInput(
                f"{path}: {error.strerror}; deploy to this chain first, or give the path "
                "of its deployments/<chain id>.json"
            ) from error


def _entry(item: dict[str, Any]) -> Deployed:
    entry = Deployed(**item)
    return Deployed(**{**item, "address": abi.address(entry.address)})
