"""``silkline schedule``: what falls due on which day. Works offline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from silkline.schedules import Schedule

__all__ = ["schedule"]

REFUSED = 2
"""Exit code of terms that are refused or cannot be read."""


@click.group()
def schedule() -> None:
    """Reckon what falls due on which day."""


@schedule.command()
@click.argument("file", type=click.Path(), required=False)
@click.option("--amount", help="Amount drawn, such as 120000.00.")
@click.option("--currency", help="ISO 4217 code.")
@click.option("--rate", help="For one year: 0.045 is 4.5 %.")
@click.option("--method", help="bullet, interest-only, equal-principal or annuity.")
@click.option("--drawn", help="Day on which the money is paid out.")
@click.option("--first-due", help="First due day.")
@click.option("--count", help="Number of due days.")
@click.option("--every", help="From one due day to the next: 1M, 14D, 1Q.")
@click.option("--interest-only", help="Due days at the start that pay interest alone.")
@click.option("--day-count", help='Named exactly: "ACT/360", "30E/360".')
@click.option("--end-of-month", is_flag=True, default=None, help="Ends of months stay ends.")
@click.option("--rounding", help="half-even, half-up, up or down.")
@click.option("--fee", default="0", help="Kept back at the draw; counts in the yearly cost.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, amounts in minor units.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, amounts in the main unit.")
def show(file: str | None, fee: str, as_json: bool, as_csv: bool, **options: Any) -> None:
    """
    Show the schedule of a term sheet FILE (YAML or JSON), of options, or of both.

    An option replaces what the file says. Terms that cannot be read or contradict each other
    are refused with the reason, and the exit code is 2. Of the term sheet of a loan (silkline
    loan) the whole commitment is taken as drawn on --drawn, by default on the draw deadline.

    \b
    Example:
        silkline schedule show --amount 120000.00 --currency EUR --rate 0.045 \\
            --method annuity --drawn 2027-01-15 --first-due 2027-02-15 --count 12
        silkline schedule show loan.yaml --csv > loan.csv
    """
    from silkline.errors import BadInput
    from silkline.money import Money

    given = {name: "true" if value is True else value for name, value in options.items() if value}
    try:
        reckoned = _reckoned(file, given)
        cost = _cost(reckoned, Money(fee, reckoned.currency).minor)
    except BadInput as error:
        _refuse(str(error), as_json)
    if as_csv:
        click.echo(reckoned.to_csv(), nl=False)
    elif as_json:
        click.echo(
            json.dumps({**reckoned.to_json(), "apr": None if cost is None else str(cost)}, indent=2)
        )
    else:
        _print(reckoned, cost)


def _reckoned(file: str | None, given: dict[str, str]) -> Schedule:
    """Return the schedule of a file, of options, or of both."""
    from silkline import schedules
    from silkline.cli.sheets import is_loan_sheet, sheet_in
    from silkline.errors import BadInput
    from silkline.loan_terms import plan_of

    if file is None or not is_loan_sheet(file):
        terms = {**(schedules.read_term_sheet(file) if file else {}), **given}
        return schedules.schedule_of(schedules.term_sheet(terms))
    if others := sorted(set(given) - {"drawn"}):
        raise BadInput(f"{others[0]}: the sheet of a loan says it; only drawn may be given")
    return plan_of(sheet_in(file), given.get("drawn"))


def _cost(reckoned: Schedule, fee: int) -> Decimal | None:
    """Return the effective rate a year, or None where there is none to speak of."""
    from silkline import schedules
    from silkline.errors import BadInput

    try:
        return schedules.apr(reckoned, fee=fee)
    except BadInput:
        return None


@schedule.command()
@click.argument("file", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print JSON in the form of the results.")
def actus(file: str, as_json: bool) -> None:
    """
    Show the events of the contracts in FILE, which has the form of the public ACTUS tests.

    FILE is JSON: one case, or an object of cases by name; PAM, LAM and ANN are offered. One
    case is answered with a list of events, several with an object of such lists. A case that
    needs what is not offered is answered with {"unsupported": feature}. Where a case cannot be
    read its answer is {"error": ...}, and the exit code is 2.

    \b
    Example:
        silkline schedule actus actus-tests-pam.json --json | jq .pam01
    """
    from silkline.errors import BadInput
    from silkline.schedules.actus import read_json

    try:
        read = read_json(Path(file).read_text(encoding="utf-8"))
        answers = _answers(read)
    except (OSError, UnicodeDecodeError, BadInput) as error:
        _refuse(str(error), as_json)
    if as_json:
        click.echo(_written(answers.get("", answers)))
    else:
        for name, answer in answers.items():
            _print_events(name, answer)
    if any("error" in answer for answer in answers.values()):
        raise SystemExit(REFUSED)


def _answers(read: Any) -> dict[str, Any]:
    """Return the answer to each case by its name; a single case has the name ""."""
    from silkline.errors import BadInput

    if not isinstance(read, dict):
        raise BadInput("the file is a JSON object: one case, or cases by name")
    if "contractType" in read:
        read = {"terms": read}
    cases = {"": read} if "terms" in read else read
    return {name: _answer(case) for name, case in cases.items()}


def _answer(case: Any) -> Any:
    from silkline.errors import BadInput
    from silkline.schedules.actus import run_case

    try:
        return run_case(case if isinstance(case, dict) else {})
    except BadInput as error:
        return _error(str(error))


def _error(message: str) -> dict[str, dict[str, str]]:
    return {"error": {"code": "bad-input", "message": message}}


def _refuse(message: str, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps(_error(message), indent=2))
    else:
        click.echo(f"Refused: {_printable(message)}", err=True)
    raise SystemExit(REFUSED)


def _written(value: Any, indent: str = "") -> str:
    """Return JSON; a ``Decimal`` is a number with exactly its digits, which ``json`` cannot."""
    inner = indent + "  "
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, dict) and value:
        parts = [f"{json.dumps(name)}: {_written(one, inner)}" for name, one in value.items()]
        return "{\n" + ",\n".join(inner + part for part in parts) + f"\n{indent}}}"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(inner + _written(one, inner) for one in value) + f"\n{indent}]"
    return json.dumps(value)


def _number(value: Decimal) -> str:
    """Return a number without exponent and without zeros that say nothing."""
    written = f"{value:f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if written in ("-0", "") else written


def _print(reckoned: Schedule, cost: Decimal | None) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    drawn = f"{reckoned.written(reckoned.amount)} {reckoned.currency} drawn on {reckoned.drawn}"
    console.print(drawn, style="bold", markup=False)
    console.print(reckoned.table())
    shown = "none" if cost is None else f"{cost:.4%}"
    console.print(f"Yearly cost (effective): {shown}", markup=False)


def _print_events(name: str, answer: Any) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    if name:
        console.print(_printable(name), style="bold", markup=False)
    if isinstance(answer, Mapping):
        console.print(_printable(json.dumps(answer)), markup=False)
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("Time", "Event", "Payoff", "Currency", "Principal", "Rate", "Accrued"):
        left = title in ("Time", "Event", "Currency")
        table.add_column(title, justify="left" if left else "right")
    for event in answer:
        cells = (_number(v) if isinstance(v, Decimal) else v for v in event.values())
        table.add_row(*(Text(_printable(cell)) for cell in cells))
    console.print(table)


def _printable(text: str) -> str:
    """Return *text* without control characters: a file must not steer the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)
