"""
Money

├── when the amount is a float, int, bool or no finite number   → MoneyError
├── when it has more decimals than the currency                 → MoneyError
├── when the currency is unknown or withdrawn                   → UnknownCurrency with the reason
├── when two currencies meet                                    → CurrencyMismatch
├── when a conversion would lose a unit                         → MoneyError
└── otherwise                                                   → exact in any decimal context
"""

import json
import pickle
from dataclasses import FrozenInstanceError
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silkline.currencies import MINOR_UNITS, WITHDRAWN
from silkline.money import CurrencyMismatch, Money, MoneyError, UnknownCurrency, minor_digits

CURRENCIES = st.sampled_from(["JPY", "EUR", "KWD", "CLF"])
MINORS = st.integers(min_value=-(2**96), max_value=2**96)
MONEY = st.builds(lambda minor, currency: Money.minor(minor, currency), MINORS, CURRENCIES)


@pytest.mark.parametrize("amount", [120000.0, 120000, True, None, b"1.00", Fraction(1, 2)])
def test_amounts_of_other_types_are_refused(amount):
    """Floats, bare ints, bools and the rest are refused by type, with the value and a hint."""
    with pytest.raises(MoneyError, match=rf"^{type(amount).__name__} .* is no amount; use Decimal"):
        Money(amount, "EUR")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1 ",
        "1,00",
        "1_000",
        "１２",
        ".5",
        "5.",
        "NaN",
        "Infinity",
        "0x10",
        "1e",
        "9" * 61,
    ],
)
def test_unreadable_text_is_refused(text):
    """Only plain ASCII digits with a decimal point are an amount; nothing is guessed."""
    with pytest.raises(MoneyError, match="is no amount"):
        Money(text, "EUR")


@pytest.mark.parametrize("amount", ["NaN", "-sNaN", "Infinity", "-Infinity"])
def test_decimals_that_are_no_number_are_refused(amount):
    """A Decimal may be NaN or infinite; money may not."""
    with pytest.raises(MoneyError, match="is no amount"):
        Money(Decimal(amount), "EUR")


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("1.005", "EUR"), ("120.000", "EUR"), ("1E-3", "EUR"), ("1.0", "JPY"), ("1.0000", "KWD")],
)
def test_too_many_decimals_are_refused(amount, currency):
    """More decimals than the currency has are refused even when zero, as text and as Decimal."""
    for value in (amount, Decimal(amount)):
        with pytest.raises(MoneyError, match=f"too many decimals: {currency} has"):
            Money(value, currency)


@pytest.mark.parametrize("amount", ["1e61", "1e9999", Decimal("1E+999999"), Decimal(10) ** 60])
def test_amounts_beyond_any_use_are_refused(amount):
    """A huge exponent is refused before it becomes a huge integer."""
    with pytest.raises(MoneyError, match="longer than 60 digits"):
        Money(amount, "EUR")


@pytest.mark.parametrize("code", ["", "eur", "EURO", "XYZ", None, 978])
def test_unknown_currencies_are_refused(code):
    """A code that ISO 4217 does not list is refused and named."""
    with pytest.raises(UnknownCurrency, match="is not an ISO 4217 currency") as refusal:
        Money("1", code)

    assert (refusal.value.code, refusal.value.withdrawn) == (code, None)


def test_withdrawn_currencies_are_refused_with_their_date():
    """A withdrawn currency says when it was withdrawn."""
    with pytest.raises(
        UnknownCurrency, match=r"'DEM' was withdrawn from ISO 4217 \(2002-03\)"
    ) as refusal:
        Money("1", "DEM")

    assert refusal.value.withdrawn == "2002-03"


def test_codes_without_minor_unit_are_refused():
    """Gold and the test code are in the list, but nothing can be due in them."""
    for code in ("XAU", "XTS", "XXX"):
        with pytest.raises(UnknownCurrency, match="has no minor unit"):
            Money.minor(1, code)


def test_minor_units_are_an_int():
    """A count of minor units is an int and nothing that looks like one."""
    for value in (1.0, True, "1", Decimal(1)):
        with pytest.raises(MoneyError, match="minor units are an int"):
            Money.minor(value, "EUR")


def test_currencies_never_meet():
    """Adding, subtracting and comparing across currencies are refused; equality is just false."""
    euro, yen = Money("1.00", "EUR"), Money("1", "JPY")
    for act in (euro.__add__, euro.__sub__, euro.__lt__, euro.__le__, euro.__gt__, euro.__ge__):
        with pytest.raises(CurrencyMismatch, match="EUR and JPY"):
            act(yen)

    assert euro != yen
    assert euro != 1


def test_money_does_not_mix_with_numbers():
    """Adding a number is a type error, multiplying by anything but an int is refused."""
    with pytest.raises(TypeError):
        Money("1.00", "EUR") + 1
    with pytest.raises(TypeError):
        assert Money("1.00", "EUR") < 2
    for factor in (1.5, Decimal("1.5"), True, "2"):
        with pytest.raises(MoneyError, match="multiplied by an int only"):
            Money("1.00", "EUR") * factor


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [1.0], [True, 1]])
def test_split_refuses_bad_weights(weights):
    """Weights are ints of at least 0, and one of them is more."""
    with pytest.raises(MoneyError, match="weights are ints"):
        Money("1.00", "EUR").split(weights)


def test_units_refuse_what_would_be_lost():
    """Cents do not fit a token of one decimal, and a fraction of a cent is no money."""
    with pytest.raises(
        MoneyError, match=r"12\.34 EUR cannot be expressed in a token of 1 decimals"
    ):
        Money("12.34", "EUR").to_units(1)
    fine = Money.from_units(1235, "EUR", decimals=6)
    with pytest.raises(MoneyError, match=r"0\.001235 EUR is not a whole number of minor units"):
        _ = fine.minor
    with pytest.raises(MoneyError, match="cannot be expressed in a token of 5 decimals"):
        fine.to_units(5)
    for decimals in (-1, 78, 6.0, True):
        with pytest.raises(MoneyError, match="decimals are an int in"):
            Money("1.00", "EUR").to_units(decimals)
    with pytest.raises(MoneyError, match="base units are an int"):
        Money.from_units(1.0, "EUR", decimals=6)


@pytest.mark.parametrize(
    "value",
    [{}, {"amount": "1"}, {"amount": 1, "currency": "EUR"}, {"amount": "1", "currency": None},
     {"amount": "1", "currency": "EUR", "scale": 2}],
)  # fmt: skip
def test_json_of_another_shape_is_refused(value):
    """JSON money has exactly two keys, both text: a JSON number would be a float."""
    with pytest.raises(MoneyError, match="JSON"):
        Money.from_json(value)


def test_money_cannot_be_changed():
    """An amount is a value: no attribute can be assigned."""
    with pytest.raises(FrozenInstanceError):
        Money("1.00", "EUR").currency = "USD"


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "text"),
    [
        ("4918.84", "EUR", 491884, "4918.84 EUR"),
        ("4918.8", "EUR", 491880, "4918.80 EUR"),
        ("-0.05", "EUR", -5, "-0.05 EUR"),
        ("+7", "EUR", 700, "7.00 EUR"),
        ("1e3", "EUR", 100000, "1000.00 EUR"),
        ("-0", "EUR", 0, "0.00 EUR"),
        ("1000", "JPY", 1000, "1000 JPY"),
        ("1.234", "KWD", 1234, "1.234 KWD"),
        ("0.0001", "CLF", 1, "0.0001 CLF"),
    ],
)
def test_amounts_are_exact(amount, currency, minor, text):
    """Text and Decimal give the same minor units, which print with all their decimals."""
    money = Money(amount, currency)

    assert money == Money(Decimal(amount), currency) == Money.minor(minor, currency)
    assert (money.minor, str(money)) == (minor, text)
    assert money.amount == Decimal(amount)


def test_order_and_hash_follow_the_value():
    """Amounts of one currency sort, and equal amounts are one key."""
    small, big = Money("1", "EUR"), Money("1.01", "EUR")

    assert small < big
    assert max(small, big) == big
    assert len({small, Money("1.00", "EUR"), big}) == 2


def test_digits_come_from_the_list():
    """The table knows the usual currencies and keeps withdrawn ones apart."""
    assert [minor_digits(code) for code in ("JPY", "EUR", "CNY", "KWD")] == [0, 2, 2, 3]
    assert not set(MINOR_UNITS) & set(WITHDRAWN)


@given(MONEY)
def test_every_spelling_is_read_back(money):
    """Text, JSON, pickle and the decimal amount all give the same money again."""
    assert Money(money.number, money.currency) == money
    assert Money(money.amount, money.currency) == money
    assert Money.from_json(json.loads(json.dumps(money.to_json()))) == money
    assert pickle.loads(pickle.dumps(money)) == money  # noqa: S301


@given(MINORS, MINORS, CURRENCIES)
def test_arithmetic_is_that_of_integers(a, b, currency):
    """Sums, differences and multiples are those of the minor units, at any decimal precision."""
    x, y = Money.minor(a, currency), Money.minor(b, currency)
    with localcontext() as context:
        context.prec = 3

        assert (x + y).minor == a + b
        assert (x - y).minor == a - b
        assert (x * 3).minor == (3 * x).minor == 3 * a
        assert (-x).minor == -a
        assert Money(x.number, currency).minor == a
    assert (x < y, x <= y) == (a < b, a <= b)


@given(MONEY, st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=20))
def test_split_conserves_the_sum(money, weights):
    """Parts add up exactly and none is a whole minor unit away from its exact share."""
    if not sum(weights):
        weights = [*weights, 1]
    parts = money.split(weights)

    assert sum(parts, Money.zero(money.currency)) == money
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor - Fraction(money.minor * weight, sum(weights))) < 1
        assert weight or part.minor == 0


@given(MONEY, st.integers(min_value=4, max_value=18))
def test_units_and_back(money, decimals):
    """Minor units fit every token of at least as many decimals and come back unchanged."""
    units = money.to_units(decimals)

    assert units == money.minor * 10 ** (decimals - minor_digits(money.currency))
    assert Money.from_units(units, money.currency, decimals=decimals) == money


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_units_of_coarser_tokens_are_exact_or_refused(minor):
    """A token of fewer decimals takes what it can express and refuses the rest."""
    money = Money.minor(minor, "KWD")
    if minor % 100:
        with pytest.raises(MoneyError):
            money.to_units(1)
    else:
        assert Money.from_units(money.to_units(1), "KWD", decimals=1) == money


@given(
    st.integers(min_value=-(10**20), max_value=10**20),
    st.integers(min_value=-(10**20), max_value=10**20),
)
def test_amounts_finer_than_minor_units_are_kept_exactly(a, b):
    """What a token of six decimals holds is added, compared, divided and written without loss."""
    x, y = (Money.from_units(units, "EUR", decimals=6) for units in (a, b))

    assert (x + y).to_units(6) == a + b
    assert (x - y).to_units(6) == a - b
    assert (x < y, x == y, bool(x)) == (a < b, a == b, a != 0)
    assert sum((part.to_units(6) for part in x.split([1, 2, 4])), start=0) == a
    assert Money.from_json(x.to_json()) == x
