"""
Deployment, and the check that what stands there is what was planned (T75).

├── when the deployer sent something else meanwhile     → SilklineError, nothing recorded
├── when a step of the wiring fails                     → ADMIN stays with the deployer
├── when code, arguments, functions, roles or lists differ → each is named
├── when a role is left on the deployer                 → named
├── when it is interrupted                              → it goes on with the same journal
└── otherwise                                           → a record that connects
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import silkline as sl
from silkline.chain import deploy as deployment_module
from silkline.chain.artifacts import artifact
from silkline.chain.plan import transactions_of
from silkline.chain.roles import FUNCTIONS, SystemRole
from silkline.chain.verification import verify
from tests.sdk.faults import Node, before

ROOT = Path(__file__).resolve().parents[2]
DEPLOYER, ADMIN, REGISTRAR, COMPLIANCE, GUARDIAN, ISSUER = range(6)


@pytest.fixture(scope="module")
def chain():
    """A chain of these tests' own, since they leave many contracts behind."""
    with sl.local_chain() as running:
        yield running


@pytest.fixture(scope="module")
def plan(chain):
    """A plan with every role in another hand, as for a live chain."""
    accounts = chain.accounts
    return sl.Plan(
        admin=accounts[ADMIN],
        registrars=(accounts[REGISTRAR],),
        compliance=(accounts[COMPLIANCE],),
        guardians=(accounts[GUARDIAN],),
        tokens=(
            sl.TokenPlan("EUR", (accounts[ISSUER],)),
            sl.TokenPlan("JPY", (accounts[ISSUER],), decimals=0),
        ),
    )


@pytest.fixture(scope="module")
def deployed(chain, plan):
    """The system as planned."""
    return sl.deploy(chain.url, plan, signer=chain.keys[DEPLOYER])


def differences(chain, deployed, plan):
    """Return how *deployed* differs from *plan*."""
    return verify(chain.url, deployed, plan, chain.accounts[DEPLOYER])


def test_another_transaction_in_between_is_noticed(chain, plan):
    """The addresses that contracts know of each other would be wrong, so it ends there."""
    key = chain.keys[DEPLOYER]
    creations = []

    def fault(method, params, forward):
        if method == "eth_estimateGas":
            creations.append(method)
            if len(creations) == 3:
                other = {"from": key.address, "to": key.address, "value": "0x0"}
                chain.rpc("eth_sendTransaction", other)
        return forward()

    with pytest.raises(sl.SilklineError, match=r"Parties was created at 0x.*sent something else"):
        sl.deploy(Node(chain.rpc, fault), plan, signer=key)


def test_a_reverted_step_ends_it(chain, plan):
    """A transaction that reverts is named; nothing is recorded."""

    def fault(method, params, forward):
        answer = forward()
        if method == "eth_getTransactionReceipt" and answer["result"]:
            answer["result"]["status"] = "0x0"
        return answer

    with pytest.raises(sl.SilklineError, match=r"deploy:AccessManager reverted in transaction 0x"):
        sl.deploy(Node(chain.rpc, fault), plan, signer=chain.keys[DEPLOYER])


def test_admin_is_handed_over_last(chain, plan):
    """Once something of the wiring failed, the deployer keeps ADMIN, or nobody could repair it."""
    seen, total = {}, transactions_of(plan, chain.accounts[DEPLOYER])

    def fault(method, params, forward):
        answer = forward()
        if method == "eth_getTransactionReceipt" and answer["result"]:
            seen[params[0]] = answer["result"]
            if len(seen) == total - 1:
                answer["result"]["status"] = "0x0"
        return answer

    node = Node(chain.rpc, fault)
    with pytest.raises(sl.SilklineError, match=r"deploy:allow 0x.* reverted"):
        sl.deploy(node, plan, signer=chain.keys[DEPLOYER])
    assert node.provider.count("eth_sendRawTransaction") == total - 1
    manager = next(r["contractAddress"] for r in seen.values() if r["contractAddress"])
    asked = artifact("AccessManager").function("hasRole").encode((0, chain.accounts[DEPLOYER]))
    answer = chain.rpc("eth_call", {"to": manager, "data": "0x" + asked.hex()}, "latest")
    assert int(answer[:66], 16) == 1


def test_progress_is_told(chain, plan):
    """How many transactions are mined, of how many, one after the other."""
    told = []
    key = chain.keys[DEPLOYER]
    sl.deploy(chain.url, plan, signer=key, progress=lambda *now: told.append(now))

    total = transactions_of(plan, chain.accounts[DEPLOYER])
    assert told == [(number, total) for number in range(1, total + 1)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"admin_delay": 1}, "ADMIN acts after 172800 seconds, planned is 1"),
        ({"registrars": ()}, "has role 1, which is not planned"),
        ({"recovery_delay": 1}, "Parties was not created with the arguments of the plan"),
        ({"allowed_tokens": ("0x" + "11" * 20,)}, f"token 0x{'11' * 20} is not allowed"),
    ],
)  # fmt: skip
def test_what_differs_from_the_plan_is_named(chain, deployed, plan, change, said):
    """Each value of the plan is read back; none can be skipped."""
    assert said in "; ".join(differences(chain, deployed, replace(plan, **change)))


def test_a_role_left_on_the_deployer_is_named(chain, plan, monkeypatch):
    """A deployer that keeps a role fails the deployment."""
    settings = deployment_module._settings

    def generous(work):
        return [*settings(work), ("grantRole", (SystemRole.GUARDIAN, work.signer.address, 0))]

    monkeypatch.setattr(deployment_module, "_settings", generous)
    with pytest.raises(sl.SilklineError, match=rf"{chain.accounts[DEPLOYER]} has role 3, which is"):
        sl.deploy(chain.url, plan, signer=chain.keys[DEPLOYER])


def test_a_function_left_open_is_named(chain, plan, monkeypatch):
    """A function that was opened to another role than planned fails the deployment."""
    settings = deployment_module._settings
    suspend = artifact("Parties").function("suspend").selector

    def generous(work):
        opened = (work.contracts["Parties"].address, [suspend], 2**64 - 1)
        return [*settings(work), ("setTargetFunctionRole", opened)]

    monkeypatch.setattr(deployment_module, "_settings", generous)
    with pytest.raises(
        sl.SilklineError, match=r"Parties.suspend is open to role 18446744073709551615"
    ):
        sl.deploy(chain.url, plan, signer=chain.keys[DEPLOYER])


def test_other_code_is_named(chain, deployed, plan):
    """Code that is not the package's is found, immutables aside."""
    other = replace(deployed.contracts["Settlements"], kind="Descriptor")
    wrong = replace(deployed, contracts={**deployed.contracts, "Descriptor": other})

    with pytest.raises(sl.BadInput, match=r"the code of Descriptor at .* is not the Descriptor of"):
        differences(chain, wrong, plan)


def test_an_interrupted_deployment_goes_on(chain, plan, tmp_path):
    """Started again with the same journal it ends at the same addresses."""
    journal = tmp_path / "deploy.db"
    count = [0]

    def dying(method, params, forward):
        if method == "eth_sendRawTransaction":
            count[0] += 1
            if count[0] == 5:
                raise KeyboardInterrupt
        return forward()

    with pytest.raises(KeyboardInterrupt):
        sl.deploy(Node(chain.rpc, dying), plan, signer=chain.keys[DEPLOYER], journal=journal)

    finished = sl.deploy(chain.url, plan, signer=chain.keys[DEPLOYER], journal=journal)

    assert differences(chain, finished, plan) == []
    again = sl.deploy(chain.url, plan, signer=chain.keys[DEPLOYER], journal=journal)
    assert again == finished


def test_a_lost_answer_does_not_deploy_twice(chain, plan):
    """Silence in the middle is looked up."""
    node = Node(chain.rpc, before("eth_sendRawTransaction", times=2))

    assert differences(chain, sl.deploy(node, plan, signer=chain.keys[DEPLOYER]), plan) == []


def test_roles_are_in_the_hands_planned(chain, deployed, plan):
    """Each role acts; the deployer and ADMIN without delay do not."""
    assert differences(chain, deployed, plan) == []
    hub = sl.connect(chain.url, signer=chain.keys, deployment=deployed)
    token = deployed.address("DepositToken EUR")
    for account in (DEPLOYER, ADMIN):
        with pytest.raises(sl.Refused):
            hub.as_(chain.accounts[account]).programmes.allow_token(token, False).submit()
        with pytest.raises(sl.refusals.AccessManagedUnauthorized):
            hub.as_(chain.accounts[account]).parties.halt(60).submit()
    hub.as_(chain.accounts[GUARDIAN]).parties.halt(60).submit()
    amount = sl.Money("5", "JPY")
    hub.as_(chain.accounts[ISSUER]).deposits.issue(chain.accounts[9], amount, b"\1" * 32).submit()

    assert hub.deposits.balance(chain.accounts[9], "JPY") == amount


def test_every_restricted_function_is_in_the_table():
    """A function that asks AccessManager for a role is listed, and no other (T64)."""
    for kind, functions in FUNCTIONS.items():
        source = (ROOT / "contracts" / f"{kind}.sol").read_text(encoding="utf-8")
        heads = re.findall(r"function (\w+)\(([^{;]*)\{", source)

        assert set(functions) == {name for name, head in heads if "restricted" in head.split()}


def test_the_delay_of_admin_can_be_waited_out(chain, deployed):
    """What ADMIN announces can be done two days later."""
    hub = sl.connect(chain.url, signer=chain.keys, deployment=deployed)
    connection = hub.connection
    programmes, manager = connection.contract("Programmes"), connection.contract("AccessManager")
    described = programmes.artifact.function("allowToken")
    data = described.encode([chain.accounts[7], True])
    operation = sl.Operation(
        connection.chain_id, "AccessManager", manager.address, "schedule",
        (programmes.address, data, 0), chain.accounts[ADMIN], connection,
    )  # fmt: skip
    operation.submit()
    act = hub.as_(chain.accounts[ADMIN]).programmes.allow_token(chain.accounts[7])
    with pytest.raises(sl.refusals.AccessManagerNotReady):
        act.submit()
    snapshot = chain.snapshot()
    chain.advance(2 * 86_400)
    act.submit()

    assert hub.programmes.is_token_allowed(chain.accounts[7])
    chain.revert(snapshot)
