"""What scenarios need of Brownie: refusals by name, signatures, days."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import brownie
from brownie import chain
from brownie.network.account import LocalAccount
from eth_account import Account

DAY = 86_400


def reverts_with(error: str, *values: object) -> AbstractContextManager[Any]:
    """Expect the custom error *error* with exactly *values* (integers and addresses)."""
    return brownie.reverts(f"{error}: {', '.join(str(value).lower() for value in values)}")


def struct(contract: Any, function: str, parameter: str, **fields: Any) -> tuple[Any, ...]:
    """Return the struct that *parameter* of a function is, made of named fields."""
    described = next(
        given
        for item in contract.abi
        if item.get("name") == function
        for given in item["inputs"]
        if given["name"] == parameter
    )
    names = [component["name"] for component in described["components"]]
    assert set(names) == set(fields), f"{function}: {set(names) ^ set(fields)}"
    return tuple(fields[name] for name in names)


def sign(account: LocalAccount, digest: Any) -> bytes:
    """Return the signature of *account* on an EIP-712 digest."""
    signed = Account.unsafe_sign_hash(bytes(digest), account.private_key)
    return bytes(signed.signature)


def today() -> int:
    """Return the day number (UTC) of the latest block."""
    return int(chain[-1].timestamp) // DAY


def to_day(day: int) -> None:
    """Move time on to the morning of *day*."""
    ahead = day * DAY + 6 * 3_600 - int(chain[-1].timestamp)
    assert ahead > 0, f"day {day} lies behind"
    chain.sleep(ahead)
    chain.mine()
    assert today() == day


def names(transaction: Any) -> list[str]:
    """Return the names of a transaction's events, in order."""
    return [event.name for event in transaction.events]
