"""The acts of the parties, each one transaction whose gas is returned."""

from __future__ import annotations

from typing import Any

from eth_account.signers.local import LocalAccount
from eth_typing import Hash32

from tools.gas.chain import CHAIN_ID, Chain, Contract, number, secret
from tools.gas.system import DUE, FACE, Party, System

FOR_EVER = 2**48 - 1
PART = 345_678_912_345
PIECE = 23_456_789_123
FORWARD_REQUEST = {
    "ForwardRequest": [
        {"name": "from", "type": "address"},
        {"name": "to", "type": "address"},
        {"name": "value", "type": "uint256"},
        {"name": "gas", "type": "uint256"},
        {"name": "nonce", "type": "uint256"},
        {"name": "deadline", "type": "uint48"},
        {"name": "data", "type": "bytes"},
    ]
}
Values = dict[str, Any]


def first_note(name: str) -> int:
    """Return the id of the first note of the debt with a name."""
    return number(f"receivable {name}", 96) << 32 | 1


def signature(account: LocalAccount, digest: bytes) -> bytes:
    """Return an account's 65-byte signature of a digest."""
    return bytes(account.unsafe_sign_hash(Hash32(digest)).signature)


class Business(System):
    """The system with a past: every party but the newcomers holds a note, the offer was filled."""

    def __init__(self, chain: Chain) -> None:
        super().__init__(chain)
        for party in (self.supplier, self.next_tier, self.asked, *self.receivers):
            self.note(f"of {party.id}, before", party)
        self.take(self.note("sold before"), FACE)

    # confirming

    def terms(self, name: str, creditor: Party | None = None, **other: Any) -> Values:
        """Return the confirmation of a debt, by default to the supplier."""
        return {
            "programme": self.programme,
            "creditor": (creditor or self.supplier).id,
            "id": number(f"receivable {name}", 96),
            "face": FACE,
            "dueDay": DUE,
            "evidenceRoot": secret(f"evidence {name}"),
            "further": [],
            "deadline": FOR_EVER,
            **other,
        }

    def confirm(self, name: str, creditor: Party | None = None, **other: Any) -> int:
        """Confirm a debt by the anchor's call."""
        terms = self.terms(name, creditor, **other)
        return self.chain.send(self.anchor.account, self.programmes, "confirm", terms)

    def confirm_signed(self, name: str, signer: str) -> int:
        """Confirm a debt by the anchor's signature, brought by a stranger."""
        terms = self.terms(name)
        digest = self.chain.call(self.programmes, "confirmationDigest", terms)
        values = (terms, signer, signature(self.anchor.account, digest))
        return self.chain.send(self.stranger, self.programmes, "confirmSigned", *values)

    def note(self, name: str, creditor: Party | None = None, **other: Any) -> int:
        """Confirm a debt and return its first note (not the gas)."""
        self.confirm(name, creditor, **other)
        return first_note(name)

    def notes(self, creditors: list[Party]) -> list[int]:
        """Confirm a debt to each of the creditors and return the notes."""
        return [self.note(f"number {i}", creditor) for i, creditor in enumerate(creditors)]

    # assigning

    def assignment(self, note: int, receiver: Party, value: int, accept_until: int = 0) -> Values:
        """Return an assignment with a trade reference."""
        return {
            "note": note,
            "receiver": receiver.id,
            "value": value,
            "tradeReference": self.reference(note, receiver),
            "inPayment": True,
            "acceptUntil": accept_until,
        }

    def reference(self, note: int, receiver: Party) -> bytes:
        """Return the trade reference of an assignment."""
        return secret(f"trade {note} {receiver.id}")

    def assign(self, note: int, receiver: Party, value: int, accept_until: int = 0) -> int:
        """Assign a note of the supplier, or a part of it."""
        assignment = self.assignment(note, receiver, value, accept_until)
        return self.chain.send(self.supplier.account, self.receivables, "assign", assignment)

    def assign_many(self, assignments: list[Values]) -> int:
        """Assign many notes of the supplier in one transaction."""
        return self.chain.send(self.supplier.account, self.receivables, "assignMany", assignments)

    def assign_with_consent(self, note: int, receiver: Party, value: int) -> int:
        """Assign with the receiver's signature in the call."""
        assignment = self.assignment(note, receiver, value)
        consent = {**assignment, "sender": self.supplier.id, "deadline": FOR_EVER}
        del consent["acceptUntil"]
        values = (self.receivables.address, consent)
        digest = self.chain.call(self.parties, "consentDigest", *values)
        signed = (receiver.address, FOR_EVER, signature(receiver.account, digest))
        arguments = (assignment, *signed)
        sender = self.supplier.account
        return self.chain.send(sender, self.receivables, "assignWithConsent", *arguments)

    def own(self, party: Party, function: str, *args: Any) -> int:
        """Let a party call Receivables about its own notes."""
        return self.chain.send(party.account, self.receivables, function, *args)

    # selling

    def offer(self, funder: Party, salt: str = "standing", **other: Any) -> Values:
        """Return a funder's offer on the programme: 4.5 % ACT/360 and a fee per fill."""
        return {
            "funder": funder.id,
            "programme": self.programme,
            "receivable": 0,
            "deepestTier": 4,
            "rate": 45_000,
            "basis": 360,
            "fee": 12_345_678,
            "smallest": 10**9,
            "cap": 10**18,
            "recourse": False,
            "registryRequired": True,
            "validUntil": FOR_EVER,
            "salt": number(f"salt {salt}", 256),
            **other,
        }

    def take(
        self,
        note: int,
        value: int,
        offer: Values | None = None,
        funder: Party | None = None,
        seller: Party | None = None,
    ) -> int:
        """Sell a note, or a part, under an offer, by default the bank's standing one."""
        funder, seller = funder or self.bank, seller or self.supplier
        offer = offer or self.offer(funder)
        digest = self.chain.call(self.discounting, "offerDigest", offer)
        fill = {
            "note": note,
            "value": value,
            "minProceeds": value * 97 // 100,
            "registryReference": secret(f"registry {note}"),
        }
        values = (offer, funder.address, signature(funder.account, digest), fill)
        return self.chain.send(seller.account, self.discounting, "take", *values)

    # paying

    def collect(self, note: int) -> int:
        """Collect the debt of a note from the anchor, triggered by a stranger."""
        return self.chain.send(self.stranger, self.settlements, "collect", note >> 32)

    def settle(self, note: int, amount: int) -> int:
        """Pay the debt of a note, or a part of it, by the anchor's own call."""
        values = (note >> 32, amount)
        return self.chain.send(self.anchor.account, self.settlements, "settle", *values)

    def redeem(self, *notes: int) -> int:
        """Pay notes out, triggered by a stranger."""
        return self.chain.send(self.stranger, self.settlements, "redeem", list(notes))

    def mark_overdue(self, note: int) -> int:
        """Mark the debt of a note overdue, triggered by a stranger."""
        return self.chain.send(self.stranger, self.settlements, "markOverdue", note >> 32)

    # acting by signature

    def forward(self, party: Party, contract: Contract, function: str, *args: Any) -> int:
        """Let a stranger bring a call that a party signed."""
        request = {
            "from": party.address,
            "to": contract.address,
            "value": 0,
            "gas": 2_000_000,
            "nonce": self.chain.call(self.forwarder, "nonces", party.address),
            "deadline": FOR_EVER,
            "data": contract.artifact.function(function).encode(args),
        }
        domain = {
            "name": "Silkline Forwarder",
            "version": "1",
            "chainId": CHAIN_ID,
            "verifyingContract": self.forwarder.address,
        }
        signed = party.account.sign_typed_data(domain, FORWARD_REQUEST, request)
        del request["nonce"]
        content = {**request, "signature": bytes(signed.signature)}
        return self.chain.send(self.stranger, self.forwarder, "execute", content)
