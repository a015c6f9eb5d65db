"""Halt and resume the whole system; suspend and reinstate one party; recover a party's keys."""

from __future__ import annotations

from collections.abc import Callable

import silkline as sl
from scripts.ops.frame import Build
from scripts.ops.procedure import Procedure, Step
from silkline.domain import when
from silkline.errors import BadInput

__all__ = ["halt", "recover", "reinstate", "resume", "suspend"]

GOES_ON = "payments go on: settling, collecting, redeeming, repaying and claiming never stop"


def _halted(system: sl.Silkline) -> bool:
    return system.parties.halted_until() > system.head().time


def halt(hours: int) -> Build:
    """Return what builds the halt of new business for some hours, at most 168."""

    def build(system: sl.Silkline) -> Procedure:
        step = Step(sl.SystemRole.GUARDIAN, lambda now: now.parties.halt(hours * 3600), _halted)
        return Procedure(
            f"Halt new business for {hours} hours",
            (step,),
            lambda now: [] if _halted(now) else ["new business is not halted"],
            (GOES_ON, "the next halt is possible seven days after this one, unless ADMIN resumes"),
            lambda now: f"new business is halted until {when(now.parties.halted_until())}",
        )

    return build


def resume() -> Build:
    """Return what builds the end of a halt."""

    def build(system: sl.Silkline) -> Procedure:
        step = Step(
            sl.SystemRole.ADMIN, lambda now: now.parties.resume(), lambda now: not _halted(now)
        )
        return Procedure(
            "Lift the halt of new business",
            (step,),
            lambda now: ["new business is still halted"] if _halted(now) else [],
        )

    return build


def suspend(party: int, document: str) -> Build:
    """Return what builds the suspension of a party; *document* is the hash of the reason."""
    step = Step(
        sl.SystemRole.COMPLIANCE,
        lambda now: now.parties.suspend(party, document),
        lambda now: not now.parties.get(party).active,
    )
    return _standing(f"Suspend party {party}", party, step, active=False)


def reinstate(party: int, document: str) -> Build:
    """Return what builds the end of a suspension; *document* is the hash of the reason."""
    step = Step(
        sl.SystemRole.COMPLIANCE,
        lambda now: now.parties.reinstate(party, document),
        lambda now: now.parties.get(party).active,
    )
    return _standing(f"Reinstate party {party}", party, step, active=True)


def _standing(title: str, party: int, step: Step, *, active: bool) -> Build:
    def build(system: sl.Silkline) -> Procedure:
        before = system.parties.get(party)

        def verify(now: sl.Silkline) -> list[str]:
            found = now.parties.get(party)
            wrong = [] if found.active is active else [f"party {party} is not so"]
            if (found.profile, found.cash) != (before.profile, before.cash):
                wrong.append(f"party {party} changed otherwise meanwhile")
            return wrong

        return Procedure(title, (step,), verify, (GOES_ON,))

    return build


def recover(party: int, account: str, document: str, *, stolen: bool) -> Build:
    """
    Return what builds the replacement of all accounts of a party by one new cash account.

    Args:
        party: The party.
        account: Its new cash account.
        document: Hash of the request, as the party proved it.
        stolen: Suspend the party meanwhile, since whoever has its key could stop the recovery.
    """

    def recovered(now: sl.Silkline) -> bool:
        return now.parties.get(party).cash == account

    def proposed(now: sl.Silkline) -> bool:
        found = now.parties.recovery(party)
        return recovered(now) or (found is not None and found.cash == account)

    def ready_at(now: sl.Silkline) -> int:
        found = now.parties.recovery(party)
        return found.ready_at if found else 0

    def build(system: sl.Silkline) -> Procedure:
        before, pending = system.parties.get(party), system.parties.recovery(party)
        if pending and (pending.cash, pending.document) != (account, document):
            raise BadInput(
                f"party {party} is being recovered to {pending.cash} (document "
                f"{pending.document}): name these, or have the registrar withdraw it"
            )
        chain = (
            Step(
                sl.SystemRole.REGISTRAR,
                lambda now: now.parties.propose_recovery(party, account, document),
                proposed,
            ),
            Step(
                sl.SystemRole.COMPLIANCE,
                lambda now: now.parties.approve_recovery(party, account, document),
                lambda now: recovered(now) or ready_at(now) > 0,
            ),
            Step(None, lambda now: now.parties.recover(party), recovered, ready_at),
        )
        steps = _around(party, document, recovered, chain) if stolen else chain

        def verify(now: sl.Silkline) -> list[str]:
            wrong = _wrong_recovery(now, party, account, before.cash)
            if stolen and not now.parties.get(party).active:
                wrong.append(f"party {party} is suspended")
            return wrong

        title = f"Replace all accounts of party {party} by {account}"
        return Procedure(title, steps, verify, _recovery_remarks(stolen))

    return build


def _around(
    party: int, document: str, recovered: Callable[[sl.Silkline], bool], steps: tuple[Step, ...]
) -> tuple[Step, ...]:
    """Return the steps with the party suspended before them, and reinstated after them."""
    compliance = sl.SystemRole.COMPLIANCE
    first = Step(
        compliance,
        lambda now: now.parties.suspend(party, document),
        lambda now: recovered(now) or not now.parties.get(party).active,
    )
    last = Step(
        compliance,
        lambda now: now.parties.reinstate(party, document),
        lambda now: recovered(now) and now.parties.get(party).active,
    )
    return (first, *steps, last)


def _recovery_remarks(stolen: bool) -> tuple[str, ...]:
    vetoed = "the party is suspended meanwhile, so that a stolen key cannot stop it"
    live = "a live key of the party with the scope administer can stop it until it is done"
    return ("no note and no money moves; every other account of the party ends",
            vetoed if stolen else live)  # fmt: skip


def _wrong_recovery(now: sl.Silkline, party: int, account: str, old: str) -> list[str]:
    found = now.parties.get(party)
    wrong = []
    if found.cash != account:
        wrong.append(f"the cash account of party {party} is {found.cash}")
    if old != account and now.parties.account(old).live:
        wrong.append(f"{old} still acts for party {party}")
    return wrong
