"""What a deployment is to be: read from a file, checked, and put into words."""

from __future__ import annotations

from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import yaml

import silkline as sl
from silkline.chain import abi
from silkline.chain.deploy import ORDER
from silkline.chain.local import CHAIN_IDS
from silkline.errors import BadInput

__all__ = ["in_words", "read_plan", "require_safe"]

ONE, LISTS = ("admin",), ("registrars", "compliance", "guardians", "allowed_tokens", "predecessors")


def read_plan(path: Path) -> sl.Plan:
    """
    Read a plan from a YAML file: the fields of ``silkline.Plan``, addresses in quotes.

    Raises:
        BadInput: A field is missing, unknown, or not an address; each with its name.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"{path} is no plan: {error}") from None
    values = _fields(str(path), sl.Plan, content)
    if not isinstance(values.get("tokens", []), list):
        raise BadInput(f"{path}: tokens must be a list of tokens, got {values['tokens']!r}")
    for name in ("recovery_delay", "admin_delay"):
        if name in values and (type(values[name]) is not int or values[name] < 0):
            raise BadInput(f"{path}: {name} must be whole seconds, got {values[name]!r}")
    addresses = {name: _address(f"{path}: {name}", values[name]) for name in ONE}
    lists = {n: _addresses(f"{path}: {n}", values[n]) for n in LISTS if n in values}
    tokens = tuple(_token(f"{path}: tokens", item) for item in values.get("tokens", ()))
    return sl.Plan(**{**values, **addresses, **lists, "tokens": tokens})


def _fields(where: str, kind: type, content: Any) -> dict[str, Any]:
    """Return what a file says of something, if it names its fields and no others."""
    if not isinstance(content, dict):
        raise BadInput(f"{where}: expected fields with values, got {content!r}")
    known = fields(kind)
    needed = {one.name for one in known if one.default is MISSING}
    unknown = sorted(set(map(str, content)) - {one.name for one in known})
    missing = sorted(needed - set(content))
    if unknown or missing:
        names = ", ".join(one.name for one in known)
        raise BadInput(f"{where}: missing {missing}, unknown {unknown}; the fields are {names}")
    return content


def _address(where: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BadInput(f"{where}: {value!r} is no address; write it in quotes")
    try:
        return abi.address(value)
    except BadInput as error:
        raise BadInput(f"{where}: {error}") from None


def _addresses(where: str, values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise BadInput(f"{where}: expected a list of addresses, got {values!r}")
    return tuple(_address(where, value) for value in values)


def _token(where: str, content: Any) -> sl.TokenPlan:
    values = _fields(where, sl.TokenPlan, content)
    if type(values.get("decimals", 2)) is not int:
        raise BadInput(f"{where}: decimals must be a whole number, got {values['decimals']!r}")
    return sl.TokenPlan(**{**values, "issuers": _addresses(where, values["issuers"])})


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
        "contracts": f"{len(ORDER)}, and {len(plan.tokens)} deposit tokens",
        "ADMIN": f"{plan.admin}, announcing each act {plan.admin_delay} seconds before",
        "REGISTRAR": _all(plan.registrars),
        "COMPLIANCE": _all(plan.compliance),
        "GUARDIAN": _all(plan.guardians),
        "tokens": "; ".join(tokens) or "none",
        "also allowed": _all(plan.allowed_tokens),
        "predecessors": _all(plan.predecessors),
        "recoveries": f"{plan.recovery_delay} seconds after their approval",
    }
    head = f"Deploy Silkline {sl.__version__}"
    return "\n".join([head, *(f"  {name:<13} {value}" for name, value in lines.items())])


def _all(accounts: tuple[str, ...]) -> str:
    return ", ".join(accounts) or "nobody"
