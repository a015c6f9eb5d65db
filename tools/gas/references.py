"""What the figures are held against: bars, the prototype, other systems, and the floor.

All of it is gas of whole transactions as mined receipts: 21,000 base and calldata included,
infinite allowances, plain OpenZeppelin ERC-20, each system compiled as it ships itself, steady
state. Peers are those that do the nearest thing, not always as much: a voucher has no tiers, no
lineage and asks no party's standing; a disperser proves, isolates and records nothing. The
prototype of loans had no penalty, default or guarantee.
The floor is computed from the prices of storage, logs and calls alone.
"""

from __future__ import annotations

from dataclasses import dataclass

LARGEST_CODE = 22_000
"""Most bytes of deployed code that a contract may have."""


@dataclass(frozen=True)
class Peer:
    """The nearest act of another system, and its gas."""

    name: str
    gas: int


@dataclass(frozen=True)
class Floor:
    """The least that storage, logs and calls cost for such an act, and which act was computed."""

    act: str
    gas: int


@dataclass(frozen=True)
class Reference:
    """What one of our figures is compared with; `bar` must not be exceeded."""

    bar: int | None = None
    prototype: str = ""
    peers: tuple[Peer, ...] = ()
    floor: Floor | None = None


ERC3525 = "ERC-3525 reference"
VOUCHER = "ERC-1155 voucher"

REFERENCES: dict[str, Reference] = {
    "confirm": Reference(
        118_000,
        "110,000",
        (Peer("Request, mint a receivable", 127_324), Peer(f"{ERC3525}, mint", 199_291)),
        Floor("two slots and a counter", 74_400),
    ),
    "assign_part": Reference(
        90_000,
        "82,500",
        (Peer(f"{VOUCHER}, part", 57_456), Peer(f"{ERC3525}, split", 229_899)),
        Floor("split with lineage", 57_300),
    ),
    "assign_part_first": Reference(
        peers=(Peer(f"{VOUCHER}, part to a new holder", 74_556), Peer(f"{ERC3525}, split", 232_699))
    ),
    "assign_whole": Reference(
        62_000,
        "52,500",
        (Peer("Huma v2, transfer a receivable", 84_320), Peer(f"{ERC3525}, whole", 110_640)),
        Floor("whole transfer", 29_300),
    ),
    "assign_batch_20_each": Reference(
        58_000,
        "45,900 to 53,300",
        (Peer("Disperse, new payee (of 100)", 26_908), Peer("EAS 1.9, of 50", 146_000)),
        Floor("new payee in a batch", 24_700),
    ),
    "take_whole": Reference(
        118_000,
        "108,000",
        (
            Peer(f"{VOUCHER}, accept a quote", 132_081),
            Peer("Polytrade, buy", 271_121),
            Peer("Huma v2 factoring, draw", 408_693),
        ),
        Floor("draw with payout", 83_700),
    ),
    "take_part": Reference(144_000, peers=(Peer("Maple fixed term, fund", 574_923),)),
    "redeem": Reference(peers=(Peer("Request, pay the owner", 63_239),)),
    "redeem_batch_20_each": Reference(
        36_000,
        "29,000",
        (Peer("Disperse, repeated payee (of 100)", 9_808), Peer(f"{VOUCHER}, redeem one", 63_870)),
        Floor("repeated payee in a batch", 7_600),
    ),
    "collect": Reference(
        96_000,
        "90,000",
        (Peer("Morpho Blue, repay", 78_996), Peer("Tinlake, repay", 220_584)),
        Floor("repay", 51_600),
    ),
    "whole_life": Reference(
        405_000,
        "386,000",
        (
            Peer("Polytrade", 833_000),
            Peer(VOUCHER, 860_000),
            Peer("Huma v2 factoring", 1_363_000),
        ),
    ),
    "loan_open_two_signatures": Reference(
        95_000,
        "89,000",
        (
            Peer("Huma v2 factoring, approve", 167_279),
            Peer("Maple, create and accept", 717_118),
        ),
        Floor("a slot and two signatures", 68_300),
    ),
    "release_first": Reference(
        125_000,
        "92,000",
        (
            Peer("Huma v2 line, draw", 408_561),
            Peer("Maple fixed term, fund", 574_923),
        ),
        Floor("draw with payout", 83_700),
    ),
    "release_later": Reference(
        95_000,
        "75,000",
        (
            Peer("Morpho Blue, borrow", 84_760),
            Peer("Sablier, withdraw", 98_376),
            Peer("Huma v2 line, draw later", 408_561),
        ),
        Floor("draw with payout", 83_700),
    ),
    "release_later_with_line": Reference(110_000),
    "release_attested_2_of_3": Reference(
        125_000,
        "110,000",
        (Peer("EAS 1.9, two delegated", 398_400),),
        Floor("draw with payout, two signatures", 104_700),
    ),
    "payout_100_each_new": Reference(
        26_900,
        "26,400",
        (
            Peer("GasliteDrop", 26_146),
            Peer("Disperse", 26_908),
            Peer("Request", 33_893),
        ),
        Floor("new payee in a batch", 24_700),
    ),
    "payout_100_each_existing": Reference(
        9_800,
        "9,300",
        (
            Peer("GasliteDrop", 9_046),
            Peer("Disperse", 9_808),
            Peer("Request", 16_793),
        ),
        Floor("repeated payee in a batch", 7_600),
    ),
    "repay": Reference(
        80_000,
        "69,000",
        (
            Peer("Morpho Blue, repay", 78_996),
            Peer("Huma v2 line, payment", 392_603),
            Peer("Maple fixed term, payment", 425_510),
        ),
        Floor("repay", 51_600),
    ),
    "collect_loan": Reference(
        86_000,
        "74,000",
        (
            Peer("Tinlake, repay", 220_584),
            Peer("Huma v2 line, payment", 392_603),
        ),
        Floor("repay", 51_600),
    ),
}
