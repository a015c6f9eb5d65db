"""
A schedule: what falls due on which day, in whole minor units.

Whoever reckons a schedule fills ``Row`` and ``Schedule``; printing, export and yields are the
same for all of them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from silkline.errors import BadInput

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["Row", "Schedule"]

COLUMNS: Final = ("number", "date", "interest", "principal", "payment", "balance")


@dataclass(frozen=True)
class Row:
    """
    What falls due on one day, in minor units, and the principal outstanding after it.

    A further draw is a negative principal.
    """

    date: date
    interest: int
    principal: int
    balance: int

    @property
    def payment(self) -> int:
        """Interest and principal together."""
        return self.interest + self.principal


@dataclass(frozen=True)
class Schedule:
    """
    A loan of *amount*, drawn on one day, and the rows that pay it back.

    Raises:
        BadInput: The days are not in order, or a balance is not the one before it less the
            principal of its row.
    """

    currency: str
    """ISO 4217 code, or the name of a token."""
    decimals: int
    """Decimal places of a minor unit: 2 for cents."""
    drawn: date
    amount: int
    """Principal paid out, in minor units."""
    rows: Sequence[Row]

    def __post_init__(self) -> None:
        balance, day = self.amount, self.drawn
        for row in self.rows:
            balance -= row.principal
            if row.date < day:
                raise BadInput(f"row of {row.date} stands after {day}; put the rows in order")
            if row.balance != balance:
                raise BadInput(f"balance on {row.date} is {row.balance}; {balance} is left")
            day = row.date

    @property
    def interest(self) -> int:
        """All interest, in minor units."""
        return sum(row.interest for row in self.rows)

    @property
    def paid(self) -> int:
        """All that is paid back, in minor units."""
        return sum(row.payment for row in self.rows)

    def flows(self, fee: int = 0) -> list[tuple[date, int]]:
        """Return what the lender pays (negative) and gets, less a *fee* kept back at the draw."""
        return [(self.drawn, fee - self.amount), *((row.date, row.payment) for row in self.rows)]

    def written(self, minor: int) -> str:
        """
        Return an amount of minor units as text in the main unit.

        >>> Schedule("EUR", 2, date(2027, 1, 1), 0, ()).written(-5)
        '-0.05'
        """
        figures = str(abs(minor)).rjust(self.decimals + 1, "0")
        point = len(figures) - self.decimals
        text = f"{figures[:point]}.{figures[point:]}" if self.decimals else figures
        return f"-{text}" if minor < 0 else text

    def to_json(self) -> dict[str, Any]:
        """Return the schedule as JSON has it: days in ISO form, amounts in minor units."""
        return {
            "currency": self.currency,
            "decimals": self.decimals,
            "drawn": self.drawn.isoformat(),
            "amount": self.amount,
            "interest": self.interest,
            "paid": self.paid,
            "rows": [
                dict(zip(COLUMNS, self._values(number, row), strict=True))
                for number, row in enumerate(self.rows, 1)
            ],
        }

    def to_csv(self) -> str:
        """Return the rows as CSV (RFC 4180, lines end in CR LF), amounts in the main unit."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        for number, row in enumerate(self.rows, 1):
            first, day, *amounts = self._values(number, row)
            writer.writerow([first, day, *(self.written(int(amount)) for amount in amounts)])
        return text.getvalue()

    def table(self) -> Table:
        """Return the rows and their totals as a table to print with rich."""
        from rich import box
        from rich.table import Table

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for name, style in (("#", "dim"), ("Due", ""), *((c, "") for c in COLUMNS[2:])):
            title = name.capitalize() if name != COLUMNS[5] else f"Balance {self.currency}"
            table.add_column(title, style=style, justify="left" if name == "Due" else "right")
        for number, row in enumerate(self.rows, 1):
            first, day, *amounts = self._values(number, row)
            table.add_row(str(first), str(day), *(self._grouped(int(a)) for a in amounts))
        table.add_section()
        totals = (self.interest, self.paid - self.interest, self.paid)
        table.add_row("", "Total", *(self._grouped(total) for total in totals), "", style="bold")
        return table

    def _grouped(self, minor: int) -> str:
        whole, point, part = self.written(minor).partition(".")
        sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        return f"{sign}{int(whole):,}{point}{part}"

    def _values(self, number: int, row: Row) -> tuple[int | str, ...]:
        day = row.date.isoformat()
        return (number, day, row.interest, row.principal, row.payment, row.balance)
