"""
What an act takes from whom: looked up before it is sent, so that a refusal says who must do what.

An act declares its needs next to its words. Whether they are met is the contract's to say; where
it refuses for lack of money or allowance, and does not say whose, the needs do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from silkline import refusals
from silkline.chain.connection import Connection
from silkline.errors import MoneyMissing, Refused
from silkline.ids import PartyId
from silkline.money import Money
from silkline.tokens import Token, token_known

__all__ = ["Need", "Needs", "cash_of", "missing", "standings"]

WITHOUT_LIMIT: Final = (1 << 256) - 1
_ABOUT_MONEY: Final = (
    refusals.ERC20InsufficientAllowance,
    refusals.ERC20InsufficientBalance,
    refusals.SafeERC20FailedOperation,
)
_COMMANDS: Final = {
    "Settlements": 'silkline approve "{}" --for settlements',
    "Discounting": 'silkline approve "{}" --for offers',
    "Loans": 'silkline loan approve "{}"',
    "Guarantees": 'silkline guarantee approve "{}"',
}


@dataclass(frozen=True)
class Need:
    """Tokens that an act takes."""

    token: str
    """Address of the token."""
    owner: str
    """Account that they are taken from."""
    spender: str | None
    """Contract (its name) or account that takes them; None where the owner itself gives them."""
    units: int | None
    """How many base units; None where only the contract knows."""


Needs = Callable[[Connection, Mapping[str, Any]], Iterable[Need]]
"""The needs of an act, from its arguments by name; ``by`` among them is the account that acts."""


@dataclass(frozen=True)
class Standing:
    """A need, and what its owner has for it."""

    need: Need
    token: Token
    balance: int
    """Base units."""
    allowance: int
    """Base units; ``WITHOUT_LIMIT`` where no allowance is needed, or one without limit is given."""

    @property
    def allowed(self) -> Money | None:
        """What the owner has allowed; None is without limit."""
        return None if self.allowance == WITHOUT_LIMIT else self.token.money(self.allowance)

    def __str__(self) -> str:
        units, by = self.need.units, f" for {self.need.spender}" if self.need.spender else ""
        what = "what is due" if units is None else f"{self.token.money(units)}"
        allowed = f", allowed {self.allowed or 'nothing'}" if self.allowed is not None else ""
        has = f"has {self.token.money(self.balance)}{allowed}"
        short = " (not enough)" if units is not None and self.is_short(units) else ""
        return f"{what}{by} from {self.need.owner}, which {has}{short}"

    def is_short(self, units: int) -> bool:
        """Return whether *units* are more than the owner has or has allowed."""
        return units > min(self.balance, self.allowance)


def cash_of(connection: Connection, party: PartyId) -> str:
    """Return the cash account of a party."""
    return str(connection.call(connection.contract("Parties"), "partyOf", party)["cash"])


def standings(connection: Connection, needs: Sequence[Need]) -> list[Standing]:
    """Return how it stands with each need; those of one owner and spender are added up."""
    together: dict[tuple[str, str, str | None], int | None] = {}
    for need in needs:
        key = need.token, need.owner, need.spender
        before = together.get(key, 0)
        together[key] = None if before is None or need.units is None else before + need.units
    return [_standing(connection, Need(*key, units)) for key, units in together.items()]


def _standing(connection: Connection, need: Need) -> Standing:
    token = token_known(connection, need.token)
    asked: list[tuple[Any, ...]] = [(token.contract, "balanceOf", need.owner)]
    if need.spender:
        spender = _address(connection, need.spender)
        asked.append((token.contract, "allowance", need.owner, spender))
    balance, *rest = connection.calls(asked)
    return Standing(need, token, balance, rest[0] if rest else WITHOUT_LIMIT)


def _address(connection: Connection, spender: str) -> str:
    return spender if spender.startswith("0x") else connection.contract(spender).address


def missing(
    connection: Connection, needs: Callable[[], Sequence[Need]], refusal: Refused
) -> MoneyMissing | None:
    """Return whose money or allowance is the reason of a refusal; None for another reason."""
    if refusal.signature and not isinstance(refusal, _ABOUT_MONEY):
        return None
    for one in standings(connection, needs()):
        told = getattr(refusal, "needed", 0)
        units = told if one.need.units is None else one.need.units
        if one.is_short(units):
            return _missing(connection, one, units)
    return None


def _missing(connection: Connection, one: Standing, units: int) -> MoneyMissing:
    need, needed = one.need, one.token.money(units)
    spender = _address(connection, need.spender) if need.spender else None
    values = (need.token, need.owner, spender, needed, one.token.money(one.balance), one.allowed)
    return MoneyMissing(*values, advice=_advice(connection, one, units))


def _advice(connection: Connection, one: Standing, units: int) -> str:
    """Say what has to be brought and allowed, by whom, and how."""
    owner = connection.call(connection.contract("Parties"), "accountOf", one.need.owner)["party"]
    who = f"party {owner}" if owner else "its owner"
    parts = []
    if units > one.balance:
        parts.append(f"{who} has to bring {one.token.money(units - one.balance)} more there")
    if units > one.allowance and one.need.spender:
        parts.append(f"{who} has to allow it: {_allowing(connection, one, units)}")
    return "; ".join(parts)


def _allowing(connection: Connection, one: Standing, units: int) -> str:
    """Return how the allowance is given, in Python and on the command line."""
    spender, amount = str(one.need.spender), one.token.money(units)
    given = f'Money("{amount.number}", "{amount.currency}")'
    own = f"DepositToken {amount.currency}"
    deployed = connection.deployment.contracts.get(own) if connection.deployment else None
    if deployed is None or deployed.address != one.token.address:
        return f'deposits.approve("{spender}", {given}, token)'
    command = f", or {_COMMANDS[spender].format(amount)}" if spender in _COMMANDS else ""
    return f'deposits.approve("{spender}", {given}){command}'
