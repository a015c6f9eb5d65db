"""The door to everything: one object per connection, one attribute per domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from silkline.chain import abi
from silkline.chain.connection import AsOf, Connection, open_connection
from silkline.chain.deployment import Deployment
from silkline.chain.journal import Journal
from silkline.chain.rpc import TIMEOUT, Rpc
from silkline.chain.signers import Signer
from silkline.collateral import Collateral
from silkline.conditions import Conditions
from silkline.credit_lines import CreditLines
from silkline.deposits import Deposits
from silkline.domain import described
from silkline.dues import Dues
from silkline.errors import BadInput
from silkline.fixings import Fixings
from silkline.guarantees import Guarantees
from silkline.loans import Loans
from silkline.messages import Message, SignedMessage
from silkline.nesting import read_json
from silkline.notes import Notes
from silkline.offers import Offers
from silkline.operation import Operation
from silkline.parties import Parties
from silkline.programmes import Programmes
from silkline.receivables import Receivables
from silkline.roles import Roles
from silkline.settlements import Settlements
from silkline.statements import Statements

if TYPE_CHECKING:
    from web3 import Web3

    from silkline.chain.forwarder import Brought

__all__ = ["Silkline", "connect"]


@dataclass(frozen=True)
class Silkline:
    """A connection as seen by one of its accounts; without an account it only reads."""

    connection: Connection
    account: str | None = None
    """The account that acts."""

    def __repr__(self) -> str:
        return f"<Silkline: {described(self.connection, self.account)}>"

    @property
    def parties(self) -> Parties:
        """Who takes part, and through which accounts."""
        return Parties(self.connection, self.account)

    @property
    def programmes(self) -> Programmes:
        """Anchors' rules and limits."""
        return Programmes(self.connection, self.account)

    @property
    def receivables(self) -> Receivables:
        """Confirmed debts and their lineage."""
        return Receivables(self.connection, self.account)

    @property
    def notes(self) -> Notes:
        """Claims on debts, passed from supplier to supplier."""
        return Notes(self.connection, self.account)

    @property
    def settlements(self) -> Settlements:
        """Payment, collection and payout."""
        return Settlements(self.connection, self.account)

    @property
    def offers(self) -> Offers:
        """Funders' standing offers."""
        return Offers(self.connection, self.account)

    @property
    def lines(self) -> CreditLines:
        """Credit lines of parties with lenders, sponsors of programmes, payment records."""
        return CreditLines(self.connection, self.account)

    @property
    def guarantees(self) -> Guarantees:
        """Covers of receivables and loans, and what guarantors are owed."""
        return Guarantees(self.connection, self.account)

    @property
    def collateral(self) -> Collateral:
        """Notes pledged for loans."""
        return Collateral(self.connection, self.account)

    @property
    def loans(self) -> Loans:
        """Loans, from the agreement to the last payment."""
        return Loans(self.connection, self.account)

    @property
    def conditions(self) -> Conditions:
        """What must hold before a milestone is paid."""
        return Conditions(self.connection, self.account)

    @property
    def fixings(self) -> Fixings:
        """Values of reference rates."""
        return Fixings(self.connection, self.account)

    @property
    def deposits(self) -> Deposits:
        """The tokens in which debts are paid."""
        return Deposits(self.connection, self.account)

    @property
    def dues(self) -> Dues:
        """What is due, and what anybody may trigger now."""
        return Dues(self.connection, self.account)

    @property
    def statements(self) -> Statements:
        """What moved in the books of a party."""
        return Statements(self.connection, self.account)

    @property
    def roles(self) -> Roles:
        """Roles of the system, and the announced acts of ADMIN."""
        return Roles(self.connection, self.account)

    @property
    def deployment(self) -> Deployment:
        """The contracts that it works with; raises ``BadInput`` when it knows of none."""
        if self.connection.deployment is None:
            raise BadInput("this connection has no deployment")
        return self.connection.deployment

    def as_(self, signer: Signer | str) -> Silkline:
        """
        Return the same connection as seen by another account.

        Args:
            signer: A signer, or the address of one that the connection has already.
        """
        if isinstance(signer, str):
            return replace(self, account=self.connection.signer(signer).address)
        others = (s for s in self.connection.signers if s.address != signer.address)
        signers = (signer, *others)
        return Silkline(replace(self.connection, signers=signers), signer.address)

    def on_behalf_of(self, account: str) -> Silkline:
        """
        Return the same connection as seen by an account whose key is elsewhere.

        What it builds is that account's to send or to sign: carry it there as JSON.

        Raises:
            BadInput: It is no address, or its checksum is wrong.
        """
        return replace(self, account=abi.address(account, name="account"))

    def sign(self, message: Message) -> SignedMessage:
        """
        Return a message as the acting account signs it; nothing is sent.

        Raises:
            BadInput: There is no account that acts, or no signer for it.
        """
        if self.account is None:
            raise BadInput("nobody signs here: connect(..., signer=...), or .as_(signer)")
        return message.sign(self.connection.signer(self.account))

    def bring(self, requests: Sequence[Operation[Any]]) -> Operation[tuple[Brought, ...]]:
        """
        Return signed requests (``Operation.by_signature``), of whichever accounts, as one act.

        They are done in the order given, each by itself: one that its contract refuses changes
        nothing and stops no other, but its number is used up; the result says which were done.
        One that does not count (expired, brought before, altered) makes the forwarder refuse all.

        Raises:
            BadInput: There is none, or one is no signed request of this deployment.
        """
        from silkline.chain import forwarder

        return forwarder.batch(self.connection, requests)

    def head(self) -> AsOf:
        """Return the block that reads refer to now."""
        return self.connection.head()

    def load(self, text: str) -> Operation[Any] | Message | SignedMessage:
        """
        Read an operation or a message that travelled as JSON, bound to this connection.

        Raises:
            BadInput: It is neither, was altered, or is for another chain or deployment.
        """
        try:
            content = read_json(text)
        except ValueError as error:
            raise BadInput(f"neither an operation nor a message: {error}") from error
        if isinstance(content, dict) and "operation" in content:
            return Operation.from_json(text, self.connection)
        if isinstance(content, dict) and "signature" in content:
            return SignedMessage.from_json(text, self.connection)
        return Message.from_json(text, self.connection)


def connect(
    node: str | Web3 | Sequence[str | Web3],
    *,
    signer: Signer | Sequence[Signer] | None = None,
    deployment: Deployment | str | Path | None = None,
    journal: Journal | str | Path | None = None,
    at: str = "latest",
    timeout: float = TIMEOUT,
    max_fee: int | None = None,
) -> Silkline:
    """
    Connect to a node and a deployment on its chain.

    Args:
        node: Address of the node's HTTP interface, or a web3 object; or several of these, of one
            chain. The first that answers is used, for reading and for sending; where it falls
            silent the next one that is in sync goes on, and the same bytes are sent to it. An
            answer, a refusal too, is never a reason to ask another.
        signer: Who signs; the first of several acts unless ``as_`` says otherwise. Without
            one there is only reading.
        deployment: The contracts, or the path of their record; ``deployments/<chain id>.json``
            in the working directory unless given.
        journal: File in which each signed transaction is written down before it is sent;
            without it the memory of what was sent ends with the process.
        at: Block that reads refer to: ``latest``, ``safe`` or ``finalized``.
        timeout: Seconds that one request to a node may take; only used with addresses.
        max_fee: The most that a transaction may offer per unit of gas, in wei of the chain's own
            coin. Unless given, a new one offers what the node asks for, and raising that ends at
            ten times the first offer.

    Raises:
        BadInput: The chain is not the deployment's, its code does not stand there or is of another
            version, two nodes are on different chains, or ``max_fee`` is no number of wei.
        NodeError: No node can be reached; each is named with the reason.
    """
    chosen = deployment if isinstance(deployment, Deployment) else None
    if isinstance(deployment, str | Path):
        chosen = Deployment.load(deployment)
    connection = open_connection(
        Rpc(node, timeout=timeout),
        signer=signer,
        deployment=chosen,
        journal=journal,
        at=at,
        max_fee=max_fee,
        find_deployment=chosen is None,
    )
    first = connection.signers[0].address if connection.signers else None
    return Silkline(connection, first)
