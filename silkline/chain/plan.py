"""What a deployment is to be: who gets which role, and which contracts stand where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from web3.utils import get_create_address

from silkline.chain.artifacts import artifact
from silkline.chain.deployment import Deployed
from silkline.chain.roles import FUNCTIONS, SystemRole, issuer_role
from silkline.errors import BadInput

__all__ = ["CUSTODIANS", "ORDER", "Plan", "TokenPlan", "local_plan", "transactions_of"]

DAY: Final = 86_400
FORWARDER_NAME: Final = "Silkline Forwarder"
ORDER: Final = (
    "AccessManager",
    "ERC2771Forwarder",
    "Parties",
    "Programmes",
    "Descriptor",
    "Receivables",
    "Settlements",
    "Discounting",
    "CreditLines",
    "Fixings",
    "Loans",
    "LoanAgreements",
    "Guarantees",
    "Collateral",
    "Attested",
    "AttestedMetric",
    "InstalmentsPaid",
    "NotesPledged",
    "NotBefore",
    "AllOf",
    "AnyOf",
)
"""Contracts in the order of the deployer's nonces."""
CUSTODIANS: Final = ("Discounting", "Collateral")
"""Contracts that may lock and move notes, in the order of their numbers."""


@dataclass(frozen=True)
class TokenPlan:
    """A deposit token to be deployed: its currency, names, decimals and issuing accounts."""

    currency: str
    issuers: tuple[str, ...]
    decimals: int = 2
    name: str = ""
    symbol: str = ""

    def arguments(self, authority: str, forwarder: str) -> tuple[Any, ...]:
        """Return the arguments of its constructor."""
        name = self.name or f"Deposit {self.currency}"
        return (name, self.symbol or f"d{self.currency}", self.decimals, authority, forwarder)


@dataclass(frozen=True)
class Plan:
    """What shall stand in the end; every value of it is read back from the chain."""

    admin: str
    """Account of the role ADMIN: a multisig outside tests."""
    registrars: tuple[str, ...]
    compliance: tuple[str, ...]
    guardians: tuple[str, ...]
    tokens: tuple[TokenPlan, ...] = ()
    allowed_tokens: tuple[str, ...] = ()
    """Plain ERC-20s that programmes may use besides."""
    predecessors: tuple[str, ...] = ()
    """Programmes contracts of earlier versions, whose fingerprints count as spent."""
    recovery_delay: int = 7 * DAY
    """Seconds between approval and execution of a recovery."""
    admin_delay: int = 2 * DAY
    """Seconds that each act of ADMIN is announced before it can be done; 0 on local chains."""

    def members(self) -> dict[int, tuple[str, ...]]:
        """Return the accounts of each role."""
        roles: dict[int, tuple[str, ...]] = {
            SystemRole.ADMIN: (self.admin,),
            SystemRole.REGISTRAR: self.registrars,
            SystemRole.COMPLIANCE: self.compliance,
            SystemRole.GUARDIAN: self.guardians,
        }
        issuers = {issuer_role(i): token.issuers for i, token in enumerate(self.tokens)}
        return roles | issuers


def local_plan(admin: str, tokens: Sequence[TokenPlan] = (), **changes: Any) -> Plan:
    """
    Return a plan for a local chain: one account has every role, without delay.

    Args:
        admin: The account.
        tokens: Deposit tokens; one in EUR, issued by *admin*, unless given.
        changes: Other values of the plan.

    Raises:
        BadInput: *admin* is no address.
    """
    if not isinstance(admin, str):
        raise BadInput(f"admin must be an address, got {admin!r}")
    some = tuple(tokens) or (TokenPlan("EUR", (admin,)),)
    values = {"registrars": (admin,), "compliance": (admin,), "guardians": (admin,)}
    return Plan(**{"admin": admin, **values, "tokens": some, "admin_delay": 0, **changes})


def transactions_of(plan: Plan, deployer: str) -> int:
    """Return how many transactions a deployment takes."""
    tokens = 2 * len(plan.tokens) + len(plan.allowed_tokens)
    roles, limit_contract, consumer, hand_over = 1, 1, 1, int(plan.admin != deployer)
    return len(ORDER) + tokens + roles + len(CUSTODIANS) + limit_contract + consumer + hand_over


def places(deployer: str, first_nonce: int) -> dict[str, str]:
    """Return the addresses of the contracts of ``ORDER``, the first created with that nonce."""
    return {
        name: str(get_create_address(deployer, first_nonce + i))  # type: ignore[arg-type]
        for i, name in enumerate(ORDER)
    }


def arguments_of(name: str, manager: str, at: Mapping[str, str], plan: Plan) -> tuple[Any, ...]:
    """Return the constructor's arguments of a contract of the suite."""
    forwarder, parties, programmes = at["ERC2771Forwarder"], at["Parties"], at["Programmes"]
    receivables, settlements = at["Receivables"], at["Settlements"]
    choices: dict[str, tuple[Any, ...]] = {
        "AccessManager": (manager,),
        "ERC2771Forwarder": (FORWARDER_NAME,),
        "Parties": (manager, forwarder, plan.recovery_delay),
        "Programmes": (
            manager,
            forwarder,
            parties,
            receivables,
            settlements,
            list(plan.predecessors),
        ),
        "Descriptor": (),
        "Receivables": (forwarder, parties, programmes, settlements, at["Descriptor"]),
        "Settlements": (forwarder, parties, programmes, receivables, at["Guarantees"]),
        "Discounting": (forwarder, parties, programmes, receivables),
    }
    return choices[name] if name in choices else _of_loans(name, manager, at)


def _of_loans(name: str, manager: str, at: Mapping[str, str]) -> tuple[Any, ...]:
    """Return the constructor's arguments of a contract of the loans."""
    forwarder, parties, programmes = at["ERC2771Forwarder"], at["Parties"], at["Programmes"]
    receivables, settlements = at["Receivables"], at["Settlements"]
    lines, loans, collateral = at["CreditLines"], at["Loans"], at["Collateral"]
    agreements, guarantees = at["LoanAgreements"], at["Guarantees"]
    choices: dict[str, tuple[Any, ...]] = {
        "CreditLines": (manager, forwarder, parties, programmes),
        "Fixings": (forwarder, parties),
        "Loans": (
            forwarder,
            parties,
            lines,
            at["Fixings"],
            agreements,
            guarantees,
            collateral,
        ),
        "LoanAgreements": (manager, forwarder, parties, programmes, lines, loans),
        "Guarantees": (forwarder, parties, programmes, receivables, settlements, loans),
        "Collateral": (forwarder, parties, receivables, settlements, loans),
        "Attested": (forwarder, parties),
        "AttestedMetric": (forwarder, parties),
        "InstalmentsPaid": (loans,),
        "NotesPledged": (collateral,),
    }
    return choices.get(name, ())


def token_name(currency: str) -> str:
    """Return the name under which a deployment lists the deposit token of a currency."""
    return f"DepositToken {currency}"


def opened(contracts: Mapping[str, Deployed], plan: Plan) -> list[tuple[str, list[bytes], int]]:
    """Return (contract, selectors, role) for every restricted function."""
    tokens = {token_name(t.currency): issuer_role(i) for i, t in enumerate(plan.tokens)}
    found = []
    for name, entry in contracts.items():
        by_role: dict[int, list[bytes]] = {}
        for function, role in FUNCTIONS.get(entry.kind, {}).items():
            chosen = tokens[name] if role is None else int(role)
            by_role.setdefault(chosen, []).append(artifact(entry.kind).function(function).selector)
        found += [(entry.address, selectors, role) for role, selectors in by_role.items()]
    return found


def allowed_by(plan: Plan, contracts: Mapping[str, Deployed]) -> list[str]:
    """Return the tokens that programmes may use."""
    own = [contracts[token_name(token.currency)].address for token in plan.tokens]
    return [*own, *plan.allowed_tokens]
