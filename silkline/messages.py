"""
Signed messages (EIP-712): what binds a party without a transaction of its own.

    Confirmation          Programmes      an anchor confirms a debt
    Amendment             Programmes      anchor and holder correct or cancel a debt
    Consent               Parties         a receiver consents to an assignment
    AccountConsent        Parties         a new account consents to act for a party
    Offer                 Discounting     a funder's standing offer to buy notes
    Terms                 LoanAgreements  lender, borrower and guarantors agree on a loan
    ReceivableCover       Guarantees      a guarantor covers an anchor's debt
    Evidence              Attested        an attestor says that a milestone was reached
    Fixing                Fixings         an attestor says what a reference rate is

A message is built from the chain's facts (contract, agreement hash), shown in words, signed by
a key or by a contract (ERC-1271), and travels as JSON. Acts by signature of any other kind are
forward requests: see ``Operation.by_signature``.

    >>> rate = {"index": b"i" * 32, "observedOn": 20_820, "rate": 25_000, "validUntil": 2**40}
    >>> message = Message("Fixing", 31337, "0x" + "11" * 20, rate)
    >>> message.document["domain"]["name"], message.digest[:10]
    ('Silkline Fixings', '0x2d146c86')
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from eth_account import Account
from eth_account.messages import SignableMessage, encode_typed_data
from eth_keys.exceptions import BadSignature
from eth_utils.crypto import keccak
from eth_utils.exceptions import ValidationError

from silkline.chain import abi
from silkline.chain.abi import Param
from silkline.chain.connection import Connection
from silkline.chain.signers import Signer
from silkline.errors import BadInput, Refused
from silkline.loan_terms.agreement import TERMS
from silkline.nesting import read_json

__all__ = ["Message", "SignedMessage"]

_MAGIC: Final = abi.Function(
    "isValidSignature", (Param("hash", "bytes32"), Param("signature", "bytes"))
)


def _fields(text: str) -> tuple[Param, ...]:
    pairs = (item.split() for item in text.split(", "))
    return tuple(Param(name, kind) for kind, name in pairs)


TYPES: Final[dict[str, tuple[str, tuple[Param, ...]]]] = {
    "Confirmation": (
        "Programmes",
        _fields(
            "uint48 programme, uint40 creditor, uint96 id, uint256 face, uint256 dueDay, "
            "bytes32 evidenceRoot, uint96[] further, uint256 deadline, bytes32 agreementHash"
        ),
    ),
    "Amendment": (
        "Programmes",
        _fields(
            "uint128 note, bool cancel, uint256 face, uint256 dueDay, bytes32 evidenceRoot, "
            "uint256 deadline, bytes32 agreementHash"
        ),
    ),
    "Consent": (
        "Parties",
        _fields(
            "address receivables, uint128 note, uint40 sender, uint40 receiver, uint256 value, "
            "bytes32 tradeReference, bool inPayment, uint256 deadline"
        ),
    ),
    "AccountConsent": ("Parties", _fields("uint40 party, address account, uint256 deadline")),
    "Offer": (
        "Discounting",
        _fields(
            "uint40 funder, uint48 programme, uint96 receivable, uint8 deepestTier, uint32 rate, "
            "uint16 basis, uint256 fee, uint256 smallest, uint256 cap, bool recourse, "
            "bool registryRequired, uint256 validUntil, uint256 salt, bytes32 agreementHash"
        ),
    ),
    "Terms": ("LoanAgreements", TERMS),
    "ReceivableCover": (
        "Guarantees",
        _fields(
            "uint96 receivable, uint40 guarantor, uint32 share, uint256 cap, uint40 payer, "
            "uint256 fee, bytes32 agreementHash, uint256 deadline, uint256 salt"
        ),
    ),
    "Evidence": (
        "Attested",
        _fields(
            "bytes32 loan, bytes32 milestone, bytes32 document, uint256 value, "
            "uint256 observedAt, uint256 validUntil"
        ),
    ),
    "Fixing": (
        "Fixings",
        _fields("bytes32 index, uint256 observedOn, int256 rate, uint256 validUntil"),
    ),
}
"""The contract that accepts each kind of message, and its fields as they are signed."""

_ALSO: Final = {"Evidence": ("AttestedMetric",)}
"""Further contracts that accept a kind of message, in a domain of the same name."""
_DOMAINS: Final = {"LoanAgreements": "Loans", "Attested": "Attestations"}
"""Names of signing domains that are not those of their contracts."""


@dataclass(frozen=True)
class Message:
    """One message: its kind, where it counts, and its fields by name, as plain values."""

    kind: str
    chain_id: int
    contract: str
    """Address of the contract that accepts it."""
    fields: Mapping[str, Any]
    """Integers in base units, days and Unix seconds; bytes as hex."""
    connection: Connection | None = field(default=None, compare=False, repr=False)

    def __hash__(self) -> int:
        return hash(self.to_json())

    @classmethod
    def build(
        cls, connection: Connection, kind: str, values: Mapping[str, Any], contract: str = ""
    ) -> Message:
        """
        Return the message of *kind* for the deployment of *connection*.

        Args:
            connection: Where it shall count.
            kind: Its kind.
            values: Its fields by name.
            contract: Name of the contract that accepts it, where several do.

        Raises:
            BadInput: A field is missing, unknown or does not fit its type.
        """
        usual, params = TYPES[kind]
        return cls(
            kind,
            connection.chain_id,
            connection.contract(contract or usual).address,
            _checked(kind, params, values),
            connection,
        )

    @property
    def document(self) -> dict[str, Any]:
        """The EIP-712 document, as wallets take it."""
        contract, params = TYPES[self.kind]
        return {
            "types": _types(self.kind, params),
            "primaryType": self.kind,
            "domain": {
                "name": f"Silkline {_DOMAINS.get(contract, contract)}",
                "version": "1",
                "chainId": self.chain_id,
                "verifyingContract": self.contract,
            },
            "message": dict(self.fields),
        }

    @property
    def digest(self) -> str:
        """The 32 bytes that are signed, as hex; an offer's digest is also its id."""
        return abi.to_hex(keccak(b"\x19" + b"".join(self.signable)))

    @property
    def signable(self) -> SignableMessage:
        """The document in the form that ``eth_account`` signs and recovers."""
        return encode_typed_data(full_message=self.document)

    def explain(self) -> str:
        """Return what the signer binds itself to, in words; needs a connection for the amounts."""
        from silkline import wording

        return wording.message(self)

    def sign(self, signer: Signer) -> SignedMessage:
        """Return the message with the signature of *signer*."""
        if self.connection:
            self.connection.check_chain()
        return SignedMessage(self, signer.address, abi.to_hex(signer.sign_typed(self.document)))

    def on(self, connection: Connection) -> Message:
        """
        Return the same message, bound to *connection*.

        Raises:
            BadInput: It counts on another chain or for another deployment.
        """
        names = (TYPES[self.kind][0], *_ALSO.get(self.kind, ()))
        here = [connection.contract(name).address for name in names]
        if connection.chain_id != self.chain_id or self.contract not in here:
            raise BadInput(
                f"the {self.kind} counts on chain {self.chain_id} for {self.contract}, "
                f"not on chain {connection.chain_id} for {' or '.join(here)}"
            )
        return replace(self, connection=connection)

    def to_json(self) -> str:
        """Return the message as JSON; the same message always gives the same text."""
        return json.dumps(self.content(), separators=(",", ":"), sort_keys=True)

    def content(self) -> dict[str, Any]:
        """Return the message as a JSON object."""
        _, params = TYPES[self.kind]
        return {
            "message": self.kind,
            "chain_id": self.chain_id,
            "contract": self.contract,
            "fields": {p.name: p.jsonable(self.fields[p.name]) for p in params},
        }

    @classmethod
    def from_json(cls, text: str, connection: Connection | None = None) -> Message:
        """
        Read what ``to_json`` wrote.

        Raises:
            BadInput: It is no message, or not one of the connection's deployment.
        """
        return cls.from_content(
            _loaded(text, {"message", "chain_id", "contract", "fields"}), connection
        )

    @classmethod
    def from_content(cls, content: Mapping[str, Any], connection: Connection | None) -> Message:
        """Return the message that ``content`` returned; raises what ``from_json`` does."""
        kind = content["message"]
        if kind not in TYPES or not isinstance(content["fields"], dict):
            raise BadInput(f"not a message: unknown kind {kind!r}")
        params = TYPES[kind][1]
        known = {p.name: p for p in params}
        values = {
            name: known[name].from_jsonable(value) if name in known else value
            for name, value in content["fields"].items()
        }
        made = cls(
            kind,
            content["chain_id"],
            abi.address(content["contract"]),
            _checked(kind, params, values),
        )
        return made.on(connection) if connection else made


@dataclass(frozen=True)
class SignedMessage:
    """A message and one signature on it."""

    message: Message
    signer: str
    """Account that signed: a key's, or a contract's (ERC-1271)."""
    signature: str

    def verify(self, connection: Connection | None = None) -> bool:
        """
        Return whether the signature is the signer's over exactly this message.

        A key's signature is checked here; that of a contract is put to the contract, for
        which a connection is needed. Whether the signer may sign is the chain's to say.
        """
        found = connection or self.message.connection
        if found and abi.from_hex(found.rpc("eth_getCode", self.signer, "latest")):
            return self._verify_by_contract(found)
        try:
            recovered = Account.recover_message(
                self.message.signable, signature=abi.from_hex(self.signature)
            )
        except (BadSignature, ValidationError, ValueError):
            return False
        return bool(recovered == self.signer)

    def _verify_by_contract(self, connection: Connection) -> bool:
        call = [abi.from_hex(self.message.digest), abi.from_hex(self.signature)]
        try:
            answer = connection.call_raw(self.signer, _MAGIC.encode(call))
        except Refused:
            return False
        return answer[:4] == _MAGIC.selector and not any(answer[4:])

    def check(self, expected: Message) -> None:
        """
        Check that it is *expected* that was signed, and by the signer named.

        Raises:
            BadInput: Something differs; the message names the fields and both values.
        """
        mine = self.message
        if (mine.kind, mine.chain_id, mine.contract) != (
            expected.kind,
            expected.chain_id,
            expected.contract,
        ):
            raise BadInput(
                f"signed is a {mine.kind} for {mine.contract} on chain {mine.chain_id}, "
                f"asked for is a {expected.kind} for {expected.contract} on chain "
                f"{expected.chain_id}"
            )
        different = [
            f"{name}: signed {value}, asked for {expected.fields[name]}"
            for name, value in mine.fields.items()
            if value != expected.fields[name]
        ]
        if different:
            raise BadInput(f"the signed {mine.kind} says something else: {'; '.join(different)}")
        if not self.verify(expected.connection):
            raise BadInput(f"the signature on the {mine.kind} is not one of {self.signer}")

    def to_json(self) -> str:
        """Return message and signature as JSON."""
        content = {**self.message.content(), "signer": self.signer, "signature": self.signature}
        return json.dumps(content, separators=(",", ":"), sort_keys=True)

    @classmethod
    def from_json(cls, text: str, connection: Connection | None = None) -> SignedMessage:
        """Read what ``to_json`` wrote; the signature is not verified by it."""
        names = {"message", "chain_id", "contract", "fields", "signer", "signature"}
        content = _loaded(text, names)
        message = Message.from_content(content, connection)
        signature = abi.to_hex(abi.from_hex(content["signature"], name="signature"))
        return cls(message, abi.address(content["signer"], name="signer"), signature)


def _types(kind: str, params: tuple[Param, ...]) -> dict[str, list[dict[str, str]]]:
    """Return the types of an EIP-712 document: the message's own and those of its structs."""
    members = [{"name": p.name, "type": p.type.replace("tuple", p.kind)} for p in params]
    types = {kind: members}
    for param in params:
        if param.components:
            types |= _types(param.kind, param.components)
    return types


def _checked(kind: str, params: tuple[Param, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields in order and in one plain form, each checked against its type."""
    wrong = {p.name for p in params} ^ set(values)
    if wrong:
        raise BadInput(f"{kind}: fields missing or unknown: {', '.join(sorted(wrong))}")
    return {p.name: p.from_jsonable(p.jsonable(p.encodable(values[p.name]))) for p in params}


def _loaded(text: str, names: set[str]) -> dict[str, Any]:
    try:
        content = read_json(text)
    except ValueError as error:
        raise BadInput(f"not a message: {error}") from error
    if (
        not isinstance(content, dict)
        or set(content) != names
        or type(content["chain_id"]) is not int
    ):
        raise BadInput(f"not a message: expected the fields {', '.join(sorted(names))}")
    return content
