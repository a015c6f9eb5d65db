"""
silkline completion

├── a shell that is not known  → exit 2
├── a script                   → bash itself reads it, and completes by it
└── what is completed          → commands, options, choices
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from silkline.cli import COMMANDS, main
from silkline.cli.completion import SHELLS, completer


def completed(*words: str) -> list[str]:
    """Return what follows the words, of which the last is begun."""
    *before, begun = words
    return [one.value for one in completer("bash").get_completions(list(before), begun)]


def test_an_unknown_shell_is_refused():
    """With those that are known."""
    done = CliRunner().invoke(main, ["completion", "csh"])

    assert done.exit_code == 2
    assert "'bash', 'zsh', 'fish'" in done.stderr


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_its_script(shell):
    """The script asks the program itself; as JSON it is the same text."""
    script = CliRunner().invoke(main, ["completion", shell]).stdout
    answer = json.loads(CliRunner().invoke(main, ["completion", shell, "--json"]).stdout)

    assert "_SILKLINE_COMPLETE" in script
    assert answer == {"shell": shell, "script": script.removesuffix("\n")}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("",), sorted(COMMANDS)),
        (("no",), ["note"]),
        (("note", "re"), ["refuse", "release"]),
        (("note", "list", "--wa"), ["--waiting"]),
        (("party", "opt-in", "a"), ["assignments"]),
        (("approve", "--for", "o"), ["offers"]),
        (("loan", "terms", "s"), ["schema", "show"]),
    ],
)
def test_commands_options_and_choices_are_completed(words, found):
    """As far as they are begun."""
    assert completed(*words) == found


def test_bash_completes_by_the_script(tmp_path):
    """The shell reads it and asks a program of that name."""
    bash = shutil.which("bash")
    assert bash is not None
    program = tmp_path / "silkline"
    call = "from silkline.cli import main; main(prog_name='silkline')"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{call}" "$@"\n', "utf-8")
    program.chmod(0o755)
    script = tmp_path / "completion"
    script.write_text(CliRunner().invoke(main, ["completion", "bash"]).stdout, "utf-8")
    asked = (
        f"source {script}; COMP_WORDS=(silkline note as); COMP_CWORD=2; "
        '_silkline_completion silkline; echo "${COMPREPLY[@]}"'
    )
    env = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(
        [bash, "--norc", "-c", asked], check=True, capture_output=True, text=True, env=env
    )

    assert done.stdout.split() == ["assign"]
