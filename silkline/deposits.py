"""Deposit tokens: a bank's booking record on the chain; issue, transfer, be paid out, freeze."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from silkline.chain import abi, forwarder
from silkline.chain.connection import AsOf, Connection
from silkline.chain.signers import Signer
from silkline.domain import Domain, account, short, when
from silkline.kinds import InstructionState
from silkline.money import Money
from silkline.needs import Need
from silkline.operation import Act, Operation, Words, act, no_result
from silkline.tokens import Token, chosen_token, hash32, token_known

__all__ = ["Deposits", "Instruction"]

WITHOUT_LIMIT: Final = (1 << 256) - 1
_PERMIT: Final = {
    "types": {
        "Permit": [
            {"name": "owner", "type": "address"},
            {"name": "spender", "type": "address"},
            {"name": "value", "type": "uint256"},
            {"name": "nonce", "type": "uint256"},
            {"name": "deadline", "type": "uint256"},
        ]
    },
    "primaryType": "Permit",
}
_PEOPLE: Final = {"account", "holder", "from", "to", "owner", "spender"}
AnyToken = Token | str
"""A token, or the currency of the deployment's token."""


@dataclass(frozen=True)
class Instruction:
    """An instruction to the bank to pay out."""

    holder: str
    reference: str
    amount: Money
    state: InstructionState
    account_reference: str
    """Keyed reference of the bank account; no account number is on the chain."""
    as_of: AsOf


class Deposits(Domain):
    """Work with the tokens in which debts are paid."""

    contract_name = "DepositToken"

    def token(self, currency: str) -> Token:
        """Return the deployment's token for *currency*."""
        return chosen_token(self._connection, currency)

    def balance(self, account: str, token: AnyToken) -> Money:
        """Return what *account* holds."""
        chosen = self._token(token)
        return chosen.money(self._ask(chosen, "balanceOf", account))

    def allowance(self, owner: str, spender: str, token: AnyToken) -> Money | None:
        """Return what *spender* may still take from *owner*; None is without limit."""
        chosen = self._token(token)
        units = self._ask(chosen, "allowance", owner, spender)
        return None if units == WITHOUT_LIMIT else chosen.money(units)

    def supply(self, token: AnyToken) -> Money:
        """Return what is issued and not paid out."""
        chosen = self._token(token)
        return chosen.money(self._ask(chosen, "totalSupply"))

    def instruction(self, holder: str, reference: bytes | str, token: AnyToken) -> Instruction:
        """Return an instruction to be paid out; its state is NONE when there is none."""
        chosen, head = self._token(token), self._connection.head()
        proof = hash32(reference, name="reference")
        found = self._ask(chosen, "instructionOf", holder, proof, block=head.number)
        amount, account = chosen.money(found["amount"]), abi.to_hex(found["accountReference"])
        return Instruction(holder, abi.to_hex(proof), amount, found["state"], account, head)

    def is_frozen(self, account: str, token: AnyToken) -> bool:
        """Return whether *account* is frozen."""
        return bool(self._ask(self._token(token), "isFrozen", account))

    def is_booked(self, reference: bytes | str, token: AnyToken) -> bool:
        """Return whether tokens were issued for a booking reference."""
        proof = hash32(reference, name="reference")
        return bool(self._ask(self._token(token), "isBooked", proof))

    def issue(
        self, account: str, amount: Money, reference: bytes | str, token: AnyToken | None = None
    ) -> Operation[None]:
        """Issue tokens for money booked under *reference*, once. Role ISSUER."""
        chosen = self._token(token or amount.currency)
        proof = hash32(reference, name="reference")
        return self._on(chosen, ISSUE, account, chosen.units(amount), proof)

    def redeem(
        self,
        amount: Money,
        reference: bytes | str,
        account_reference: bytes | str,
        token: AnyToken | None = None,
    ) -> Operation[None]:
        """Give tokens up and instruct the bank to pay out; *reference* is used once."""
        chosen = self._token(token or amount.currency)
        proofs = hash32(reference, name="reference"), hash32(account_reference, name="account")
        return self._on(chosen, REDEEM, chosen.units(amount), *proofs)

    def execute(self, holder: str, reference: bytes | str, token: AnyToken) -> Operation[None]:
        """Say that the bank has paid. Role ISSUER."""
        proof = hash32(reference, name="reference")
        return self._on(self._token(token), EXECUTE, holder, proof)

    def give_back(
        self, holder: str, reference: bytes | str, reason: bytes | str, token: AnyToken
    ) -> Operation[None]:
        """Say that the bank could not pay; the tokens return to the holder. Role ISSUER."""
        proofs = hash32(reference, name="reference"), hash32(reason, name="reason")
        return self._on(self._token(token), GIVE_BACK, holder, *proofs)

    def set_freeze(
        self, account: str, on: bool, document: bytes | str, token: AnyToken
    ) -> Operation[None]:
        """Freeze an account or thaw it. Role COMPLIANCE."""
        proof = hash32(document, name="document")
        return self._on(self._token(token), SET_FREEZE, account, on, proof)

    def transfer(self, to: str, amount: Money, token: AnyToken | None = None) -> Operation[None]:
        """Send tokens."""
        chosen = self._token(token or amount.currency)
        return self._on(chosen, TRANSFER, to, chosen.units(amount))

    def transfer_from(
        self, owner: str, to: str, amount: Money, token: AnyToken | None = None
    ) -> Operation[None]:
        """Send tokens of *owner*, as far as it allowed the account to take them."""
        chosen = self._token(token or amount.currency)
        return self._on(chosen, TRANSFER_FROM, owner, to, chosen.units(amount))

    def approve(
        self, spender: str, amount: Money | None, token: AnyToken | None = None
    ) -> Operation[None]:
        """
        Let *spender* take up to *amount* from the account.

        Args:
            spender: An address, or the name of a contract such as ``Settlements``.
            amount: The most; None is without limit and needs *token*.
            token: The token, or its currency; that of *amount* unless given.
        """
        chosen = self._given(amount, token)
        units = WITHOUT_LIMIT if amount is None else chosen.units(amount)
        return self._on(chosen, APPROVE, self._spender(spender), units)

    def permit(
        self,
        spender: str,
        amount: Money | None,
        token: AnyToken | None = None,
        *,
        seconds: int = 3600,
        signer: Signer | None = None,
    ) -> Operation[None]:
        """
        Return what ``approve`` does as a permit (ERC-2612): signed now, brought by anyone.

        Args:
            spender: An address, or the name of a contract such as ``Settlements``.
            amount: The most; None is without limit and needs *token*.
            token: The token, or its currency; that of *amount* unless given.
            seconds: How long the permit can be brought, counted from the latest block.
            signer: Who signs, by default the acting account's signer.

        Raises:
            BadInput: There is no signer.
        """
        connection, chosen = self._connection, self._given(amount, token)
        connection.check_chain()
        found = signer or connection.signer(self._account)
        permit = {
            "owner": found.address,
            "spender": self._spender(spender),
            "value": WITHOUT_LIMIT if amount is None else chosen.units(amount),
            "nonce": self._ask(chosen, "nonces", found.address),
            "deadline": connection.head().time + seconds,
        }
        domain = forwarder.signing_domain(connection, chosen.contract)
        document = {**_PERMIT, "domain": domain, "message": permit}
        signature = found.sign_typed(document)
        del permit["nonce"]
        parts = (signature[64], signature[:32], signature[32:64])
        return self._brought(chosen, PERMIT, *permit.values(), *parts)

    def _given(self, amount: Money | None, token: AnyToken | None) -> Token:
        return self._token(token or ("" if amount is None else amount.currency))

    def _spender(self, spender: str) -> str:
        known = self._connection.deployment
        named = known is not None and spender in known.contracts
        return self._connection.contract(spender).address if named else spender

    def _token(self, token: AnyToken) -> Token:
        return chosen_token(self._connection, token)

    def _ask(self, token: Token, function: str, *args: Any, block: int | None = None) -> Any:
        return self._connection.call(token.contract, function, *args, block=block)

    def _brought(self, token: Token, made: Act[None], *args: Any) -> Operation[None]:
        return Operation.build(self._connection, made, *args, account=None, address=token.address)

    def _on(self, token: Token, made: Act[None], *args: Any) -> Operation[None]:
        return Operation.build(
            self._connection, made, *args, account=self._account, address=token.address
        )


def _words(template: str) -> Words:
    """Return words in which amounts are money, addresses have names, and hashes are short."""

    def words(connection: Connection, arguments: Mapping[str, Any]) -> str:
        token = token_known(connection, arguments["at"])
        shown: dict[str, Any] = {
            name: short(value) if isinstance(value, bytes) else value
            for name, value in arguments.items()
        }
        for name in _PEOPLE & set(shown):
            shown[name] = account(connection, shown[name])
        for name in ("amount", "value"):
            if name in shown:
                limit = shown[name] == WITHOUT_LIMIT
                shown[name] = "any amount" if limit else token.money(shown[name])
        if "deadline" in shown:
            shown["deadline"] = when(shown["deadline"])
        return template.format(**shown, currency=token.currency)

    return words


def _own(connection: Connection, arguments: Mapping[str, Any]) -> Iterator[Need]:
    """Yield what the account gives of its own."""
    units = arguments.get("amount", arguments.get("value"))
    if arguments["by"]:
        yield Need(arguments["at"], arguments["by"], None, units)


def _allowed(connection: Connection, arguments: Mapping[str, Any]) -> Iterator[Need]:
    """Yield what the account takes of another, as far as that one allowed it."""
    if arguments["by"]:
        given = (arguments["at"], arguments["from"], arguments["by"], arguments["value"])
        yield Need(*given)


ISSUE = act(
    "DepositToken",
    "issue",
    _words("Issue {amount} to {account} for booking {bookingReference}"),
    no_result,
)
REDEEM = act(
    "DepositToken",
    "redeem",
    _words("Give up {amount} to be paid out to bank account {accountReference}"),
    no_result,
    _own,
)
EXECUTE = act(
    "DepositToken",
    "execute",
    _words("Report as paid out: instruction {bookingReference} of {holder}"),
    no_result,
)
GIVE_BACK = act(
    "DepositToken",
    "giveBack",
    _words("Return the tokens of instruction {bookingReference} to {holder}"),
    no_result,
)
SET_FREEZE = act(
    "DepositToken",
    "setFreeze",
    _words("Freeze of {account} in {currency}: {frozen} (document {document})"),
    no_result,
)
TRANSFER = act("DepositToken", "transfer", _words("Send {value} to {to}"), no_result, _own)
APPROVE = act("DepositToken", "approve", _words("Let {spender} take {value} from here"), no_result)
TRANSFER_FROM = act(
    "DepositToken", "transferFrom", _words("Send {value} of {from} to {to}"), no_result, _allowed
)
PERMIT = act(
    "DepositToken",
    "permit",
    _words("Let {spender} take {value} from {owner}, which signed so; counts until {deadline}"),
    no_result,
)
