"""The compiler wrapper answers as py-solc-x, Forge and Brownie expect."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOLC = ROOT / "tools" / "solc" / "solc-v0.8.37"
PIPE = 65_536


def call(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run the wrapper through pipes, as the callers do."""
    return subprocess.run(
        [SOLC, *arguments], input=text, capture_output=True, text=True, check=False
    )


def request(source: str, **wanted: list[str]) -> str:
    """Build a standard JSON input with one source."""
    selection = {"*": wanted or {"*": ["abi"]}}
    return json.dumps(
        {
            "language": "Solidity",
            "sources": {"a.sol": {"content": source}},
            "settings": {"outputSelection": selection},
        }
    )


def test_the_version_is_printed_as_the_native_compiler_does() -> None:
    """Parsers find the version and commit, and no word of Emscripten."""
    done = call("--version")
    assert done.returncode == 0
    assert "Version: 0.8.37+commit.f401782d.Linux.g++" in done.stdout
    assert "Emscripten" not in done.stdout


def test_output_larger_than_a_pipe_arrives_whole() -> None:
    """An output of several pipe buffers is valid JSON to its end."""
    source = (
        'pragma solidity 0.8.37; import "@openzeppelin/contracts/access/manager/AccessManager.sol";'
    )
    wanted = ["abi", "evm.bytecode.object", "evm.assembly", "metadata"]
    done = call("--standard-json", text=request(source, **{"*": wanted}))
    assert done.returncode == 0
    assert len(done.stdout) > 4 * PIPE
    assert "AccessManager" in done.stdout
    assert not [e for e in json.loads(done.stdout).get("errors", []) if e["severity"] == "error"]


def test_a_missing_import_is_an_error_with_its_path() -> None:
    """The compiler's answer names the file that was not found."""
    done = call("--standard-json", text=request('import "./absent.sol";'))
    messages = [error["message"] for error in json.loads(done.stdout)["errors"]]
    assert any("absent.sol" in message for message in messages)


def test_the_input_may_come_from_a_file(tmp_path: Path) -> None:
    """A path among the arguments is read in place of standard input."""
    file = tmp_path / "input.json"
    file.write_text(request("pragma solidity 0.8.37; contract A {}"))
    done = call("--standard-json", "--allow-paths", "/", str(file))
    assert "A" in json.loads(done.stdout)["contracts"]["a.sol"]


def test_other_uses_are_refused() -> None:
    """Without --standard-json the wrapper says what it serves, with exit code 2."""
    done = call("--bin", "a.sol")
    assert done.returncode == 2
    assert "only --version and --standard-json" in done.stderr
