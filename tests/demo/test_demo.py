"""
scripts.demo

├── run as it stands, on each node
│   ├── ends well within a minute, without a word on standard error
│   ├── cash before, after and differences add up, party by party
│   ├── the holders' payouts add up to the debt
│   ├── each way of consent, the refusal and both quotes are shown
│   ├── every assumption is shown with its kind
│   └── the page stands alone and has every party and amount
└── when something is wrong → one line that says what, exit code 1
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree, html

import silkline as sl
from scripts import demo as script
from scripts import demo_account
from scripts.demo_cast import Cast
from silkline.chain import local
from tests.demo.conftest import ROOT, Outcome, demo

FACE = Decimal("1190000.00")
PARTIES = (
    "Anchor",
    "Tier-1 supplier",
    "Tier-2 supplier",
    "Tier-3 supplier A",
    "Tier-3 supplier B",
    "Tier-3 supplier C",
    "Tier-4 supplier",
    "Bank A",
    "Bank B",
)
PAYOUTS = ("547,400.00", "232,050.00", "222,530.00", "101,150.00", "86,870.00")
ASSUMPTIONS = ROOT / "demo" / "assumptions.yaml"
INVOICE = ROOT / "demo" / "invoice.xml"


def amount(text: str) -> Decimal:
    """Read an amount such as ``-1,190,000.00``."""
    return Decimal(text.replace(",", ""))


def cash_rows(printed: str) -> dict[str, list[Decimal]]:
    """Return before, after and difference of every row of the table of cash."""
    table = printed.partition("Cash of every party")[2].partition("Waiting days")[0]
    number = r"([+-]?[\d,]+\.\d\d)"
    rows = re.findall(rf"^ *(\S.*?) +{number} +{number} +{number} *$", table, re.MULTILINE)
    return {name: [amount(text) for text in numbers] for name, *numbers in rows}


def test_succeeds_within_a_minute(outcome: Outcome) -> None:
    """The demo ends with exit code 0 and nothing on standard error, in less than a minute."""
    assert (outcome.code, outcome.complaint) == (0, "")
    assert "52 checks passed, 22 transactions" in outcome.printed
    assert outcome.seconds < 60


def test_cash_adds_up(outcome: Outcome) -> None:
    """Every row and every column of the table of cash adds up, and the differences to nothing."""
    rows = cash_rows(outcome.printed)
    total = rows.pop("Total")
    assert tuple(rows) == PARTIES
    assert all(after - before == change for before, after, change in (*rows.values(), total))
    assert [sum(column) for column in zip(*rows.values(), strict=True)] == total
    assert total[2] == 0
    assert rows["Anchor"][2] == -FACE


def test_payouts_add_up(outcome: Outcome) -> None:
    """What the holders are paid is the debt, to the last cent."""
    paid = re.findall(r"([\d,]+\.\d\d) EUR +note #\d", outcome.printed)
    assert tuple(paid) == PAYOUTS
    assert sum(map(amount, paid)) == FACE


def test_tier_4_sells_to_the_better_bank_in_the_same_minute(outcome: Outcome) -> None:
    """Both quotes are shown, the better one is what tier 4 has in the end, within a minute."""
    quotes = re.findall(r"(Bank [AB]) would pay ([\d,]+\.\d\d) EUR", outcome.printed)
    best, proceeds = max(quotes, key=lambda quote: amount(quote[1]))
    seconds = re.search(r"(\d+) seconds after the note reached Tier-4", outcome.printed)
    rows = cash_rows(outcome.printed)
    assert [bank for bank, _ in quotes] == ["Bank A", "Bank B"]
    assert f"takes the offer of {best}" in outcome.printed
    assert rows["Tier-4 supplier"][1] == amount(proceeds)
    assert rows[best][2] == amount(PAYOUTS[-1]) - amount(proceeds)
    assert seconds
    assert int(seconds[1]) <= 60


@pytest.mark.parametrize(
    "words",
    [
        "The anchor signs these words (EIP-712)",
        "party 1 owes 1190000.00 EUR to party 11, due 2027-04-30",
        "consent was given beforehand",
        "Tier-3 supplier A accepts, three hours later",
        "Tier-3 supplier B refuses",
        "pays Tier-3 supplier C with it instead",
        "consented by a signature in the call",
        "Tier-4 supplier, which has no gas",
        "time moves on to 2027-04-30",
    ],
)
def test_tells_the_story(outcome: Outcome, words: str) -> None:
    """Each turn of the story is told in words."""
    assert words in " ".join(outcome.printed.split())


def test_every_step_has_time_and_gas(outcome: Outcome) -> None:
    """Each of the 22 transactions is printed with its number, block time and gas."""
    steps = re.findall(r"^ *(\d+)  \S.*\n +(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d), [\d,]+ gas$",
                       outcome.printed, re.MULTILINE)  # fmt: skip
    assert [int(number) for number, _ in steps] == list(range(1, 23))
    assert [time for _, time in steps] == sorted(time for _, time in steps)


def test_says_what_is_law_statistic_or_example(outcome: Outcome) -> None:
    """The output says of each assumption which kind it is, and cites law and statistic."""
    said = " ".join(outcome.printed.partition("What is assumed")[2].split())
    assert "law: statutory term 60 days. Directive 2011/7/EU" in said
    assert "statistic: observed term" in said
    assert "example, chosen for the demo: term tier 2 90 days" in said
    assert "Cost without" in outcome.printed


def test_page_has_every_party_and_amount(outcome: Outcome) -> None:
    """The page parses, and its picture names every holder, every payout and the refusal."""
    page = html.fromstring(outcome.page)
    picture = " ".join(page.xpath("//*[local-name()='svg']//text()"))
    everything = page.text_content()
    holders = [party for party in PARTIES if party not in ("Bank A", "Tier-3 supplier B")]
    assert all(party in everything for party in PARTIES)
    assert all(party in picture for party in holders)
    assert all(text in picture for text in (*PAYOUTS, "1,190,000.00", "642,600.00", "309,400.00"))
    assert "offered to Tier-3 supplier B, which refused" in picture
    assert "in payment of castings, invoice" in picture


def test_picture_is_well_formed(outcome: Outcome) -> None:
    """The picture alone is well-formed SVG."""
    text = re.search(r"<svg.*</svg>", outcome.page, re.DOTALL)
    assert text
    assert etree.fromstring(text[0]).tag == "{http://www.w3.org/2000/svg}svg"


def test_page_needs_nothing_from_outside(outcome: Outcome) -> None:
    """The page has no script, link, image or address of another file."""
    page = html.fromstring(outcome.page)
    assert not page.xpath("//script | //link | //img | //iframe | //object | //@src | //@href")
    assert "url(" not in outcome.page
    assert outcome.page.count("http") == outcome.page.count("http://www.w3.org/2000/svg")


def changed(path: Path, folder: Path, old: str, new: str) -> str:
    """Write a copy of a file with one thing changed, and return its path."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    copy = folder / path.name
    copy.write_text(text.replace(old, new), encoding="utf-8")
    return str(copy)


@pytest.mark.parametrize(
    ("option", "path", "old", "new", "reason"),
    [
        ("--assumptions", ASSUMPTIONS, '"4.55"', "4.55", 'write "4.55" in quotes'),
        ("--assumptions", ASSUMPTIONS, '"4.55"', '"dear"', "bank_b_rate is no rate"),
        ("--assumptions", ASSUMPTIONS, "bank_a_fee:", "fee:", "bank_a_fee is missing"),
        ("--assumptions", ASSUMPTIONS, "kind: law", "kind: rumour", "is of kind 'rumour'"),
        ("--assumptions", ASSUMPTIONS, "source: example\n", "source: ''\n", "needs a unit and a"),
        ("--assumptions", ASSUMPTIONS, "value: 73\n", "value: 0\n", "1 to 999 per mille"),
        ("--assumptions", ASSUMPTIONS, "value: 90\n", "value: -1\n", "must be a whole number"),
        ("--assumptions", ASSUMPTIONS, "value: 73\n", "value: 900\n", "ValueExceedsNote"),
        ("--assumptions", ASSUMPTIONS, '"1200000.00"', '"900.00"', "neither bank buys"),
        ("--invoice", INVOICE, "1190000.00", "1190000.01", "BR-CO-15"),
        ("--invoice", INVOICE, "</ubl:Invoice>", "", "not-xml"),
        ("--invoice", INVOICE, "2027-04-30", "2027-01-05", "DueDayPassed"),
        ("--invoice", INVOICE, "<cbc:DueDate>2027-04-30</cbc:DueDate>", "", "names no due date"),
    ],
)
def test_fails_with_one_line(
    tmp_path: Path, option: str, path: Path, old: str, new: str, reason: str
) -> None:
    """A wrong input or a failing step ends the demo with one line and exit code 1."""
    outcome = demo(tmp_path, option, changed(path, tmp_path, old, new))
    assert outcome.code == 1
    assert outcome.complaint.startswith("demo failed: ")
    assert reason in outcome.complaint
    assert outcome.complaint.count("\n") == 1


@pytest.mark.parametrize("content", ["{", "- 1", ""])
def test_assumptions_must_be_a_mapping(tmp_path: Path, content: str) -> None:
    """A file that is no mapping in YAML is refused by name."""
    path = tmp_path / "assumptions.yaml"
    path.write_text(content, encoding="utf-8")
    outcome = demo(tmp_path, "--assumptions", str(path))
    assert (outcome.code, outcome.complaint.count("\n")) == (1, 1)
    assert str(path) in outcome.complaint


@pytest.mark.parametrize("option", ["--assumptions", "--invoice"])
def test_missing_file(tmp_path: Path, option: str) -> None:
    """A file that is not there is named."""
    outcome = demo(tmp_path, option, str(tmp_path / "nowhere"))
    assert (outcome.code, outcome.complaint.count("\n")) == (1, 1)
    assert "nowhere" in outcome.complaint


def test_missing_node(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the node's program the demo says how to get it."""

    def missing(kind: str) -> str:
        raise sl.NodeError(f"no {kind}: run `make demo` once")

    monkeypatch.setattr(local, "find_node", missing)
    code = script.main(["--output", str(tmp_path)])
    assert code == 1
    assert capsys.readouterr().err == "demo failed: no anvil: run `make demo` once\n"


def test_wrong_difference_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A difference of one cent in anybody's cash fails the demo, with both values."""
    truth = demo_account.balances

    def one_cent_short(cast: Cast, currency: str) -> dict[sl.PartyId, sl.Money]:
        found = dict(truth(cast, currency))
        if found[cast.tier1.id].minor:
            found[cast.tier1.id] -= sl.Money.minor(1, currency)
        return found

    monkeypatch.setattr(demo_account, "balances", one_cent_short)
    assert script.main(["--output", str(tmp_path)]) == 1
    complaint = capsys.readouterr().err
    assert "The change of the cash of Tier-1 supplier" in complaint
    assert "is 547399.99 EUR, should be 547400.00 EUR" in complaint


def test_help_explains(capsys: pytest.CaptureFixture[str]) -> None:
    """The help tells the story in short and names the options."""
    with pytest.raises(SystemExit) as ended:
        script.main(["--help"])
    printed = capsys.readouterr().out
    assert ended.value.code == 0
    assert "From an e-invoice to cash at the fourth tier" in printed
    assert all(option in printed for option in ("--network", "--invoice", "--assumptions", "--due"))


def test_unknown_network(capsys: pytest.CaptureFixture[str]) -> None:
    """A node that the demo does not know is refused with the choice."""
    with pytest.raises(SystemExit) as ended:
        script.main(["--network", "mainnet"])
    assert ended.value.code == 2
    assert "anvil" in capsys.readouterr().err
