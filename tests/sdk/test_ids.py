"""
Typed ids.

├── when the value is out of range, of another kind, or unreadable  → BadInput
├── ids of two kinds                                               → never equal, never mixed
└── otherwise                                                      → integer and text go both ways
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silkline import BadInput, NoteId, PartyId, ProgrammeId, ReceivableId

KINDS = [PartyId, ProgrammeId, ReceivableId, NoteId]
IDS = st.one_of(
    st.builds(PartyId, st.integers(1, 2**40 - 1)),
    st.builds(
        ProgrammeId.build, st.builds(PartyId, st.integers(1, 2**40 - 1)), st.integers(1, 255)
    ),
    st.builds(ReceivableId, st.integers(1, 2**96 - 1)),
    st.builds(
        NoteId.build, st.builds(ReceivableId, st.integers(1, 2**96 - 1)), st.integers(1, 2**32 - 1)
    ),
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [0, -1, 1 << 200, True, 1.0, "x", b"\x01", None])
def test_values_that_are_no_id_are_refused(kind, value):
    """Zero, negatives, other types and numbers of too many bits are no id."""
    with pytest.raises(BadInput):
        kind.of(value)


@pytest.mark.parametrize(
    ("kind", "text"),
    [(PartyId, "7/1"), (ProgrammeId, "7"), (ProgrammeId, "7/0"), (ProgrammeId, "0/1"),
     (ProgrammeId, "7/256"), (NoteId, "0xff"), (NoteId, "0xff#0"), (NoteId, "0x0#1"),
     (NoteId, "0xff#x")],
)  # fmt: skip
def test_texts_of_another_shape_are_refused(kind, text):
    """A programme is anchor/number and a note receivable#number, both from 1."""
    with pytest.raises(BadInput):
        kind.of(text)


def test_a_part_that_is_zero_is_refused():
    """A programme needs an anchor and a number, a note a receivable and a number."""
    for kind, value in [(ProgrammeId, 0x100), (ProgrammeId, 1), (NoteId, 1 << 32), (NoteId, 1)]:
        with pytest.raises(BadInput):
            kind(value)


def test_an_id_of_another_kind_is_refused():
    """A party's id is not taken for a receivable's, though both are numbers."""
    with pytest.raises(BadInput, match=r"expected ReceivableId"):
        ReceivableId.of(PartyId(7))
    assert PartyId(7) != ReceivableId(7)
    with pytest.raises(TypeError):
        _ = PartyId(7) < ReceivableId(8)


@given(IDS)
def test_integer_and_text_go_both_ways(identifier):
    """Reading what an id shows gives the id again."""
    kind = type(identifier)

    assert kind.of(int(identifier)) == identifier
    assert kind.of(str(identifier)) == identifier
    assert eval(repr(identifier)) == identifier  # noqa: S307  what a console shows
    assert kind.of(identifier) is identifier
    assert kind.decoded(int(identifier)) == identifier
    assert hash(kind(int(identifier))) == hash(identifier)


def test_parts_are_read_off():
    """A note names its receivable, a programme its anchor."""
    note = ReceivableId(0xAB).note(3)

    assert (note.receivable, note.number) == (ReceivableId(0xAB), 3)
    assert int(note) == 0xAB << 32 | 3
    programme = ProgrammeId.build(PartyId(9), 2)
    assert (programme.anchor, programme.number, int(programme)) == (PartyId(9), 2, 9 << 8 | 2)


def test_a_decoded_zero_is_nobody():
    """A contract's zero stands for none: false, and still of its type."""
    nobody = PartyId.decoded(0)

    assert not nobody
    assert bool(PartyId(1))
    assert (type(nobody), int(nobody)) == (PartyId, 0)
