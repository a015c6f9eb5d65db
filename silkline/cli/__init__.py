"""
The command line, ``silkline``.

Each command is imported only when it runs, so that ``silkline --help`` answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

import click

__all__ = ["COMMANDS", "main"]

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "account": ("silkline.cli.account:account", "Keys that act for a party: add, change, close."),
    "approve": ("silkline.cli.settlement:approve", "Let contracts take what one pays with."),
    "claim": ("silkline.cli.settlement:claim", "Pay a party what was parked for it."),
    "collateral": ("silkline.cli.collateral:collateral", "Pledge notes for loans, let them go."),
    "collect": ("silkline.cli.settlement:collect", "Collect what the anchor owes."),
    "completion": ("silkline.cli.completion:completion", "Let the shell complete commands."),
    "due": ("silkline.cli.due:due", "Show what is due, and what may be triggered now."),
    "deploy": ("silkline.cli.deploy:deploy", "Deploy the whole system to a chain."),
    "evidence": ("silkline.cli.disclose:evidence", "Keep evidence, show single fields of it."),
    "fixing": ("silkline.cli.fixing:fixing", "Sign and record values of reference rates."),
    "guarantee": ("silkline.cli.guarantee:guarantee", "Cover debts, and call on guarantors."),
    "halt": ("silkline.cli.halting:halt", "Stop all new business; payments go on."),
    "invoice": ("silkline.cli.confirming:invoice", "Read e-invoices, confirm that they are owed."),
    "line": ("silkline.cli.line:line", "Grant, freeze and read credit lines."),
    "loan": ("silkline.cli.loan:loan", "Agree on loans, pay them out and back."),
    "note": ("silkline.cli.note:note", "Hold, pass, cut and join claims on debts."),
    "offer": ("silkline.cli.offer:offer", "Make offers to buy notes, and sell under them."),
    "op": ("silkline.cli.op:op", "Check, sign and send acts that travel as files."),
    "overdue": ("silkline.cli.settlement:overdue", "Mark a debt overdue."),
    "owed": ("silkline.cli.settlement:owed", "Show what is owed on a debt."),
    "party": ("silkline.cli.party:party", "Register, suspend and reinstate who takes part."),
    "payout": ("silkline.cli.payout:payout", "Check payout lists and pay them, each line once."),
    "programme": ("silkline.cli.programme:programme", "Open, change and suspend programmes."),
    "redeem": ("silkline.cli.settlement:redeem", "Pay notes what they are due."),
    "resume": ("silkline.cli.halting:resume", "Lift a halt."),
    "role": ("silkline.cli.role:role", "Show, give and take roles of the system."),
    "schedule": ("silkline.cli.schedule:schedule", "Reckon what falls due on which day."),
    "settle": ("silkline.cli.settlement:settle", "Pay a debt, whole or in part."),
    "statement": ("silkline.cli.statement:statement", "Show what moved in a party's books."),
    "status": ("silkline.cli.status:status", "Show what a deployment is, and if it is whole."),
    "up": ("silkline.cli.up:up", "Start a local chain with the suite, to try things on."),
}
"""Name of a command -> where it is (module:attribute) and its line in the list."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command; None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the one that was probably meant."""
        from difflib import get_close_matches

        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = get_close_matches(args[0], COMMANDS, n=1)
            if not near:
                raise
            raise click.UsageError(f"{error.message} Did you mean {near[0]!r}?", ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="silkline")
def main() -> None:
    """
    Supply-chain finance: from a real invoice to cash at the last tier.

    Every command has --help with an example, and --json where a program reads the answer.
    """
