"""
Every error of the SDK.

    SilklineError
    ├── BadInput (a ValueError)  the call itself is wrong; nothing was sent
    ├── Refused                  a contract refuses it; each with a class in silkline.refusals
    │   └── MoneyMissing         somebody lacks the tokens that it takes, or has not allowed them
    ├── NotReady                 not now: the same call may succeed later
    │   ├── GasMissing           the sender cannot pay for the gas
    │   └── FeeTooHigh           blocks ask for more per unit of gas than may be offered
    ├── Conflict                 a key used for something else, or a nonce used by somebody else
    ├── NodeError                the node cannot be reached, or its answer cannot be used
    └── SignerError              a signing service does not sign; nothing was signed

Each message carries the values that disagree and says what to do.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Final

if TYPE_CHECKING:
    from silkline.money import Money
    from silkline.tokens import Token

__all__ = [
    "BadInput",
    "Conflict",
    "FeeTooHigh",
    "GasMissing",
    "MoneyMissing",
    "NodeError",
    "NotReady",
    "Refused",
    "SignerError",
    "SilklineError",
]


class SilklineError(Exception):
    """Base of every error that the SDK raises on purpose."""


class BadInput(SilklineError, ValueError):  # noqa: N818
    """The arguments are wrong in themselves; nothing was sent."""


class NotReady(SilklineError):  # noqa: N818
    """The same call may succeed later; nothing has to be changed by the caller."""


class GasMissing(NotReady):
    """The sender cannot pay for the gas; nothing was sent. Amounts are wei of the chain's coin."""

    def __init__(self, account: str, needed: int | None, found: int, told: str = "") -> None:
        """
        Args:
            account: The sender.
            needed: The most that the transaction may cost; None where only the node knows.
            found: What the account has.
            told: What the node said, where it was the node that refused.
        """
        self.account, self.needed, self.found = account, needed, found
        most = "" if needed is None else f"needs up to {needed} wei, "
        why = f" ({told})" if told else ""
        super().__init__(
            f"{account} cannot pay for gas: {most}has {found} wei{why}; nothing was sent: give it "
            "some of the chain's own coin and repeat the call"
        )


class FeeTooHigh(NotReady):
    """Blocks ask for more than may be offered. Amounts are wei per unit of gas."""

    def __init__(self, asked: int, limit: int) -> None:
        """
        Args:
            asked: What would have to be offered now.
            limit: The most that may be offered.
        """
        self.asked, self.limit = asked, limit
        super().__init__(
            f"{asked} wei per unit of gas would have to be offered now, and {limit} is the most "
            "that may be: nothing new was signed, and what was sent before stays sent; repeat "
            "the call with the same key when blocks ask for less, or after "
            f"connect(..., max_fee={asked}) or more"
        )


class Conflict(SilklineError):  # noqa: N818
    """The request contradicts one that was made before; retrying it unchanged cannot help."""


class NodeError(SilklineError):
    """The node cannot be reached, or its answer cannot be used."""


class SignerError(SilklineError):
    """A signing service cannot be reached, or gives no signature of its account."""


class Refused(SilklineError):  # noqa: N818
    """
    A contract refuses the call.

    Each custom error of the contracts has a subclass in ``silkline.refusals`` with one
    typed attribute per argument; a refusal that is none of them (a plain string, a panic,
    an unknown selector) is a ``Refused`` whose only argument is its description.

    Attributes are what the contract says: days since 1970, Unix times, base units of a token.
    Its text says them as dates, times in UTC, and amounts where the token is known.

    >>> from silkline.refusals import ConsentMissing, DueDayPassed
    >>> print(ConsentMissing(5))
    ConsentMissing(receiver 5): get the receiver's signature, or give it time to accept
    >>> str(DueDayPassed(20908, 20909)).partition(":")[0]
    'DueDayPassed(due_day 2027-03-31, today 2027-04-01)'
    """

    signature: ClassVar[str] = ""
    """The error as Solidity writes it, such as ``ERC20InvalidSpender(address)``."""
    fields: ClassVar[tuple[str, ...]] = ()
    """Names of the arguments, in order; each is an attribute."""
    units: ClassVar[dict[str, str]] = {}
    """Which of them are ``days``, ``times`` or ``amounts``, by name."""
    advice: str = ""
    """One sentence: what to do about it."""
    paid_in: Token | None = None
    """The token that amounts are of, where it is known."""

    def __init__(self, *values: object) -> None:
        if self.fields and len(values) != len(self.fields):
            raise TypeError(f"{self.signature} takes {len(self.fields)} values, got {len(values)}")
        for name, value in zip(self.fields, values, strict=False):
            setattr(self, name, value)
        super().__init__(*values)

    def __init_subclass__(
        cls, signature: str = "", fields: str = "", advice: str = "", **units: str
    ) -> None:
        super().__init_subclass__()
        cls.signature, cls.fields, cls.advice = signature, tuple(fields.split()), advice
        cls.units = {name: unit for unit, named in units.items() for name in named.split()}

    def __str__(self) -> str:
        if not self.signature:
            return " ".join(str(value) for value in self.args)
        values = ", ".join(f"{name} {self._told(name)}" for name in self.fields)
        return f"{type(self).__name__}({values}): {self.advice}"

    def _told(self, name: str) -> str:
        """Return a value as people read it; what is no date, as its number."""
        from silkline.dates import date_of, moment

        value, unit = getattr(self, name), self.units.get(name)
        try:
            if unit == "days":
                return date_of(value).isoformat()
            if unit == "times":
                return f"{moment(value):%Y-%m-%d %H:%M:%S} UTC"
        except (OverflowError, ValueError, OSError):
            return str(value)
        if unit == "amounts":
            return str(self.paid_in.money(value)) if self.paid_in else f"{value} base units"
        return _shown(value)


class MoneyMissing(Refused, fields="token owner spender needed balance allowance"):
    """
    An act takes tokens that their owner does not have, or has not allowed to be taken.

    The contract's own refusal is the ``__cause__``.
    """

    token: str
    """Address of the token."""
    owner: str
    """Account that the tokens are taken from."""
    spender: str | None
    """Contract that takes them; None where the owner itself gives them."""
    needed: Money
    balance: Money
    """What the owner has."""
    allowance: Money | None
    """What the owner has allowed the spender to take; None is without limit."""

    def __init__(self, *values: object, advice: str) -> None:
        """
        Args:
            values: The fields in their order.
            advice: What to do, and who has to do it.
        """
        super().__init__(*values)
        self.advice = advice

    def __str__(self) -> str:
        taken, has = f"{self.needed} would be taken", f"has {self.balance}"
        if self.spender is not None:
            taken = f"{self.spender} would take {self.needed}"
            has += f" and allowed {'any amount' if self.allowance is None else self.allowance}"
        return f"{taken} from {self.owner}, which {has} of token {self.token}: {self.advice}"


_NAME: Final = re.compile(rb"[A-Za-z][ -~]{2,}")
"""Text in 32 bytes, which zeros fill up; a hash is none."""


def _shown(value: object) -> str:
    if isinstance(value, Enum):
        return value.name.lower()
    if not isinstance(value, bytes):
        return str(value)
    name = value.rstrip(b"\0")
    is_name = len(name) < len(value) and _NAME.fullmatch(name)
    return name.decode() if is_name else "0x" + value.hex()
