"""Give a role of the system to an account, or take it."""

from __future__ import annotations

import silkline as sl
from scripts.ops.frame import Build
from scripts.ops.procedure import Procedure, Step
from silkline.cli.role import role_of
from silkline.errors import BadInput

__all__ = ["grant", "revoke"]

SEPARATE = (sl.SystemRole.REGISTRAR, sl.SystemRole.COMPLIANCE)
TOGETHER = "{} is {} as well: both together can replace the keys of any party"


def grant(name: str, account: str, delay: int) -> Build:
    """
    Return what builds the giving of a role.

    Args:
        name: The role.
        account: Who gets it.
        delay: Seconds that the account announces each of its acts before.
    """

    def build(system: sl.Silkline) -> Procedure:
        role = role_of(system, name)
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
        return _procedure(f"Give {name} to {account}", step, (name, role), after)

    return build


def revoke(name: str, account: str) -> Build:
    """Return what builds the taking of a role; the last holder of one keeps it."""

    def build(system: sl.Silkline) -> Procedure:
        role = role_of(system, name)
        after = {*system.roles.members(role)} - {account}
        if not after:
            raise BadInput(f"{account} is the last with {name}: give it to another first")
        step = Step(
            sl.SystemRole.ADMIN,
            lambda now: now.roles.revoke(role, account),
            lambda now: not now.roles.get(role, account).member,
        )
        return _procedure(f"Take {name} from {account}", step, (name, role), after)

    return build


def _require_separate(system: sl.Silkline, role: int, account: str) -> None:
    for one, other in (SEPARATE, SEPARATE[::-1]):
        if role == one and system.roles.get(other, account).member:
            raise BadInput(TOGETHER.format(account, other.name))


def _procedure(title: str, step: Step, role: tuple[str, int], after: set[str]) -> Procedure:
    name, number = role

    def verify(now: sl.Silkline) -> list[str]:
        found = set(now.roles.members(number))
        more = [f"{account} has {name} besides" for account in sorted(found - after)]
        return more + [f"{account} lacks {name}" for account in sorted(after - found)]

    remark = f"in the end {name} is with {', '.join(sorted(after))}"
    return Procedure(title, (step,), verify, (remark,))
