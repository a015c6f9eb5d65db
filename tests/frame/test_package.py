"""`pip install .` gives the SDK with its data and without Brownie; make says what it can do."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tools import artifacts

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The package, built from a copy of what belongs to it."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "LICENSE", "README.md"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "silkline", source / "silkline")
    output = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "-w", str(output), str(source)], check=True)
    return zipfile.ZipFile(next(output.glob("*.whl")))


def test_the_package_contains_code_artifacts_schemas_and_types(wheel: zipfile.ZipFile) -> None:
    """Every module, artifact, schema and the marker of typing is in the wheel, and nothing else."""
    names = [name for name in wheel.namelist() if ".dist-info/" not in name]
    patterns = ("**/*.py", "artifacts/*.json", "schemas/*.json", "py.typed")
    package = ROOT / "silkline"
    wanted = {p.relative_to(ROOT).as_posix() for pattern in patterns for p in package.glob(pattern)}
    assert set(names) == wanted
    assert any(name.startswith("silkline/artifacts/") for name in names)


def test_the_package_does_not_require_brownie_or_pin_anything(wheel: zipfile.ZipFile) -> None:
    """Requirements are ranges that hold beside web3 7 and web3 8."""
    name = next(name for name in wheel.namelist() if name.endswith("/METADATA"))
    required = re.findall(r"^Requires-Dist: (.*)$", wheel.read(name).decode(), re.MULTILINE)
    assert "web3<9,>=7.16" in required
    assert [one for one in required if "brownie" in one or "==" in one] == []


def test_make_help_lists_every_target_with_a_line() -> None:
    """Each phony target with a description is listed, and those that the manual names are there."""
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = set(re.findall(r"^  ([a-z-]+) +\S", done.stdout, re.MULTILINE))
    named = "demo test lint artifacts gas console invariants prove coverage mutants report clean"
    assert set(named.split()) <= listed


def test_all_files_agree_on_the_compiler() -> None:
    """Version, optimizer runs, EVM and viaIR are the same wherever they are written."""
    forge = tomllib.loads((ROOT / "foundry.toml").read_text())["profile"]
    brownie = (ROOT / "brownie-config.yaml").read_text()
    assert forge["default"]["solc"].endswith(f"solc-v{artifacts.SOLC_VERSION}")
    assert f"version: {artifacts.SOLC_VERSION}" in brownie
    assert forge["default"]["evm_version"] == artifacts.SETTINGS["evmVersion"]
    assert f"evm_version: {artifacts.SETTINGS['evmVersion']}" in brownie
    assert forge["default"]["optimizer_runs"] == artifacts.SETTINGS["optimizer"]["runs"]
    assert f"runs: {artifacts.SETTINGS['optimizer']['runs']}" in brownie
    assert forge["ship"]["via_ir"] is artifacts.SETTINGS["viaIR"] is True
    assert "viaIR: true" in brownie
