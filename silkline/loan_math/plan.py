"""
The plan: how much principal has fallen due by each instalment.

What an annuity needs of powers is reckoned in 27 decimals (a "ray"), each product rounded to the
nearest, as the contract does it; what comes of it in money is rounded down, and the last
instalment takes whatever is left.
"""

from __future__ import annotations

from typing import Final

from silkline.errors import BadInput
from silkline.loan_math.terms import MILLION, LoanTerms, Method

__all__ = ["RAY", "growth", "period_rate", "planned"]

RAY: Final = 10**27
"""One, in 27 decimals."""
_LARGEST_SQUARED: Final = 1 << 128
_WORD: Final = 1 << 256


def period_rate(terms: LoanTerms) -> int:
    """
    Return the plan's rate of one interval, in rays, rounded down.

    A month is the twelfth part of a year whatever its days; days count by the day count's year.
    """
    year = terms.day_count.year if terms.in_days else 12
    return RAY * terms.rate * terms.interval // (year * MILLION)


def growth(rate: int, periods: int) -> int:
    """
    Return what one grows to at *rate* a period, in rays, each product rounded to the nearest.

    Twin of ``FixedPointMathLib.rpow`` (solady): square and multiply, the lowest bit first.
    The rate is in rays as well: ``RAY // 100`` is 1 %.

    Raises:
        BadInput: It grows beyond what the contract can reckon with, so it refuses such terms.

    >>> growth(RAY // 100, 2) == RAY * 10_201 // 10_000
    True
    """
    factor, total = RAY + rate, RAY
    if periods & 1:
        total = factor
    for bit in range(1, periods.bit_length()):
        if factor >= _LARGEST_SQUARED or factor * factor + RAY // 2 >= _WORD:
            raise _too_much(rate, periods)
        factor = (factor * factor + RAY // 2) // RAY
        if periods >> bit & 1:
            if total * factor + RAY // 2 >= _WORD:
                raise _too_much(rate, periods)
            total = (total * factor + RAY // 2) // RAY
    return total


def _too_much(rate: int, periods: int) -> BadInput:
    return BadInput(
        f"{periods} periods at {rate} / 10**27 each are more than the contract can reckon with: "
        "choose fewer instalments or a lower rate"
    )


def planned(terms: LoanTerms, base: int, recast: int, number: int) -> int:
    """
    Return the principal that the plan has fall due up to and with instalment *number*.

    Args:
        terms: The terms.
        base: Amount that the plan divides.
        recast: Instalment after which it begins: the interest-only ones, or where the rest was
            last reckoned anew.
        number: Instalment, 0 to the last.

    Returns:
        Base units, rounded down; all of *base* with the last instalment.
    """
    if number <= recast:
        return 0
    if number >= terms.instalments:
        return base
    passed, whole = number - recast, terms.instalments - recast
    if terms.method is Method.EQUAL_PRINCIPAL:
        return base // whole * passed
    if terms.method is Method.ANNUITY:
        return _annuity(base, period_rate(terms), passed, whole)
    return 0


def _annuity(base: int, rate: int, passed: int, whole: int) -> int:
    """Return the principal of the first *passed* of *whole* equal instalments, rounded down."""
    if not rate:
        return base * passed // whole
    return base * (growth(rate, passed) - RAY) // (growth(rate, whole) - RAY)
