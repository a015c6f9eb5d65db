"""The way back: the term sheet that says what an agreement says, to be read, changed and signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from silkline.chain import abi
from silkline.dates import date_of, moment
from silkline.errors import BadInput
from silkline.ids import PartyId
from silkline.loan_math import DayCount, Method, Prepayment
from silkline.loan_terms.agreement import Agreement, agreement, payees_in
from silkline.loan_terms.sheet import Cover, FloatingRate, Milestone, TermSheet, percent
from silkline.money import Money
from silkline.tokens import Token

__all__ = ["sheet_of"]

Struct = Mapping[str, Any]


def sheet_of(made: Agreement, token: Token) -> TermSheet:
    """
    Return the sheet from which ``agreement`` makes the same terms.

    Args:
        made: The agreement.
        token: What is lent.

    Raises:
        BadInput: It is of another token, or says something that no sheet does.
    """
    message = made.message
    if message["token"] != token.address:
        raise BadInput(f"the agreement is of token {message['token']}, not {token.address}")
    sheet = TermSheet(
        **_sides(message, token),
        **_schedule(message),
        **_costs(message, token),
        milestones=tuple(_milestone(one, token) for one in made.milestones),
    )
    again = agreement(sheet, token).hash
    if again != made.hash:
        raise BadInput(f"no term sheet says what the terms {made.hash} say; nearest is {again}")
    return sheet


def _sides(message: Struct, token: Token) -> dict[str, Any]:
    return {
        "lender": PartyId(int(message["lender"])),
        "borrower": PartyId(int(message["borrower"])),
        "commitment": token.money(message["commitment"]),
        "draw_deadline": date_of(message["drawDeadline"]),
        "reserved": message["reserved"],
        "lined": message["lined"],
        "proceeds_to_principal": message["proceedsToPrincipal"],
        "utc_offset": message["offset"],
        "purpose": message["purpose"].rstrip(b"\0").decode("ascii", "replace"),
        "agreement_hash": abi.to_hex(message["agreementHash"]),
        "evidence_root": _unless_zero(message["evidenceRoot"]),
        "amends": _unless_zero(message["amends"]),
        "salt": message["salt"],
        "deadline": _deadline(message["deadline"]),
    }


def _schedule(message: Struct) -> dict[str, Any]:
    return {
        "rate": percent(message["rate"]),
        "floating": _floating(message),
        "day_count": DayCount(message["dayCount"]),
        "method": Method(message["method"]),
        "first_due": date_of(message["firstDue"]),
        "instalments": message["instalments"],
        "interval": message["interval"],
        "in_days": message["inDays"],
        "end_of_month": message["endOfMonth"],
        "interest_only": message["interestOnly"],
        "grace_days": message["graceDays"],
        "penalty_rate": percent(message["penaltyRate"]),
        "days_to_default": message["daysToDefault"],
        "prepayment": Prepayment(message["prepayment"]),
    }


def _floating(message: Struct) -> FloatingRate | None:
    if not any(message["index"]):
        return None
    return FloatingRate(
        index=abi.to_hex(message["index"]),
        spread=percent(message["spread"]),
        first_reset=date_of(message["firstReset"]),
        reset_months=message["resetMonths"],
        floor=percent(message["floor"]),
    )


def _costs(message: Struct, token: Token) -> dict[str, Any]:
    return {
        "fee": _amount(message["fee"], token),
        "fee_payee": _account(message["feePayee"]),
        "covers": tuple(_cover(one, token) for one in message["covers"]),
    }


def _cover(cover: Struct, token: Token) -> Cover:
    return Cover(
        guarantor=PartyId(int(cover["guarantor"])),
        share=percent(cover["share"]),
        cap=token.money(cover["cap"]),
        fee=_amount(cover["fee"], token),
    )


def _milestone(one: Struct, token: Token) -> Milestone:
    return Milestone(
        amount=token.money(one["amount"]),
        payees=payees_in(one)[0],
        condition=_account(one["condition"]),
        config=abi.to_hex(one["config"]),
        deadline=date_of(one["deadline"]) if one["deadline"] else None,
    )


def _amount(units: int, token: Token) -> Money | None:
    return token.money(units) if units else None


def _account(address: str) -> str | None:
    return address if int(address, 16) else None


def _unless_zero(data: bytes) -> str | None:
    return abi.to_hex(data) if any(data) else None


def _deadline(seconds: int) -> Any:
    """Return a moment as a datetime where there is one; far ones stay numbers."""
    return moment(seconds) if seconds < 1 << 36 else seconds
