"""The whole system, deployed with Brownie from the project's own contracts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from brownie import Contract, network, project
from brownie.network.account import LocalAccount

from silkline.chain.artifacts import artifact
from silkline.chain.roles import FUNCTIONS, SystemRole, issuer_role

RECOVERY_DELAY = 3 * 86_400
NAMES = ("Parties", "Programmes", "Receivables", "Settlements", "Discounting", "Descriptor")


@dataclass(frozen=True)
class Suite:
    """The deployed contracts; a deposit token in euro cents, and a plain token of six decimals."""

    authority: Any
    forwarder: Any
    parties: Any
    programmes: Any
    receivables: Any
    settlements: Any
    discounting: Any
    descriptor: Any
    euro: Any
    dollar: Any
    block: int
    """The block before anything was deployed."""

    @property
    def addresses(self) -> dict[str, str]:
        """Addresses by the name of the contract."""
        return {name: getattr(self, name.lower()).address for name in NAMES}


def deploy(deployer: LocalAccount) -> Suite:
    """Deploy everything; *deployer* gets every role of the system."""
    code, by, block = project.get_loaded_projects()[0], {"from": deployer}, len(network.chain) - 1
    authority = _ship("AccessManager", deployer, deployer.address)
    forwarder = _ship("ERC2771Forwarder", deployer, "Silkline Forwarder")
    parties = code.Parties.deploy(authority, forwarder, RECOVERY_DELAY, by)
    descriptor = code.Descriptor.deploy(by)
    receivables_at, settlements_at, guarantees_at = (
        deployer.get_deployment_address(deployer.nonce + ahead) for ahead in (1, 2, 4)
    )
    where = (authority, forwarder, parties, receivables_at, settlements_at, [])
    programmes = code.Programmes.deploy(*where, by)
    linked = (forwarder, parties, programmes)
    receivables = code.Receivables.deploy(*linked, settlements_at, descriptor, by)
    settlements = code.Settlements.deploy(*linked, receivables, guarantees_at, by)
    discounting = code.Discounting.deploy(*linked, receivables, by)
    euro = code.DepositToken.deploy("Deposit EUR", "dEUR", 2, authority, forwarder, by)
    dollar = code.TestToken.deploy("Test Dollar", "TUSD", 6, by)
    assert (receivables.address, settlements.address) == (receivables_at, settlements_at)
    made = (parties, programmes, receivables, settlements, discounting, descriptor, euro, dollar)
    suite = Suite(authority, forwarder, *made, block)
    _set_up(suite, deployer)
    return suite


def _ship(name: str, deployer: LocalAccount, *arguments: Any) -> Any:
    """Deploy a contract of OpenZeppelin as the package ships it."""
    creation = "0x" + artifact(name).creation(*arguments).hex()
    transaction = deployer.transfer(data=creation, silent=True)
    return Contract.from_abi(name, transaction.contract_address, list(artifact(name).abi))


def _set_up(suite: Suite, deployer: LocalAccount) -> None:
    """Open functions to roles, give the roles, admit tokens and custodian."""
    by = {"from": deployer}
    issuer = issuer_role(0)
    for role in (*list(SystemRole)[1:], issuer):
        suite.authority.grantRole(int(role), deployer, 0, by)
    managed = {"Parties": suite.parties, "Programmes": suite.programmes, "DepositToken": suite.euro}
    for name, contract in managed.items():
        for function, role in FUNCTIONS[name].items():
            chosen = issuer if role is None else int(role)
            selectors = [contract.signatures[function]]
            suite.authority.setTargetFunctionRole(contract, selectors, chosen, by)
    for token in (suite.euro, suite.dollar):
        suite.programmes.allowToken(token, True, by)
    suite.programmes.addCustodian(suite.discounting, by)
