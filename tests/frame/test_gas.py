"""Gas and code sizes are those of the snapshot, within their bars, and the same on every run.

figures
├── a fresh measurement equals the snapshot tests/gas.json
├── every bar is kept, and a figure over its bar, or missing, is named
├── a line adds at most 15,000 to a release
├── no contract is larger than allowed, and one that is gets named
└── what differs from a snapshot is named, also what one of the two lacks
cases
├── each is measured from the same state: the order does not matter
├── every reference belongs to a case, and every case says in a sentence what happens
└── a call that is refused stops the measuring and tells the refusal
command
├── figures over a bar or off the snapshot fail, accepted ones do not
└── JSON carries figures, bars and references
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from silkline.refusals import ValueExceedsNote
from tools.docstrings import one_sentence
from tools.gas import __main__ as command
from tools.gas import figures as measuring
from tools.gas.business import first_note
from tools.gas.chain import MeasuringError, started
from tools.gas.figures import Figures, differences, load, missed, save
from tools.gas.lending import Lending
from tools.gas.loans import CASES
from tools.gas.references import LARGEST_CODE, REFERENCES
from tools.gas.system import FACE


@pytest.fixture(scope="module")
def business() -> Iterator[Lending]:
    """The system with a past, on a chain of its own."""
    with started() as chain:
        yield Lending(chain)


@pytest.fixture(scope="module")
def fresh() -> Figures:
    """Everything measured once more."""
    return measuring.measure()


@pytest.fixture
def fixed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Figures:
    """Figures instead of a measurement, and a snapshot of them in a folder of its own."""
    figures = Figures(dict.fromkeys(CASES, 1), {"Parties": 1})
    snapshot = tmp_path / "gas.json"
    save(figures, snapshot)
    monkeypatch.setattr(measuring, "measure", lambda: figures)
    monkeypatch.setattr(measuring, "load", lambda: load(snapshot))
    monkeypatch.setattr(measuring, "save", lambda accepted: save(accepted, snapshot))
    return figures


def test_a_fresh_measurement_equals_the_snapshot(fresh: Figures) -> None:
    """Gas of every act and size of every contract are exactly those of the snapshot."""
    assert differences(fresh, load()) == []


def test_the_snapshot_keeps_every_bar() -> None:
    """No figure of the snapshot is over its bar, and no contract is too large."""
    assert missed(load()) == []


def test_a_line_costs_a_release_little() -> None:
    """Under a credit line a release costs at most 15,000 gas more than without."""
    gas = load().gas
    assert gas["release_later_with_line"] - gas["release_later"] <= 15_000


def test_a_figure_over_its_bar_is_named() -> None:
    """One unit over the bar is reported with both numbers, the bar itself is not."""
    at_the_bar = {name: r.bar for name, r in REFERENCES.items() if r.bar is not None}
    assert missed(Figures(at_the_bar, {"Parties": LARGEST_CODE})) == []
    over = Figures({**at_the_bar, "confirm": 118_001}, {"Parties": LARGEST_CODE + 1})
    assert missed(over) == [
        "confirm: 118,001 gas, at most 118,000 are allowed",
        "Parties: 22,001 bytes, at most 22,000 are allowed",
    ]


def test_a_bar_without_a_figure_is_named() -> None:
    """A bar whose act was not measured counts as missed."""
    gas = {name: 1 for name in REFERENCES if name != "collect"}
    assert missed(Figures(gas, {})) == ["collect: no gas, at most 96,000 are allowed"]


def test_what_differs_from_the_snapshot_is_named() -> None:
    """Changed, new and vanished figures are each reported with both sides."""
    now = Figures({"confirm": 2, "collect": 5}, {"Parties": 10})
    kept = Figures({"confirm": 1, "claim": 3}, {"Parties": 10, "Loans": 4})
    assert differences(now, kept) == [
        "confirm: 2 gas, the snapshot has 1",
        "collect: 5 gas, the snapshot has no",
        "claim: no gas, the snapshot has 3",
        "Loans: no bytes, the snapshot has 4",
    ]
    assert differences(now, Figures({}, {})) == ["there is no snapshot"]


@pytest.mark.parametrize("name", ["whole_life", "assign_part_consent", "repay"])
def test_a_case_does_not_depend_on_others(business: Lending, fresh: Figures, name: str) -> None:
    """A case measured alone, twice, on another chain, gives the figure that it gave in the row."""
    for _ in range(2):
        with business.chain.undone():
            assert CASES[name](business) == fresh.gas[name]


def test_references_and_cases_belong_together() -> None:
    """Every reference is one of a case, and every case says in one sentence what happens."""
    assert set(REFERENCES) <= set(CASES)
    assert [name for name, case in CASES.items() if not one_sentence(case.__doc__ or "")] == []


def test_a_refused_call_stops_the_measuring(business: Lending) -> None:
    """A transaction that reverts is never counted, and the cause of the error is the refusal."""
    with (
        business.chain.undone(),
        pytest.raises(MeasuringError, match=r"^Receivables\.assign was refused$") as caught,
    ):
        business.assign(business.note("new"), business.next_tier, FACE + 1)
    cause = caught.value.__cause__
    assert isinstance(cause, ValueExceedsNote)
    assert (int(cause.note), cause.value, cause.carried) == (first_note("new"), FACE + 1, FACE)


def test_the_command_fails_off_the_snapshot(
    fixed: Figures, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A figure off the snapshot fails and says how to accept it; accepted, it passes."""
    assert command.main([]) == 0
    changed = replace(fixed, gas={**fixed.gas, "claim": 7})
    monkeypatch.setattr(measuring, "measure", lambda: changed)
    assert command.main([]) == 1
    assert "claim: 7 gas, the snapshot has 1\ngas: `make gas UPDATE=1`" in capsys.readouterr().err
    assert command.main(["--update"]) == 0
    assert command.main([]) == 0


def test_the_command_fails_over_a_bar_even_when_accepted(
    fixed: Figures, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bar that is missed fails, also while figures are accepted."""
    over = replace(fixed, gas={**fixed.gas, "collect": 96_001})
    monkeypatch.setattr(measuring, "measure", lambda: over)
    assert command.main(["--update"]) == 1
    assert "over the bar: collect: 96,001 gas" in capsys.readouterr().err


def test_json_carries_figures_and_references(
    fixed: Figures, capsys: pytest.CaptureFixture[str]
) -> None:
    """The JSON form has each figure with its bar, snapshot, peers and floor."""
    assert command.main(["--json"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert content["bytes"] == fixed.bytes
    assert content["gas"]["collect"]["gas"] == 1
    assert content["gas"]["collect"]["bar"] == 96_000
    assert content["gas"]["whole_life"]["peers"][0] == {"name": "Polytrade", "gas": 833_000}
    assert content["gas"]["confirm"]["floor"]["gas"] == 74_400
