"""Give a role of the system to an account, or take it."""

from __future__ import annotations

import silkline as sl
from scripts.ops.frame import Build
from scripts.ops.procedure import Procedure, Step, who
from silkline.chain.plan import token_name
from silkline.chain.roles import issuer_role
from silkline.errors import BadInput
from silkline.tokens import KIND

__all__ = ["ROLES", "grant", "revoke"]

ROLES = tuple(role.name for role in sl.SystemRole)
SEPARATE = (sl.SystemRole.REGISTRAR, sl.SystemRole.COMPLIANCE)
TOGETHER = "{} is {} as well: both together can replace the keys of any party"


def _role(system: sl.Silkline, name: str) -> int:
    """Return a role by name; ``ISSUER EUR`` issues the deposit token of that currency."""
    if name in ROLES:
        return int(sl.SystemRole[name])
    tokens = [n for n, entry in system.deployment.contracts.items() if entry.kind == KIND]
    wanted = token_name(name.removeprefix("ISSUER "))
    if not name.startswith("ISSUER ") or wanted not in tokens:
        known = [*ROLES, *(f"ISSUER {one.removeprefix(f'{KIND} ')}" for one in tokens)]
        raise BadInput(f"{name!r} is none of {', '.join(known)}")
    return issuer_role(tokens.index(wanted))


def grant(name: str, account: str, delay: int) -> Build:
    """
    Return what builds the giving of a role.

    Args:
        name: The role.
        account: Who gets it.
        delay: Seconds that the account announces each of its acts before.
    """

    def build(system: sl.Silkline) -> Procedure:
        role = _role(system, name)
        _require_separate(system, role, account)
        if role == sl.SystemRole.ADMIN and not delay:
            raise BadInput("ADMIN without a delay acts at once: name one, 172800 as a rule")

        def has(now: sl.Silkline) -> bool:
            found = now.roles.get(role, account)
            return (found.member, found.delay) == (True, delay)

        step = Step(
            sl.SystemRole.ADMIN, lambda now: now.roles.grant(role, account, delay=delay), has
        )
        after = {*system.roles.members(role), account}
        return _procedure(f"Give {name} to {account}", step, role, after)

    return build


def revoke(name: str, account: str) -> Build:
    """Return what builds the taking of a role; the last holder of one keeps it."""

    def build(system: sl.Silkline) -> Procedure:
        role = _role(system, name)
        after = {*system.roles.members(role)} - {account}
        if not after:
            raise BadInput(f"{account} is the last with {name}: give it to another first")
        step = Step(
            sl.SystemRole.ADMIN,
            lambda now: now.roles.revoke(role, account),
            lambda now: not now.roles.get(role, account).member,
        )
        return _procedure(f"Take {name} from {account}", step, role, after)

    return build


def _require_separate(system: sl.Silkline, role: int, account: str) -> None:
    for one, other in (SEPARATE, SEPARATE[::-1]):
        if role == one and system.roles.get(other, account).member:
            raise BadInput(TOGETHER.format(account, other.name))


def _procedure(title: str, step: Step, role: int, after: set[str]) -> Procedure:
    def verify(now: sl.Silkline) -> list[str]:
        found = set(now.roles.members(role))
        more = [f"{account} has {who(role)} besides" for account in sorted(found - after)]
        return more + [f"{account} lacks {who(role)}" for account in sorted(after - found)]

    remark = f"in the end {who(role)} is with {', '.join(sorted(after))}"
    return Procedure(title, (step,), verify, (remark,))
