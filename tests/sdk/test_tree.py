"""
silkline.tree

├── as text: each station below the one that it came from, with how, amounts and state
├── as a picture: well-formed, every holder and amount, totals that add up, nothing from outside
├── labels: names of parties and trades, and what stands in for them
└── hostile names are text, never markup
"""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any
from xml.etree import ElementTree

import pytest
from rich.console import Console

from silkline.chain.connection import AsOf
from silkline.ids import PartyId, ProgrammeId, ReceivableId
from silkline.kinds import Status
from silkline.lineage import Station, Tree
from silkline.money import Money
from silkline.receivables import Receivable
from silkline.tree import Labels, as_html, as_svg, as_text, grouped

RECEIVABLE = ReceivableId(0xABC)
AS_OF = AsOf(40, "0x" + "11" * 32, 1_800_000_000)
TRADE = "0x" + "77" * 32
NO_TRADE = "0x" + "00" * 32
NAMES = {PartyId(1): "Anchor", PartyId(11): "Maker", PartyId(12): "Forge", PartyId(21): "Bank"}


def euros(amount: str) -> Money:
    """Return euros."""
    return Money(amount, "EUR")


def station(index: int, parent: int | None, owner: int, **changes: Any) -> Station:
    """Return a station that holds 100.00."""
    values: dict[str, Any] = {
        "note": RECEIVABLE.note(index + 1),
        "tier": 1 if parent is None else 2,
        "received": euros("100.00"),
        "value": euros("100.00"),
        "paid": euros("0.00"),
        "how": "confirmed" if parent is None else "assigned",
        "state": "held",
        "trade_reference": NO_TRADE if parent is None else TRADE,
        "in_payment": True,
        "waits_for": None,
        "refused_by": (),
        "price": None,
        "block": 30 + index,
        "transaction": "0x" + "22" * 32,
    }
    return Station(index, parent, owner=PartyId(owner), **{**values, **changes})


def tree(*stations: Station, status: Status = Status.OPEN) -> Tree:
    """Return a tree of stations on a debt of party 1."""
    debt = Receivable(
        id=RECEIVABLE,
        programme=ProgrammeId.build(PartyId(1), 1),
        anchor=PartyId(1),
        status=status,
        face=stations[0].received,
        due=date(2027, 4, 30),
        smallest_piece=euros("1.00"),
        deepest_tier=4,
        issued=len(stations),
        live=len(stations),
        utc_offset=0,
        trade_reference_required=False,
        disputed=False,
        frozen=False,
        as_of=AS_OF,
    )
    return Tree(debt, stations, AS_OF)


def chain() -> Tree:
    """Return a debt of which a part was passed on, refused, sold and paid."""
    return tree(
        station(0, None, 11, value=euros("60.00"), paid=euros("60.00"), state="redeemed"),
        station(1, 0, 12, received=euros("40.00"), value=euros("0.00"), state="passed"),
        station(
            2,
            1,
            21,
            received=euros("40.00"),
            value=euros("40.00"),
            paid=euros("40.00"),
            state="redeemed",
            how="sold",
            price=euros("39.10"),
        ),
        status=Status.SETTLED,
    )


def printed(shown: Tree, labels: Labels | None = None) -> str:
    """Return what a terminal shows of a tree."""
    output = StringIO()
    Console(file=output, width=200, color_system=None).print(as_text(shown, labels))
    return output.getvalue()


def words(picture: str) -> list[str]:
    """Return the texts of a picture, after checking that it is well-formed."""
    root = ElementTree.fromstring(picture)  # noqa: S314  (our own)
    return [text.strip() for text in root.itertext() if text.strip()]


def test_text_shows_the_way_down() -> None:
    """Each station stands below the one that it came from, with trade, price and amounts."""
    lines = printed(chain(), Labels(NAMES, {TRADE: "castings"})).splitlines()
    assert lines[0] == "Debt of Anchor: 100.00 EUR, due 2027-04-30, settled"
    assert lines[1] == "└── Maker  100.00  confirmed by Anchor"
    maker = "note #1, tier 1 · passed on or sold 40.00 · kept 60.00 · paid 60.00 · redeemed"
    assert lines[2].strip() == maker
    assert lines[3] == "    └── Forge  40.00  from Maker in payment of castings"
    assert "sold to Bank for 39.10" in lines[4]
    assert lines[5] == "        └── Bank  40.00  bought from Forge for 39.10"
    assert lines[6].strip().endswith("kept 40.00 · paid 40.00 · redeemed")


def test_picture_has_every_holder_and_amount() -> None:
    """The picture names debtor, holders, trade, prices and amounts, and the totals add up."""
    found = words(as_svg(chain(), Labels(NAMES, {TRADE: "castings"})))
    assert [text for text in found if text in NAMES.values()] == list(NAMES.values())
    assert {"debtor", "tier 1", "tier 2", "buyer"} <= set(found)
    assert "from Maker in payment of castings" in found
    assert "bought from Forge for 39.10" in found
    assert found.index("All notes together, EUR") < len(found)
    assert found[-3:] == ["100.00", "100.00", "The whole debt was paid to its holders."]


def test_bars_never_pass_their_end() -> None:
    """Parts of a bar follow each other and never exceed the whole debt."""
    root = ElementTree.fromstring(as_svg(chain()))  # noqa: S314  (our own)
    groups = root.findall("{http://www.w3.org/2000/svg}g")
    for group in groups[1:]:
        whole, *parts = group.findall("{http://www.w3.org/2000/svg}rect")
        start, length = int(whole.attrib["x"]), int(whole.attrib["width"])
        assert [int(part.attrib["x"]) for part in parts] == [
            start,
            start + int(parts[0].attrib["width"]),
        ]
        assert sum(int(part.attrib["width"]) for part in parts) <= length


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"how": "split"}, "cut off its own note"),
        ({"how": "split", "refused_by": (PartyId(12),)}, "offered to Forge, which refused"),
        ({"how": "put back", "price": euros("41.00")}, "put back from Maker for 41.00"),
        ({"in_payment": False}, "from Maker on account of trade 0x77777777…"),
        ({"trade_reference": NO_TRADE}, "from Maker"),
        ({"state": "pending", "waits_for": PartyId(21)}, "waits for Bank"),
        ({"state": "merged", "value": euros("0.00")}, "merged"),
    ],
)
def test_says_how_and_what_became(changes: dict[str, Any], said: str) -> None:
    """Every way to come by a note, and every state, has its words in both drawings."""
    shown = tree(station(0, None, 11), station(1, 0, 12, **changes))
    assert said in printed(shown, Labels(NAMES))
    assert any(said in text for text in words(as_svg(shown, Labels(NAMES))))


def test_unknown_parties_have_their_number() -> None:
    """Without labels parties are shown by number and trades by their reference."""
    found = " ".join(words(as_svg(chain())))
    assert "party 11" in found
    assert "trade 0x77777777…" in found


def test_unpaid_debt_makes_no_claim() -> None:
    """Nothing is said to be paid before it is."""
    found = words(as_svg(tree(station(0, None, 11))))
    assert "The whole debt was paid to its holders." not in found
    assert found[-2:] == ["100.00", "–"]


def test_long_words_are_cut_and_kept() -> None:
    """A trade that is too long for its line ends in an ellipsis; its whole text can be had."""
    long = "very long goods, " * 20
    picture = as_svg(chain(), Labels(NAMES, {TRADE: long}))
    assert f"from Maker in payment of {long}".strip() in words(picture)
    assert any(text.endswith("…") for text in words(picture))


def test_hostile_names_are_text() -> None:
    """Markup in a name is shown as it is, in picture, page and terminal."""
    evil = "<script>alert(1)</script>[bold]&"
    labels = Labels({**NAMES, PartyId(12): evil})
    page = as_html(chain(), labels, title=evil)
    assert "<script" not in page
    assert evil in words(as_svg(chain(), labels))
    assert evil in printed(chain(), labels)


def test_page_is_whole() -> None:
    """The page has title, picture and what follows, and names no other file."""
    page = as_html(chain(), Labels(NAMES), title="A debt", after="<p>after</p>")
    assert page.startswith("<!DOCTYPE html>")
    assert page.index("<h1>A debt</h1>") < page.index("<svg") < page.index("<p>after</p>")
    assert not any(word in page for word in (" src=", " href=", "url("))


def test_grouped() -> None:
    """Amounts are written in groups of three digits, with the decimals of their currency."""
    assert grouped(euros("-1190000.00")) == "-1,190,000.00"
    assert grouped(Money("1190000", "JPY")) == "1,190,000"


def test_a_token_finer_than_its_currency_is_drawn():
    """Amounts below a cent are amounts; nothing is rounded to be shown."""
    fine = Money.from_units(100_000_001, "EUR", decimals=6)
    part = Money.from_units(1, "EUR", decimals=6)
    whole = tree(station(0, None, 11, received=fine, value=part, paid=part))

    picture = as_svg(whole, Labels())
    assert "100.000001" in picture
    assert "0.000001" in picture
    assert "paid 0.000001" in printed(whole)
