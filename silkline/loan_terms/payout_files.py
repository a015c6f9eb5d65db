"""Payout lists as files: CSV, checked line by line, with all that is wrong told at once."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from silkline.chain import abi
from silkline.errors import BadInput
from silkline.loan_math import MAX_AMOUNT
from silkline.loan_terms.payouts import CHUNK, PayoutList
from silkline.money import Money
from silkline.tokens import Token

__all__ = ["PayoutProblem", "PayoutProblems", "read_payouts"]

_T = TypeVar("_T")
_COLUMNS: Final = ("account", "amount")
_AMOUNT: Final = re.compile(r"[0-9]{1,30}(\.[0-9]{1,18})?", re.ASCII)
_SHOWN: Final = 20
"""Problems that the message of the error has; all are in ``problems``."""


@dataclass(frozen=True)
class PayoutProblem:
    """What is wrong, and on which line of the file."""

    line: int
    """From 1, which is the header."""
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}"


class PayoutProblems(BadInput):
    """A payout list has lines that cannot be paid; ``problems`` has all of them."""

    def __init__(self, path: str | Path, problems: list[PayoutProblem]) -> None:
        self.problems = tuple(problems)
        shown = [str(problem) for problem in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            shown.append(f"and {len(problems) - _SHOWN} more")
        super().__init__(f"{path} cannot be paid: {'; '.join(shown)}")


@dataclass
class _Reading:
    """A file while it is read."""

    token: Token
    entries: list[tuple[str, int]] = field(default_factory=list)
    problems: list[PayoutProblem] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    """The line on which each account stands."""

    def take(self, line: int, header: list[str], row: list[str]) -> None:
        """Check one line, and keep what it says."""
        if len(row) != len(header):
            text = f"{len(row)} columns, the header has {len(header)}"
            self.problems.append(PayoutProblem(line, text))
            return
        named = dict(zip(header, (cell.strip() for cell in row), strict=True))
        account = self._try(line, self._account, named["account"])
        amount = self._try(line, self._amount, named["amount"])
        if account and amount:
            self.entries.append((account, amount))

    def _try(self, line: int, read: Callable[[int, str], _T], text: str) -> _T | None:
        """Return what a cell says, or None where that is a problem."""
        try:
            return read(line, text)
        except BadInput as error:
            self.problems.append(PayoutProblem(line, str(error)))
            return None

    def _account(self, line: int, text: str) -> str:
        account = abi.address(text, name="account")
        if not int(account, 16):
            raise BadInput("account is the zero address")
        first = self.lines.setdefault(account, line)
        if first != line:
            raise BadInput(f"account {account} stands on line {first} already")
        return account

    def _amount(self, line: int, text: str) -> int:
        if not _AMOUNT.fullmatch(text):
            raise BadInput(f"amount {text[:40]!r} is no amount such as 1234.50")
        units = self.token.units(Money(text, self.token.currency))
        if not 0 < units <= MAX_AMOUNT:
            raise BadInput(f"amount {text} must be more than 0 and below 2**96 base units")
        return units


def read_payouts(
    path: str | Path, token: Token, *, total: Money | None = None, chunk_size: int = CHUNK
) -> PayoutList:
    """
    Read a payout list from a CSV file with the columns ``account`` and ``amount``.

    Other columns are for people. The separator is a comma, or a semicolon where the header has
    one; amounts are in the token's currency, with a decimal point.

    Args:
        path: The file, in UTF-8.
        token: What is paid.
        total: What all lines must come to: the amount of the milestone.
        chunk_size: Payees that one transaction pays.

    Raises:
        PayoutProblems: A line cannot be paid, an account stands twice, or the total is another.
        BadInput: The file cannot be read or has no such columns.
    """
    reading, last = _Reading(token), 1
    for line, header, row in _rows(path):
        reading.take(line, header, row)
        last = line
    if not reading.problems:
        _check_total(reading, last, total)
    if reading.problems:
        raise PayoutProblems(path, reading.problems)
    return PayoutList(reading.entries, chunk_size)


def _rows(path: str | Path) -> Iterator[tuple[int, list[str], list[str]]]:
    """Yield each line that is not empty with its number and the header."""
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            delimiter = ";" if ";" in first else ","
            header = [
                name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter))
            ]
            _check_header(path, header)
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            for row in reader:
                if any(cell.strip() for cell in row):
                    yield reader.line_num + 1, header, row
    except (OSError, UnicodeDecodeError, csv.Error, StopIteration) as error:
        raise BadInput(f"{path} is no payout list that can be read: {error}") from None


def _check_header(path: str | Path, header: list[str]) -> None:
    if missing := [name for name in _COLUMNS if header.count(name) != 1]:
        raise BadInput(
            f"{path}: the first line must name the columns account and amount once each, "
            f"{missing[0]} stands {header.count(missing[0])} times in {','.join(header)[:80]!r}"
        )


def _check_total(reading: _Reading, last: int, total: Money | None) -> None:
    """Check that there is somebody to pay, and that all of it is the milestone."""
    if not reading.entries:
        reading.problems.append(PayoutProblem(last, "nobody is paid"))
        return
    found = reading.token.money(sum(amount for _, amount in reading.entries))
    if total is not None and found != total:
        text = f"the list comes to {found}, the milestone is {total}"
        reading.problems.append(PayoutProblem(last, text))
