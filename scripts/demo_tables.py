"""Tables of the demo, written once and shown twice: on the terminal and in the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from rich import box
from rich.table import Table as RichTable
from rich.text import Text


@dataclass(frozen=True)
class Table:
    """Rows of text; columns whose heading begins with ``>`` hold numbers."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    footer: tuple[str, ...] = ()
    remarks: Sequence[str] = field(default=())

    def _headings(self) -> list[tuple[str, bool]]:
        return [(column.removeprefix(">"), column.startswith(">")) for column in self.columns]

    def for_terminal(self) -> RichTable:
        """Return the table, without its title, for printing with rich."""
        footer = self.footer or ("",) * len(self.columns)
        table = RichTable(
            box=box.SIMPLE_HEAD,
            show_footer=bool(self.footer),
            pad_edge=False,
        )
        for (heading, numeric), last in zip(self._headings(), footer, strict=True):
            side: Literal["left", "right"] = "right" if numeric else "left"
            table.add_column(heading, Text(last), justify=side, no_wrap=numeric)
        for row in self.rows:
            table.add_row(*(Text(cell) for cell in row))
        return table

    def for_page(self) -> str:
        """Return the table as HTML."""
        headings = [(heading, numeric) for heading, numeric in self._headings()]
        numeric = [is_number for _, is_number in headings]
        head = "".join(_cell("th", text, is_number) for text, is_number in headings)
        body = "\n".join(_row(row, numeric) for row in self.rows)
        foot = f"<tfoot>{_row(self.footer, numeric)}</tfoot>" if self.footer else ""
        remarks = "".join(f"<p>{escape(remark)}</p>" for remark in self.remarks)
        return (
            f"<h2>{escape(self.title)}</h2>\n<table><thead><tr>{head}</tr></thead>\n"
            f"<tbody>\n{body}\n</tbody>{foot}</table>\n{remarks}"
        )


def _row(cells: Sequence[str], numeric: Sequence[bool]) -> str:
    pairs = zip(cells, numeric, strict=True)
    return f"<tr>{''.join(_cell('td', text, is_number) for text, is_number in pairs)}</tr>"


def _cell(kind: str, text: str, numeric: bool) -> str:
    return f"<{kind}{' class=number' * numeric}>{escape(text)}</{kind}>"
