"""
The lineage of a receivable drawn for people: as text for a terminal, as a picture for a browser.

Both show who passed what to whom against which trade, who holds what, and who was paid. The
picture is one SVG without any outside resource; amounts stand in columns that add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from rich.text import Text
from rich.tree import Tree as RichTree

from silkline.ids import PartyId
from silkline.lineage import Station, Tree
from silkline.money import Money

__all__ = ["Labels", "as_html", "as_svg", "as_text", "grouped"]

WIDTH = 1340
LEFT = 30
INDENT = 36
HEAD = 112
ROW = 80
TEXT_END = 830
COLUMNS = {"Received": 930, "Passed on or sold": 1070, "Kept": 1190, "Paid": 1310}
"""Heading and right edge of each column of amounts."""
BAR = (840, 1310)
"""Left and right edge of the bars, whose whole length is the debt."""
FONT = "font-family:system-ui,'Segoe UI',Roboto,'DejaVu Sans',sans-serif"
INK, GREY, LINE, PALE = "#16202c", "#5b6673", "#9db2c8", "#e8edf3"
PASSED, KEPT, PAID, WARNING = "#8fb3d9", "#f0b429", "#2e8b57", "#b3261e"
COLOURS = {"sold": "#0f766e", "put back": "#7c3aed"}
SUPPLIER = "#1d4ed8"


@dataclass(frozen=True)
class Labels:
    """What people call things: parties by id, trades by the reference of their assignment."""

    names: Mapping[PartyId, str] = field(default_factory=dict)
    trades: Mapping[str, str] = field(default_factory=dict)

    def party(self, identifier: PartyId) -> str:
        """Return a party for reading."""
        return self.names.get(identifier, f"party {identifier}")

    def trade(self, station: Station) -> str:
        """Return the trade behind a station for reading; empty where there is none."""
        reference = station.trade_reference
        if not reference.strip("0x"):
            return ""
        return self.trades.get(reference, f"trade {reference[:10]}…")


def grouped(money: Money) -> str:
    """
    Return an amount without its currency, in groups of three digits.

    >>> grouped(Money("1190000.00", "EUR"))
    '1,190,000.00'
    """
    return f"{money.amount:,}"


def as_text(tree: Tree, labels: Labels | None = None) -> RichTree:
    """Return the tree for a terminal: print it with rich."""
    said = labels or Labels()
    root = RichTree(Text(_debt(tree, said), style="bold"))
    branches: dict[int, RichTree] = {}
    for station in _walk(tree):
        above = root if station.parent is None else branches[station.parent]
        label = Text(said.party(station.owner), style="bold")
        label.append(f"  {grouped(station.received)}  ", style="not bold cyan")
        label.append(_came(tree, station, said), style="not bold")
        label.append(f"\n{_now(tree, station, said)}", style="not bold dim")
        branches[station.index] = above.add(label)
    return root


def as_svg(tree: Tree, labels: Labels | None = None) -> str:
    """Return the tree as one SVG element, which stands alone or inside a page."""
    said, rows = labels or Labels(), list(_walk(tree))
    foot = HEAD + ROW * (len(rows) + 1)
    title = _debt(tree, said)
    svg = Element("svg", xmlns="http://www.w3.org/2000/svg", role="img", style=FONT)
    svg.set("viewBox", f"0 0 {WIDTH} {foot + 76}")
    svg.set("aria-label", title)
    _shape(svg, "rect", width=WIDTH, height=foot + 76, fill="#ffffff")
    _header(svg, tree, title)
    places = {s.index: _place(tree, s, row) for row, s in enumerate(rows, start=1)}
    for station in rows:
        _edge(svg, tree, station, places)
    _debtor(svg, tree, said)
    for station in rows:
        _row(svg, tree, station, said, places[station.index])
    _totals(svg, tree, foot - 4)
    return tostring(svg, encoding="unicode")


def as_html(tree: Tree, labels: Labels | None = None, *, title: str, after: str = "") -> str:
    """
    Return a page with the picture of the tree; it needs no other file.

    Args:
        tree: The tree.
        labels: What people call parties and trades.
        title: Heading of the page.
        after: HTML that follows the picture, inserted as it is.
    """
    head = Element("head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width")
    SubElement(head, "title").text = title
    SubElement(head, "style").text = _STYLE
    heading = Element("h1")
    heading.text = title
    indent(head)
    top = tostring(head, encoding="unicode", method="html")
    shown = tostring(heading, encoding="unicode", method="html")
    figure = f"<figure>{as_svg(tree, labels)}</figure>"
    body = f"<body>\n<main>\n{shown}\n{figure}\n{after}\n</main>\n</body>"
    return f'<!DOCTYPE html>\n<html lang="en">\n{top}\n{body}\n</html>\n'


_STYLE = f"""
body {{ margin: 0; background: #f3f5f8; color: {INK}; {FONT}; }}
main {{ max-width: 1240px; margin: 0 auto; padding: 24px; }}
h1 {{ font-size: 24px; margin: 0 0 16px; }}
h2 {{ font-size: 18px; margin: 28px 0 8px; }}
figure {{ margin: 0; background: #fff; border: 1px solid {PALE}; border-radius: 8px; }}
figure {{ overflow-x: auto; }}
figure svg {{ display: block; width: 100%; min-width: 900px; height: auto; }}
table {{ border-collapse: collapse; width: 100%; background: #fff; font-size: 14px; }}
th, td {{ padding: 7px 12px; border-bottom: 1px solid {PALE}; }}
th, td {{ text-align: left; vertical-align: top; }}
th {{ color: {GREY}; font-weight: 600; }}
.number {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }}
tfoot td {{ font-weight: 700; border-top: 2px solid {INK}; }}
p {{ line-height: 1.5; max-width: 80ch; }}
"""


def _walk(tree: Tree) -> Iterator[Station]:
    """Yield the stations from the creditor down, each followed by what it passed on."""
    waiting = [tree.root]
    while waiting:
        station = waiting.pop()
        yield station
        waiting += reversed(tree.children(station))


def _debt(tree: Tree, labels: Labels) -> str:
    debt = tree.receivable
    amount = f"{grouped(tree.root.received)} {tree.root.received.currency}"
    whose = f"Debt of {labels.party(debt.anchor)}"
    return f"{whose}: {amount}, due {debt.due}, {debt.status.name.lower()}"


def _came(tree: Tree, station: Station, labels: Labels) -> str:
    """Say how a station came by what it received."""
    if station.parent is None:
        return f"confirmed by {labels.party(tree.receivable.anchor)}"
    sender = labels.party(tree.stations[station.parent].owner)
    if station.how == "split":
        refused = ", ".join(map(labels.party, station.refused_by))
        return f"offered to {refused}, which refused" if refused else "cut off its own note"
    if station.how in ("sold", "put back"):
        price = f" for {grouped(station.price)}" if station.price else ""
        return f"{'bought' if station.how == 'sold' else 'put back'} from {sender}{price}"
    trade = labels.trade(station)
    manner = "in payment of" if station.in_payment else "on account of"
    return f"from {sender} {manner} {trade}" if trade else f"from {sender}"


def _now(tree: Tree, station: Station, labels: Labels) -> str:
    """Say what became of a station: what it passed on, kept and was paid."""
    parts = [f"note #{station.note.number}, tier {station.tier}"]
    amounts = (
        ("passed on or sold", _passed(tree, station)),
        ("kept", station.value),
        ("paid", station.paid),
    )
    parts += [f"{what} {grouped(amount)}" for what, amount in amounts if amount]
    return " · ".join([*parts, _state(tree, station, labels)])


def _state(tree: Tree, station: Station, labels: Labels) -> str:
    """Say the state of a station: for what it was sold, or for whose consent it waits."""
    if station.waits_for:
        return f"waits for {labels.party(station.waits_for)}"
    sales = [child for child in tree.children(station) if child.price and child.how == "sold"]
    sold = [f"sold to {labels.party(c.owner)} for {grouped(c.price)}" for c in sales if c.price]
    return ", ".join(sold) if station.state == "passed" and sold else station.state


def _passed(tree: Tree, station: Station) -> Money:
    """Return what went on from a station to others, or to another note of its owner."""
    children = tree.children(station)
    return sum((c.received for c in children), start=Money.zero(station.received.currency))


def _place(tree: Tree, station: Station, row: int) -> tuple[int, int]:
    """Return where the mark of a station is drawn."""
    return LEFT + 8 + INDENT * len(tree.path(station)), HEAD + ROW * row + 22


def _shape(parent: Element, kind: str, **attributes: str | int) -> Element:
    """Add an element; ``_`` in the names of attributes stands for ``-``."""
    named = {name.replace("_", "-"): str(value) for name, value in attributes.items()}
    return SubElement(parent, kind, named)


def _write(parent: Element, text: str, x: int, y: int, **attributes: str | int) -> Element:
    """Add a line of text, 12.5 units high and dark unless the attributes say otherwise."""
    plain: dict[str, str | int] = {"font_size": "12.5", "fill": INK}
    made = _shape(parent, "text", x=x, y=y, **{**plain, **attributes})
    made.text = text
    return made


def _clipped(parent: Element, text: str, x: int, y: int, until: int, fill: str) -> None:
    """Add a line that ends before *until*; cut short, its whole text shows when pointed at."""
    room = (until - x) * 10 // 63
    shown = text if len(text) <= room else text[: room - 1].rstrip(" ,·") + "…"
    made = _write(parent, shown, x, y, fill=fill)
    if shown != text:
        SubElement(made, "title").text = text


def _number(parent: Element, money: Money, column: str, y: int, **attributes: str) -> None:
    text = grouped(money) if money else "–"
    figures = "font-variant-numeric:tabular-nums"
    right = {"text_anchor": "end", "font_size": "13.5", "style": figures}
    _write(parent, text, COLUMNS[column], y, **right, **attributes)


def _rule(svg: Element, y: int, colour: str = PALE) -> None:
    _shape(svg, "line", x1=LEFT, x2=COLUMNS["Paid"], y1=y, y2=y, stroke=colour)


def _header(svg: Element, tree: Tree, title: str) -> None:
    debt, block = tree.receivable, tree.as_of.number
    _write(svg, title, LEFT, 38, font_size=19, font_weight=700)
    source = f"Receivable {debt.id} of programme {debt.programme}, from events up to block {block}"
    _write(svg, source, LEFT, 60, fill=GREY)
    samples = (("passed on or sold", PASSED), ("kept, not yet paid", KEPT), ("kept and paid", PAID))
    for place, (words, colour) in enumerate(samples):
        x = LEFT + 148 * place
        _shape(svg, "rect", x=x, y=77, width=14, height=8, rx=2, fill=colour)
        _write(svg, words, x + 20, 85, fill=GREY)
    _write(svg, "thicker line: larger amount", LEFT + 148 * len(samples), 85, fill=GREY)
    for heading, right in COLUMNS.items():
        _write(svg, heading, right, 85, fill=GREY, text_anchor="end", font_weight=600)
    _rule(svg, 98)


def _edge(
    svg: Element, tree: Tree, station: Station, places: Mapping[int, tuple[int, int]]
) -> None:
    """Draw the line from the station above, as thick as the amount is large."""
    debtor = (LEFT + 8, HEAD + 22)
    x, top = debtor if station.parent is None else places[station.parent]
    right, y = places[station.index]
    width = 2 + _part(station.received, tree.root.received, 14)
    path = f"M{x},{top} V{y - 10} Q{x},{y} {x + 10},{y} H{right}"
    _shape(svg, "path", d=path, fill="none", stroke=LINE, stroke_width=width)


def _part(money: Money, whole: Money, length: int) -> int:
    """Return the part of *length* that stands for *money*, rounded down."""
    return int(Fraction(money.amount) * length / Fraction(whole.amount)) if whole else 0


def _debtor(svg: Element, tree: Tree, labels: Labels) -> None:
    """Draw the anchor, whose one payment reaches everybody below."""
    debt = tree.receivable
    group = SubElement(svg, "g")
    _head(group, LEFT + 8, HEAD + 22, labels.party(debt.anchor), "debtor", INK)
    owes = f"confirmed once, due {debt.due}; one payment reaches every holder below"
    _clipped(group, owes, LEFT + 26, HEAD + 46, TEXT_END, INK)
    _rule(group, HEAD + ROW - 2)


def _head(group: Element, x: int, y: int, name: str, tag: str, colour: str) -> None:
    """Draw a mark, a name and what its owner is."""
    _shape(group, "circle", cx=x, cy=y, r=8, fill=colour, stroke="#fff", stroke_width=2)
    line = _write(group, name, x + 18, y + 5, font_size=15, font_weight=700)
    said = _shape(line, "tspan", dx=10, font_size=12, font_weight=600, fill=colour)
    said.text = tag


def _row(
    svg: Element, tree: Tree, station: Station, labels: Labels, place: tuple[int, int]
) -> None:
    """Draw one station: who, how, and its amounts."""
    x, y = place
    group = SubElement(svg, "g")
    tag = "buyer" if station.how == "sold" else f"tier {station.tier}"
    _head(group, x, y, labels.party(station.owner), tag, COLOURS.get(station.how, SUPPLIER))
    came = _came(tree, station, labels)
    _clipped(group, came, x + 18, y + 24, TEXT_END, WARNING if station.refused_by else INK)
    state = _state(tree, station, labels)
    detail = f"note #{station.note.number} · {state} · block {station.block}"
    _clipped(group, detail, x + 18, y + 41, TEXT_END, GREY)
    _amounts(group, tree, station, y)
    _rule(group, y + ROW - 24)


def _amounts(group: Element, tree: Tree, station: Station, y: int) -> None:
    """Write the amounts of a station into the columns, and draw them as a bar."""
    passed, whole = _passed(tree, station), tree.root.received
    _number(group, station.received, "Received", y + 5)
    _number(group, passed, "Passed on or sold", y + 5, fill=GREY)
    _number(group, station.value, "Kept", y + 5)
    paid = PAID if station.paid else GREY
    _number(group, station.paid, "Paid", y + 5, fill=paid, font_weight="700")
    kept = PAID if station.state == "redeemed" else KEPT
    _bar(group, y + 34, whole, [(passed, PASSED), (station.value, kept)])


def _bar(group: Element, y: int, whole: Money, parts: Sequence[tuple[Money, str]]) -> None:
    """Draw parts of the debt one after the other on a bar that stands for the whole."""
    start, length = BAR[0], BAR[1] - BAR[0]
    _shape(group, "rect", x=start, y=y, width=length, height=7, rx=2, fill=PALE)
    for part, colour in parts:
        width = _part(part, whole, length)
        _shape(group, "rect", x=start, y=y, width=width, height=7, rx=2, fill=colour)
        start += width


def _totals(svg: Element, tree: Tree, y: int) -> None:
    """Write what is kept and what was paid altogether."""
    nothing = Money.zero(tree.root.received.currency)
    kept = sum((s.value for s in tree.stations), start=nothing)
    paid = sum((s.paid for s in tree.stations), start=nothing)
    _rule(svg, y, INK)
    heading = f"All notes together, {nothing.currency}"
    _write(svg, heading, LEFT, y + 28, font_size=15, font_weight=700)
    _number(svg, kept, "Kept", y + 28, font_weight="700")
    _number(svg, paid, "Paid", y + 28, fill=PAID, font_weight="700")
    if paid == tree.root.received:
        _write(svg, "The whole debt was paid to its holders.", LEFT, y + 50, fill=GREY)
