"""
The error tree, and one refusal per contract error.

├── when an error lacks a class, its class a field, or its advice   → the build fails here
├── when the written classes differ from the artifacts             → likewise
└── each refusal                                                    → says values and advice
"""

from __future__ import annotations

import pytest

import silkline as sl
from silkline import errors, events, refusals
from silkline.chain import abi, artifacts
from silkline.chain.reverts import refusal
from silkline.tokens import Token
from tools import bindings
from tools.refusals import ADVICE, SPECIAL

ALL_ERRORS = sorted(
    {
        e.signature: e for n in artifacts.names() for e in artifacts.artifact(n).errors.values()
    }.items()
)
SAMPLES = {"bool": True, "address": "0x" + "ab" * 20, "string": "text"}


def sample(param):
    """Return a value of a parameter's type."""
    if param.type.startswith(("uint", "int")):
        return 1
    size = int(param.type[5:] or 3) if param.type.startswith("bytes") else 0
    return SAMPLES.get(param.type, b"\x01" * size)


def test_a_refusal_takes_exactly_its_values():
    """A value too few or too many is a mistake of the SDK, not a refusal."""
    with pytest.raises(TypeError, match=r"takes 2 values"):
        refusals.PieceTooSmall(1)


def test_the_tree_is_the_one_drawn():
    """Every error of the SDK is a SilklineError, and bad input also a ValueError."""
    assert {cls.__name__ for cls in errors.SilklineError.__subclasses__()} >= {
        "BadInput", "Refused", "NotReady", "Conflict", "NodeError",
    }  # fmt: skip
    assert issubclass(sl.BadInput, ValueError)
    for name in errors.__all__:
        assert f" {name}" in errors.__doc__ or errors.__doc__.strip().splitlines()[2] == name


@pytest.mark.parametrize(("signature", "error"), ALL_ERRORS)
def test_every_contract_error_has_an_exception(signature, error):
    """A custom error is decoded into its class, with its fields, and says what to do."""
    values = [sample(p) for p in error.inputs]
    data = error.selector + abi.encode(error.inputs, values)

    found = refusal(data)

    assert type(found).__name__ == error.name
    assert found.signature == signature
    assert list(found.fields) == bindings.field_names(error.inputs)
    assert all(hasattr(found, name) for name in found.fields)
    assert found.advice == ADVICE[error.name]
    assert str(found).endswith(found.advice)


def test_no_advice_is_left_over():
    """Advice for an error that no contract has would mislead."""
    assert {error.name for _, error in ALL_ERRORS} == set(ADVICE) == set(refusals.BY_NAME)


def test_every_contract_event_has_a_class():
    """Each event of each contract is decoded into a class of its own signature."""
    for contract in bindings.CONTRACTS:
        for event in artifacts.artifact(contract).events.values():
            assert events.CLASSES[contract, event.signature].signature == event.signature


def test_written_classes_are_fresh():
    """The classes in the package are those that the artifacts and interfaces give."""
    stale = [
        path.name
        for path, text in bindings.files().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]

    assert stale == []


def test_values_are_shown_as_people_read_them():
    """States by name, bytes as hex, ids as text."""
    shown = str(refusals.WrongStatus(sl.ReceivableId(255), sl.Status.OVERDUE))

    assert "id 0x0000000000000000000000ff, status overdue" in shown
    assert "digest 0x01" in str(refusals.SignatureVoid("0x00", b"\x01"))
    assert str(sl.Refused("plain words")) == "plain words"


def test_names_in_32_bytes_are_shown_as_text():
    """The contract names a term in ASCII; a hash is hex, whatever its bytes are."""
    assert str(refusals.TermInvalid(b"drawDeadline".ljust(32, b"\0"), 2, 3)).startswith(
        "TermInvalid(term drawDeadline, value 2, bound 3)"
    )
    for given in (bytes(32), b"ab".ljust(32, b"\0"), b"\n" * 32, bytes(range(32)), b"w" * 32):
        assert f"loan 0x{given.hex()})" in str(refusals.LoanExists(given))


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        (refusals.DueDayPassed(20908, 20909), "due_day 2027-03-31, today 2027-04-01"),
        (refusals.SignatureExpired(0, 1), "deadline 1970-01-01 00:00:00 UTC, time 1970-01-01"),
        (refusals.PieceTooSmall(5, 100), "piece 5 base units, smallest 100 base units"),
        (refusals.DueDayPassed(2**255, 1), f"due_day {2**255}, today 1970-01-02"),
        (refusals.SignatureExpired(2**255, 1), f"deadline {2**255}, time 1970"),
    ],
)
def test_values_are_said_as_people_read_them(refused, told):
    """Days as dates, times in UTC, amounts by their unit; what is no date stays a number."""
    assert f"({told}" in str(refused)


@pytest.mark.parametrize("decimals", [2, 6])
def test_amounts_are_said_as_money_where_the_token_is_known(decimals):
    """Base units of a token are not what people count in; the attributes stay as they are."""
    refused = refusals.PieceTooSmall(500 * 10**decimals, 1000 * 10**decimals)
    refused.paid_in = Token("0x" + "11" * 20, "EUR", decimals)

    assert str(refused).startswith("PieceTooSmall(piece 500.00 EUR, smallest 1000.00 EUR): ")
    assert refused.piece == 500 * 10**decimals


def test_units_are_of_fields_that_there_are():
    """A unit of a field that no error has would tell nothing of any value."""
    for kind in refusals.BY_NAME.values():
        assert set(kind.units) <= set(kind.fields), kind
    assert set(SPECIAL) <= set(ADVICE)
