"""
Terms of loans: from a sheet that people write to what parties sign and the chain proves.

    sheet = read_sheet("loan.yaml")
    made = agreement(sheet, token)         # base units, day numbers, hashes
    made.loan, made.proof(0)               # the loan's id; what proves its first milestone
"""

from silkline.loan_terms.agreement import Agreement, agreement, offline_token
from silkline.loan_terms.files import read_sheet, sheet_from, sheet_json
from silkline.loan_terms.payout_files import PayoutProblem, PayoutProblems, read_payouts
from silkline.loan_terms.payouts import PayoutList, chunk_size_for
from silkline.loan_terms.plans import plan_of
from silkline.loan_terms.reading import sheet_of
from silkline.loan_terms.sheet import (
    Cover,
    FloatingRate,
    Milestone,
    Percent,
    TermSheet,
    percent,
    ppm,
)

__all__ = [
    "Agreement",
    "Cover",
    "FloatingRate",
    "Milestone",
    "PayoutList",
    "PayoutProblem",
    "PayoutProblems",
    "Percent",
    "TermSheet",
    "agreement",
    "chunk_size_for",
    "offline_token",
    "percent",
    "plan_of",
    "ppm",
    "read_payouts",
    "read_sheet",
    "sheet_from",
    "sheet_json",
    "sheet_of",
]
