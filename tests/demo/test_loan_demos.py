"""
scripts.demo of loans

├── wages: everybody is paid, the loan comes back with its penalty, to the last cent
├── harvest: every ticket becomes cash, the pledged debt repays the loan
├── what both print
│   ├── every step has its number, time and gas
│   ├── statement and cash add up
│   └── no card, person or hash of them is on the chain
├── a difference, a name on the chain → the demo fails, and says both values
└── a wrong input → one line, exit code 1 or 2
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console

import silkline as sl
from scripts import demo as script
from scripts import demo_harvest, demo_loans_account, demo_people, demo_wages
from scripts.demo_assumptions import Assumptions
from scripts.demo_loans import altered, payout_list
from scripts.demo_stage import Stage, StepFailed
from silkline.loan_terms import offline_token
from tests.demo.conftest import ROOT

PEOPLE, CHUNK = 24, 10
NUMBER = r"([+-]?[\d,]+\.\d\d)"


def eur(text: str) -> sl.Money:
    """Return euros."""
    return sl.Money(text, "EUR")


def paths(scenario: str) -> Path:
    """Return the assumptions of a scenario."""
    return ROOT / "demo" / scenario / "assumptions.yaml"


@dataclass(frozen=True)
class Told:
    """What a demo printed, and the stage that it left."""

    printed: str
    stage: Stage

    def rows(self, title: str) -> list[list[str]]:
        """Return the lines of a table that end with an amount: its first words, then amounts."""
        table = self.printed.partition(f"\n{title}")[2]
        lines = [re.split(r" {2,}", line.strip()) for line in table.splitlines()]
        end = next(i for i, line in enumerate(lines) if line[0] == "Total")
        return [line for line in lines[: end + 1] if re.fullmatch(NUMBER, line[-1])]

    @property
    def words(self) -> str:
        """Everything in one line."""
        return " ".join(self.printed.split())


def tell(run: Callable[..., Stage], scenario: str) -> Told:
    """Tell a story with few people, on Anvil."""
    file = io.StringIO()
    console = Console(file=file, width=160, highlight=False)
    stage = run(console, "anvil", paths(scenario), people=PEOPLE, chunk=CHUNK)
    return Told(file.getvalue(), stage)


@pytest.fixture(scope="module")
def wages() -> Told:
    """The demo of wages."""
    return tell(demo_wages.run, "wages")


@pytest.fixture(scope="module")
def harvest() -> Told:
    """The demo of the harvest."""
    return tell(demo_harvest.run, "harvest")


@pytest.fixture(params=["wages", "harvest"])
def told(request: pytest.FixtureRequest) -> Told:
    """Each of both demos."""
    found: Told = request.getfixturevalue(request.param)
    return found


def amount(text: str) -> Decimal:
    """Read an amount such as ``-1,190,000.00``."""
    return Decimal(text.replace(",", ""))


def assumed(scenario: str) -> Assumptions:
    """Return the assumptions of a scenario, read."""
    return Assumptions.read(paths(scenario))


@pytest.mark.parametrize(
    "words",
    [
        "Owner of the building (1), Subcontractor (12)",
        "released when inspector and engineer sign (2 of 2), from money set aside now",
        "inspector and engineer sign for this milestone of this loan",
        "a wage to itself: ChunkUnknown",
        "the next wages, signed for by itself: TooFewSignatures(given 1, needed 2)",
        "a payment turned back: NotPayee",
        "Compliance freezes one worker's account",
        "waits for its worker; nobody else noticed",
        "The wage reaches its worker, by anyone's call",
        "What is left of the reserve goes back to the bank",
        "19 days past due",
        "Due 2027-06-30, the rest with penalty",
        "Due 2027-12-31, collected",
        "law: wages paid to the worker concerned directly. Protection of Wages Convention",
    ],
)
def test_wages_tells_the_story(wages: Told, words: str) -> None:
    """Each turn of the construction loan is told in words."""
    assert words in wages.words


@pytest.mark.parametrize(
    "words",
    [
        "24 tickets, each signed by the station with a salt of its own",
        "The mill confirms what it owes the purchaser on 2027-10-31",
        "2 of 3 parts are met, 3 needed",
        "The purchaser pledges the mill's debt",
        "3 of 3 parts are met, 3 needed",
        "24 farmers are paid",
        "Without: 182 days 15,724,800",
        "Longest that the law allows: 60 days 5,184,000",
        "The pledged note repays the loan, by anyone's call",
        "left for the purchaser, in the same transaction",
        "law: statutory term 60 days. Directive (EU) 2019/633",
    ],
)
def test_harvest_tells_the_story(harvest: Told, words: str) -> None:
    """Each turn of the harvest is told in words."""
    assert words in harvest.words


def test_every_step_has_time_and_gas(told: Told) -> None:
    """Every transaction is printed with its number, block time and gas."""
    found = re.findall(r"^ *(\d+)  \S.*\n +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d, [\d,]+ gas$",
                       told.printed, re.MULTILINE)  # fmt: skip
    assert [int(number) for number in found] == list(range(1, len(told.stage.steps) + 1))
    assert f"{told.stage.checks} checks passed, {len(found)} transactions" in told.printed


def test_cash_adds_up(told: Told) -> None:
    """The table of cash adds up in rows and columns, and its differences to nothing."""
    rows = [list(map(amount, row[-3:])) for row in told.rows("Cash of everybody")]
    *parts, total = rows
    assert all(after - before == change for before, after, change in rows)
    assert [sum(column) for column in zip(*parts, strict=True)] == total
    assert total[2] == 0


def test_statement_adds_up(told: Told) -> None:
    """The statement adds up, all principal came back, and nothing is left."""
    *lines, total = [row[-5:] for row in told.rows("Statement of the loan")]
    sums = [sum(amount(line[i]) for line in lines) for i in range(4)]
    assert sums == [amount(text) for text in total[:4]]
    assert sums[0] == sums[3]
    assert amount(total[4]) == 0


def test_wages_reach_the_workers(wages: Told) -> None:
    """What the workers have in the end is the wage bill of both months, made anew."""
    workers = demo_people.crew(PEOPLE)
    months = [demo_people.wages(workers, n, assumed("wages"), "EUR").values() for n in (1, 2)]
    total = sum((money for month in months for money in month), start=eur("0.00"))
    found = {row[0]: row[-1] for row in wages.rows("Cash of everybody")}
    assert amount(found["24 workers"]) == total.amount
    assert found["Subcontractor"] == "0.00"


def test_late_month_costs_a_penalty(wages: Told) -> None:
    """One line of the statement pays a penalty, and no other."""
    penalties = [row[-4] for row in wages.rows("Statement of the loan")[:-1]]
    assert [text for text in penalties if text != "0.00"] == [
        wages.rows("Statement of the loan")[-1][-4]
    ]


def test_harvest_is_paid_in_seconds(harvest: Told) -> None:
    """The last ticket is cash within two minutes of the chain's clock."""
    found = re.search(r"ticket to cash: (\d+) seconds for the last ticket", harvest.words)
    assert found
    assert int(found[1]) < 120


def test_difference_fails() -> None:
    """One cent too little fails a demo, with both values."""
    stage = Stage(Console(file=io.StringIO()), chain=None, utc_offset=0)  # type: ignore[arg-type]
    before, after = {"Bank": eur("5.00")}, {"Bank": eur("4.99")}
    with pytest.raises(StepFailed, match=r"of Bank: is -0\.01 EUR, should be 0\.00 EUR"):
        demo_loans_account.check_cash(stage, before, after, {"Bank": eur("0.00")})


def test_money_from_nowhere_fails() -> None:
    """Expected changes that do not add up to nothing fail a demo."""
    stage = Stage(Console(file=io.StringIO()), chain=None, utc_offset=0)  # type: ignore[arg-type]
    before, after = {"Bank": eur("5.00")}, {"Bank": eur("6.00")}
    with pytest.raises(StepFailed, match="All changes together"):
        demo_loans_account.check_cash(stage, before, after, {"Bank": eur("1.00")})


@pytest.mark.parametrize("form", [str.encode, lambda word: sha256(word.encode()).digest()])
def test_name_on_the_chain_fails(form: Callable[[str], bytes]) -> None:
    """A card's number in a call, plain or hashed, fails a demo."""
    block = {"transactions": [{"input": "0x00" + form("SITE-1").hex()}]}
    answers = {"eth_blockNumber": "0x0", "eth_getBlockByNumber": block, "eth_getLogs": []}
    chain = SimpleNamespace(rpc=lambda method, *_: answers[method])
    stage = Stage(Console(file=io.StringIO()), chain=chain, utc_offset=0)  # type: ignore[arg-type]
    demo_loans_account.check_unnamed(stage, 0, ["SITE-2"])
    with pytest.raises(StepFailed, match="SITE-1 is on the chain"):
        demo_loans_account.check_unnamed(stage, 0, ["SITE-1"])


def test_accounts_say_nothing_of_people() -> None:
    """The same people have other accounts in another project, and the list goes by account."""
    here, there = demo_people.crew(PEOPLE), demo_people.crew(PEOPLE)
    assert [one.card for one in here] == [one.card for one in there]
    assert not {one.account for one in here} & {one.account for one in there}
    amounts = demo_people.wages(here, 1, assumed("wages"), "EUR")
    payouts = payout_list(amounts, offline_token("EUR"), CHUNK)
    assert [account for account, _ in payouts.entries] == sorted(one.account for one in here)
    assert altered(payouts, there[0].account).root != payouts.root


def test_tickets_are_made_by_rule() -> None:
    """Tickets of a window come in the order of time, and are worth their weight exactly."""
    tickets = demo_people.deliveries(PEOPLE, 1_000, 240, assumed("harvest"), "EUR")
    assert [ticket.time for ticket in tickets] == [1_000 + 10 * n for n in range(1, PEOPLE + 1)]
    assert all(one.amount.minor * 1000 == one.kilograms * one.price.minor for one in tickets)
    assert len({one.leaf.hash() for one in tickets}) == PEOPLE


def test_nobody_rounds_a_price() -> None:
    """A price that gives parts of a cent is refused."""
    assert demo_people.worth(20, eur("232.50")) == eur("4.65")
    with pytest.raises(sl.BadInput, match="no whole amount"):
        demo_people.worth(20, eur("232.51"))


@pytest.mark.parametrize("scenario", ["wages", "harvest"])
def test_fails_with_one_line(
    scenario: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Assumptions without what is needed end each scenario with one line and exit code 1."""
    path = tmp_path / "assumptions.yaml"
    path.write_text("{}", encoding="utf-8")
    assert script.main(["--scenario", scenario, "--assumptions", str(path)]) == 1
    complaint = capsys.readouterr().err
    assert complaint == f"demo failed: {path}: utc_offset is missing\n"


def test_unknown_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    """A scenario that the demo does not know is refused with the choice."""
    with pytest.raises(SystemExit) as ended:
        script.main(["--scenario", "gold"])
    complaint = capsys.readouterr().err
    assert ended.value.code == 2
    assert all(name in complaint for name in ("receivables", "wages", "harvest"))
