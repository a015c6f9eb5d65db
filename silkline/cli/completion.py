"""``silkline completion``: what a shell needs to complete commands and options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from silkline.cli.answers import say
from silkline.cli.session import Session, offline

if TYPE_CHECKING:
    from click.shell_completion import ShellComplete

__all__ = ["completion"]

SHELLS: Final = ("bash", "zsh", "fish")
PROGRAM: Final = "silkline"
VARIABLE: Final = "_SILKLINE_COMPLETE"
"""Where the shell tells the program that it asks for completions; click's own name."""


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@offline
def completion(session: Session, shell: str) -> None:
    """
    Print the script by which SHELL completes commands, options and their choices.

    \b
    Example:
        silkline completion bash > ~/.silkline-completion
        silkline completion zsh > ~/.zfunc/_silkline
        silkline completion fish > ~/.config/fish/completions/silkline.fish

    In bash, source the file in ~/.bashrc; in zsh, have its folder in fpath before compinit.
    """
    made = completer(shell)
    text = made.source_template % made.source_vars()
    say({"shell": shell, "script": text}) if session.as_json else click.echo(text)


def completer(shell: str) -> ShellComplete:
    """Return what completes for a shell; its script is the same on every machine."""
    from click import shell_completion

    from silkline.cli import main

    kinds: dict[str, type[ShellComplete]] = {
        "bash": shell_completion.BashComplete,
        "zsh": shell_completion.ZshComplete,
        "fish": shell_completion.FishComplete,
    }
    return kinds[shell](main, {}, PROGRAM, VARIABLE)
