"""Every mutant still fits the contract that it breaks and the test that must notice it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import mutants
from tools.mutants import Mutant, MutantError

ALL = mutants.load()
LEAST = 280


def mutant(old: str) -> Mutant:
    """Return a mutant that replaces `old` by nothing."""
    return Mutant("m", "contracts/A.sol", old, "", "", "tests/contracts/A.t.sol")


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.id)
def test_each_mutant_fits_its_contract(entry: Mutant) -> None:
    """Its old text occurs exactly once, its change is one, its test exists and imports the file."""
    text = (mutants.ROOT / entry.file).read_text()
    assert entry.changed(text) != text
    assert entry.why
    test = mutants.ROOT / entry.killed_by
    assert test.name.endswith(".t.sol")
    assert mutants.ROOT / entry.file in mutants.imported(test)


def test_every_contract_is_broken() -> None:
    """There are mutants enough, and some of each contract that moves money or notes."""
    names = {Path(entry.file).stem for entry in ALL}
    assert len(ALL) >= LEAST
    assert names >= {
        "Parties",
        "Programmes",
        "Receivables",
        "NoteLedger",
        "NoteTokens",
        "Settlements",
        "Payout",
        "DepositToken",
        "DebtMath",
        "Calendar",
        "Words",
        "Signatures",
        "Loans",
        "LoanLedger",
        "LoanAgreements",
        "LoanMath",
        "LoanCalendar",
        "LoanTerms",
        "CreditLines",
        "Collateral",
        "Fixings",
        "Attestations",
        "Guarantees",
    }


@pytest.mark.parametrize("text", ["no such text", "x = 1; x = 1;"])
def test_refuses_what_does_not_fit_once(text: str) -> None:
    """A passage that is not there, or there twice, is refused with its count and what to do."""
    with pytest.raises(MutantError, match=r"m: its old text occurs [02] times in contracts/A.sol"):
        mutant("x = 1;").changed(text)


def test_changes_one_passage() -> None:
    """The passage that occurs once is replaced, and nothing else."""
    assert mutant("b").changed("abc") == "ac"


def test_sources_come_with_their_imports(tmp_path: Path) -> None:
    """Imports are followed as far as they go, and packages are left to the compiler."""
    (tmp_path / "A.sol").write_text(
        'import {B} from "./sub/B.sol";\nimport {X} from "@pkg/X.sol";\n'
    )
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "B.sol").write_text('import {\n    C\n} from "../C.sol";\n')
    (tmp_path / "C.sol").write_text("")
    names = {path.name for path in mutants.imported(tmp_path / "A.sol")}
    assert names == {"A.sol", "B.sol", "C.sol"}


def test_refuses_an_unknown_mutant() -> None:
    """A mutant that is not in the list is named."""
    with pytest.raises(MutantError, match="no such mutant: none; --list prints them all"):
        mutants.main(["--only", "none"])
