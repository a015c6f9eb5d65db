"""
Every error of the SDK.

    SilklineError
    ├── BadInput (a ValueError)  the call itself is wrong; nothing was sent
    ├── Refused                  a contract refuses it; each with a class in silkline.refusals
    ├── NotReady                 not now: the same call may succeed later
    ├── Conflict                 a key used for something else, or a nonce used by somebody else
    └── NodeError                the node cannot be reached, or its answer cannot be used

Each message carries the values that disagree and says what to do.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import ClassVar, Final

__all__ = ["BadInput", "Conflict", "NodeError", "NotReady", "Refused", "SilklineError"]


class SilklineError(Exception):
    """Base of every error that the SDK raises on purpose."""


class BadInput(SilklineError, ValueError):  # noqa: N818
    """The arguments are wrong in themselves; nothing was sent."""


class NotReady(SilklineError):  # noqa: N818
    """The same call may succeed later; nothing has to be changed by the caller."""


class Conflict(SilklineError):  # noqa: N818
    """The request contradicts one that was made before; retrying it unchanged cannot help."""


class NodeError(SilklineError):
    """The node cannot be reached, or its answer cannot be used."""


class Refused(SilklineError):  # noqa: N818
    """
    A contract refuses the call.

    Each custom error of the contracts has a subclass in ``silkline.refusals`` with one
    typed attribute per argument; a refusal that is none of them (a plain string, a panic,
    an unknown selector) is a ``Refused`` whose only argument is its description.

    >>> from silkline.refusals import ConsentMissing
    >>> print(ConsentMissing(5))
    ConsentMissing(receiver 5): get the receiver's signature, or give it time to accept
    """

    signature: ClassVar[str] = ""
    """The error as Solidity writes it, such as ``ERC20InvalidSpender(address)``."""
    fields: ClassVar[tuple[str, ...]] = ()
    """Names of the arguments, in order; each is an attribute."""
    advice: ClassVar[str] = ""
    """One sentence: what to do about it."""

    def __init__(self, *values: object) -> None:
        if self.fields and len(values) != len(self.fields):
            raise TypeError(f"{self.signature} takes {len(self.fields)} values, got {len(values)}")
        for name, value in zip(self.fields, values, strict=False):
            setattr(self, name, value)
        super().__init__(*values)

    def __init_subclass__(cls, signature: str = "", fields: str = "", advice: str = "") -> None:
        super().__init_subclass__()
        cls.signature, cls.fields, cls.advice = signature, tuple(fields.split()), advice

    def __str__(self) -> str:
        if not self.signature:
            return " ".join(str(value) for value in self.args)
        values = ", ".join(f"{name} {_shown(getattr(self, name))}" for name in self.fields)
        return f"{type(self).__name__}({values}): {self.advice}"


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
