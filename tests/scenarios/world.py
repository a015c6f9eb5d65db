"""The parties of the scenarios, two programmes, and the common acts; amounts in base units."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from brownie import accounts, chain, web3
from brownie.network.account import LocalAccount
from eth_account import Account
from eth_account.messages import encode_typed_data

from tests.scenarios.helpers import DAY, sign, struct, today
from tests.scenarios.suite import Suite, deploy

ANCHOR, OTHER_ANCHOR, S1, S2, S3, S4, BANK_A, BANK_B = 1, 2, 11, 12, 13, 14, 21, 22
ROLES = {ANCHOR: 2, OTHER_ANCHOR: 2, S1: 1, S2: 1, S3: 1, S4: 1, BANK_A: 4, BANK_B: 4}
OPTED_IN = (S1, S2, S3)
EUROS, DOLLARS = ANCHOR << 8 | 1, OTHER_ANCHOR << 8 | 1
"""A programme in euro cents, and one of another anchor in millionths of a dollar."""
LIMIT = 10**12
TENOR = 180
SMALLEST = 1_000
LATE_RATE = 500_000
GRACE = 5
OPEN, OVERDUE, SETTLED, CANCELLED = 1, 2, 3, 4
FOREVER = 2**48 - 1
AGREEMENT, EVIDENCE, TRADE, DOCUMENT = (bytes([value]) * 32 for value in (0xA9, 0xE1, 0x77, 0xD0))
NOBODY = "0x" + "00" * 20
_ids = count(1)


@dataclass(frozen=True)
class Member:
    """A party and the account that acts for it."""

    id: int
    account: LocalAccount

    @property
    def by(self) -> dict[str, LocalAccount]:
        """Sends a transaction from its account."""
        return {"from": self.account}


def new_account(number: int, ether: int = 1) -> LocalAccount:
    """Return an account with a key of its own and some gas."""
    account = accounts.add(f"0x{number:064x}")
    if ether:
        accounts[0].transfer(account, ether * 10**18, silent=True)
    return account


class World:
    """A fresh system with its parties; `operator` has every role."""

    def __init__(self) -> None:
        """Deploy, register everybody, open both programmes."""
        self._keys = count(next(_ids) * 1_000_000)
        self.operator = self.account()
        self.suite: Suite = deploy(self.operator)
        self.offers: list[bytes] = []
        self.members = {party: Member(party, self.account(int(party != S4))) for party in ROLES}
        self.by = {"from": self.operator}
        for member in self.members.values():
            self._register(member)
        for party in OPTED_IN:
            self.suite.parties.setOptIns(3, self[party].by)
        for programme, token, currency in (
            (EUROS, self.suite.euro, b"EUR"),
            (DOLLARS, self.suite.dollar, b"USD"),
        ):
            self.suite.programmes.open(programme, self.rules(token, currency), self.by)

    def _register(self, member: Member) -> None:
        parties, expiry = self.suite.parties, today() + 5_000
        fields = {"kycExpiry": expiry, "group": 0, "industry": 24, "region": 276}
        profile = struct(parties, "register", "profile", roles=ROLES[member.id], **fields)
        parties.register(member.id, member.account, profile, self.by)

    def rules(self, token: Any, currency: bytes) -> tuple[Any, ...]:
        """Return the rules of a programme."""
        fields = {
            "token": token,
            "currency": currency,
            "limit": LIMIT,
            "maxTenor": TENOR,
            "deepestTier": 4,
            "smallestPiece": SMALLEST,
            "lateRate": LATE_RATE,
            "graceDays": GRACE,
            "utcOffset": 0,
            "tradeReferenceRequired": False,
            "limitContract": NOBODY,
            "agreementHash": AGREEMENT,
        }
        return struct(self.suite.programmes, "open", "rules", **fields)

    def __getitem__(self, party: int) -> Member:
        """Return a party by its id."""
        return self.members[party]

    def account(self, ether: int = 1) -> LocalAccount:
        """Return a new account; without ether it can only sign."""
        return new_account(next(self._keys), ether)

    # Money

    def token(self, programme: int) -> Any:
        """Return the token of a programme."""
        return self.suite.euro if programme == EUROS else self.suite.dollar

    def fund(self, party: int, amount: int, spender: Any, programme: int = EUROS) -> None:
        """Give a party cash, and let *spender* take exactly as much of it."""
        token, account = self.token(programme), self[party].account
        if programme == EUROS:
            booking = next(_ids).to_bytes(32, "big")
            token.issue(account, amount, booking, self.by)
        else:
            token.mint(account, amount, self.by)
        token.approve(spender, token.allowance(account, spender) + amount, {"from": account})

    def cash(self, party: int, programme: int = EUROS) -> int:
        """Return what a party has at its bank."""
        where = self.suite.parties.partyOf(party)["cash"]
        return int(self.token(programme).balanceOf(where))

    # Debts and notes

    def terms(
        self, face: int, *, due: int | None = None, programme: int = EUROS, creditor: int = S1
    ) -> dict[str, Any]:
        """Return the terms of a new debt, due in 90 days unless said otherwise."""
        return {
            "programme": programme,
            "creditor": creditor,
            "id": int.from_bytes(bytes(web3.keccak(next(_ids)))[:12], "big"),
            "face": face,
            "dueDay": today() + 90 if due is None else due,
            "evidenceRoot": EVIDENCE,
            "further": [],
            "deadline": FOREVER,
        }

    def confirmation(self, terms: dict[str, Any]) -> tuple[Any, ...]:
        """Return terms as the contract takes them."""
        return struct(self.suite.programmes, "confirm", "terms", **terms)

    def confirm(self, face: int, **changes: Any) -> int:
        """Confirm a debt by the anchor's call and return its first note."""
        terms = self.terms(face, **changes)
        anchor = self[terms["programme"] >> 8]
        self.suite.programmes.confirm(self.confirmation(terms), anchor.by)
        return int(terms["id"]) << 32 | 1

    def assign(
        self, sender: int, note: int, receiver: int, value: int, accept_until: int = 0
    ) -> tuple[int, Any]:
        """Pass a part of a note on; return the note that passed or waits, and the transaction."""
        assignment = self.assignment(note, receiver, value, accept_until)
        done = self.suite.receivables.assign(assignment, self[sender].by)
        waits = "AssignmentProposed" in done.events
        event = done.events["AssignmentProposed" if waits else "Assigned"]
        return int(event["note" if waits else "to"]), done

    def assignment(
        self, note: int, receiver: int, value: int, accept_until: int = 0
    ) -> tuple[Any, ...]:
        """Return an assignment in payment of a trade, as the contract takes it."""
        fields = {
            "note": note,
            "receiver": receiver,
            "value": value,
            "tradeReference": TRADE,
            "inPayment": True,
            "acceptUntil": accept_until,
        }
        return struct(self.suite.receivables, "assign", "assignment", **fields)

    def consent(self, note: int, sender: int, receiver: int, value: int) -> bytes:
        """Return the receiver's signed consent to an assignment."""
        fields = {"note": note, "sender": sender, "receiver": receiver, "value": value}
        trade = {"tradeReference": TRADE, "inPayment": True, "deadline": FOREVER}
        consent = struct(self.suite.parties, "consentDigest", "consent", **fields, **trade)
        digest = self.suite.parties.consentDigest(self.suite.receivables, consent)
        return sign(self[receiver].account, digest)

    def note(self, note: int) -> Any:
        """Return a note field by field."""
        return self.suite.descriptor.noteOf(self.suite.receivables, note)

    def debt(self, note: int) -> Any:
        """Return the receivable of a note field by field."""
        return self.suite.descriptor.receivableOf(self.suite.receivables, note >> 32)

    def holding(self, note: int) -> tuple[int, int, int]:
        """Return owner, value and tier of a note; the owner of none is 0."""
        found = self.note(note)
        return found["owner"], found["value"], found["tier"]

    # Sales

    def offer(self, funder: int, **changes: Any) -> tuple[Any, ...]:
        """Return a standing offer: 4.5 % ACT/360 on all notes in euro, without fee or recourse."""
        fields = {
            "funder": funder,
            "programme": EUROS,
            "receivable": 0,
            "deepestTier": 255,
            "rate": 45_000,
            "basis": 360,
            "fee": 0,
            "smallest": 1,
            "cap": LIMIT,
            "recourse": False,
            "registryRequired": False,
            "validUntil": FOREVER,
            "salt": 1,
        }
        return struct(self.suite.discounting, "take", "offer", **{**fields, **changes})

    def fill(self, note: int, value: int, least: int = 0) -> tuple[Any, ...]:
        """Return a fill, as the contract takes it."""
        fields = {"note": note, "value": value, "minProceeds": least}
        return struct(self.suite.discounting, "take", "fill", **fields, registryReference=bytes(32))

    def bid(self, funder: int, **changes: Any) -> tuple[Any, ...]:
        """Return an offer, the account that signs it for its funder, and its signature."""
        offer, account = self.offer(funder, **changes), self[funder].account
        digest = self.suite.discounting.offerDigest(offer)
        self.offers.append(bytes(digest))
        return offer, account, sign(account, digest)

    def take(self, seller: int, bid: tuple[Any, ...], note: int, value: int) -> tuple[int, int]:
        """Sell a part of a note; return the funder's note and the proceeds."""
        done = self.suite.discounting.take(*bid, self.fill(note, value), self[seller].by)
        event = done.events["OfferTaken"]
        return int(event["note"]), int(event["proceeds"])

    # By signature

    def forward(self, member: Member, contract: Any, data: str) -> Any:
        """Let the operator bring an act that *member*, who needs no gas, signed."""
        forwarder = self.suite.forwarder
        request = {
            "from": member.account.address,
            "to": contract.address,
            "value": 0,
            "gas": 1_000_000,
            "nonce": forwarder.nonces(member.account),
            "deadline": chain[-1].timestamp + DAY,
            "data": data,
        }
        _, name, version, chain_id, address, *_ = forwarder.eip712Domain()
        domain = {"name": name, "version": version, "chainId": chain_id}
        domain["verifyingContract"] = address
        message = encode_typed_data(domain, {"ForwardRequest": REQUEST}, request)
        signature = bytes(Account.sign_message(message, member.account.private_key).signature)
        request.pop("nonce")
        return forwarder.execute((*request.values(), signature), self.by)


REQUEST = [
    {"name": name, "type": kind}
    for name, kind in (
        ("from", "address"),
        ("to", "address"),
        ("value", "uint256"),
        ("gas", "uint256"),
        ("nonce", "uint256"),
        ("deadline", "uint48"),
        ("data", "bytes"),
    )
]
