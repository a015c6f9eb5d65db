"""
Loans that pay out milestone by milestone and pay back by their schedule.

    made = agreement(read_sheet("loan.yaml"), bank.deposits.token("EUR"))
    consent = borrower.loans.sign(made)
    loan = bank.loans.open(made, [consent]).submit().result
    bank.loans.release(loan, 0, evidence).submit()
    bank.loans.collect(loan).submit()
"""

from silkline.loans.acts import ChunkPaid, MilestoneReleased, Repayment
from silkline.loans.domain import Loans
from silkline.loans.evidence import Accepted, Check, Rejected
from silkline.loans.model import Cover, Loan, Milestone, Quote
from silkline.loans.payouts import PayoutRun, PayoutStatus, Progress
from silkline.loans.register import Involved, Opened
from silkline.loans.statement import Balance, Entry, Statement

__all__ = [
    "Accepted",
    "Balance",
    "Check",
    "ChunkPaid",
    "Cover",
    "Entry",
    "Involved",
    "Loan",
    "Loans",
    "Milestone",
    "MilestoneReleased",
    "Opened",
    "PayoutRun",
    "PayoutStatus",
    "Progress",
    "Quote",
    "Rejected",
    "Repayment",
    "Statement",
]
