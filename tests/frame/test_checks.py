"""The checks of `make lint` refuse what they are there to refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import docstrings, house, lengths, licences

POLICY = licences.Policy(
    allowed=frozenset({"MIT", "Apache-2.0"}),
    aliases={"MIT License": "MIT"},
    read={"silent": "MIT"},
    excused={"known": "GPL-3.0: a program of its own"},
)


def write(folder: Path, name: str, text: str) -> Path:
    """Write a file below a folder and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("expression", "accepted"),
    [
        ("MIT", True),
        ("MIT License", True),
        ("MIT AND Apache-2.0", True),
        ("(GPL-3.0 OR MIT)", True),
        ("GPL-3.0", False),
        ("MIT AND GPL-3.0", False),
        ("", False),
    ],
)
def test_licence_expressions_are_weighed(expression: str, accepted: bool) -> None:
    """AND needs every licence in the list, OR one of them, and silence is a refusal."""
    assert POLICY.accepts(expression) is accepted


def test_packages_of_other_licences_are_named() -> None:
    """Only the package that is neither in the list, nor read, nor excused is reported."""
    found = licences.faults({"good": "MIT", "silent": "", "known": "GPL", "bad": "GPL"}, POLICY)
    assert found == ["bad: licence 'GPL' is not in the list of tools/licences.toml"]


def test_python_tests_without_a_sentence_are_named(tmp_path: Path) -> None:
    """A missing docstring and one that is no sentence are reported with their line."""
    text = 'def test_a():\n    pass\n\n\ndef test_b():\n    """Words only"""\n'
    path = write(tmp_path, "test_x.py", text + '\n\ndef test_c():\n    """It holds for all."""\n')
    assert docstrings.faults(tmp_path) == [
        f"{path}:1: test_a needs a docstring of one sentence",
        f"{path}:5: test_b needs a docstring of one sentence",
    ]


def test_solidity_tests_without_a_sentence_are_named(tmp_path: Path) -> None:
    """Tests, invariants and proofs in Solidity need a sentence right above them."""
    text = (
        "    /// @notice Refuses a stranger.\n    function test_A() public {}\n"
        "    function testFuzz_B(uint8 b) public {}\n\n    function invariant_I1() public {}\n"
    )
    path = write(tmp_path, "X.t.sol", text)
    assert docstrings.faults(tmp_path) == [
        f"{path}:3: testFuzz_B needs a `///` sentence above it",
        f"{path}:5: invariant_I1 needs a `///` sentence above it",
    ]


def test_long_functions_and_files_are_named(tmp_path: Path) -> None:
    """A function over 70 lines and a file over 600 are reported, and so is a long ninth decile."""
    long = write(tmp_path, "a.py", "def f():\n" + "    x = 1\n" * 71)
    file = write(tmp_path, "b.py", "x = 1\n" * 601)
    assert lengths.faults([long, file]) == [
        f"{file}: 601 lines, 600 at most",
        f"{long}:1: f has 72 lines, 70 at most",
        "nine of ten .py functions have up to 72 lines, not 30",
    ]


def test_solidity_functions_are_measured_from_head_to_brace(tmp_path: Path) -> None:
    """Heads over several lines count, declarations without a body end at their semicolon."""
    text = (
        "    function a(\n        uint256 x\n    )\n        external\n    {\n        x;\n    }\n"
        "    function b() external;\n    constructor() {\n        if (true) {\n        }\n    }\n"
    )
    found = list(lengths.solidity_functions(write(tmp_path, "A.sol", text)))
    assert [(f.name, f.length) for f in found] == [("a", 7), ("b", 1), ("constructor", 4)]


def test_docstrings_do_not_count_as_length(tmp_path: Path) -> None:
    """A function's length is that of its code."""
    path = write(tmp_path, "a.py", 'def f():\n    """One.\n\n    Two.\n    """\n    return 1\n')
    assert [f.length for f in lengths.python_functions(path)] == [2]


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("contracts/A.sol", 'import "./B.sol";\n', "import by name"),
        ("contracts/A.sol", 'require(a == b, "no");\n', "custom errors"),
        ("contracts/A.sol", "pragma solidity ^0.8.20;\n", "pin the compiler"),
        ("contracts/A.sol", "x = tx.origin;\n", "never used here"),
        ("tests/a.py", "with reverts( ):\n", "name the error"),
        ("scripts/a.py", "except:\n", "name the exception"),
        ("silkline/a.py", "import brownie\n", "never imports Brownie"),
        ("silkline/a.py", f'A = "0x{"ab" * 20}"\n', "deployments/"),
        ("contracts/A.sol", "    function a() external {}\n", "needs a comment"),
        ("interfaces/IA.sol", "    /// @notice When so.\n    error A();\n", "Thrown when"),
        ("interfaces/IA.sol", "    event A();\n", "Emitted when"),
    ],
)
def test_house_rules_refuse(tmp_path: Path, name: str, text: str, why: str) -> None:
    """Each rule reports the file, the line and the reason."""
    found = house.faults(tmp_path, [write(tmp_path, name, text)])
    assert len(found) == 1
    assert found[0].startswith(f"{name}:")
    assert why in found[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("contracts/A.sol", 'import {B} from "./B.sol";\npragma solidity 0.8.37;\n'),
        ("contracts/A.sol", "    /// @inheritdoc IA\n    function a() external {}\n"),
        ("contracts/A.sol", "    function _a(uint256 x)\n        private\n    {}\n"),
        ("interfaces/IA.sol", "    /// @notice Thrown when late.\n    error A();\n"),
        ("silkline/a.py", f'HASH = "0x{"ab" * 32}"\nZERO = "0x{"00" * 20}"\n'),
        ("tests/a.py", 'with reverts("ZeroAmount: "):\n'),
    ],
)
def test_house_rules_accept(tmp_path: Path, name: str, text: str) -> None:
    """What the rules ask for passes."""
    assert house.faults(tmp_path, [write(tmp_path, name, text)]) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("def halve(amount: int):\n    ...", "1: halve: say the unit of amount"),
        ("class A:\n    rate: int", "2: A: say the unit of rate"),
        ("class A:\n    def f(self):\n        raise ValueError(1)", "2: f raises; say which error"),
        ('def halve(amount: int):\n    """Return half, in base units."""', ""),
        ('class A:\n    rate: int\n    """Parts per million a year."""', ""),
        ('"""All amounts are base units."""\nclass A:\n    value: int', ""),
        ('def f():\n    """Raises ``ValueError``."""\n    raise ValueError(1)', ""),
        ("def f():\n    try:\n        pass\n    except ValueError:\n        raise", ""),
        (
            'def f(a, b):\n    """Return it.\n\n    Args:\n        a: It.\n    """',
            "1: f: Args tells a",
        ),
        ('def f(a):\n    """Return it.\n\n    Args:\n        a: It.\n    """', ""),
        ("def _f(amount: int):\n    raise ValueError(1)", ""),
        ("class _A:\n    rate: int", ""),
    ],
)
def test_docstrings_tell_errors_and_units(tmp_path: Path, text: str, fault: str) -> None:
    """Of what is public, in the text of a field, a function, a class or a module."""
    path = write(tmp_path, "module.py", text)
    found = docstrings.package_faults(tmp_path)

    assert len(found) == bool(fault)
    assert "".join(found).startswith(f"{path}:{fault}" if fault else "")


@pytest.mark.parametrize("folder", ["cli", "events", "refusals"])
def test_docstrings_of_other_kinds_are_left_alone(tmp_path: Path, folder: str) -> None:
    """Helps of commands, and what is written by a tool."""
    write(tmp_path, f"{folder}/module.py", "def f(amount: int):\n    raise ValueError(1)")

    assert docstrings.package_faults(tmp_path) == []
