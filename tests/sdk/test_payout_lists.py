"""
Payout lists: packed in chunks, with a root that a milestone names.

├── nobody, nobody's account, twice the same, no amount     → refused with the entry's number
├── chunks    packed, numbered, proven
└── sizes     by the blocks of the chain, or found by the root that was signed
"""

from __future__ import annotations

import pytest

from silkline import loan_terms as lt
from silkline.errors import BadInput


def test_payout_lists_are_packed_in_chunks():
    """20 bytes of account and 12 of amount each; the last chunk takes what is left."""
    payouts = lt.PayoutList(
        [("0x" + "ab" * 20, 7), ("0x" + "cd" * 20, 8), ("0x" + "ef" * 20, 9)], 2
    )

    assert [len(chunk) for chunk in payouts.chunks] == [64, 32]
    assert payouts.chunks[1].hex() == "ef" * 20 + "00" * 11 + "09"
    assert payouts.total == 24
    with pytest.raises(BadInput, match=r"chunks are numbered 0\.\.1, got 2"):
        payouts.proof(2)


@pytest.mark.parametrize(
    ("entries", "size", "message"),
    [
        ([], 1, "at least one entry"),
        ([("0x" + "ab" * 20, 1)], 0, "one in each chunk"),
        ([("0x12", 1)], 1, "payee of entry 0 must be an address"),
        ([("0x" + "00" * 20, 1)], 1, r"payee of entry 0 is the zero address"),
        ([("0x" + "aB" * 20, 1)], 1, r"payee of entry 0 0x\S+ has a wrong checksum"),
        (
            [("0x" + "ab" * 20, 1), ("0x" + "cd" * 20, 1), ("0x" + "AB" * 20, 1)],
            2,
            r"payee of entry 2, 0x\S+, is paid by entry 0 already",
        ),
        ([("0x" + "ab" * 20, 1), ("0x" + "cd" * 20, 0)], 1, r"amount of entry 1 is an int in 1"),
        ([("0x" + "ab" * 20, 1 << 96)], 1, r"amount of entry 0 is an int in 1"),
    ],
)
def test_payout_lists_with_faults_are_refused(entries, size, message):
    """Nobody, nothing, too much and the same account twice are not paid."""
    with pytest.raises(BadInput, match=message):
        lt.PayoutList(entries, size)


def test_the_size_of_chunks_is_found_by_the_root():
    """Whatever it was; a root of other entries has none."""
    entries = [(f"0x{n:040x}", n) for n in range(1, 24)]
    read = lt.PayoutList(entries)
    for size in (1, 2, 5, 22, 23, 100):
        made = lt.PayoutList(entries, size)
        assert read.fitted(made.root).root == made.root
        assert read.fitted(made.root).chunks == made.chunks
    other = lt.PayoutList(entries[::-1], 5)
    with pytest.raises(BadInput, match=rf"the list {other.root} is another one: these 23 entries"):
        read.fitted(other.root)


@pytest.mark.parametrize(
    ("block", "size"),
    [(0, 1), (1_139_999, 1), (1_280_000, 2), (12_000_000, 78), (15_000_000, 100), (10**9, 100)],
)
def test_chunks_are_as_large_as_blocks_take(block, size):
    """Half a block by 70,000 gas for each payee: at least one, at most 100."""
    assert lt.chunk_size_for(block) == size
