"""The system as it ships, with parties that have been in business for a while.

Preconditions of every figure, unless its case says otherwise: an unmodified OpenZeppelin ERC-20
with infinite allowances; parties with all fields set (roles, KYC, group, industry, region,
opt-ins); ids and references that look random, so that no two parties share a word of counters;
every party but the newcomers holds notes and cash already; consent by opt-in; the bank's offer was
filled before; no limit contract.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from eth_account.signers.local import LocalAccount

from silkline.chain.artifacts import Artifact, artifact
from silkline.chain.deploy import Plan, deploy
from silkline.chain.signers import Key
from silkline.kinds import OptIn, Role, Scope
from tools import artifacts
from tools.gas.chain import FIRST_DAY, Chain, Contract, number, secret

TENOR = 90
DUE = FIRST_DAY + TENOR
GRACE = 5
FACE = 987_654_321_987
"""Face of each debt, in base units of the token (six decimals)."""
CASH = 876_543_219_876_543
INFINITE = 2**256 - 1
NO_LIMIT = 2**96 - 1
BATCH = 20
BOTH = OptIn.ASSIGNMENTS | OptIn.TRANSFERS


@dataclass(frozen=True)
class Party:
    """A registered party and the key of its cash account."""

    id: int
    account: LocalAccount

    @property
    def address(self) -> str:
        """Address of its cash account."""
        return str(self.account.address)


class System:
    """All contracts of the system, its parties and programmes."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.operator = chain.account("operator")
        self.stranger = chain.account("stranger")
        self._deploy()
        self._register()
        self._fund()
        self.programme = self._open(1, trade_reference_required=True)
        self.free_programme = self._open(2, trade_reference_required=False)

    def operate(self, contract: Contract, function: str, *args: Any) -> int:
        """Send a transaction of the account that has every role, and return its gas."""
        return self.chain.send(self.operator, contract, function, *args)

    def party(self, name: str, role: Role, opt_ins: OptIn = BOTH) -> Party:
        """Register a party with all fields set."""
        party = self.unregistered(name)
        self.operate(self.parties, "register", party.id, party.address, profile(name, role))
        if opt_ins:
            self.chain.send(party.account, self.parties, "setOptIns", opt_ins)
        return party

    def unregistered(self, name: str) -> Party:
        """Return the id and key of a party that is not registered yet."""
        return Party(number(f"party {name}", 40), self.chain.account(name))

    def acting_account(self, party: Party) -> LocalAccount:
        """Return an account that may do one thing for a party, up to a limit."""
        account = self.chain.account(f"acting for {party.id}")
        scope = Scope.CONFIRM if party == self.anchor else Scope.ASSIGN
        self.operate(self.parties, "setAccount", party.id, account.address, scope, FACE)
        return account

    def wallet_of(self, party: Party) -> str:
        """Return a contract that signs for a party and may confirm for it (ERC-1271)."""
        code = compiled("TestWallet")
        wallet = self.chain.deploy(self.operator, code, party.address)
        values = (party.id, wallet.address, Scope.CONFIRM, NO_LIMIT)
        self.operate(self.parties, "setAccount", *values)
        return wallet.address

    def rules(self, trade_reference_required: bool) -> dict[str, Any]:
        """Return the rules of a programme: no limit contract."""
        return {
            "token": self.token.address,
            "currency": b"EUR",
            "limit": 10**20,
            "maxTenor": 180,
            "deepestTier": 4,
            "smallestPiece": 10**9,
            "lateRate": 500_000,
            "graceDays": GRACE,
            "utcOffset": 4,
            "tradeReferenceRequired": trade_reference_required,
            "limitContract": "0x" + "00" * 20,
            "agreementHash": secret("framework agreement"),
        }

    def _deploy(self) -> None:
        operator = str(self.operator.address)
        code = compiled("TestToken")
        self.token = self.chain.deploy(self.operator, code, "Test Euro", "TEUR", 6)
        everybody = (operator,)
        plan = Plan(
            operator,
            everybody,
            everybody,
            everybody,
            allowed_tokens=(self.token.address,),
            admin_delay=0,
        )
        made = deploy(self.chain.node.url, plan, signer=Key(bytes(self.operator.key)))
        found = {n: Contract(artifact(e.kind), e.address) for n, e in made.contracts.items()}
        self.contracts = found
        self.forwarder, self.parties = found["ERC2771Forwarder"], found["Parties"]
        self.programmes, self.receivables = found["Programmes"], found["Receivables"]
        self.settlements, self.discounting = found["Settlements"], found["Discounting"]

    def _register(self) -> None:
        self.anchor = self.party("anchor", Role.ANCHOR)
        self.supplier = self.party("supplier", Role.SUPPLIER)
        self.next_tier = self.party("next tier", Role.SUPPLIER)
        self.asked = self.party("asked each time", Role.SUPPLIER, OptIn.NONE)
        self.newcomer = self.party("newcomer", Role.SUPPLIER)
        self.bank = self.party("bank", Role.FUNDER)
        self.new_bank = self.party("new bank", Role.FUNDER)
        self.receivers = [self.party(f"receiver {i}", Role.SUPPLIER) for i in range(BATCH)]

    def _fund(self) -> None:
        some = (self.anchor, self.supplier, self.next_tier, self.asked, self.bank, self.new_bank)
        for party in (*some, *self.receivers):
            self.operate(self.token, "mint", party.address, CASH)
            for spender in (self.settlements, self.discounting):
                values = (spender.address, INFINITE)
                self.chain.send(party.account, self.token, "approve", *values)

    def _open(self, count: int, trade_reference_required: bool) -> int:
        programme = self.anchor.id << 8 | count
        self.operate(self.programmes, "open", programme, self.rules(trade_reference_required))
        return programme


def profile(name: str, role: Role) -> dict[str, int]:
    """Return what the registrar records of a party, nothing left out."""
    return {
        "roles": role,
        "kycExpiry": FIRST_DAY + 365,
        "group": number(f"group {name}", 40),
        "industry": 24,
        "region": 276,
    }


def compiled(name: str) -> Artifact:
    """Compile a contract of contracts/test as the shipped ones are; it never ships."""
    built = artifacts.build(artifacts.Shipped(f"contracts/test/{name}.sol", name))
    return Artifact.read(json.dumps(built))
