"""
Refusals that the tests of single acts do not meet, each raised by the chain through the SDK.

├── stages are those of ``tests.sdk.acts``; the cases are in refused_system.py and refused_debts.py
├── an argument that the SDK itself would refuse is put into the operation behind its back
└── every refusal of every contract is raised by a test of the SDK, or excepted with its reason
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from silkline import refusals
from silkline.chain import abi
from silkline.chain.abi import Error
from silkline.chain.artifacts import artifact, names
from silkline.chain.reverts import refusal
from silkline.conditions import OtherCondition
from tests.sdk import refused_debts, refused_system
from tests.sdk.values import drawn

CASES = [
    (stage, *case)
    for cases in (refused_system.CASES, refused_debts.CASES)
    for stage, found in cases.items()
    for case in found
]


def plain(value: Any) -> Any:
    """Return an id as a number."""
    return int(value) if hasattr(value, "__index__") else value


@pytest.mark.parametrize(
    ("stage", "build", "refused", "values"),
    CASES,
    indirect=["stage"],
    ids=[case[2].__name__ for case in CASES],
    scope="module",
)
def test_the_chain_refuses_it(stage, build, refused, values):
    """The refusal has its own class, and the values that disagree."""
    snapshot = stage.chain.snapshot()
    try:
        operation = build(stage)
        with pytest.raises(refused) as info:
            operation.simulate()
    finally:
        stage.chain.revert(snapshot)

    assert {name: plain(getattr(info.value, name)) for name in values} == values
    assert str(info.value).endswith(refused.advice)


@pytest.mark.parametrize("stage", ["asking"], indirect=True, scope="module")
def test_a_loan_is_read_though_a_condition_cannot_be(stage):
    """A milestone that asks for no parts is never released; what is owed is told all the same."""
    found = stage.hub.loans.get(stage.loan)

    assert isinstance(found.milestones[2].condition, OtherCondition)
    assert found.quote.payoff.minor == 0


UNMET = {
    "only a constructor": """
        AccessManagedInvalidAuthority AccessManagerInvalidInitialAdmin InvalidShortString
        StringTooLong TooManyPredecessors
    """,
    "contracts among themselves": """
        AccessManagerUnauthorizedConsume MoreThanOwed NotLockedByCaller NotPledged NotUsed
    """,
    "a hostile token or receiver, which the allow-list and the registrar keep out": """
        ERC721InvalidReceiver ReceiverRefused SafeERC20FailedOperation WrongAmountReceived
        WrongAmountTaken
    """,
    "a function that the SDK does not use, or a call that it never makes": """
        AddressEmptyCode CommitmentExceeded ECDSAInvalidSignatureLength FailedCall GasTooLow
        InsufficientBalance
    """,
    "a library that is used where it cannot be thrown": """
        AccessManagedRequiredDelay CheckpointUnorderedInsertion DueDayNotReached
        ERC20InvalidApprover ERC20InvalidSender InvalidAccountNonce SafeCastOverflowedUintDowncast
        StringsInsufficientHexLength
    """,
    "a second token, or sixteen million notes": "TokenMismatch TooManyNotes",
}
"""Refusals that no test of the SDK meets, by who alone can; Forge's tests meet those that exist."""


def test_every_refusal_is_met_or_excepted():
    """By its class in a test of the SDK; and what is excepted is not met."""
    folder = Path(__file__).parent
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))]
    met = {name for text in texts for name in re.findall(r"\brefusals\.([A-Z]\w+)", text)}
    unmet = {name for names in UNMET.values() for name in names.split()}

    assert set(refusals.BY_NAME) - met == unmet
    assert met - {"BY_NAME"} <= set(refusals.BY_NAME)


DO = """
    accept act agree allow amend approve ask assign bring call change check choose collect combine
    compute confirm correct do draw encode finish fund get give go halt have keep leave let list
    look mark merge name number open pack pass pay pledge propose quote read redeem register release
    report return rotate schedule sell send set sign simulate stop tie use wait
"""
"""What advice begins with."""


def test_every_advice_says_what_to_do():
    """It begins with what the reader does next; what happened is said after it."""
    begins = {re.split(r"\W", one.advice, maxsplit=1)[0] for one in refusals.BY_NAME.values()}

    assert begins == set(DO.split())


def errors() -> dict[str, Error]:
    """Return every error of every contract by its signature."""
    return {one.signature: one for name in names() for one in artifact(name).errors.values()}


def test_every_refusal_keeps_its_values():
    """Ten at random of each, encoded as the contract would, come back one by one."""
    for signature, error in errors().items():
        random = Random(signature)
        for _ in range(10):
            given = [drawn(one, random) for one in error.inputs]
            found = refusal(error.selector + abi.encode(error.inputs, given))
            read = [getattr(found, name) for name in found.fields]

            assert type(found) is refusals.BY_NAME[error.name]
            assert [plain(one) for one in read] == [plain(one) for one in given]


def test_every_contract_error_has_one_class():
    """Of its own name and signature, wherever contracts share it."""
    known = errors()

    assert {one.signature for one in refusals.BY_NAME.values()} == set(known)
    assert len({one.name for one in known.values()}) == len(known)
