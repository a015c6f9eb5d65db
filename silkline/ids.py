"""
Typed ids: a party's cannot be passed where a note's is meant.

An id equals only an id of its own type; ``int(id)`` is what the contracts see, ``str(id)``
is what people read and what ``of`` reads back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from silkline.errors import BadInput

__all__ = ["NoteId", "PartyId", "ProgrammeId", "ReceivableId"]


@dataclass(frozen=True, order=True, slots=True, repr=False)
class _Id:
    """A positive integer of at most ``bits`` bits."""

    value: int
    bits: ClassVar[int] = 256

    def __post_init__(self) -> None:
        if type(self.value) is not int or not 0 < self.value < 1 << self.bits:
            name = type(self).__name__
            raise BadInput(f"{name} must be an int in 1..2**{self.bits}-1, got {self.value!r}")

    @classmethod
    def of(cls, value: Self | int | str) -> Self:
        """
        Return *value* as this type: the id itself, its integer or its text.

        Raises:
            BadInput: It is an id of another type, out of range or unreadable.
        """
        if isinstance(value, cls):
            return value
        if isinstance(value, str):
            return cls._parse(value.strip())
        if type(value) is int:
            return cls(value)
        raise BadInput(f"expected {cls.__name__}, int or str, got {value!r}")

    @classmethod
    def _parse(cls, text: str) -> Self:
        try:
            return cls(int(text, 0))
        except ValueError as error:
            raise BadInput(f"{text!r} is not a {cls.__name__}") from error

    @classmethod
    def decoded(cls, value: int) -> Self:
        """Return an id as a contract answered it: unchecked, zero (false) meaning none."""
        made = object.__new__(cls)
        object.__setattr__(made, "value", value)
        return made

    def __bool__(self) -> bool:
        return self.value != 0

    def __int__(self) -> int:
        return self.value

    def __index__(self) -> int:
        return self.value

    def __str__(self) -> str:
        return str(self.value)

    def __repr__(self) -> str:
        return f"{type(self).__name__}.of({str(self)!r})"


@dataclass(frozen=True, order=True, slots=True, repr=False)
class PartyId(_Id):
    """
    A firm, bank, attestor or regulator known to ``Parties`` (40 bits); 0 is nobody.

    >>> PartyId.of("7")
    PartyId(7)
    """

    bits: ClassVar[int] = 40

    def __repr__(self) -> str:
        return f"PartyId({self.value})"


@dataclass(frozen=True, order=True, slots=True, repr=False)
class ProgrammeId(_Id):
    """
    An anchor's programme: the anchor's party id << 8 | its number (48 bits).

    >>> str(ProgrammeId.build(PartyId(7), 2)), int(ProgrammeId.of("7/2"))
    ('7/2', 1794)
    """

    bits: ClassVar[int] = 48

    def __post_init__(self) -> None:
        _Id.__post_init__(self)
        if not (self.value >> 8 and self.number):
            raise BadInput(f"a programme's id is anchor << 8 | number from 1, got {self.value:#x}")

    @classmethod
    def build(cls, anchor: PartyId, number: int) -> ProgrammeId:
        """
        Return the id of the *anchor*'s programme *number*.

        Raises:
            BadInput: The number is not an int in 1..255.

        >>> str(ProgrammeId.build(PartyId(7), 1))
        '7/1'
        """
        if type(number) is not int or not 0 < number < 256:
            raise BadInput(f"a programme's number is an int in 1..255, got {number!r}")
        return cls(anchor.value << 8 | number)

    @classmethod
    def _parse(cls, text: str) -> Self:
        anchor, slash, number = text.partition("/")
        if not (slash and anchor.isdecimal() and number.isdecimal()):
            raise BadInput(f"{text!r} is not a ProgrammeId such as 7/2 (anchor/number)")
        return cls(cls.build(PartyId(int(anchor)), int(number)).value)

    @property
    def anchor(self) -> PartyId:
        """The party whose programme it is."""
        return PartyId.decoded(self.value >> 8)

    @property
    def number(self) -> int:
        """Number of the programme among its anchor's."""
        return self.value & 0xFF

    def __str__(self) -> str:
        return f"{self.anchor}/{self.number}"


@dataclass(frozen=True, order=True, slots=True, repr=False)
class ReceivableId(_Id):
    """
    A confirmed debt: the fingerprint of its first invoice, cut to 96 bits.

    >>> str(ReceivableId(255))
    '0x0000000000000000000000ff'
    """

    bits: ClassVar[int] = 96

    def note(self, number: int = 1) -> NoteId:
        """
        Return the id of the note *number* (from 1) on this receivable.

        >>> str(ReceivableId(255).note(3))
        '0x0000000000000000000000ff#3'
        """
        return NoteId.build(self, number)

    def __str__(self) -> str:
        return f"0x{self.value:024x}"


@dataclass(frozen=True, order=True, slots=True, repr=False)
class NoteId(_Id):
    """
    A claim on a receivable: the receivable's id << 32 | its number from 1 (128 bits).

    >>> str(NoteId.build(ReceivableId(255), 3)), NoteId.of("0xff#3").receivable == ReceivableId(255)
    ('0x0000000000000000000000ff#3', True)
    """

    bits: ClassVar[int] = 128

    def __post_init__(self) -> None:
        _Id.__post_init__(self)
        if not (self.value >> 32 and self.number):
            raise BadInput(f"a note's id is receivable << 32 | number from 1, got {self.value:#x}")

    @classmethod
    def build(cls, receivable: ReceivableId, number: int) -> NoteId:
        """
        Return the id of the note *number* on *receivable*.

        Raises:
            BadInput: The number is not an int in 1..2**32-1.
        """
        if type(number) is not int or not 0 < number < 1 << 32:
            raise BadInput(f"a note's number is an int in 1..2**32-1, got {number!r}")
        return cls(receivable.value << 32 | number)

    @classmethod
    def _parse(cls, text: str) -> Self:
        receivable, hash_sign, number = text.partition("#")
        if not (hash_sign and number.isdecimal()):
            raise BadInput(f"{text!r} is not a NoteId such as 0x…#1 (receivable#number)")
        return cls(cls.build(ReceivableId.of(receivable), int(number)).value)

    @property
    def receivable(self) -> ReceivableId:
        """The receivable on which it is a claim."""
        return ReceivableId.decoded(self.value >> 32)

    @property
    def number(self) -> int:
        """Number of the note on its receivable, from 1."""
        return self.value & 0xFFFFFFFF

    def __str__(self) -> str:
        return f"{self.receivable}#{self.number}"
