"""
Silkline: a large buyer's confirmed debt as credit for its suppliers, down to the last tier.

    import silkline as sl
    bank = sl.connect("http://127.0.0.1:8545", signer=sl.Keystore("bank-a.json", password=vault))
    print(bank.receivables.get(receivable))

Every act returns an ``Operation``: look at it (``explain``), rehearse it (``simulate``), have it
signed by somebody else (``by_signature``, ``to_json``), and ``submit`` it once. Nothing is
imported before it is used, so that a command line starts at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from silkline import (
        conditions,
        dates,
        documents,
        errors,
        events,
        formulas,
        loan_math,
        loan_terms,
        refusals,
        schedules,
    )
    from silkline.chain.deploy import Plan, TokenPlan, deploy, local_plan
    from silkline.chain.deployment import Deployment
    from silkline.chain.local import LocalChain, local_chain
    from silkline.chain.remote import DigestSigner, Web3Signer
    from silkline.chain.roles import SystemRole
    from silkline.chain.signers import Key, Keystore, NodeAccount, Signer
    from silkline.client import Silkline, connect
    from silkline.errors import (
        BadInput,
        Conflict,
        FeeTooHigh,
        GasMissing,
        MoneyMissing,
        NodeError,
        NotReady,
        Refused,
        SignerError,
        SilklineError,
    )
    from silkline.fixings import Index
    from silkline.guarantees import ReceivableCover
    from silkline.ids import NoteId, PartyId, ProgrammeId, ReceivableId
    from silkline.kinds import InstructionState, OptIn, Role, Scope, Status
    from silkline.messages import Message, SignedMessage
    from silkline.money import Money
    from silkline.notes import Assignment
    from silkline.offers import Offer
    from silkline.operation import Done, Operation, Sent
    from silkline.parties import Profile
    from silkline.programmes import Change, Rules
    from silkline.receivables import Terms, terms_from_invoice
    from silkline.tokens import Token

__version__ = "0.1.0"

_WHERE = {
    "silkline": (
        "conditions dates documents errors events formulas loan_math loan_terms refusals schedules"
    ),
    "silkline.chain.deploy": "Plan TokenPlan deploy local_plan",
    "silkline.chain.deployment": "Deployment",
    "silkline.chain.local": "LocalChain local_chain",
    "silkline.chain.remote": "DigestSigner Web3Signer",
    "silkline.chain.roles": "SystemRole",
    "silkline.chain.signers": "Key Keystore NodeAccount Signer",
    "silkline.client": "Silkline connect",
    "silkline.errors": (
        "BadInput Conflict FeeTooHigh GasMissing MoneyMissing NodeError NotReady Refused "
        "SignerError SilklineError"
    ),
    "silkline.guarantees": "ReceivableCover",
    "silkline.fixings": "Index",
    "silkline.ids": "NoteId PartyId ProgrammeId ReceivableId",
    "silkline.kinds": "InstructionState OptIn Role Scope Status",
    "silkline.messages": "Message SignedMessage",
    "silkline.money": "Money",
    "silkline.notes": "Assignment",
    "silkline.offers": "Offer",
    "silkline.operation": "Done Operation Sent",
    "silkline.parties": "Profile",
    "silkline.programmes": "Change Rules",
    "silkline.receivables": "Terms terms_from_invoice",
    "silkline.tokens": "Token",
}
_MODULE_OF = {name: module for module, names in _WHERE.items() for name in names.split()}

__all__ = [
    "Assignment",
    "BadInput",
    "Change",
    "Conflict",
    "Deployment",
    "DigestSigner",
    "Done",
    "FeeTooHigh",
    "GasMissing",
    "Index",
    "InstructionState",
    "Key",
    "Keystore",
    "LocalChain",
    "Message",
    "Money",
    "MoneyMissing",
    "NodeAccount",
    "NodeError",
    "NotReady",
    "NoteId",
    "Offer",
    "Operation",
    "OptIn",
    "PartyId",
    "Plan",
    "Profile",
    "ProgrammeId",
    "ReceivableCover",
    "ReceivableId",
    "Refused",
    "Role",
    "Rules",
    "Scope",
    "Sent",
    "SignedMessage",
    "Signer",
    "SignerError",
    "Silkline",
    "SilklineError",
    "Status",
    "SystemRole",
    "Terms",
    "Token",
    "TokenPlan",
    "Web3Signer",
    "conditions",
    "connect",
    "dates",
    "deploy",
    "documents",
    "errors",
    "events",
    "formulas",
    "loan_math",
    "loan_terms",
    "local_chain",
    "local_plan",
    "refusals",
    "schedules",
    "terms_from_invoice",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'silkline' has no attribute {name!r}")
    module = _MODULE_OF[name]
    if module == "silkline":
        return import_module(f"silkline.{name}")
    found = getattr(import_module(module), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the public names."""
    return [*__all__, "__version__"]
