"""
One act, sent once, whatever happens to node, network and process.

├── when the contract would refuse it              → Refused, nothing signed, no nonce used
├── when the key stands for another act            → Conflict
├── when the chain changed under the connection    → BadInput, nothing signed (F25)
├── when the process dies before or after sending  → the same bytes once more (F01, F02)
├── when the answer is lost                        → looked up, or sent again (F04)
├── when a nonce was used by somebody else         → Conflict, never sent again (F08)
├── when a transaction before it was never sent    → that one first (F07)
└── otherwise                                      → mined once per key
"""

from __future__ import annotations

import pytest

import silkline as sl
from silkline import refusals
from silkline.chain import transactions
from tests.sdk.faults import Node, after, before, refusing
from tests.sdk.world import BANK_A, BANK_B, OUTSIDER, TIER1, World, eur


class Crash(BaseException):
    """The process is killed."""


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Repeat without pauses."""
    monkeypatch.setattr(transactions.time, "sleep", lambda seconds: None)


def connect(world: World, fault=None, journal=None, party: int = BANK_A) -> sl.Silkline:
    """Connect a party through a node with a fault."""
    node = Node(world.chain.rpc, fault)
    key = world.key(party)
    return sl.connect(node, signer=key, deployment=world.hub.deployment, journal=journal)


def payment(client: sl.Silkline, world: World, amount: str = "10.00") -> sl.Operation[None]:
    """Return a transfer from the client's party to bank B: twice would be noticed."""
    return client.deposits.transfer(world.chain.accounts[BANK_B], eur(amount))


def received(world: World) -> str:
    """Return what bank B got beyond its opening balance."""
    return (world.balance(BANK_B) - eur("300000.00")).number


def asked(client: sl.Silkline, method: str) -> int:
    """Return how often a method was asked of the client's node."""
    return client.connection.rpc.web3.provider.count(method)


def test_a_refusal_costs_nothing(world):
    """A transfer above the balance is refused before it is signed, and its key stays free."""
    client = connect(world)
    with pytest.raises(sl.MoneyMissing) as info:
        payment(client, world, "300000.01").submit(key="rent")
    assert (info.value.balance, info.value.needed) == (eur("300000.00"), eur("300000.01"))
    assert isinstance(info.value.__cause__, refusals.ERC20InsufficientBalance)
    assert asked(client, "eth_sendRawTransaction") == 0

    payment(client, world).submit(key="rent")
    assert received(world) == "10.00"


def test_a_key_for_another_act_is_a_conflict(world):
    """The same key with another amount is refused, and nothing is sent."""
    client = connect(world)
    payment(client, world).submit(key="rent")
    with pytest.raises(sl.Conflict, match=r"'rent' was used for another operation"):
        payment(client, world, "11.00").submit(key="rent")
    assert received(world) == "10.00"


def test_a_chain_that_changed_is_noticed_before_signing(world):
    """When the node turns to another chain, nothing is signed (F25)."""
    client = connect(world)
    try:
        world.chain.rpc("anvil_setChainId", 999)
        with pytest.raises(sl.BadInput, match=r"is on chain 999 now.*for chain 31337"):
            payment(client, world).submit(key="rent")
    finally:
        world.chain.rpc("anvil_setChainId", 31337)
    assert client.connection.journal.unfinished(31337, client.account) == []


@pytest.mark.parametrize("coins", [0, 10**9])
def test_no_money_for_gas_is_told(world, coins):
    """An account with too little coin is told what it lacks; nothing is used up (F14)."""
    poor = world.chain.accounts[OUTSIDER]
    world.chain.rpc("anvil_setBalance", poor, hex(coins))
    client = connect(world, party=OUTSIDER)
    with pytest.raises(sl.GasMissing, match=r"cannot pay for gas.*nothing was sent") as info:
        client.deposits.approve("Settlements", None, "EUR").submit(key="a")
    assert (info.value.account, info.value.found) == (poor, coins)
    assert info.value.needed > 46_000 * 10**9
    assert client.connection.journal.unfinished(31337, poor) == []
    world.chain.rpc("anvil_setBalance", poor, hex(10**18))

    assert client.deposits.approve("Settlements", None, "EUR").submit(key="a").gas_used


def test_a_node_that_finds_too_little_coin_is_believed(world):
    """What only the node knows (others of its transactions wait) is told with its own words."""
    words = "insufficient funds for gas * price + value"
    client = connect(world, refusing("eth_sendRawTransaction", words, 1))
    with pytest.raises(sl.GasMissing, match=r"gas \* price") as info:
        payment(client, world).submit(key="rent")
    assert (info.value.account, info.value.needed) == (client.account, None)
    assert info.value.found > 10**18

    payment(client, world).submit(key="rent")
    assert received(world) == "10.00"


def test_a_chain_without_fees_asks_for_no_coin(world):
    """Where gas costs nothing, an account without coin acts."""
    poor = world.chain.accounts[OUTSIDER]
    world.chain.rpc("anvil_setBalance", poor, "0x0")

    def fault(method, params, forward):
        answer = forward()
        if method == "eth_getBlockByNumber":
            answer["result"].pop("baseFeePerGas", None)
        return {"result": "0x0"} if method == "eth_gasPrice" else answer

    client = connect(world, fault, party=OUTSIDER)
    # Anvil itself wants a fee: that it is the node that refuses shows that the SDK did not.
    with pytest.raises(sl.NodeError, match=r"max fee per gas less than block base fee"):
        client.deposits.approve("Settlements", None, "EUR").submit(key="a")
    assert asked(client, "eth_getBalance") == 0


def test_a_nodes_refusal_frees_nonce_and_key(world):
    """When the node will not take a transaction, the next attempt is a fresh one."""
    client = connect(world, refusing("eth_sendRawTransaction", "transaction pool is full", 1))
    with pytest.raises(sl.NodeError, match=r"pool is full"):
        payment(client, world).submit(key="rent")
    done = payment(client, world).submit(key="rent")

    assert done.result is None
    assert received(world) == "10.00"


@pytest.mark.parametrize("fault", [before, after], ids=["after signing", "after sending"])
def test_a_crash_is_harmless(world, tmp_path, fault):
    """A new process with the same journal and key sends the same bytes once (F01, F02)."""
    journal = tmp_path / "journal.db"
    first = connect(world, fault("eth_sendRawTransaction", raises=Crash()), journal)
    with pytest.raises(Crash):
        payment(first, world).submit(key="rent")

    second = connect(world, None, journal)
    done = payment(second, world).submit(key="rent")

    assert received(world) == "10.00"
    written = second.connection.journal.find(31337, "rent", payment(second, world).payload)
    assert written.state == "mined"
    assert payment(second, world).submit(key="rent").hash == done.hash
    assert received(world) == "10.00"


@pytest.mark.parametrize("fault", [before, after], ids=["request lost", "answer lost"])
def test_a_lost_answer_is_looked_up(world, fault):
    """Silence is neither success nor failure: the same bytes go again and count once (F04)."""
    client = connect(world, fault("eth_sendRawTransaction", times=2))

    payment(client, world).submit(key="rent")

    assert received(world) == "10.00"
    raws = {p[0] for m, p in client.connection.rpc.web3.provider.asked if "sendRaw" in m}
    assert len(raws) == 1


def test_lasting_silence_is_told_as_unknown(world):
    """After a few attempts the caller learns that it may have been sent, and how to find out."""
    client = connect(world, after("eth_sendRawTransaction", times=3))
    with pytest.raises(sl.NotReady, match=r"may have been sent; call again with the same key"):
        payment(client, world).submit(key="rent")

    payment(client, world).submit(key="rent")
    assert received(world) == "10.00"


@pytest.mark.parametrize(
    "words", ["already known", "AlreadyKnown", "known transaction: 0x12", "nonce too low"]
)  # fmt: skip
def test_a_node_that_knows_it_already_is_a_success(world, words):
    """Every client's way to say "I have it" counts, when it is our hash that it has."""
    client = connect(world)

    def fault(method, params, forward):
        answer = forward()
        if method == "eth_sendRawTransaction":
            return {"error": {"code": -32000, "message": words}}
        return answer

    client.connection.rpc.web3.provider.fault = fault
    payment(client, world).submit(key="rent")

    assert received(world) == "10.00"


def test_a_nonce_used_by_somebody_else_is_a_conflict(world, tmp_path):
    """What can never be mined is not sent blindly again (F08)."""
    journal = tmp_path / "journal.db"
    first = connect(world, before("eth_sendRawTransaction", raises=Crash()), journal)
    with pytest.raises(Crash):
        payment(first, world).submit(key="rent")
    elsewhere = connect(world)
    payment(elsewhere, world, "1.00").submit()

    again = connect(world, None, journal)
    with pytest.raises(sl.Conflict, match=r"nonce \d+ of 0x.* used by another transaction"):
        payment(again, world).submit(key="rent")
    assert received(world) == "1.00"


def test_what_was_never_sent_goes_first(world, tmp_path):
    """A gap in the nonces is closed before anything new is sent (F07)."""
    journal = tmp_path / "journal.db"
    first = connect(world, before("eth_sendRawTransaction", raises=Crash()), journal)
    with pytest.raises(Crash):
        payment(first, world).submit(key="rent")

    payment(connect(world, None, journal), world, "2.00").submit(key="light")

    assert received(world) == "12.00"


def test_a_dropped_transaction_is_sent_again(world, tmp_path):
    """When the node forgot a transaction that it had taken, the same key brings it back."""
    world.chain.rpc("evm_setAutomine", False)
    try:
        client = connect(world, None, tmp_path / "journal.db")
        sent = payment(client, world).submit(key="rent", wait=False)
        world.chain.rpc("anvil_dropTransaction", sent.hash)
        again = payment(client, world).submit(key="rent", wait=False)
        world.chain.mine()
    finally:
        world.chain.rpc("evm_setAutomine", True)

    assert again.hash == sent.hash
    assert again.wait().hash == sent.hash
    assert received(world) == "10.00"


def test_a_transaction_that_is_not_mined_in_time_is_not_ready(world):
    """Waiting has an end, and the same key goes on waiting."""
    client = connect(world)
    world.chain.rpc("evm_setAutomine", False)
    try:
        with pytest.raises(sl.NotReady, match=r"not mined after 0\.01 seconds"):
            payment(client, world).submit(key="rent", seconds=0.01)
        world.chain.mine()
    finally:
        world.chain.rpc("evm_setAutomine", True)

    payment(client, world).submit(key="rent")
    assert received(world) == "10.00"


def stale(method, params, forward):
    """Estimate as the state was: every transaction passes and needs 100,000 gas."""
    return {"result": hex(100_000)} if method == "eth_estimateGas" else forward()


def test_a_transaction_mined_and_reverted_is_refused_by_its_reason(world):
    """When the state changed after the estimate, the contract's own error is found (F12)."""
    client = connect(world, stale, party=TIER1)
    for _ in range(2):
        with pytest.raises(refusals.ERC20InsufficientBalance) as info:
            payment(client, world).submit(key="rent")
        assert (info.value.balance, info.value.needed) == (0, 1000)
    assert asked(client, "eth_sendRawTransaction") == 1


def test_a_reason_within_the_same_block_is_told_in_words(world):
    """What fails only because of another transaction of its block passes when repeated."""
    world.fund(TIER1, "10.00")
    client = connect(world, stale, party=TIER1)
    world.chain.rpc("evm_setAutomine", False)
    try:
        sent = [payment(client, world).submit(key=key, wait=False) for key in ("a", "b")]
        world.chain.mine()
    finally:
        world.chain.rpc("evm_setAutomine", True)

    assert sent[0].wait().gas_used
    with pytest.raises(sl.Refused, match=r"another transaction of the block"):
        sent[1].wait()


def test_a_key_acts_once(world):
    """Repeating a call returns the first outcome: same hash, same result, one payment."""
    client = connect(world)
    done = [payment(client, world).submit(key="rent") for _ in range(3)]

    assert len({d.hash for d in done}) == 1
    assert received(world) == "10.00"
    assert asked(client, "eth_sendRawTransaction") == 1


def test_without_a_key_every_call_is_a_new_act(world):
    """Two calls without a key are two payments."""
    client = connect(world)
    for _ in range(2):
        payment(client, world).submit()

    assert received(world) == "20.00"


def test_many_are_sent_without_waiting(world):
    """Nonces follow each other while nothing is mined yet."""
    client = connect(world)
    world.chain.rpc("evm_setAutomine", False)
    try:
        sent = [payment(client, world, f"{i}.00").submit(key=str(i), wait=False) for i in (1, 2, 3)]
        world.chain.mine()
    finally:
        world.chain.rpc("evm_setAutomine", True)

    assert [s.wait().block.number for s in sent] == [world.hub.head().number] * 3
    assert received(world) == "6.00"


def test_a_chain_without_base_fee_gets_a_gas_price(world):
    """Where blocks name no base fee, the transaction is a legacy one at the node's price."""

    def fault(method, params, forward):
        answer = forward()
        if method == "eth_getBlockByNumber" and answer.get("result"):
            answer["result"].pop("baseFeePerGas", None)
        return answer

    envelope = payment(connect(world, fault), world).prepare()

    assert envelope.tip is None
    assert "gasPrice" in envelope.transaction(world.chain.accounts[0], b"")


def test_the_margin_of_gas_ends_where_a_block_does(world):
    """A node takes no transaction that asks for more than a block has."""
    limit = []

    def fault(method, params, forward):
        answer = forward()
        if method == "eth_estimateGas":
            limit.append(int(answer["result"], 16) + 1)
        if method == "eth_getBlockByNumber" and limit:
            answer["result"]["gasLimit"] = hex(limit[-1])
        return answer

    envelope = payment(connect(world, fault), world).prepare()

    assert envelope.gas == limit[-1]


def test_a_node_without_tips_gets_one(world):
    """Where the node has no eth_maxPriorityFeePerGas, one gwei is offered."""
    client = connect(world, refusing("eth_maxPriorityFeePerGas", "method not found"))

    assert payment(client, world).prepare().tip == 10**9


def test_a_stuck_automine_is_nudged(world, monkeypatch):
    """Anvil's automine loses wake-ups; the wait for a receipt mines on a throw-away chain."""
    client = connect(world)
    clock = iter(range(0, 10_000, 2))
    monkeypatch.setattr(transactions.time, "monotonic", lambda: next(clock))
    lost = [3]

    def fault(method, params, forward):
        if method == "eth_getTransactionReceipt" and lost[0]:
            lost[0] -= 1
            return {"result": None}
        return forward()

    client.connection.rpc.web3.provider.fault = fault
    payment(client, world).submit(key="rent")

    assert asked(client, "evm_mine") >= 1
