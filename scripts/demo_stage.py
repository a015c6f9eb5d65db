"""The demo's stage: does one act after the other, shows each, and checks what must be so."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from rich.console import Console
from rich.text import Text

import silkline as sl
from silkline.chain import fees
from silkline.chain.transactions import Envelope, pending_count
from silkline.dates import moment
from silkline.tree import grouped

T = TypeVar("T")
WIDTH = 104


class StepFailed(Exception):  # noqa: N818
    """A step of the demo failed, or left something else than it should have."""

    def __init__(self, step: str, reason: object) -> None:
        super().__init__(f"{step}: {reason}")


@dataclass(frozen=True)
class Step:
    """One transaction of the demo as it happened."""

    number: int
    title: str
    amount: sl.Money | None
    time: int
    """Unix time of its block."""
    gas: int


@dataclass
class Stage:
    """Where the demo takes place: the console, the chain, and a record of what was done."""

    console: Console
    chain: sl.LocalChain
    utc_offset: int
    """Quarter hours that the programme's calendar is ahead of UTC."""
    steps: list[Step] = field(default_factory=list)
    checks: int = 0

    @property
    def width(self) -> int:
        """Columns that a line may take."""
        return min(WIDTH, self.console.width)

    def clock(self, time: int) -> str:
        """Return a Unix time on the programme's calendar."""
        local = moment(time) + timedelta(minutes=15 * self.utc_offset)
        return f"{local:%Y-%m-%d %H:%M:%S}"

    def chapter(self, title: str) -> None:
        """Begin a part of the story."""
        self.console.print(Text(f"\n{title}", style="bold cyan"))

    def say(self, *lines: str) -> None:
        """Print lines that belong to the step above."""
        for line in lines:
            margin = " " * (5 + len(line) - len(line.lstrip()))
            for part in textwrap.wrap(line.strip(), self.width - len(margin)) or [""]:
                self.console.print(Text((margin + part).rstrip(), style="dim"), soft_wrap=True)

    def act(
        self,
        title: str,
        operation: sl.Operation[T],
        amount: sl.Money | None = None,
        *,
        gas: int | None = None,
    ) -> T:
        """
        Do one operation, show amount, block time and gas, and return its result.

        Args:
            title: What happens.
            operation: The operation.
            amount: What it moves.
            gas: Most gas that it may use; estimated unless given.

        Raises:
            StepFailed: It was refused, or the node failed; nothing goes on after that.
        """
        try:
            done = operation.submit() if gas is None else _sent(operation, gas)
        except sl.SilklineError as error:
            raise StepFailed(title, error) from error
        number = len(self.steps) + 1
        step = Step(number, title, amount, done.block.time, done.gas_used)
        self.steps.append(step)
        self._show(step)
        return done.result

    def check(self, what: str, found: object, expected: object) -> None:
        """
        Check one fact.

        Raises:
            StepFailed: It is not so; the message has both values.
        """
        if found != expected:
            raise StepFailed(what, f"is {found}, should be {expected}")
        self.checks += 1

    @property
    def gas(self) -> int:
        """Gas of all steps together."""
        return sum(step.gas for step in self.steps)

    def _show(self, step: Step) -> None:
        amount = f"{grouped(step.amount)} {step.amount.currency}" if step.amount else ""
        line = Text(f"{step.number:>3}  {step.title}", style="bold")
        gap = max(self.width - line.cell_len, len(amount) + 2)
        line.append(amount.rjust(gap) if amount else "", style="green")
        self.console.print(line)
        self.say(f"{self.clock(step.time)}, {step.gas:,} gas")


def _sent(operation: sl.Operation[T], gas: int) -> sl.Done[T]:
    """Do an operation with that much gas, without the estimate, which takes Ganache long."""
    connection = operation.connected
    sender = connection.signer(operation.account).address
    rest = (pending_count(connection, sender), gas, *fees.offered(fees.ask(connection.rpc), None))
    signed = operation.sign(envelope=Envelope(connection.chain_id, sender, *rest))
    connection.rpc("eth_sendRawTransaction", signed.raw)
    return sl.Sent(operation, signed.hash, signed.hash).wait()
