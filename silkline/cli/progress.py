"""How far a long read is, told on a terminal and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from silkline.survey import Progress

__all__ = ["told"]


@contextmanager
def told(reading: str) -> Iterator[Progress | None]:
    """Yield what a long read tells its progress to; None where nobody sits in front of it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{reading} …") as status:
        yield _teller(reading, status.update)


def _teller(reading: str, show: Callable[[str], None]) -> Progress:
    def tell(what: str, done: int, of: int) -> None:
        show(f"{reading}: {what}, {done:,} of {of:,}")

    return tell
