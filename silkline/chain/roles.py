"""Who may call what: the roles of the AccessManager and the functions that each opens."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

__all__ = ["FUNCTIONS", "SystemRole", "issuer_role"]


class SystemRole(IntEnum):
    """The closed set of roles; each token has an issuer role of its own besides."""

    ADMIN = 0
    REGISTRAR = 1
    COMPLIANCE = 2
    GUARDIAN = 3


FIRST_ISSUER: Final = 100


def issuer_role(index: int) -> int:
    """Return the role that issues the token with this number, counted from 0."""
    return FIRST_ISSUER + index


FUNCTIONS: Final[dict[str, dict[str, SystemRole | None]]] = {
    "Parties": {
        "register": SystemRole.REGISTRAR,
        "registerMany": SystemRole.REGISTRAR,
        "update": SystemRole.REGISTRAR,
        "setAccount": SystemRole.REGISTRAR,
        "proposeRecovery": SystemRole.REGISTRAR,
        "withdrawRecovery": SystemRole.REGISTRAR,
        "approveRecovery": SystemRole.COMPLIANCE,
        "suspend": SystemRole.COMPLIANCE,
        "reinstate": SystemRole.COMPLIANCE,
        "halt": SystemRole.GUARDIAN,
        "resume": SystemRole.ADMIN,
    },
    "Programmes": {
        "allowToken": SystemRole.ADMIN,
        "admitLimitContract": SystemRole.ADMIN,
        "addCustodian": SystemRole.ADMIN,
        "open": SystemRole.REGISTRAR,
        "proposeChange": SystemRole.REGISTRAR,
        "liftSuspension": SystemRole.REGISTRAR,
        "setDispute": SystemRole.REGISTRAR,
        "suspendAnchor": SystemRole.COMPLIANCE,
        "setFreeze": SystemRole.COMPLIANCE,
        "setNoteFreeze": SystemRole.COMPLIANCE,
    },
    "CreditLines": {"addConsumer": SystemRole.ADMIN},
    "LoanAgreements": {"freeze": SystemRole.COMPLIANCE},
    "DepositToken": {
        "issue": None,
        "execute": None,
        "giveBack": None,
        "setFreeze": SystemRole.COMPLIANCE,
    },
}
"""The role that each restricted function needs; None is the issuer of that token."""
