"""Paying a whole payout list: chunk after chunk, each once, going on where it stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from silkline.chain.connection import Connection
from silkline.chain.signers import Signer
from silkline.errors import BadInput
from silkline.loan_terms.agreement import payees_in
from silkline.loan_terms.payout_files import read_payouts
from silkline.loan_terms.payouts import CHUNK, PayoutList, chunk_size_for
from silkline.loans.acts import ChunkPaid
from silkline.loans.known import Known
from silkline.money import Money
from silkline.operation import Operation
from silkline.refusals import ChunkPaid as ChunkPaidBefore

if TYPE_CHECKING:
    from silkline.loans.domain import Loans

__all__ = ["PayoutRun", "PayoutStatus", "Progress"]


@dataclass(frozen=True)
class Progress:
    """How far a list has been paid."""

    done: int
    """Chunks looked at, this one included."""
    chunks: int
    """Chunks of the list."""
    paid: ChunkPaid | None
    """What was paid just now; None where the chunk had been paid before."""


@dataclass(frozen=True)
class PayoutRun:
    """What one run over a list has paid."""

    paid: tuple[ChunkPaid, ...]
    """Chunks that this run paid."""
    skipped: tuple[int, ...]
    """Chunks that had been paid before."""
    amount: Money
    """What this run paid, parked amounts included."""
    parked: Money
    """Part that waits for payees that could not be paid."""


@dataclass(frozen=True)
class PayoutStatus:
    """How far a payout list is paid."""

    chunks: int
    """Chunks of the list."""
    paid: tuple[int, ...]
    """Numbers of those that are paid."""
    left: tuple[int, ...]
    """Numbers of those that are not."""
    amount: Money
    """What has been paid, parked amounts included."""
    total: Money
    """What the whole list comes to."""


def status(found: Known, index: int, payouts: PayoutList) -> PayoutStatus:
    """Return how far a list is paid; see ``Loans.payout_status``."""
    check_list(found, index, payouts)
    connection, count = found.connection, len(payouts.chunks)
    contract, block = connection.contract("Loans"), connection.head().number

    def read(function: str, *args: int) -> Any:
        return connection.call(contract, function, found.loan, index, *args, block=block)

    paid = tuple(number for number in range(count) if read("isChunkPaid", number))
    left = tuple(number for number in range(count) if number not in paid)
    amounts = (found.token.money(units) for units in (read("listOf")["paid"], payouts.total))
    return PayoutStatus(count, paid, left, *amounts)


def chunk_size(connection: Connection) -> int:
    """Return how many payees one transaction should pay where blocks are as large as the latest."""
    block = connection.rpc("eth_getBlockByNumber", "latest", False)
    return chunk_size_for(int(block["gasLimit"], 16))


def read_list(found: Known, index: int, path: str | Path, size: int | None) -> PayoutList:
    """Return the list of a file as a milestone names it; see ``Loans.payout_list``."""
    payees, is_list = payees_in(found.released(index))
    read = read_payouts(path, found.token, chunk_size=size or CHUNK)
    fitted = read.fitted(payees) if is_list and size is None else read
    check_list(found, index, fitted)
    return fitted


def check_list(found: Known, index: int, payouts: PayoutList) -> None:
    """
    Check that a list is the one of a milestone, and pays no more than it.

    Raises:
        BadInput: It is another, with both values.
    """
    milestone = found.released(index)
    payees, is_list = payees_in(milestone)
    if not is_list:
        raise BadInput(f"milestone {index} pays the account {payees}, no list")
    if payouts.root != payees:
        raise BadInput(
            f"milestone {index} pays the list {payees}, this one is {payouts.root}: accounts, "
            "amounts, their order and the size of chunks must be those that were signed"
        )
    if payouts.total > milestone["amount"]:
        money = found.token.money
        raise BadInput(
            f"the list comes to {money(payouts.total)}, milestone {index} is "
            f"{money(milestone['amount'])}"
        )


def run(
    loans: Loans,
    found: Known,
    index: int,
    payouts: PayoutList,
    signer: Signer,
    progress: Callable[[Progress], None] | None,
) -> PayoutRun:
    """Pay the chunks that are unpaid; see ``Loans.pay_out_list``."""
    check_list(found, index, payouts)
    paid: list[ChunkPaid] = []
    skipped: list[int] = []
    count = len(payouts.chunks)
    for chunk in range(count):
        made = _pay(loans, found.loan, index, payouts, chunk, signer)
        if made:
            paid.append(made)
        else:
            skipped.append(chunk)
        if progress:
            progress(Progress(chunk + 1, count, made))
    none = found.token.money(0)
    amount, parked = (sum((getattr(c, name) for c in paid), none) for name in ("amount", "parked"))
    return PayoutRun(tuple(paid), tuple(skipped), amount, parked)


def _pay(
    loans: Loans, loan: str, index: int, payouts: PayoutList, chunk: int, signer: Signer
) -> ChunkPaid | None:
    """Pay one chunk, or return None where it is paid already."""
    if loans.is_chunk_paid(loan, index, chunk):
        return None
    operation = loans.pay_out(loan, index, payouts, chunk)
    try:
        return operation.submit(_key(operation), signer).result
    except ChunkPaidBefore:  # somebody else, or a transaction of an earlier run, was faster
        return None


def _key(operation: Operation[Any]) -> str:
    """Return the name of a chunk in the journal: a new one only where the last attempt failed."""
    journal, payload = operation.connected.journal, operation.payload
    for attempt in count(1):
        key = f"payout {payload} {attempt}"
        intent = journal.find(operation.chain_id, key, payload)
        if intent is None or intent.state not in ("reverted", "superseded"):
            break
    return key
