"""
Where fractions of a unit go: by a rule with a name, in one place.

All schedules are reckoned in whole units of a scale: the currency's minor units, or ten more
decimals for comparison with exact figures. Between two roundings everything is a fraction.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

__all__ = ["Rounding", "Scale"]


class Rounding(Enum):
    """How a fraction of a unit becomes whole units."""

    HALF_EVEN = "half-even"
    """To the nearest; of two as near to the even one."""
    HALF_UP = "half-up"
    """To the nearest; of two as near to the one further from zero."""
    UP = "up"
    """Away from zero."""
    DOWN = "down"
    """Towards zero."""


@dataclass(frozen=True)
class Scale:
    """The unit amounts are whole numbers of, and how fractions of it are rounded."""

    decimals: int
    """Decimal places of the unit: 2 for cents, 12 for cents with ten more."""
    rounding: Rounding = Rounding.HALF_EVEN

    def rounded(self, units: Fraction) -> int:
        """
        Return *units*, a fraction of this scale's units, as a whole number of them.

        >>> Scale(2, Rounding.HALF_UP).rounded(Fraction(5, 2)), Scale(2).rounded(Fraction(5, 2))
        (3, 2)
        """
        sign, size = (-1, -units) if units < 0 else (1, units)
        if self.rounding is Rounding.HALF_EVEN:
            return sign * round(size)
        whole, rest = divmod(size, 1)
        extra = {
            Rounding.HALF_UP: rest * 2 >= 1,
            Rounding.UP: rest > 0,
            Rounding.DOWN: False,
        }
        return sign * (int(whole) + extra[self.rounding])

    def fraction(self, amount: Decimal | Fraction) -> Fraction:
        """Return *amount*, in the currency's main unit, in this scale's units, not rounded."""
        return Fraction(amount) * int(10**self.decimals)

    def units(self, amount: Decimal | Fraction) -> int:
        """Return *amount*, in the currency's main unit, in this scale's units, rounded."""
        return self.rounded(self.fraction(amount))

    def amount(self, units: int) -> Decimal:
        """Return *units* in the currency's main unit, with all decimals of the scale."""
        return Decimal((int(units < 0), tuple(map(int, str(abs(units)))), -self.decimals))
