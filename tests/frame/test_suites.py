"""Suites are counted, recorded and summed up; a suite without tests fails."""

from __future__ import annotations

import socket
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tools import coverage, report, suites

FORGE_OUTPUT = """\
[PASS] invariant_I1_SumOfNotes() (runs: 256, calls: 32768, reverts: 12)
[FAIL: too much] invariant_I2() (runs: 3, calls: 9, reverts: 0)
Ran 2 test suites in 57.15ms (76.25ms CPU time): 3 tests passed, 1 failed, 2 skipped (6 total tests)
"""
JUNIT = '<testsuites><testsuite tests="7" failures="1" errors="1" skipped="2"/></testsuites>'


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Records go to a folder of the test's own."""
    monkeypatch.setattr(suites, "REPORTS", tmp_path)
    return tmp_path


def printing(text: str, count: suites.Counter, exit_code: int = 0) -> suites.Suite:
    """Describe a suite whose runner prints a text and ends."""
    program = f"import sys; print({text!r}); sys.exit({exit_code})"
    return suites.Suite("sample", "a sample", (sys.executable, "-c", program), count, r"^Ran .*$")


def test_forge_counts_are_read_off_the_closing_line() -> None:
    """Passed, failed and skipped come from the last line of Forge's output."""
    counts = suites.count_forge(FORGE_OUTPUT, Path("none"))
    assert counts == {"passed": 3, "failed": 1, "skipped": 2}


def test_pytest_counts_are_read_off_its_file(tmp_path: Path) -> None:
    """Errors count as failures, and what neither failed nor was skipped has passed."""
    junit = tmp_path / "a.xml"
    junit.write_text(JUNIT)
    assert suites.count_junit("", junit) == {"passed": 3, "failed": 2, "skipped": 2}


def test_a_run_is_recorded_with_its_closing_line(reports: Path) -> None:
    """The record that is read back equals the run, and the log holds the output."""
    done = suites.run(printing(FORGE_OUTPUT, suites.count_forge))
    assert suites.recorded("sample") == done
    assert done.closing_line.startswith("Ran 2 test suites in 57.15ms")
    assert done.exit_code == 0
    assert FORGE_OUTPUT in (reports / "sample.log").read_text()


@pytest.mark.usefixtures("reports")
def test_a_failing_runner_fails_its_suite() -> None:
    """The runner's exit code is the suite's."""
    assert suites.run(printing(FORGE_OUTPUT, suites.count_forge, exit_code=3)).exit_code == 3


@pytest.mark.usefixtures("reports")
def test_a_suite_in_which_nothing_ran_fails() -> None:
    """A runner that finds no tests and ends well is a failure all the same."""
    done = suites.run(printing("No tests found", suites.count_forge))
    assert done.exit_code == 1
    assert done.closing_line == "sample: no test passed"


@pytest.mark.usefixtures("reports")
def test_a_missing_folder_fails_its_suite() -> None:
    """A suite whose folder is not there is refused by name."""
    suite = suites.pytest_suite("sample", "a sample", "tests/absent", suites.SDK)
    done = suites.run(suite)
    assert (done.exit_code, done.closing_line) == (1, "tests/absent is missing")


@pytest.mark.usefixtures("reports")
def test_a_taken_port_fails_the_suites_that_need_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Brownie would attach to whatever listens on its port, so the suite is refused."""
    monkeypatch.setattr(suites.time, "sleep", lambda _seconds: None)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setattr(suites, "BROWNIE_PORT", other.getsockname()[1])
        suite = suites.pytest_suite("sample", "a sample", "tests", suites.SDK, plugin=True)
        done = suites.run(suite)
    assert done.exit_code == 1
    assert "is taken: stop what listens there" in done.closing_line


def test_sources_have_another_name_when_they_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name follows tracked, changed and new files below the paths, and no others."""
    monkeypatch.setattr(suites, "ROOT", tmp_path)
    for name in ("a/file", "b/file"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("1")
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    names = [suites.state(["a"])]
    (tmp_path / "b/file").write_text("2")
    assert suites.state(["a"]) == names[0]
    assert suites.state() != names[0]
    (tmp_path / "a/file").write_text("2")
    names.append(suites.state(["a"]))
    (tmp_path / "a/new").write_text("1")
    names.append(suites.state(["a"]))
    assert len(set(names)) == 3


def test_an_unknown_suite_is_refused() -> None:
    """A name that no suite has gives exit code 2 and runs nothing."""
    assert suites.main(["absent"]) == 2


def test_every_test_folder_belongs_to_a_suite() -> None:
    """No folder of tests is forgotten by `make test`; tests/contracts is Forge's."""
    folders = {p.parent.relative_to(suites.ROOT) for p in suites.ROOT.glob("tests/**/test_*.py")}
    covered = [Path(suite.folder) for lane in suites.LANES for suite in lane if suite.folder]
    assert [f for f in sorted(folders) if not any(f.is_relative_to(c) for c in covered)] == []


def test_invariant_runs_are_read_for_the_report() -> None:
    """Name, outcome, runs, calls and reverts of each invariant are kept."""
    assert report.invariants(FORGE_OUTPUT) == [
        {
            "name": "invariant_I1_SumOfNotes",
            "held": True,
            "runs": 256,
            "calls": 32768,
            "reverts": 12,
        },
        {"name": "invariant_I2", "held": False, "runs": 3, "calls": 9, "reverts": 0},
    ]


def test_coverage_is_summed_over_runs_and_rounded_down() -> None:
    """What one of two runs reached is reached, and 2 of 3 is 66.6 per cent."""
    first = "SF:a\nDA:1,0\nDA:2,7\nBRDA:1,0,0,-\nBRDA:1,0,1,0\nSF:b\nDA:1,0\nend_of_record\n"
    second = "SF:a\nDA:1,0\nDA:2,0\nBRDA:1,0,0,3\nBRDA:1,0,1,0\nSF:b\nDA:1,1\nend_of_record\n"
    reached = coverage.read_lcov(first, second)
    assert reached == coverage.Reached(3, 2, 2, 1)
    assert (reached.percent("lines"), reached.percent("branches")) == ("66.6 %", "50.0 %")
    assert coverage.Reached().percent("branches") == "-"


def test_one_suite_speaks_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    """The lines of a second suite wait until the first has ended, and none is lost."""
    speech = suites.Speech()
    for suite, line in (("a", "1\n"), ("b", "2\n"), ("a", "3\n")):
        speech.say(suite, line)
    assert capsys.readouterr().out == "1\n3\n"
    speech.end("a")
    speech.say("b", "4\n")
    assert capsys.readouterr().out == "2\n4\n"
    speech.say("c", "5\n")
    speech.end("c")
    speech.end("b")
    assert capsys.readouterr().out == "5\n"


@pytest.mark.usefixtures("reports")
def test_lanes_run_side_by_side_and_report_in_order() -> None:
    """Every suite of every lane is run, and the runs come in the order of the lanes."""
    lanes = [[printing("Ran a", suites.count_nothing)], [printing("Ran b", suites.count_nothing)]]
    assert [done.closing_line for done in suites.run_lanes(lanes)] == ["Ran a", "Ran b"]


def test_only_one_lane_needs_brownies_port() -> None:
    """Two suites that need the same port never run at once."""
    assert sum(any(suite.needs_port for suite in lane) for lane in suites.LANES) == 1


def test_every_part_of_the_contracts_is_tested() -> None:
    """A folder of Forge's tests that one part leaves out is run by the other."""
    profiles = tomllib.loads((suites.ROOT / "foundry.toml").read_text())["profile"]
    left_out = [_expanded(profiles[part]["skip"]) for part in suites.PARTS]
    tests = suites.ROOT.glob("tests/contracts/**/*.t.sol")
    for test in (path.relative_to(suites.ROOT) for path in tests):
        skipped = [any(fnmatch(str(test), glob) for glob in globs) for globs in left_out]
        assert skipped != [True, True] or test.is_relative_to("tests/contracts/symbolic"), test


def _expanded(globs: list[str]) -> list[str]:
    """Write out the alternatives in braces; a star of fnmatch crosses folders, as `**` does."""
    found = []
    for glob in globs:
        before, _, rest = glob.partition("{")
        names, _, after = rest.partition("}")
        found += [f"{before}{name}{after}" for name in names.split(",")]
    return [glob.replace("**/", "*") for glob in found]
