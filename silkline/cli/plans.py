"""What a deployment is to be: read from a file, checked, and put into words."""

from __future__ import annotations

from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, Final

import silkline as sl
from silkline.chain import abi
from silkline.chain.local import CHAIN_IDS
from silkline.chain.plan import ORDER
from silkline.cli.lined import Reader, every, read_lined, record, text, whole
from silkline.errors import BadInput

__all__ = ["in_words", "plan_of", "read_plan", "require_safe"]


def _seconds(given: str) -> int:
    seconds = whole(given)
    if seconds < 0:
        raise BadInput(f"{given} are no seconds: at least 0")
    return seconds


def _decimals(given: str) -> int:
    decimals = whole(given)
    if not 0 <= decimals <= 18:
        raise BadInput(f"{given} decimals: 0 to 18 are counted with")
    return decimals


def _currency(given: str) -> str:
    sl.Money("0", given)  # raises what is wrong with it
    return given


def _needed(kind: type) -> set[str]:
    return {one.name for one in fields(kind) if one.default is MISSING}


_ADDRESSES: Final = every(text(abi.address))
_TOKEN: Final[dict[str, Reader[Any]]] = {
    "currency": text(_currency),
    "issuers": _ADDRESSES,
    "decimals": text(_decimals),
    "name": text(str),
    "symbol": text(str),
}
_PLAN: Final[dict[str, Reader[Any]]] = {
    "admin": text(abi.address),
    "registrars": _ADDRESSES,
    "compliance": _ADDRESSES,
    "guardians": _ADDRESSES,
    "tokens": every(record(_TOKEN, _needed(sl.TokenPlan))),
    "allowed_tokens": _ADDRESSES,
    "predecessors": _ADDRESSES,
    "recovery_delay": text(_seconds),
    "admin_delay": text(_seconds),
}


def read_plan(path: Path) -> sl.Plan:
    """
    Read a plan from a YAML or JSON file: the fields of ``silkline.Plan``.

    Raises:
        BadInput: Fields are missing, unknown, or not what they should be; each with its line.
    """
    given = read_lined(path, record(_PLAN, _needed(sl.Plan)))
    tokens = tuple(sl.TokenPlan(**one) for one in given.pop("tokens", ()))
    return sl.Plan(**given, tokens=tokens)


def plan_of(given: dict[str, Any]) -> sl.Plan | None:
    """
    Return the plan that options make, by the names of its fields; None when none is given.

    Args:
        given: Addresses as text, several as tuples; ``tokens`` as CURRENCY=ADDRESS, an address
            for each issuer.

    Raises:
        BadInput: One is not what it should be, or those who hold the roles are not all named.
    """
    said = {name: value for name, value in given.items() if value not in (None, ())}
    if not said:
        return None
    if missing := [name for name in sorted(_needed(sl.Plan)) if name not in said]:
        raise BadInput(f"nobody is named for {', '.join(missing)}: name them, or give --plan FILE")
    values: dict[str, Any] = {}
    for name, value in said.items():
        if name == "tokens":
            values[name] = _tokens(value)
        elif isinstance(value, tuple):
            values[name] = tuple(abi.address(one, name=name) for one in value)
        else:
            values[name] = value if isinstance(value, int) else abi.address(value, name=name)
    return sl.Plan(**values)


def _tokens(given: tuple[str, ...]) -> tuple[sl.TokenPlan, ...]:
    """Return the tokens of options such as ``EUR=0x…``; one currency may have several issuers."""
    issuers: dict[str, tuple[str, ...]] = {}
    for one in given:
        currency, sign, account = one.partition("=")
        if not sign:
            raise BadInput(f"--issuer: {one[:60]!r} is not CURRENCY=ADDRESS, such as EUR=0x…")
        known = issuers.get(_currency(currency), ())
        issuers[currency] = (*known, abi.address(account, name=f"--issuer {currency}"))
    return tuple(sl.TokenPlan(currency, accounts) for currency, accounts in issuers.items())


def require_safe(plan: sl.Plan, deployer: str, chain_id: int) -> None:
    """
    Refuse a plan that puts too much into one hand; throw-away chains may have it so.

    Raises:
        BadInput: The deployer keeps a role, registrar and compliance are one, or ADMIN acts at
            once.
    """
    if chain_id in CHAIN_IDS:
        return
    kept = sorted(int(role) for role, members in plan.members().items() if deployer in members)
    both = sorted(set(plan.registrars) & set(plan.compliance))
    if kept:
        raise BadInput(f"the deployer {deployer} would keep the roles {kept}: give them to others")
    if both:
        raise BadInput(f"{both} would be registrar and compliance: together they can replace keys")
    if plan.admin_delay == 0:
        raise BadInput("admin_delay is 0: ADMIN must announce its acts, two days before as a rule")


def in_words(plan: sl.Plan, deployer: str, chain: str) -> str:
    """Return what will stand in the end, for whoever approves it."""
    tokens = (f"{t.currency} ({t.decimals} decimals) issued by {_all(t.issuers)}"
              for t in plan.tokens)  # fmt: skip
    lines = {
        "chain": chain,
        "deployer": deployer,
        "contracts": f"{len(ORDER)}, and deposit tokens: {len(plan.tokens)}",
        "ADMIN": f"{plan.admin}, announcing each act {duration(plan.admin_delay)} before",
        "REGISTRAR": _all(plan.registrars),
        "COMPLIANCE": _all(plan.compliance),
        "GUARDIAN": _all(plan.guardians),
        "tokens": "; ".join(tokens) or "none",
        "also allowed": _all(plan.allowed_tokens),
        "predecessors": _all(plan.predecessors),
        "recoveries": f"{duration(plan.recovery_delay)} after their approval",
    }
    head = f"Deploy Silkline {sl.__version__}"
    return "\n".join([head, *(f"  {name:<13} {value}" for name, value in lines.items())])


def duration(seconds: int) -> str:
    """
    Return a duration for reading, exactly.

    >>> duration(172_800), duration(90), duration(3600)
    ('2 days', '90 seconds', '1 hour')
    """
    for size, unit in ((86_400, "day"), (3600, "hour"), (1, "second")):
        if seconds and seconds % size == 0:
            count = seconds // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "0 seconds"


def _all(accounts: tuple[str, ...]) -> str:
    return ", ".join(accounts) or "nobody"
