"""
A Brownie console with the whole system freshly deployed on a local node.

    make console                    on Anvil
    make console NETWORK=ganache    on Ganache
    printf '...' | make console     unattended

At hand are the contracts, their interfaces, the parties by role, and the SDK on Brownie's own
web3; what is there is printed at the start. Unattended, the exit code is 1 when a line failed.
"""

from __future__ import annotations

import code
import socket
import sys
import warnings
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import silkline as sl
from scripts import brownie_node
from silkline.dates import date_of

ROOT = Path(__file__).resolve().parent.parent
PORT = 8545
"""Where Brownie's local nodes listen; it cannot be told otherwise."""
DAYS = 90
CASH = sl.Money("2000000.00", "EUR")
PARTIES = {
    "anchor": (1, sl.Role.ANCHOR),
    "tier1": (11, sl.Role.SUPPLIER),
    "tier2": (12, sl.Role.SUPPLIER),
    "tier3": (13, sl.Role.SUPPLIER),
    "tier4": (14, sl.Role.SUPPLIER),
    "bank_a": (21, sl.Role.FUNDER),
    "bank_b": (22, sl.Role.FUNDER),
}
WELCOME = """
Silkline {version} on {node}, chain {chain}, deployed in block {first} to {last}.

  contracts   {contracts}
  interfaces  interface.IReceivables(receivables.address), and the others likewise
  parties     {parties}
              each with .id, .account (Brownie), .signer and .desk (SDK); {without} has no gas
  system      the SDK as the operator, who has every role; sl is the module
  programme   {programme}, in EUR; due is {due}, key a key for fingerprints

Try:
  invoice = sl.documents.read("demo/invoice.xml")
  terms = sl.terms_from_invoice(invoice, key=key, programme=programme, creditor=tier1.id, due=due)
  note = anchor.desk.receivables.confirm(terms).submit().result.note
  print(tier1.desk.notes.assign(note, tier2.id, sl.Money("400000.00", "EUR")).explain())
  receivables.ownerOf(int(note)) == tier1.account
"""


@dataclass(frozen=True)
class Party:
    """A party with its two faces: an account of Brownie, and the SDK."""

    id: sl.PartyId
    account: Any
    signer: sl.Key
    desk: sl.Silkline


def parties(system: sl.Silkline) -> dict[str, Party]:
    """Register the parties and return them by role; suppliers 1 to 3 consent beforehand."""
    from brownie import accounts

    found, last = {}, _today(system) + timedelta(days=730)
    for name, (number, _) in PARTIES.items():
        signer = sl.Key(_secret(number))
        account = accounts.add(_secret(number))
        if name != "tier4":
            accounts[0].transfer(account, 10**18, silent=True)
        found[name] = Party(sl.PartyId(number), account, signer, system.as_(signer))
    profiles = [(p.id, p.account.address, PARTIES[name][1]) for name, p in found.items()]
    registration = [(number, cash, sl.Profile(role, last)) for number, cash, role in profiles]
    system.parties.register_many(registration).submit()
    for name in ("tier1", "tier2", "tier3"):
        found[name].desk.parties.set_opt_ins(sl.OptIn.ASSIGNMENTS).submit()
    return found


def programme(system: sl.Silkline, anchor: Party) -> sl.ProgrammeId:
    """Open the anchor's programme and return its id."""
    chosen = sl.ProgrammeId.build(anchor.id, 1)
    rules = sl.Rules(
        limit=sl.Money("100000000.00", "EUR"),
        smallest_piece=sl.Money("100.00", "EUR"),
        max_tenor=365,
        deepest_tier=4,
        late_rate=300_000,
        agreement_hash=bytes([0xA9]) * 32,
        grace_days=5,
        trade_reference_required=False,
    )
    system.programmes.open(chosen, rules).submit()
    return chosen


def bring_money(system: sl.Silkline, found: dict[str, Party]) -> None:
    """Give anchor and banks cash, and let debts be collected and offers be paid."""
    spenders = {"anchor": "Settlements", "bank_a": "Discounting", "bank_b": "Discounting"}
    for name, spender in spenders.items():
        party = found[name]
        booking = bytes(31) + bytes([int(party.id)])
        system.deposits.issue(party.account.address, CASH, booking).submit()
        party.desk.deposits.approve(spender, None, "EUR").submit()


def contracts(project: Any, deployment: sl.Deployment) -> dict[str, Any]:
    """Return the deployed contracts as Brownie's, by short names."""
    from brownie import Contract

    from silkline.chain.artifacts import artifact

    found = {}
    for name, entry in deployment.contracts.items():
        short = {"AccessManager": "authority", "ERC2771Forwarder": "forwarder"}.get(name)
        if short:  # of OpenZeppelin, so not among the project's own
            abi = list(artifact(entry.kind).abi)
            found[short] = Contract.from_abi(entry.kind, entry.address, abi)
        else:
            short = "euro" if entry.kind == "DepositToken" else name.lower()
            found[short] = project[entry.kind].at(entry.address)
    return found


def prepare(project: Any) -> dict[str, Any]:
    """Deploy everything on the connected node and return what the console has at hand."""
    from brownie import accounts, web3

    operator = sl.Key(_secret(99))
    accounts[0].transfer(accounts.add(_secret(99)), 10**18, silent=True)
    deployment = sl.deploy(web3, sl.local_plan(operator.address), signer=operator)
    system = sl.connect(web3, signer=operator, deployment=deployment)
    found = parties(system)
    chosen = programme(system, found["anchor"])
    bring_money(system, found)
    rest = {"sl": sl, "system": system, "programme": chosen, "key": bytes(range(32))}
    due = _today(system) + timedelta(days=DAYS)
    return {**contracts(project, deployment), **found, **rest, "due": due}


def welcome(project: Any, at_hand: dict[str, Any]) -> str:
    """Return what is printed at the start."""
    system: sl.Silkline = at_hand["system"]
    names = contracts(project, system.deployment)
    return WELCOME.format(
        version=sl.__version__,
        node=brownie_node.name(),
        chain=system.connection.chain_id,
        first=system.deployment.block,
        last=system.head().number,
        contracts=", ".join(names),
        parties=", ".join(PARTIES),
        without="tier4",
        programme=at_hand["programme"],
        due=at_hand["due"],
    )


def _secret(number: int) -> str:
    """Return the key of an account; it is public, for local nodes only."""
    return f"0x{0x51A17E0000 + number:064x}"


def _today(system: sl.Silkline) -> date:
    return date_of(system.head().time // 86_400)


def _port_is_free() -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", PORT)) != 0


class Unattended(code.InteractiveConsole):
    """Does the lines of standard input one after the other, and shows each with what it gives."""

    failed = False

    def raw_input(self, prompt: str = "") -> str:
        """Return the next line."""
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        print(prompt + line.rstrip("\n"), flush=True)
        return line.rstrip("\n")

    def showtraceback(self) -> None:
        """Show an error, and remember that there was one."""
        self.failed = True
        super().showtraceback()

    def showsyntaxerror(self, filename: str | None = None, **named: Any) -> None:
        """Show a line that is no Python, and remember it."""
        self.failed = True
        super().showsyntaxerror(filename, **named)


def interact(project: Any, at_hand: dict[str, Any]) -> int:
    """Let a person work, or do the lines of standard input; return 1 when one of those failed."""
    import brownie
    from brownie._cli.console import Console

    if sys.stdin.isatty():
        Console(project, at_hand).interact(banner="", exitmsg="")
        return 0
    names = {name: getattr(brownie, name) for name in brownie.__all__}
    names |= {**dict(project), "interface": project.interface}
    console = Unattended({**names, **at_hand})
    console.interact(banner="", exitmsg="")
    return int(console.failed)


def main() -> int:
    """Open the console; return 1 when another program has Brownie's port, or a line failed."""
    if not _port_is_free():
        print(f"port {PORT} is taken: stop what listens there, Brownie needs it", file=sys.stderr)
        return 1
    warnings.filterwarnings("ignore", r"rpc\.", FutureWarning)  # Brownie's own
    from brownie import network
    from brownie import project as projects

    print("Loading the contracts; after a change Brownie compiles them, for a minute or two.")
    project = projects.load(ROOT, "Silkline")
    project.load_config()
    network.connect(brownie_node.name())
    try:
        brownie_node.prepare()
        at_hand = prepare(project)
        print(welcome(project, at_hand), flush=True)
        return interact(project, at_hand)
    finally:
        network.disconnect()


if __name__ == "__main__":
    sys.exit(main())
