"""Lock files pin everything, name no registry, and keep the environments apart."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NPM = ("package-lock.json", "tools/ganache/package-lock.json")
PYTHON = ("sdk", "dev", "brownie", "prove")


def python_lock(name: str) -> str:
    """Read a lock file of a Python environment."""
    return (ROOT / "requirements" / f"{name}.txt").read_text()


@pytest.mark.parametrize("name", NPM)
def test_npm_locks_name_no_registry(name: str) -> None:
    """No package says where it was fetched from: the registry is the machine's choice."""
    packages = json.loads((ROOT / name).read_text())["packages"]
    assert [path for path, entry in packages.items() if "resolved" in entry] == []


@pytest.mark.parametrize("name", NPM)
def test_npm_locks_have_a_digest_for_this_platform(name: str) -> None:
    """Every package but bundled ones and those for other platforms carries its digest (T76)."""
    packages = json.loads((ROOT / name).read_text())["packages"]
    bare = [
        path
        for path, entry in packages.items()
        if path and "integrity" not in entry and not entry.get("inBundle")
    ]
    assert [path for path in bare if not packages[path].get("optional")] == []
    assert [path for path in bare if path.endswith("-linux-amd64")] == []


def test_the_demo_needs_anvil_alone() -> None:
    """Without development dependencies npm installs nothing but Anvil."""
    assert list(json.loads((ROOT / "package.json").read_text())["dependencies"]) == [
        "@foundry-rs/anvil"
    ]


@pytest.mark.parametrize("name", PYTHON)
def test_python_locks_are_exact_and_name_no_index(name: str) -> None:
    """Every requirement is pinned with == and a digest, and no address is in the file."""
    text = python_lock(name)
    pins = re.findall(r"^[A-Za-z0-9._-]+==[^ ]+.*\\\n +--hash=sha256:", text, re.MULTILINE)
    requirements = re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE)
    assert len(pins) == len(requirements) > 0
    assert "://" not in text
    assert "--index" not in text


def test_the_sdk_is_locked_without_brownie() -> None:
    """The environment of the SDK has web3 8 and nothing of Brownie."""
    text = python_lock("sdk")
    assert "eth-brownie" not in text
    assert re.search(r"^web3==8\.", text, re.MULTILINE)


def test_brownie_is_locked_with_its_own_web3() -> None:
    """The environment of Brownie has its web3 7, and the SDK's requirements hold there."""
    text = python_lock("brownie")
    assert re.search(r"^eth-brownie==1\.22\.2 ", text, re.MULTILINE)
    assert re.search(r"^web3==7\.16\.", text, re.MULTILINE)
    assert re.search(r"^coincurve==", text, re.MULTILINE)
