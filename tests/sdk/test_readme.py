"""The README's example runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = Path(__file__).resolve().parents[2] / "README.md"


def test_readme_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """The ten lines confirm a debt and print the note that the supplier then holds."""
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text(), re.S)

    exec(compile(example, str(README), "exec"), {})  # noqa: S102  (the example itself is the test)

    printed = capsys.readouterr().out
    assert "120,000.00 EUR" in printed or "120000.00 EUR" in printed
    assert "NoteId" in printed or "Note(" in printed


def test_readme_stays_short() -> None:
    """A newcomer reads it in one sitting: under 120 lines."""
    assert len(README.read_text().splitlines()) < 120
