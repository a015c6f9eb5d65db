"""The artifacts that the package ships are what the sources compile to, and staleness is noticed.

shipped files
├── equal to a build of the sources
├── a changed, a missing and a left-over file are each reported by name
└── no path of a machine in them
building
├── warnings of own sources, errors and linking are refused
├── two contracts of one name are refused
└── a source change alters the digest, so that no kept output hides it
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools import artifacts
from tools.artifacts import ArtifactError, Shipped

HEAD = "// SPDX-License-Identifier: Apache-2.0\npragma solidity 0.8.37;\n"
COUNTER = "contract Counter { uint256 public total; function add() external { total += 1; } }\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with one contract that compiles."""
    (tmp_path / "contracts").mkdir()
    (tmp_path / "node_modules").symlink_to(artifacts.ROOT / "node_modules")
    (tmp_path / "contracts" / "Counter.sol").write_text(HEAD + COUNTER)
    return tmp_path


def build_source(project: Path, name: str, source: str) -> dict[str, object]:
    """Compile a contract from the given text, without kept outputs."""
    (project / "contracts" / f"{name}.sol").write_text(HEAD + source)
    return artifacts.build(Shipped(f"contracts/{name}.sol", name), project, cache=None)


def test_shipped_artifacts_match_the_sources() -> None:
    """Every shipped file equals what its source compiles to; none is missing or left over (T76)."""
    assert artifacts.differences(artifacts.build_all()) == []


def test_shipped_artifacts_name_no_path_of_a_machine() -> None:
    """Neither the text nor the metadata of a shipped file contains the folder it was built in."""
    for file in artifacts.OUTPUT.glob("*.json"):
        assert str(artifacts.ROOT) not in file.read_text()
        assert not json.loads(file.read_text())["sourceName"].startswith("/")


def test_stale_missing_and_left_over_files_are_reported(project: Path, tmp_path: Path) -> None:
    """A changed, a missing and a superfluous file are each named with what is wrong."""
    built = {"Counter": build_source(project, "Counter", COUNTER)}
    folder = tmp_path / "shipped"
    folder.mkdir()
    assert artifacts.differences(built, folder) == ["Counter: missing"]
    (folder / "Counter.json").write_text(json.dumps({**built["Counter"], "bytecode": "0x00"}))
    (folder / "Gone.json").write_text("{}")
    assert artifacts.differences(built, folder) == [
        "Counter: differs from the sources",
        "Gone: no such contract any more",
    ]


def test_writing_makes_the_folder_match_and_removes_what_is_gone(project: Path) -> None:
    """After writing, nothing differs, and the file of a contract that is gone is deleted."""
    built = {"Counter": build_source(project, "Counter", COUNTER)}
    folder = project / "shipped"
    folder.mkdir()
    (folder / "Gone.json").write_text("{}")
    artifacts.write(built, folder)
    assert artifacts.differences(built, folder) == []
    assert [file.name for file in folder.iterdir()] == ["Counter.json"]


def test_a_changed_source_changes_the_bytecode_in_spite_of_kept_outputs(project: Path) -> None:
    """Kept outputs are found by the digest of the sources, so a change is compiled anew."""
    kept = project / "kept"
    contract = Shipped("contracts/Counter.sol", "Counter")
    first = artifacts.build(contract, project, kept)
    assert artifacts.build(contract, project, kept) == first
    (project / contract.unit).write_text(HEAD + COUNTER.replace("+= 1", "+= 2"))
    assert artifacts.build(contract, project, kept)["bytecode"] != first["bytecode"]


def test_building_elsewhere_gives_the_same_bytecode(project: Path, tmp_path: Path) -> None:
    """The folder in which the sources lie does not reach the bytecode."""
    other = tmp_path / "elsewhere"
    (other / "contracts").mkdir(parents=True)
    here = build_source(project, "Counter", COUNTER)
    assert build_source(other, "Counter", COUNTER) == here


def test_a_warning_about_own_sources_is_refused(project: Path) -> None:
    """A function that could be pure gives a warning, and the build refuses it."""
    source = "contract Idle { function one() external view returns (uint256) { return 1; } }\n"
    with pytest.raises(ArtifactError, match="can be restricted to pure"):
        build_source(project, "Idle", source)


def test_a_source_that_does_not_compile_is_refused_with_the_compilers_words(project: Path) -> None:
    """The compiler's message and the source unit are in the error."""
    with pytest.raises(ArtifactError, match=r"(?s)contracts/Broken\.sol.*Undeclared identifier"):
        build_source(project, "Broken", "contract Broken { uint256 public x = missing; }\n")


def test_a_contract_that_needs_linking_is_refused(project: Path) -> None:
    """External library functions would need an address in the bytecode, so they are refused."""
    library = "library Far { function one() external pure returns (uint256) { return 1; } }\n"
    user = "contract User { function one() external pure returns (uint256) { return Far.one(); } }"
    with pytest.raises(ArtifactError, match="User needs linking"):
        build_source(project, "User", library + user)


def test_two_contracts_of_one_name_are_refused(project: Path) -> None:
    """Names are file names of artifacts, so a second contract of a name is refused."""
    (project / "contracts" / "Again.sol").write_text(HEAD + COUNTER)
    with pytest.raises(ArtifactError, match="found twice: Counter"):
        artifacts.build_all(project, cache=None)


def test_abstract_contracts_and_libraries_are_not_shipped(project: Path) -> None:
    """Only contracts that can be deployed are listed, comments do not confuse the list."""
    text = "// contract No {}\nabstract contract Base {}\nlibrary L {}\ncontract Yes is Base {}\n"
    (project / "contracts" / "Yes.sol").write_text(HEAD + text)
    names = [contract.name for contract in artifacts.shipped_contracts(project)]
    assert names == ["Counter", "Yes", "AccessManager", "ERC2771Forwarder"]
