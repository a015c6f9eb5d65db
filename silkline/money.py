"""
Amounts of money: an exact number and an ISO 4217 currency.

What people write is a whole number of minor units; what a token of more decimals holds may be
finer, and is kept as it is. No float comes near an amount, nothing is ever rounded here, and
amounts of two currencies never meet: whatever would need one of the three is an error that
names both values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import total_ordering
from typing import Final, overload

from silkline.currencies import MINOR_UNITS, NO_MINOR_UNIT, WITHDRAWN
from silkline.errors import BadInput

__all__ = ["CurrencyMismatch", "Money", "MoneyError", "UnknownCurrency", "minor_digits"]

MAX_DIGITS: Final = 60
"""Longest amount that is read, in decimal digits: a guard, not a limit of business."""

MAX_TOKEN_DECIMALS: Final = 77
"""10**77 is the highest power of ten that a uint256 holds."""

_PLAIN = re.compile(r"-?[0-9]+\.[0-9]+", re.ASCII)
_AMOUNT = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?", re.ASCII)


class MoneyError(BadInput):
    """An amount cannot be expressed exactly, or not in the way asked for."""


class UnknownCurrency(MoneyError):  # noqa: N818
    """
    A code is no active ISO 4217 currency.

    ``withdrawn`` is the month of its withdrawal as ISO lists it, or None.
    """

    def __init__(self, code: object) -> None:
        self.code = code
        self.withdrawn = WITHDRAWN.get(code) if isinstance(code, str) else None
        if self.withdrawn:
            reason = f"was withdrawn from ISO 4217 ({self.withdrawn})"
        elif isinstance(code, str) and code in NO_MINOR_UNIT:
            reason = "has no minor unit, so nothing can be due in it"
        else:
            reason = "is not an ISO 4217 currency; use three capital letters such as EUR"
        super().__init__(f"{code!r} {reason}")


class CurrencyMismatch(MoneyError):  # noqa: N818
    """Two amounts of different currencies were to be compared or added."""

    def __init__(self, left: str, right: str) -> None:
        self.left, self.right = left, right
        super().__init__(f"{left} and {right} cannot be compared or added; convert one first")


def minor_digits(currency: str) -> int:
    """
    Return the decimal places of *currency*: 2 for EUR, 0 for JPY, 3 for KWD.

    Raises:
        UnknownCurrency: The code is unknown, withdrawn, or has no minor unit.

    >>> [minor_digits(code) for code in ("EUR", "JPY", "KWD")]
    [2, 0, 3]
    """
    digits = MINOR_UNITS.get(currency)
    if digits is None:
        raise UnknownCurrency(currency)
    return digits


class _Minor:
    """``Money.minor(12, "EUR")`` makes an amount; ``money.minor`` is its number of minor units."""

    @overload
    def __get__(self, money: None, owner: type[Money]) -> Callable[[int, str], Money]: ...
    @overload
    def __get__(self, money: Money, owner: type[Money]) -> int: ...
    def __get__(self, money: Money | None, owner: type[Money]) -> Callable[[int, str], Money] | int:
        return owner._of_minor if money is None else money._whole_minor()  # noqa: SLF001


@total_ordering
@dataclass(frozen=True, init=False, repr=False)
class Money:
    """
    An exact amount in one currency.

    *amount* is a ``Decimal`` or a ``str`` written with at most the currency's decimal
    places: 120000, 120000.0 and 120000.00 are the same in EUR, 120000.000 is refused
    because it may as well be a thousand times more in another notation.
    ``Money.minor(12, "EUR")`` counts minor units, and ``money.minor`` gives them back.
    ``Money.from_units`` alone makes finer amounts, of tokens with more decimals.

    Raises:
        MoneyError: *amount* is a float, int or bool, not a finite number, or has too many
            decimal places.
        UnknownCurrency: *currency* is unknown, withdrawn, or has no minor unit.

    >>> Money("4918.84", "EUR") + Money.minor(16, "EUR")
    Money('4919.00', 'EUR')
    """

    _units: int
    _digits: int
    """Decimal places of ``_units``: the currency's, or more where they are needed."""
    currency: str
    minor = _Minor()

    def __init__(self, amount: Decimal | str, currency: str) -> None:
        digits = minor_digits(currency)
        self._set(_scaled(_decimal(amount), digits, currency), digits, currency)

    def _set(self, units: int, digits: int, currency: str) -> None:
        least = minor_digits(currency)
        while digits > least and units % 10 == 0:
            units, digits = units // 10, digits - 1
        for name, value in (("_units", units), ("_digits", digits), ("currency", currency)):
            object.__setattr__(self, name, value)

    @classmethod
    def _of(cls, units: int, digits: int, currency: str) -> Money:
        money: Money = object.__new__(cls)
        money._set(units, digits, currency)
        return money

    @classmethod
    def _of_minor(cls, minor: int, currency: str) -> Money:
        if type(minor) is not int:
            raise MoneyError(f"minor units are an int, got {type(minor).__name__} {minor!r}")
        return cls._of(minor, minor_digits(currency), currency)

    def _whole_minor(self) -> int:
        if self._digits > MINOR_UNITS[self.currency]:
            raise MoneyError(f"{self} is not a whole number of minor units; round it first")
        return self._units

    @classmethod
    def zero(cls, currency: str) -> Money:
        """
        Return nothing in *currency*: the start of a sum.

        >>> sum([Money("4918.84", "EUR"), Money.minor(16, "EUR")], start=Money.zero("EUR"))
        Money('4919.00', 'EUR')
        """
        return cls._of_minor(0, currency)

    @property
    def amount(self) -> Decimal:
        """The amount in the currency's main unit, with all its decimal places."""
        return Decimal(self.number)

    @property
    def number(self) -> str:
        """The amount as text without its currency: ``"4918.84"``, in JPY ``"4919"``."""
        return _written(self._units, self._digits)

    def __str__(self) -> str:
        return f"{self.number} {self.currency}"

    def __repr__(self) -> str:
        return f"Money({self.number!r}, {self.currency!r})"

    def __bool__(self) -> bool:
        return self._units != 0

    def __lt__(self, other: Money) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        mine, others, _ = self._aligned(other)
        return mine < others

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        mine, others, digits = self._aligned(other)
        return self._of(mine + others, digits, self.currency)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        mine, others, digits = self._aligned(other)
        return self._of(mine - others, digits, self.currency)

    def __neg__(self) -> Money:
        return self._of(-self._units, self._digits, self.currency)

    def __mul__(self, factor: int) -> Money:
        if type(factor) is not int:
            raise MoneyError(f"money is multiplied by an int only, got {factor!r}; see split()")
        return self._of(self._units * factor, self._digits, self.currency)

    __rmul__ = __mul__

    def split(self, weights: Sequence[int]) -> tuple[Money, ...]:
        """
        Divide the amount in proportion to *weights*; the parts add up to it exactly.

        Each part is first rounded towards zero to the amount's own decimal places; what is
        left over goes one unit each to the largest remainders, of equal ones to the first.

        Raises:
            MoneyError: A weight is not an int of at least 0, or their sum is 0.

        >>> Money("1.00", "EUR").split([1, 1, 1])
        (Money('0.34', 'EUR'), Money('0.33', 'EUR'), Money('0.33', 'EUR'))
        """
        if any(type(weight) is not int or weight < 0 for weight in weights) or not sum(weights):
            raise MoneyError(f"weights are ints of at least 0, not all 0; got {list(weights)!r}")
        total, sign = sum(weights), -1 if self._units < 0 else 1
        shares = [divmod(abs(self._units) * weight, total) for weight in weights]
        left_over = abs(self._units) - sum(part for part, _ in shares)
        by_remainder = sorted(range(len(shares)), key=lambda i: -shares[i][1])
        extra = set(by_remainder[:left_over])
        return tuple(
            self._of(sign * (part + (i in extra)), self._digits, self.currency)
            for i, (part, _) in enumerate(shares)
        )

    def to_units(self, decimals: int) -> int:
        """
        Return the amount in base units of a token with *decimals* decimals, exactly.

        Raises:
            MoneyError: The token cannot express it, or *decimals* is not an int in 0..77.

        >>> Money("12.34", "EUR").to_units(6)
        12340000
        """
        shift = _token_decimals(decimals) - self._digits
        if shift >= 0:
            return self._units * _power(shift)
        units, rest = divmod(self._units, _power(-shift))
        if rest:
            raise MoneyError(f"{self} cannot be expressed in a token of {decimals} decimals")
        return units

    @classmethod
    def from_units(cls, units: int, currency: str, *, decimals: int) -> Money:
        """
        Return *units* base units of a token with *decimals* decimals as money, exactly.

        The amount may be finer than the currency's minor unit; then ``minor`` refuses.

        Raises:
            MoneyError: *units* or *decimals* is not an int, or *decimals* not in 0..77.
            UnknownCurrency: As for the constructor.

        >>> Money.from_units(1_235, "EUR", decimals=6)
        Money('0.001235', 'EUR')
        """
        if type(units) is not int:
            raise MoneyError(f"base units are an int, got {type(units).__name__} {units!r}")
        digits = max(_token_decimals(decimals), minor_digits(currency))
        return cls._of(units * _power(digits - decimals), digits, currency)

    def to_json(self) -> dict[str, str]:
        """
        Return amount and currency, both as text.

        >>> Money("4918.84", "EUR").to_json()
        {'amount': '4918.84', 'currency': 'EUR'}
        """
        return {"amount": self.number, "currency": self.currency}

    @classmethod
    def from_json(cls, value: Mapping[str, object]) -> Money:
        """
        Read what ``to_json`` wrote.

        Raises:
            MoneyError: The keys are not exactly amount and currency, or not both text.
        """
        if set(value) != {"amount", "currency"}:
            raise MoneyError(f'money in JSON is {{"amount": …, "currency": …}}, got {value!r}')
        amount, currency = value["amount"], value["currency"]
        if not isinstance(amount, str) or not isinstance(currency, str):
            raise MoneyError(f"amount and currency in JSON are text, got {value!r}")
        places = len(amount.partition(".")[2]) if _PLAIN.fullmatch(amount) else 0
        digits = max(places, minor_digits(currency))
        return cls._of(_scaled(_decimal(amount), digits, currency), digits, currency)

    def _aligned(self, other: Money) -> tuple[int, int, int]:
        """Return both amounts in units of the finer one's decimal places, and those."""
        if other.currency != self.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        digits = max(self._digits, other._digits)
        mine = self._units * _power(digits - self._digits)
        return mine, other._units * _power(digits - other._digits), digits


def _decimal(amount: object) -> Decimal:
    """Return *amount* as a finite Decimal, if it is text or a Decimal."""
    if isinstance(amount, str):
        if not _AMOUNT.fullmatch(amount) or len(amount) > MAX_DIGITS:
            raise MoneyError(f'{amount[:80]!r} is no amount; write it as "120000.00"')
        return Decimal(amount)
    if not isinstance(amount, Decimal):
        hint = 'Decimal or str such as "120000.00"; Money.minor() takes a count of minor units'
        raise MoneyError(f"{type(amount).__name__} {amount!r} is no amount; use {hint}")
    if not amount.is_finite():
        raise MoneyError(f"{amount} is no amount")
    return amount


def _scaled(amount: Decimal, digits: int, currency: str) -> int:
    """Return *amount* in minor units; context free, so that no precision setting rounds it."""
    sign, figures, exponent = amount.as_tuple()
    if not isinstance(exponent, int) or exponent < -digits:
        places = "no decimals" if not digits else f"{digits} decimals at most"
        raise MoneyError(f"{amount} has too many decimals: {currency} has {places}; round it first")
    if len(figures) + exponent > MAX_DIGITS:
        raise MoneyError(f"{amount} is longer than {MAX_DIGITS} digits")
    minor = int("".join(map(str, figures))) * _power(exponent + digits)
    return -minor if sign else minor


def _written(minor: int, digits: int) -> str:
    """Return *minor* with the decimal point before its last *digits* digits."""
    figures = str(abs(minor)).rjust(digits + 1, "0")
    whole, part = figures[: len(figures) - digits], figures[len(figures) - digits :]
    return ("-" if minor < 0 else "") + (f"{whole}.{part}" if digits else whole)


def _power(exponent: int) -> int:
    """Return 10 to the *exponent*, which is never negative here, as the int that it is."""
    return int(10**exponent)


def _token_decimals(decimals: object) -> int:
    if type(decimals) is not int or not 0 <= decimals <= MAX_TOKEN_DECIMALS:
        raise MoneyError(f"decimals are an int in 0..{MAX_TOKEN_DECIMALS}, got {decimals!r}")
    return decimals
