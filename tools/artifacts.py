"""Compile the contracts that are deployed and write what the package ships: ABIs and bytecode.

Every contract is compiled on its own with py-solc-x from the sources it reaches, so that its
bytecode depends on nothing else and the same input verifies it in an explorer. Source names are
relative: no path of a machine is in the metadata. Outputs are kept in build/artifacts under the
digest of their input.

    python -m tools.artifacts            writes silkline/artifacts/*.json
    python -m tools.artifacts --check    compares, and fails when a file is missing, stale or over
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import posixpath
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("SOLCX_BINARY_PATH", str(ROOT / "tools" / "solc"))

SOLC_VERSION = "0.8.37"
SETTINGS: dict[str, Any] = {
    "evmVersion": "shanghai",
    "optimizer": {"enabled": True, "runs": 200},
    "viaIR": True,
}
TAKEN_AS_THEY_ARE = (
    "@openzeppelin/contracts/access/manager/AccessManager.sol",
    "@openzeppelin/contracts/metatx/ERC2771Forwarder.sol",
)
PACKAGES = {
    "@openzeppelin/": "node_modules/@openzeppelin",
    "solady/": "node_modules/solady/src",
}
"""Where the sources of npm packages are, by how imports begin (foundry.toml says the same)."""
OUTPUT = ROOT / "silkline" / "artifacts"
CACHE = ROOT / "build" / "artifacts"

_IMPORT = re.compile(r"""^\s*import\s+(?:[^"';]*?\bfrom\s+)?["']([^"']+)["']\s*;""", re.MULTILINE)
_CONTRACT = re.compile(r"^(?P<abstract>abstract\s+)?contract\s+(?P<name>\w+)", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


class ArtifactError(Exception):
    """Raised when the sources do not compile cleanly, or shipped artifacts differ from them."""


@dataclass(frozen=True)
class Shipped:
    """One contract that is deployed: the source unit that holds it, and its name."""

    unit: str
    name: str


def shipped_contracts(root: Path = ROOT) -> list[Shipped]:
    """List the contracts that are deployed: not the abstract ones; and OpenZeppelin's."""
    folders = (root / "contracts", root / "contracts" / "conditions")
    units = [p.relative_to(root).as_posix() for f in folders for p in sorted(f.glob("*.sol"))]
    found = []
    for unit in [*units, *TAKEN_AS_THEY_ARE]:
        text = _COMMENT.sub("", _read(root, unit))
        found += [Shipped(unit, m["name"]) for m in _CONTRACT.finditer(text) if not m["abstract"]]
    return found


def standard_input(contract: Shipped, root: Path = ROOT) -> dict[str, Any]:
    """Build the compiler's input for one contract, with all the sources that it reaches."""
    sources: dict[str, dict[str, str]] = {}
    waiting = [contract.unit]
    while waiting:
        unit = waiting.pop()
        if unit in sources:
            continue
        text = _read(root, unit)
        sources[unit] = {"content": text}
        waiting += [_resolve(unit, target) for target in _IMPORT.findall(text)]
    wanted = [
        "abi",
        "evm.bytecode.object",
        "evm.bytecode.linkReferences",
        "evm.deployedBytecode.object",
    ]
    selection = {contract.unit: {contract.name: wanted}}
    return {
        "language": "Solidity",
        "sources": {unit: sources[unit] for unit in sorted(sources)},
        "settings": {**SETTINGS, "outputSelection": selection},
    }


def build(contract: Shipped, root: Path = ROOT, cache: Path | None = CACHE) -> dict[str, Any]:
    """Compile one contract and return its artifact.

    Raises ArtifactError with the compiler's text on any error, and on any warning about the
    project's own sources.
    """
    request = standard_input(contract, root)
    digest = hashlib.sha256(
        json.dumps([SOLC_VERSION, request], sort_keys=True).encode()
    ).hexdigest()
    kept = cache / f"{contract.name}-{digest[:32]}.json" if cache else None
    if kept and kept.exists():
        return dict(json.loads(kept.read_text()))
    artifact = _artifact(contract, _compile(contract, request))
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(_render(artifact))
    return artifact


def build_all(root: Path = ROOT, cache: Path | None = CACHE) -> dict[str, dict[str, Any]]:
    """Compile all shipped contracts, two at a time; names must be unique."""
    contracts = shipped_contracts(root)
    names = [contract.name for contract in contracts]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ArtifactError(f"contract names must be unique, found twice: {', '.join(twice)}")
    with ThreadPoolExecutor(max_workers=2) as pool:
        built = pool.map(lambda contract: build(contract, root, cache), contracts)
        return dict(zip(names, built, strict=True))


def differences(built: dict[str, dict[str, Any]], folder: Path = OUTPUT) -> list[str]:
    """Say in one line each which shipped files are missing, stale or left over."""
    lines = []
    for name, artifact in built.items():
        file = folder / f"{name}.json"
        if not file.exists():
            lines.append(f"{name}: missing")
        elif file.read_text() != _render(artifact):
            lines.append(f"{name}: differs from the sources")
    left_over = {file.stem for file in folder.glob("*.json")} - set(built)
    return lines + [f"{name}: no such contract any more" for name in sorted(left_over)]


def write(built: dict[str, dict[str, Any]], folder: Path = OUTPUT) -> None:
    """Write one file per contract and remove those of contracts that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, artifact in built.items():
        (folder / f"{name}.json").write_text(_render(artifact))
    for file in folder.glob("*.json"):
        if file.stem not in built:
            file.unlink()


def main(arguments: list[str] | None = None) -> int:
    """Write or check the artifacts; return the exit code."""
    parser = argparse.ArgumentParser(description="Build the artifacts that the package ships.")
    parser.add_argument(
        "--check", action="store_true", help="compare only; fail when they are stale"
    )
    check = parser.parse_args(arguments).check
    try:
        built = build_all()
    except ArtifactError as error:
        print(error, file=sys.stderr)
        return 1
    if not check:
        write(built)
    for name, artifact in sorted(built.items()):
        print(f"  {name:<20} {_size(artifact):>6} bytes of code")
    stale = differences(built)
    for line in stale:
        print(f"  {line} (run `make artifacts`)", file=sys.stderr)
    return 1 if stale else 0


def _read(root: Path, unit: str) -> str:
    """Read a source unit: of an npm package, or relative to the top folder."""
    for prefix, folder in PACKAGES.items():
        if unit.startswith(prefix):
            return (root / folder / unit.removeprefix(prefix)).read_text(encoding="utf-8")
    return (root / unit).read_text(encoding="utf-8")


def _resolve(importer: str, target: str) -> str:
    """Return the source unit name that an import means."""
    if not target.startswith("."):
        return target
    return posixpath.normpath(posixpath.join(posixpath.dirname(importer), target))


def _compile(contract: Shipped, request: dict[str, Any]) -> dict[str, Any]:
    """Run the compiler and return its output for the contract."""
    import solcx  # reads the variable when imported; an input is built without it

    try:
        output = solcx.compile_standard(request, solc_version=SOLC_VERSION)
    except solcx.exceptions.SolcError as error:
        raise ArtifactError(
            f"{contract.unit} does not compile:\n{error.stdout_data or error}"
        ) from error
    own = [e for e in output.get("errors", []) if not _foreign(e) and e["severity"] != "info"]
    if own:
        raise ArtifactError("\n".join(e["formattedMessage"] for e in own))
    return dict(output["contracts"][contract.unit][contract.name])


def _foreign(message: dict[str, Any]) -> bool:
    """Tell whether a compiler's message is about a source of an npm package."""
    return str(message.get("sourceLocation", {}).get("file", "")).startswith(tuple(PACKAGES))


def _artifact(contract: Shipped, output: dict[str, Any]) -> dict[str, Any]:
    """Turn the compiler's output into the shipped form; refuse what needs linking."""
    if links := output["evm"]["bytecode"]["linkReferences"]:
        raise ArtifactError(
            f"{contract.name} needs linking with {links}: make the functions internal"
        )
    return {
        "contractName": contract.name,
        "sourceName": contract.unit,
        "abi": output["abi"],
        "bytecode": "0x" + output["evm"]["bytecode"]["object"],
        "deployedBytecode": "0x" + output["evm"]["deployedBytecode"]["object"],
        "compiler": {
            "version": SOLC_VERSION,
            "evmVersion": SETTINGS["evmVersion"],
            "optimizerRuns": SETTINGS["optimizer"]["runs"],
            "viaIR": SETTINGS["viaIR"],
        },
    }


def _render(artifact: dict[str, Any]) -> str:
    return json.dumps(artifact, indent=1, ensure_ascii=False) + "\n"


def _size(artifact: dict[str, Any]) -> int:
    """Return the size of the deployed code in bytes."""
    return len(artifact["deployedBytecode"]) // 2 - 1


if __name__ == "__main__":
    sys.exit(main())
