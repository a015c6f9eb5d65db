"""
A drill: halt a running system, replace a stolen key, resume, and see how long it takes.

    make drill
    python -m scripts.drill

On a chain of its own with every role in another hand and the delays of a live system. A
supplier's key is stolen while it holds a note, and while another debt falls due. The operations
are those of scripts/ops; times on the chain are those of the delays, times of the machine are
those of transactions. Anything that is not as it must be ends the drill with exit code 1.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import silkline as sl
from scripts.ops import standing
from scripts.ops.frame import Build
from scripts.ops.hands import Signing
from scripts.ops.procedure import carry_out
from silkline.dates import date_of
from silkline.errors import SilklineError

DAY = 86_400
START = 1_798_794_000  # 2027-01-01 09:00:00 UTC
RECOVERY_DELAY = 5 * DAY
"""Shorter than the longest halt, so that a recovery fits into one."""
DOCUMENT = "0x" + "d1" * 32
PROGRAMME = sl.ProgrammeId.of("1/1")
FACE = sl.Money("120000.00", "EUR")
HANDS = ("admin", "registrar", "compliance", "guardian", "issuer")
CAST = ("anchor", "supplier", "second")


class DrillFailed(Exception):  # noqa: N818
    """Something is not as it must be."""


@dataclass(frozen=True)
class Moment:
    """One line of the account."""

    what: str
    chain: int
    """Unix time of the chain."""
    seconds: float
    """Seconds of this machine since the alarm."""


@dataclass
class Drill:
    """The system under drill, and the account of what happened when."""

    chain: sl.LocalChain
    keys: dict[str, sl.Key]
    deployment: sl.Deployment
    began: float = 0.0
    account: list[Moment] = field(default_factory=list)
    checks: int = 0

    def desk(self, name: str) -> sl.Silkline:
        """Return the system as somebody sees it."""
        return sl.connect(self.chain.url, signer=self.keys[name], deployment=self.deployment)

    def operate(self, build: Build) -> str:
        """Do what can be done of an operation; return what the rest waits for."""
        signers = [self.keys[name] for name in HANDS]
        system = sl.connect(self.chain.url, signer=signers, deployment=self.deployment)
        procedure = build(system)
        waits = carry_out(procedure, Signing(system, "drill", lambda act: self.note(act.words)))
        if not waits:
            self.check(procedure.title, list(procedure.verify(system)), [])
        return waits

    def note(self, what: str) -> None:
        """Write down that something is done now, and say so."""
        made = Moment(what, self.chain.time, time.monotonic() - self.began)
        self.account.append(made)
        passed = timedelta(seconds=made.chain - self.account[0].chain)
        print(f"  {_clock(passed):>10}  {made.seconds:6.2f} s  {what}")

    def check(self, what: str, found: object, expected: object) -> None:
        """Check one fact; raises ``DrillFailed`` with both values."""
        if found != expected:
            raise DrillFailed(f"{what}: is {found}, should be {expected}")
        self.checks += 1

    def refused(self, what: str, operation: sl.Operation[Any], why: type[sl.Refused]) -> None:
        """Check that the chain refuses an act."""
        try:
            operation.simulate()
        except why:
            self.checks += 1
            return self.note(f"refused: {what} ({why.__name__})")
        raise DrillFailed(f"{what}: was not refused")


def _clock(passed: timedelta) -> str:
    hours, rest = divmod(passed.seconds, 3600)
    return f"{passed.days} d {hours:02}:{rest // 60:02}"


def deployed(chain: sl.LocalChain) -> Drill:
    """Deploy with every role in another hand."""
    deployer, *rest = chain.keys
    keys = dict(zip((*HANDS, *CAST), rest, strict=False))
    keys["new"] = rest[len(keys)]
    plan = sl.Plan(
        admin=keys["admin"].address,
        registrars=(keys["registrar"].address,),
        compliance=(keys["compliance"].address,),
        guardians=(keys["guardian"].address,),
        tokens=(sl.TokenPlan("EUR", (keys["issuer"].address,)),),
        recovery_delay=RECOVERY_DELAY,
    )
    return Drill(chain, keys, sl.deploy(chain.url, plan, signer=deployer))


def set_up(drill: Drill) -> tuple[sl.NoteId, sl.NoteId]:
    """Let a business run, and return two notes of the supplier: due in 90 days, and in 2."""
    registrar, anchor = drill.desk("registrar"), drill.desk("anchor")
    last = _day(drill, 730)
    roles = (sl.Role.ANCHOR, sl.Role.SUPPLIER, sl.Role.SUPPLIER)
    named = enumerate(zip(CAST, roles, strict=False), start=1)
    people = [(i, drill.keys[n].address, sl.Profile(role, last)) for i, (n, role) in named]
    registrar.parties.register_many(people).submit()
    rules = sl.Rules(
        limit=FACE * 10,
        smallest_piece=sl.Money("100.00", "EUR"),
        max_tenor=365,
        deepest_tier=4,
        late_rate=500_000,
        agreement_hash=bytes([0xA9]) * 32,
        trade_reference_required=False,
    )
    registrar.programmes.open(PROGRAMME, rules).submit()
    drill.desk("second").parties.set_opt_ins(sl.OptIn.ASSIGNMENTS).submit()
    issued = (drill.keys["anchor"].address, FACE * 2, bytes(31) + b"\1")
    drill.desk("issuer").deposits.issue(*issued).submit()
    anchor.deposits.approve("Settlements", None, "EUR").submit()
    first, second = (_terms(drill, n, days) for n, days in ((1, 90), (2, 2)))
    held, due = (anchor.receivables.confirm(t).submit().result.note for t in (first, second))
    return held, due


def _day(drill: Drill, days: int) -> Any:
    return date_of(drill.chain.time // DAY + days)


def _terms(drill: Drill, number: int, days: int) -> sl.Terms:
    desk = drill.desk("anchor")
    return desk.receivables.terms(PROGRAMME, 2, (1 << 95) + number, FACE, _day(drill, days))


def alarm(drill: Drill, note: sl.NoteId) -> None:
    """Stop everything new within seconds, and take the thief's hands off the party."""
    print("\nThe alarm: a supplier's key is stolen")
    drill.began = time.monotonic()
    drill.note("the supplier calls")
    drill.operate(standing.halt(168))
    thief = drill.desk("supplier")  # the thief has the supplier's key
    away = thief.notes.assign(note, 3, sl.Money("50000.00", "EUR"))
    drill.refused("the thief passes the note on", away, sl.refusals.Halted)
    confirm = drill.desk("anchor").receivables.confirm(_terms(drill, 3, 90))
    drill.refused("a new debt", confirm, sl.refusals.Halted)
    waits = drill.operate(_recovery(drill))
    drill.check("What the recovery waits for", "can be done from" in waits, True)
    veto = thief.parties.veto_recovery()
    drill.refused("the thief stops the recovery", veto, sl.refusals.PartySuspended)
    waits = drill.operate(standing.resume())
    drill.check("What resuming waits for", "announced" in waits, True)


def _recovery(drill: Drill) -> Build:
    return standing.recover(2, drill.keys["new"].address, DOCUMENT, stolen=True)


def payments_go_on(drill: Drill, note: sl.NoteId) -> None:
    """Let the debt that falls due meanwhile be paid; what is the victim's waits for it."""
    print("\nDuring the halt a debt falls due")
    drill.chain.set_time((drill.chain.time // DAY + 2) * DAY)
    anyone = drill.desk("second")
    anyone.settlements.collect(note.receivable).submit()
    drill.note(f"{FACE} collected from the anchor")
    anyone.settlements.redeem(note).submit()
    parked = anyone.settlements.parked(2, "EUR")
    drill.check("What waits for the supplier", parked, FACE)
    drill.note(f"{FACE} put aside for the supplier, not for its thief")


def recovered(drill: Drill, note: sl.NoteId) -> None:
    """After the delay, give the party to its new key, and go back to business."""
    print("\nAfter the delay")
    recovery = drill.desk("guardian").parties.recovery(2)
    if recovery is None:
        raise DrillFailed("there is no recovery")
    drill.chain.set_time(max(recovery.ready_at, drill.chain.time + 1))
    drill.check("What is left of the recovery", drill.operate(_recovery(drill)), "")
    drill.check("What is left of resuming", drill.operate(standing.resume()), "")
    thief, victim = drill.desk("supplier"), drill.desk("new")
    half = sl.Money("60000.00", "EUR")
    gone = thief.notes.assign(note, 3, half)
    drill.refused("the thief passes the note on", gone, sl.refusals.AccountRetired)
    victim.notes.assign(note, 3, half).submit()
    drill.note(f"the supplier passes {half} on, with its new key")
    victim.settlements.claim(2, "EUR").submit()
    cash = victim.deposits.balance(drill.keys["new"].address, "EUR")
    drill.check("What the supplier was paid", cash, FACE)
    drill.note(f"the supplier has its {FACE}")


def report(drill: Drill) -> None:
    """Print how long it took until what."""
    first = drill.account[0].chain

    def until(words: str) -> Moment:
        return next(one for one in drill.account if one.what.startswith(words))

    print("\nFrom the alarm on             on the chain   of this machine")
    for title, words in (
        ("new business halted", "Halt new business"),
        ("the party suspended", "Suspend"),
        ("recovery under way", "Approve"),
        ("the stolen key is dead", "Carry out"),
        ("business resumed", "Lift the halt"),
        ("the victim is paid", "the supplier has"),
    ):
        found = until(words)
        passed = _clock(timedelta(seconds=found.chain - first))
        print(f"  {title:<26} {passed:>12}   {found.seconds:11.2f} s")
    print(f"\n{drill.checks} checks passed.")


def run() -> None:
    """Do the whole drill; raise where anything is not as it must be."""
    with sl.local_chain(accounts=12, timestamp=START) as chain:
        drill = deployed(chain)
        held, due = set_up(drill)
        print(f"A running system: {len(drill.deployment.contracts)} contracts, two notes")
        alarm(drill, held)
        payments_go_on(drill, due)
        recovered(drill, held)
        report(drill)


def main() -> int:
    """Run the drill; return 0 when all was as it must be."""
    try:
        run()
    except (SilklineError, DrillFailed) as error:
        print(f"drill failed: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
