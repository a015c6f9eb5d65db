"""
The contracts' arithmetic, to the base unit: quotes and forecasts without a node.

Every amount is a whole number of base units of a token, every rate and day as its contract
has it; what a debtor owes and a seller bears is rounded up, what a payee gets down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from silkline.errors import BadInput

__all__ = [
    "Debt",
    "accrued",
    "cost",
    "discount",
    "interest_due",
    "late_interest",
    "owed",
    "payout",
    "proceeds",
    "put_back_price",
]

MAX_AMOUNT: Final = (1 << 96) - 1
"""Largest amount that the contracts take."""
LATE_RATE_SCALE: Final = 10**9
YEAR_RATE_SCALE: Final = 10**6


def _whole(**values: int) -> None:
    for name, value in values.items():
        if type(value) is not int or value < 0:
            raise BadInput(f"{name} must be an int of at least 0, got {value!r}")


def _divided_up(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)


def late_interest(principal: int, *, rate: int, days: int) -> int:
    """
    Return the late interest on *principal*, rounded up.

    Twin of ``DebtMath.interestUp`` (contracts/libraries/DebtMath.sol).

    Args:
        principal: Unpaid principal.
        rate: Parts per billion for one day (500_000 is 0.05 %).
        days: Whole days after the due day.

    >>> late_interest(100_000_00, rate=500_000, days=3)
    15000
    """
    _whole(principal=principal, rate=rate, days=days)
    return _divided_up(principal * rate * days, LATE_RATE_SCALE)


def discount(value: int, *, rate: int, days: int, basis: int) -> int:
    """
    Return the discount on *value* for *days*, rounded up.

    Twin of ``DebtMath.discountUp`` (contracts/libraries/DebtMath.sol).

    Args:
        value: Face value sold.
        rate: Parts per million a year (45_000 is 4.5 %).
        days: Days from the day of the sale to the due day.
        basis: Days of a year: 360 or 365.

    Raises:
        BadInput: An argument is no whole number of at least 0, or the basis another one.

    >>> discount(120_000_00, rate=45_000, days=90, basis=360)
    135000
    """
    _whole(value=value, rate=rate, days=days)
    if basis not in (360, 365):
        raise BadInput(f"basis must be 360 or 365 days, got {basis!r}")
    return _divided_up(value * rate * days, YEAR_RATE_SCALE * basis)


def cost(value: int, *, rate: int, days: int, basis: int, fee: int = 0) -> int:
    """
    Return what selling *value* costs: the fee and the discount. Part of ``Discounting``.

    >>> cost(120_000_00, rate=45_000, days=90, basis=360, fee=25_00)
    137500
    """
    _whole(fee=fee)
    return fee + discount(value, rate=rate, days=days, basis=basis)


def proceeds(value: int, *, rate: int, days: int, basis: int, fee: int = 0) -> int:
    """
    Return the cash for selling *value*, so rounded down.

    Twin of ``Discounting.preview`` (contracts/Discounting.sol).

    Raises:
        BadInput: The cost is the whole value or more, which the contract refuses.

    >>> proceeds(120_000_00, rate=45_000, days=90, basis=360, fee=25_00)
    11862500
    """
    charged = cost(value, rate=rate, days=days, basis=basis, fee=fee)
    if charged >= value:
        raise BadInput(f"the cost {charged} is not below the value {value}: sell more at once")
    return value - charged


@dataclass(frozen=True)
class Debt:
    """
    The accounts of one receivable, as ``Settlements.accountOf`` answers them.

    Before the first payment ``received`` is 0, ``unpaid`` the face and ``charged_to`` the due day.
    """

    face: int
    received: int
    unpaid: int
    interest: int
    """Late interest charged so far."""
    charged_to: int
    """Day up to which interest is charged (day number)."""

    @classmethod
    def fresh(cls, face: int, due_day: int) -> Debt:
        """Return a debt on which nothing was paid."""
        return cls(face, 0, face, 0, due_day)


def interest_due(debt: Debt, fresh: int = 0) -> int:
    """
    Return the interest that is not paid, never below 0.

    Twin of ``DebtMath.interestDue`` (contracts/libraries/DebtMath.sol).

    Args:
        debt: The accounts.
        fresh: Interest accrued since the day charged to.

    >>> interest_due(Debt.fresh(100_000_00, due_day=100), fresh=15_000)
    15000
    """
    return max(debt.interest + fresh + debt.face - debt.unpaid - debt.received, 0)


def accrued(debt: Debt, *, rate: int, day: int) -> int:
    """
    Return the interest from the day charged to up to *day*, rounded up, not yet charged.

    Twin of ``Settlements._accrued`` (contracts/Settlements.sol): face and interest together
    never exceed the largest amount.

    >>> accrued(Debt.fresh(100_000_00, due_day=100), rate=500_000, day=103)
    15000
    """
    if day <= debt.charged_to:
        return 0
    interest = late_interest(debt.unpaid, rate=rate, days=day - debt.charged_to)
    return min(interest, MAX_AMOUNT - debt.face - debt.interest)


def owed(debt: Debt, *, rate: int, day: int) -> int:
    """
    Return what is owed on *day*, principal and interest; interest is rounded up.

    Twin of ``Settlements.owedOn`` (contracts/Settlements.sol).

    >>> owed(Debt.fresh(100_000_00, due_day=100), rate=500_000, day=103)
    10015000
    """
    return debt.unpaid + interest_due(debt, accrued(debt, rate=rate, day=day))


def payout(received: int, *, value: int, face: int, claimed: int = 0) -> int:
    """
    Return what a note is due of what was received, rounded down.

    Twin of ``Settlements._payable`` (contracts/Settlements.sol), but for the last note of a
    settled receivable, which takes all that is left.

    Args:
        received: Received on the receivable so far.
        value: Value of the note.
        face: Face of the receivable.
        claimed: What the note was paid already.

    >>> payout(100, value=1, face=3), payout(100, value=1, face=3, claimed=33)
    (33, 0)
    """
    _whole(received=received, value=value, claimed=claimed)
    return received * value // face - claimed


def put_back_price(paid: int, *, rate: int, days: int, basis: int, claimed: int = 0) -> int:
    """
    Return what the buyer of a note is owed for putting it back, rounded up.

    Twin of ``Discounting.putBackPrice`` (contracts/Discounting.sol); 0 or less means none.

    Args:
        paid: Proceeds paid for the note.
        rate: The offer's rate, parts per million a year.
        days: Days since the sale.
        basis: Days of a year: 360 or 365.
        claimed: What was redeemed on the note since.

    >>> put_back_price(118_000_00, rate=45_000, days=120, basis=360, claimed=8_000_00)
    11177000
    """
    return paid + discount(paid, rate=rate, days=days, basis=basis) - claimed
