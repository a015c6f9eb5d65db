"""Loans as files: term sheets, agreements, and what follows from them without a node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from silkline.cli.session import text_of
from silkline.errors import BadInput

if TYPE_CHECKING:
    from silkline import Silkline
    from silkline.loan_terms import Agreement, TermSheet

__all__ = ["agreement_in", "is_loan_sheet", "sheet_in", "terms_answer"]


def sheet_in(path: str) -> TermSheet:
    """Return the term sheet of a file; raises ``BadInput``."""
    from silkline import loan_terms

    return loan_terms.read_sheet(path)


def agreement_in(client: Silkline, path: str) -> Agreement:
    """
    Return the agreement of a file: one as JSON, or made of a term sheet for the chain's token.

    Raises:
        BadInput: It is neither.
    """
    from silkline import loan_terms

    content = _json(text_of(path))
    if isinstance(content, dict) and "agreement" in content:
        return loan_terms.Agreement.from_json(text_of(path))
    sheet = sheet_in(path)
    return loan_terms.agreement(sheet, client.deposits.token(sheet.commitment.currency))


def _json(text: str) -> Any:
    from silkline.nesting import read_json

    try:
        return read_json(text)
    except ValueError:
        return None


def is_loan_sheet(path: str) -> bool:
    """Tell whether a file is the term sheet of a loan and no sheet of ``silkline.schedules``."""
    import yaml

    from silkline.nesting import check_yaml

    try:
        text = text_of(path)
        check_yaml(text)
        content = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - text only
    except (BadInput, yaml.YAMLError):
        return False
    return isinstance(content, dict) and {"commitment", "milestones"} <= set(content)


def terms_answer(sheet: TermSheet) -> dict[str, Any]:
    """Return terms as they are written, in words, and milestone by milestone."""
    from silkline.loan_terms import agreement, offline_token, sheet_json
    from silkline.loan_terms.words import words_in

    token = offline_token(sheet.commitment.currency)
    made = agreement(sheet, token)
    milestones = [
        {
            "index": index,
            "amount": one.amount,
            "payees": one.payees,
            "is_list": len(one.payees) > 42,
            "condition": one.condition,
            "deadline": one.deadline or sheet.draw_deadline,
        }
        for index, one in enumerate(sheet.milestones)
    ]
    words = words_in(token, made.message).split("; ")
    return {"terms": sheet_json(sheet), "words": words, "milestones": milestones}
