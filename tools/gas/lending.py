"""Loans of the bank to a borrower; each act is one transaction, whose gas is returned."""

from __future__ import annotations

from typing import Any

from eth_abi.abi import encode

from silkline.kinds import Role
from silkline.loan_math import DayCount, Method, Prepayment
from silkline.loan_terms import Agreement, PayoutList
from silkline.loan_terms.agreement import milestone_leaf
from silkline.merkle import Tree
from tools.gas.business import FOR_EVER, Business, Values, signature
from tools.gas.chain import DAY_SECONDS, FIRST_DAY, Chain, number, secret
from tools.gas.system import CASH, INFINITE, Party, profile

COMMITMENT = 7_654_321_098_765
"""Most that is drawn on each loan, in base units of the token (six decimals)."""
PAYMENT = 123_456_789_012
"""What each milestone pays an account."""
WAGE = 2_345_678_912
"""What a payout list pays each of its payees, and a few units more."""
PAYEES = 100
"""Payees of a chunk."""
DRAW_DEADLINE = FIRST_DAY + 60
FIRST_DUE = FIRST_DAY + 30
DUE_DAYS = (FIRST_DUE, FIRST_DUE + 30, FIRST_DUE + 61, FIRST_DUE + 92)
"""First due days of a loan: the 3rd of November 2024 and of the months that follow."""
DAYS_TO_DEFAULT = 30
ATTESTORS = 3
MODEL = b"scorecard 7".ljust(32, b"\0")
NOBODY = "0x" + "00" * 20
EVIDENCE = "(bytes32,bytes32,bytes32,uint256,uint256,uint256)"


def wages() -> PayoutList:
    """Return a list of 400 accounts, none of a party, paid in four chunks."""
    payees = (f"0x{secret(f'payee of a list {i}', 20).hex()}" for i in range(4 * PAYEES))
    return PayoutList([(payee, WAGE + i) for i, payee in enumerate(payees)], PAYEES)


class Lending(Business):
    """The business with a bank that lends: accounts that milestones pay have cash already.

    Of the eight milestones of a loan, each three hashes from their root, 0 and 1 pay an account,
    2 pays one when two of three attestors say so, 3 a list, 4 a party, 5 to 7 wait for a date.
    """

    def __init__(self, chain: Chain) -> None:
        super().__init__(chain)
        found = self.contracts
        self.loans, self.agreements = found["Loans"], found["LoanAgreements"]
        self.lines, self.collateral = found["CreditLines"], found["Collateral"]
        self.guarantees = found["Guarantees"]
        self.borrower = self.party("borrower", Role.SUPPLIER)
        self.guarantor = self.party("guarantor", Role.GUARANTOR)
        attestors = [self.party(f"attestor {i}", Role.ATTESTOR) for i in range(ATTESTORS)]
        self.attestors = sorted(attestors, key=lambda party: party.id)
        self.payees = [chain.account(f"payee {i}") for i in range(3)]
        self.list = wages()
        self._give()

    def _give(self) -> None:
        """Give everybody cash, and the contracts their allowances."""
        for account in (self.borrower.account, self.guarantor.account, *self.payees):
            self.operate(self.token, "mint", account.address, CASH)
        for account in (self.bank.account, self.borrower.account, *self.payees):
            self.chain.send(account, self.token, "approve", self.loans.address, INFINITE)
        values = (self.guarantees.address, INFINITE)
        self.chain.send(self.guarantor.account, self.token, "approve", *values)

    # terms

    def agreement(self, name: str = "new", *covers: Values, **other: Any) -> Agreement:
        """Return a loan: twelve monthly instalments, the first two of interest alone."""
        milestones = tuple(self._milestones())
        message = {
            **self._sides(),
            **_schedule(),
            "fee": 0,
            "feePayee": NOBODY,
            "covers": list(covers),
            "lined": False,
            "proceedsToPrincipal": False,
            "purpose": b"SUPP",
            "agreementHash": secret(f"loan agreement {name}"),
            "evidenceRoot": secret(f"loan evidence {name}"),
            "milestonesRoot": Tree(map(milestone_leaf, milestones)).root,
            "milestones": len(milestones),
            "salt": number(f"salt of loan {name}", 64),
            "deadline": FOR_EVER,
            **other,
        }
        return Agreement(message, milestones)

    def cover(self) -> Values:
        """Return the guarantor's cover of four fifths of a shortfall."""
        return {
            "guarantor": self.guarantor.id,
            "share": 800_000,
            "cap": COMMITMENT,
            "fee": 0,
        }

    def _sides(self) -> Values:
        return {
            "amends": bytes(32),
            "lender": self.bank.id,
            "borrower": self.borrower.id,
            "token": self.token.address,
            "offset": 4,
            "commitment": COMMITMENT,
            "reserved": False,
            "drawDeadline": DRAW_DEADLINE,
        }

    def _milestones(self) -> list[Values]:
        panel = encode(["uint40[]", "uint256"], [[party.id for party in self.attestors], 2])
        date = encode(["uint256"], [FIRST_DAY * DAY_SECONDS])
        attested, dated = (self.contracts[name].address for name in ("Attested", "NotBefore"))
        payees = [account.address for account in self.payees]
        return [
            _milestone(0, PAYMENT, payees[0]),
            _milestone(1, PAYMENT, payees[1]),
            _milestone(2, PAYMENT, payees[2], attested, panel),
            _milestone(3, self.list.total, self.list.root),
            _milestone(4, PAYMENT, self.next_tier.address),
            *(_milestone(i, PAYMENT, payees[1], dated, date) for i in (5, 6, 7)),
        ]

    # agreeing

    def open_loan(self, made: Agreement) -> int:
        """Open a loan with the signatures of all, brought by a stranger."""
        values = (made.terms, made.covers, self._signed(made))
        return self.chain.send(self.stranger, self.agreements, "open", *values)

    def opened(self, name: str = "new", *covers: Values, **other: Any) -> Agreement:
        """Open a loan and return it (not the gas)."""
        made = self.agreement(name, *covers, **other)
        self.open_loan(made)
        return made

    def drawn(self, name: str = "new", *covers: Values, **other: Any) -> Agreement:
        """Open a loan, release its first milestone, and return it."""
        made = self.opened(name, *covers, **other)
        self.release_milestone(made, 0)
        return made

    def amend_loan(self, made: Agreement, new: Agreement) -> int:
        """Put a new agreement in the place of one, with everybody's signatures."""
        values = (made.terms, new.terms, made.covers, new.covers, self._signed(new))
        return self.chain.send(self.stranger, self.agreements, "amend", *values)

    def amended(self, made: Agreement, name: str, **other: Any) -> Agreement:
        """Return the agreement that takes the place of one."""
        covers = map(dict, made.covers)
        return self.agreement(name, *covers, amends=bytes.fromhex(made.loan[2:]), **other)

    def _signed(self, made: Agreement) -> list[Values]:
        """Return the signatures of lender, borrower and guarantors."""
        digest = self.chain.call(self.agreements, "termsDigest", made.terms)
        signers = [self.bank, self.borrower, *([self.guarantor] * len(made.covers))]
        return [_signed_by(party, digest) for party in signers]

    # paying out

    def release_milestone(self, made: Agreement, index: int, evidence: bytes = b"") -> int:
        """Release a milestone, triggered by a stranger."""
        proven = (made.milestones[index], made.proof(index))
        values = (made.terms, *proven, evidence)
        return self.chain.send(self.stranger, self.loans, "release", *values)

    def pay_chunk(self, made: Agreement, chunk: int) -> int:
        """Pay a chunk of the list of milestone 3, triggered by a stranger."""
        entries, proof = self.list.chunks[chunk], self.list.proof(chunk)
        values = (made.terms, made.milestones[3], chunk, entries, proof)
        return self.chain.send(self.stranger, self.loans, "payOut", *values)

    def evidence(self, made: Agreement, index: int) -> bytes:
        """Return the evidence for a milestone, signed by the first two attestors."""
        seen = {
            "loan": bytes.fromhex(made.loan[2:]),
            "milestone": made.leaves[index],
            "document": secret(f"report on milestone {index}"),
            "value": 1,
            "observedAt": FIRST_DAY * DAY_SECONDS,
            "validUntil": (FIRST_DAY + 180) * DAY_SECONDS,
        }
        digest = self.chain.call(self.contracts["Attested"], "evidenceDigest", seen)
        signed = [_signed_by(party, digest) for party in self.attestors[:2]]
        pairs = [(one["signer"], one["signature"]) for one in signed]
        return bytes(encode([EVIDENCE, "(address,bytes)[]"], [tuple(seen.values()), pairs]))

    def refund(self, made: Agreement, index: int, amount: int) -> int:
        """Return money of a milestone by the account that it paid."""
        values = (made.terms, made.milestones[index], made.proof(index), amount)
        return self.chain.send(self.payees[index], self.loans, "refund", *values)

    # paying back

    def repay(self, made: Agreement, amount: int) -> int:
        """Pay on a loan by the borrower's call."""
        return self.chain.send(self.borrower.account, self.loans, "repay", made.terms, amount)

    def collect_loan(self, made: Agreement) -> int:
        """Collect what is due on a loan, triggered by a stranger."""
        return self.chain.send(self.stranger, self.loans, "collect", made.terms)

    def due(self, made: Agreement) -> int:
        """Return what is due on a loan today."""
        return int(self._quote(made)["due"])

    def payoff(self, made: Agreement) -> int:
        """Return what ends a loan today."""
        return int(self._quote(made)["payoff"])

    def _quote(self, made: Agreement) -> Values:
        # The node answers as of the last block: one of today has to be there.
        self.chain.send(self.stranger, self.token, "approve", self.stranger.address, 0)
        answer: Values = self.chain.call(self.loans, "quote", made.terms, 0)["1"]
        return answer

    def mark_default(self, made: Agreement) -> int:
        """Mark the default of a loan, triggered by a stranger."""
        return self.chain.send(self.stranger, self.loans, "markDefault", made.terms)

    def call_cover(self, made: Agreement) -> int:
        """Call the first cover of a loan, triggered by a stranger."""
        values = (made.terms, made.covers, 0)
        return self.chain.send(self.stranger, self.guarantees, "callLoanCover", *values)

    # securing

    def pledge(self, made: Agreement, *notes: int) -> int:
        """Pledge notes of the borrower for a loan."""
        values = (made.terms, list(notes))
        return self.chain.send(self.borrower.account, self.collateral, "pledge", *values)

    def grant_line(self, group: int = 0) -> int:
        """Grant the borrower a line of the bank, tied to that of its group or of none."""
        terms = {
            "limit": CASH,
            "rateFloor": 45_000,
            "expiry": FIRST_DAY + 365,
            "group": group,
            "decisionHash": secret("decision on the line"),
            "modelVersion": MODEL,
        }
        return self.chain.send(self.bank.account, self.lines, "grant", self.borrower.id, terms)

    def grant_group_line(self) -> int:
        """Grant the borrower's group a line of the bank, and return the group (not the gas)."""
        group = profile("borrower", Role.SUPPLIER)["group"]
        terms = (
            CASH,
            FIRST_DAY + 365,
            secret("decision on the group"),
            MODEL,
        )
        self.chain.send(self.bank.account, self.lines, "grantGroup", group, *terms)
        return group


def _schedule() -> Values:
    return {
        "rate": 61_250,
        "index": bytes(32),
        "spread": 0,
        "floor": 0,
        "firstReset": 0,
        "resetMonths": 0,
        "dayCount": DayCount.ACT_360,
        "method": Method.EQUAL_PRINCIPAL,
        "interestOnly": 2,
        "firstDue": FIRST_DUE,
        "instalments": 12,
        "interval": 1,
        "inDays": False,
        "endOfMonth": False,
        "graceDays": 5,
        "penaltyRate": 80_000,
        "daysToDefault": DAYS_TO_DEFAULT,
        "prepayment": Prepayment.SHORTER,
    }


def _milestone(
    index: int, amount: int, payees: str, condition: str = NOBODY, config: bytes = b""
) -> Values:
    """Return a milestone for an account or, by its root, a list."""
    return {
        "index": index,
        "amount": amount,
        "payees": bytes.fromhex(payees[2:]).rjust(32, b"\0"),
        "condition": condition,
        "config": config,
        "deadline": 0,
    }


def _signed_by(party: Party, digest: bytes) -> Values:
    return {"signer": party.address, "signature": signature(party.account, digest)}
