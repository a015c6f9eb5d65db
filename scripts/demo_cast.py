"""Who takes part in the demo, named by role, and the trades between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

import silkline as sl
from silkline.documents.evidence import Evidence, trade_reference
from silkline.tree import Labels, grouped

KYC_DAYS = 730
"""How long after the start the parties' KYC lasts."""


@dataclass(frozen=True)
class Member:
    """A party: its id, what people call it, its key, and its view of the system."""

    id: sl.PartyId
    name: str
    role: sl.Role
    signer: sl.Key
    desk: sl.Silkline
    opts_in: bool = False
    """Whether it consents beforehand to receive assignments."""

    @property
    def cash(self) -> str:
        """Its cash account."""
        return self.signer.address


@dataclass(frozen=True)
class Cast:
    """Everybody: the operator has all roles of the system and a key of its own."""

    operator: sl.Silkline
    anchor: Member
    tier1: Member
    tier2: Member
    tier3: Member
    refuser: Member
    instead: Member
    tier4: Member
    bank_a: Member
    bank_b: Member

    @classmethod
    def gather(cls, chain: sl.LocalChain, deployment: sl.Deployment) -> Cast:
        """Return the parties with their keys; all but tier 4 have gas on the chain."""
        operator, *keys = chain.keys
        system = sl.connect(chain.url, signer=operator, deployment=deployment)

        def member(
            number: int, name: str, role: sl.Role, signer: sl.Key, opts_in: bool = False
        ) -> Member:
            return Member(sl.PartyId(number), name, role, signer, system.as_(signer), opts_in)

        supplier, funder = sl.Role.SUPPLIER, sl.Role.FUNDER
        return cls(
            operator=system,
            anchor=member(1, "Anchor", sl.Role.ANCHOR, keys[0]),
            tier1=member(11, "Tier-1 supplier", supplier, keys[1], True),
            tier2=member(12, "Tier-2 supplier", supplier, keys[2], True),
            tier3=member(13, "Tier-3 supplier A", supplier, keys[3]),
            refuser=member(14, "Tier-3 supplier B", supplier, keys[4]),
            instead=member(15, "Tier-3 supplier C", supplier, keys[5], True),
            tier4=member(16, "Tier-4 supplier", supplier, sl.Key.create()),
            bank_a=member(21, "Bank A", funder, keys[6]),
            bank_b=member(22, "Bank B", funder, keys[7]),
        )

    def __iter__(self) -> Iterator[Member]:
        """Yield the parties, the anchor first."""
        return (value for value in vars(self).values() if isinstance(value, Member))

    @property
    def banks(self) -> tuple[Member, Member]:
        """Both banks."""
        return self.bank_a, self.bank_b

    def names(self) -> dict[sl.PartyId, str]:
        """Return what people call the parties."""
        return {member.id: member.name for member in self}

    def registration(self, start: date) -> list[tuple[sl.PartyId, str, sl.Profile]]:
        """Return what the registrar records of each party."""
        last = start + timedelta(days=KYC_DAYS)
        return [(m.id, m.cash, sl.Profile(m.role, last, region=276)) for m in self]


@dataclass(frozen=True)
class Trade:
    """A trade between two suppliers, whose debt is paid with a piece of the note."""

    goods: str
    invoice: str
    order: str
    delivery: str
    delivered: date
    amount: sl.Money
    evidence: Evidence
    """Its root is the trade reference that goes on the chain; the leaves stay at home."""

    @classmethod
    def between(
        cls,
        buyer: Member,
        seller: Member,
        goods: str,
        amount: sl.Money,
        delivered: date,
        key: bytes,
    ) -> Trade:
        """Return the trade by which *seller* delivered *goods* to *buyer*."""
        number = f"INV-{seller.id}-{delivered:%y%m%d}"
        order, delivery = f"PO-{buyer.id}-77", f"DN-{seller.id}-31"
        facts = f"v1|SUPPLIER{seller.id}|SUPPLIER{buyer.id}|{number}|{delivered}|1/1"
        fingerprint = sl.documents.fingerprint(key, facts)
        proof = trade_reference(fingerprint, amount, order, delivery, delivered)
        return cls(goods, number, order, delivery, delivered, amount, proof)

    @property
    def reference(self) -> bytes:
        """The trade reference of the assignment."""
        return self.evidence.root

    @property
    def title(self) -> str:
        """Goods and invoice."""
        return f"{self.goods}, invoice {self.invoice}"

    def words(self) -> str:
        """Return the trade for reading."""
        return f"{self.title}, delivered {self.delivered}"


def labels(cast: Cast, trades: list[Trade]) -> Labels:
    """Return what the tree calls parties and trades."""
    return Labels(cast.names(), {f"0x{t.reference.hex()}": t.title for t in trades})


def document(text: str) -> bytes:
    """Return the hash of a document; here a short text stands for it."""
    return sha256(text.encode()).digest()


def named(money: sl.Money) -> str:
    """Return an amount for reading: ``1,190,000.00 EUR``."""
    return f"{grouped(money)} {money.currency}"
