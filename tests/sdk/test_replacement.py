"""
A transaction that offers too little by now, and the one that is signed in its place.

├── when blocks ask for more than may be offered     → FeeTooHigh, nothing new signed (F09)
├── when the signer is another's, or does not sign   → the first bytes stay as they are
├── when the nonce is somebody else's                → NotReady, never outbid
├── when the node wants still more                   → raised once more, then NotReady (F10)
├── when the process dies, or the answer is lost     → the raised bytes once more
├── when the first one is mined meanwhile            → that is the outcome
└── otherwise                                        → same call, same nonce, one of them mined
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import silkline as sl
from silkline.chain import transactions, wire
from silkline.chain.journal import Intent
from tests.sdk.faults import Fault, Node, after, before, refusing
from tests.sdk.test_transactions import Crash, connect, payment, received
from tests.sdk.world import BANK_A, BANK_B, World

GWEI = 10**9
SEND = "eth_sendRawTransaction"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Repeat without pauses."""
    monkeypatch.setattr(transactions.time, "sleep", lambda seconds: None)


@pytest.fixture
def slow(world: World) -> Iterator[World]:
    """The system on a chain that mines when it is told to, with blocks that ask for one wei."""
    world.chain.rpc("evm_setAutomine", False)
    asking(world, 1)
    yield world
    asking(world, 1)
    world.chain.rpc("evm_setAutomine", True)


def asking(world: World, base: int) -> None:
    """Mine a block with a base fee, in wei; Anvil drops what does not offer it."""
    world.chain.rpc("anvil_setNextBlockBaseFeePerGas", hex(base))
    world.chain.mine()


def dear(fault: Fault | None = None, base: int = 3 * GWEI) -> Fault:
    """Return the fault by which the latest block seems to have a higher base fee."""

    def seeming(method, params, forward):
        answer = fault(method, params, forward) if fault else forward()
        if method == "eth_getBlockByNumber":
            answer["result"]["baseFeePerGas"] = hex(base)
        return answer

    return seeming


def intents(client: sl.Silkline, key: str) -> list[Intent]:
    """Return all that was written down under a key, the last first."""
    journal = client.connection.journal
    return journal.versions(journal._rows("WHERE key = ?", key)[0].hash)


def versions(client: sl.Silkline, key: str = "rent") -> list[dict]:
    """Return what was signed under a key, the last first."""
    return [wire.read_transaction(one.raw) for one in intents(client, key)]


def offers(client: sl.Silkline, key: str = "rent") -> list[tuple[int, int]]:
    """Return max fee and tip of what was signed under a key, the last first."""
    return [(one["maxFeePerGas"], one["maxPriorityFeePerGas"]) for one in versions(client, key)]


def sent_raws(client: sl.Silkline) -> list[str]:
    """Return what was sent through a client, in order."""
    return [p[0] for m, p in client.connection.rpc.web3.provider.asked if m == SEND]


def waiting(world: World, journal) -> sl.Sent[None]:
    """Send a payment that is not mined."""
    return payment(connect(world, None, journal), world).submit(key="rent", wait=False)


@pytest.fixture
def journal(tmp_path):
    """The file of a journal that outlives a process."""
    return tmp_path / "journal.db"


@pytest.mark.parametrize("limit", [0, True, 1.5, "1"])
def test_a_limit_is_a_number_of_wei(world, limit):
    """What is no positive whole number is refused when connecting."""
    with pytest.raises(sl.BadInput, match=r"max_fee is wei per unit of gas"):
        sl.connect(world.chain.url, deployment=world.hub.deployment, max_fee=limit)


def test_a_new_transaction_keeps_to_the_limit(slow):
    """Above it nothing is signed; below it no more is offered than it allows."""
    asking(slow, 3 * GWEI)
    node = {"signer": slow.key(BANK_A), "deployment": slow.hub.deployment}
    poor = sl.connect(slow.chain.url, max_fee=2 * GWEI, **node)
    with pytest.raises(sl.FeeTooHigh, match=r"connect\(\.\.\., max_fee=\d+\)") as info:
        payment(poor, slow).submit(key="rent")
    base = int(slow.chain.rpc("eth_getBlockByNumber", "latest", False)["baseFeePerGas"], 16)
    assert (info.value.asked, info.value.limit) == (base + GWEI, 2 * GWEI)
    assert poor.connection.journal.unfinished(31337, poor.account) == []

    rich = sl.connect(slow.chain.url, max_fee=5 * GWEI, **node)
    assert payment(rich, slow).prepare().max_fee == 5 * GWEI


def test_a_spike_ends_at_ten_times_the_first_offer(slow, journal):
    """Without a limit of one's own it is that; what was sent stays, and is mined later (F09)."""
    sent = waiting(slow, journal)
    client = connect(slow, dear(base=50 * GWEI), journal)
    with pytest.raises(sl.FeeTooHigh, match=r"what was sent before stays sent") as info:
        payment(client, slow).submit(key="rent")
    assert (info.value.asked, info.value.limit) == (51 * GWEI, 10 * (GWEI + 2))
    assert offers(client) == [(GWEI + 2, GWEI)]
    slow.chain.mine()

    assert payment(client, slow).submit(key="rent").hash == sent.hash
    assert received(slow) == "10.00"


def test_a_raise_keeps_to_the_limit(slow, journal):
    """Where a new transaction would offer more than the limit, the limit is offered."""
    waiting(slow, journal)
    client = sl.connect(
        Node(slow.chain.rpc, dear()),
        signer=slow.key(BANK_A),
        deployment=slow.hub.deployment,
        journal=journal,
        max_fee=5 * GWEI,
    )
    payment(client, slow).submit(key="rent", wait=False)

    assert [most for most, _ in offers(client)] == [5 * GWEI, GWEI + 2]


def by_another(client: sl.Silkline, world: World) -> Intent:
    """Repeat the payment with the key of an account that did not sign it."""
    operation, signer = payment(client, world), world.key(BANK_B)
    what = {"key": "rent", "payload": operation.payload}
    at, data = operation.address, operation.data
    return transactions.execute(client.connection, signer, at, data, **what)


def test_another_account_cannot_raise(slow, journal):
    """Whoever repeats an act of another's account waits for it, and signs nothing."""
    waiting(slow, journal)
    client = connect(slow, dear(), journal)
    intent = by_another(client, slow)

    assert intent.sender == client.account
    assert offers(client) == [(GWEI + 2, GWEI)]


def test_another_account_is_told_that_the_node_wants_more(slow, journal):
    """It cannot help: the error is the node's, and nothing is signed."""
    sent = waiting(slow, journal)
    slow.chain.rpc("anvil_dropTransaction", sent.hash)
    client = connect(slow, refusing(SEND, "transaction underpriced"), journal)
    with pytest.raises(sl.NotReady, match=r"does not take .* now: transaction underpriced"):
        by_another(client, slow)
    assert len(offers(client)) == 1


class Silent(sl.Key):
    """A signer whose service is away."""

    def sign_transaction(self, transaction):
        """Refuse."""
        raise sl.SignerError("the vault is closed")


def test_a_signer_that_does_not_sign_changes_nothing(slow, journal):
    """The error is the signer's, and the first bytes stay the only ones."""
    sent = waiting(slow, journal)
    client = connect(slow, dear(), journal)
    away = Silent(slow.key(BANK_A)._account.key)
    with pytest.raises(sl.SignerError, match=r"vault"):
        payment(client, slow).submit(key="rent", signer=away)
    assert offers(client) == [(GWEI + 2, GWEI)]
    slow.chain.mine()

    assert payment(client, slow).submit(key="rent", signer=away).hash == sent.hash


def test_waiting_signs_nothing(slow, journal):
    """Who only waits goes on waiting, though blocks ask for more."""
    waiting(slow, journal)
    client = connect(slow, dear(), journal)
    sent = sl.Sent(payment(client, slow), intents(client, "rent")[0].hash, "rent")
    with pytest.raises(sl.NotReady, match=r"same key to go on waiting, with a higher fee"):
        sent.wait(seconds=0.01)

    assert len(offers(client)) == 1


def test_somebody_elses_transaction_is_not_outbid(slow, journal):
    """Where the same account was used elsewhere, that one's transaction waits untouched."""
    first = connect(slow, before(SEND, raises=Crash()), journal)
    with pytest.raises(Crash):
        payment(first, slow).submit(key="rent")
    other = payment(connect(slow), slow, "1.00").submit(key="other", wait=False)
    again = connect(slow, None, journal)
    with pytest.raises(sl.NotReady, match=r"replacement transaction underpriced.*not given up"):
        payment(again, slow).submit(key="rent")
    assert len(offers(again)) == 1
    slow.chain.mine()

    with pytest.raises(sl.Conflict, match=r"was used by another transaction"):
        payment(again, slow).submit(key="rent")
    assert other.wait().gas_used
    assert received(slow) == "1.00"


def test_what_offers_enough_is_not_signed_again(slow, journal):
    """A base fee that the max fee still covers, and a tip of the same size, change nothing."""
    sent = waiting(slow, journal)
    client = connect(slow, dear(base=2), journal)
    again = payment(client, slow).submit(key="rent", wait=False)

    assert again.hash == sent.hash
    assert len(offers(client)) == 1


def test_the_same_call_with_higher_fees_takes_its_place(slow, journal):
    """Only fees differ; each who waits, also since before, is given the one that was mined."""
    first = waiting(slow, journal)
    asking(slow, 3 * GWEI)
    client = connect(slow, None, journal)
    second = payment(client, slow).submit(key="rent", wait=False)
    last, earlier = versions(client)
    assert {name for name in last if last[name] != earlier[name]} == {
        "maxFeePerGas",
        "maxPriorityFeePerGas",
    }
    assert offers(client) == [(7 * GWEI, GWEI * 9 // 8), (GWEI + 2, GWEI)]
    slow.chain.mine()

    assert second.hash != first.hash
    assert {first.wait().hash, second.wait().hash} == {second.hash}
    assert payment(connect(slow, None, journal), slow).submit(key="rent").hash == second.hash
    assert received(slow) == "10.00"
    assert client.connection.journal.unfinished(31337, client.account) == []


def test_what_stands_before_is_raised_too(slow, journal):
    """Repeating a later act brings the earlier ones of the account on their way."""
    client = connect(slow, None, journal)
    sent = [payment(client, slow, f"{i}.00").submit(key=str(i), wait=False) for i in (1, 2, 3)]
    client = connect(slow, dear(), journal)
    done = payment(client, slow, "2.00").submit(key="2", wait=False)
    slow.chain.mine()

    assert done.wait().hash == done.hash
    assert [len(offers(client, str(i))) for i in (1, 2, 3)] == [2, 2, 1]
    assert [one.wait().hash == one.hash for one in sent] == [False, False, True]
    assert received(slow) == "6.00"


def test_a_plain_gas_price_is_raised(slow, journal):
    """On a chain without base fees the price follows what the node asks for."""
    price = [2 * GWEI]

    def fault(method, params, forward):
        if method == "eth_gasPrice":
            return {"result": hex(price[0])}
        answer = forward()
        if method == "eth_getBlockByNumber":
            answer["result"].pop("baseFeePerGas", None)
        return answer

    client = connect(slow, fault, journal)
    payment(client, slow).submit(key="rent", wait=False)
    price[0] = 3 * GWEI
    second = payment(client, slow).submit(key="rent", wait=False)
    slow.chain.mine()

    assert [one["gasPrice"] for one in versions(client)] == [3 * GWEI, 2 * GWEI]
    assert second.wait().hash == second.hash
    assert received(slow) == "10.00"


@pytest.mark.parametrize("fault", [before, after], ids=["after writing", "after sending"])
def test_a_crash_while_raising_is_harmless(slow, journal, fault):
    """The next process sends the raised bytes, and signs nothing more (F01, F02)."""
    waiting(slow, journal)
    first = connect(slow, dear(fault(SEND, raises=Crash())), journal)
    with pytest.raises(Crash):
        payment(first, slow).submit(key="rent")
    second = connect(slow, dear(), journal)
    sent = payment(second, slow).submit(key="rent", wait=False)
    slow.chain.mine()

    assert sent_raws(second) == sent_raws(first)
    assert len(offers(second)) == 2
    assert sent.wait().hash == sent.hash
    assert received(slow) == "10.00"


@pytest.mark.parametrize("fault", [before, after], ids=["request lost", "answer lost"])
def test_a_lost_answer_to_a_raise_is_looked_up(slow, journal, fault):
    """The raised bytes go again as they are (F04)."""
    waiting(slow, journal)
    client = connect(slow, dear(fault(SEND, times=2)), journal)
    sent = payment(client, slow).submit(key="rent", wait=False)
    slow.chain.mine()

    assert len(set(sent_raws(client))) == 1
    assert sent.wait().hash == sent.hash
    assert received(slow) == "10.00"


def test_the_first_one_may_be_mined_after_all(slow, journal):
    """When the raised one never arrived and blocks ask for less, the first is the outcome."""
    first = waiting(slow, journal)
    lost = connect(slow, dear(before(SEND, times=3)), journal)
    with pytest.raises(sl.NotReady, match=r"may have been sent"):
        payment(lost, slow).submit(key="rent")
    slow.chain.mine()
    client = connect(slow, dear(), journal)

    assert payment(client, slow).submit(key="rent", wait=False).hash == first.hash
    assert payment(client, slow).submit(key="rent").hash == first.hash
    assert sent_raws(client) == []
    assert received(slow) == "10.00"


def test_a_nonce_that_the_first_one_used_is_no_conflict(slow, journal):
    """Mined between signing and sending: "nonce too low" is answered by our own first one."""
    first = waiting(slow, journal)

    def fault(method, params, forward):
        if method == SEND:
            slow.chain.mine()
        return forward()

    client = connect(slow, dear(fault), journal)
    done = payment(client, slow).submit(key="rent")

    assert done.hash == first.hash
    assert len(offers(client)) == 2
    assert received(slow) == "10.00"


UNDERPRICED = "replacement transaction underpriced"


def test_a_node_that_wants_a_larger_step_gets_one_more(slow, journal):
    """Refused as underpriced beside our own, it is raised once more, and all are kept (F10)."""
    waiting(slow, journal)
    client = connect(slow, dear(refusing(SEND, UNDERPRICED, 1)), journal)
    sent = payment(client, slow).submit(key="rent", wait=False)
    slow.chain.mine()

    assert [most for most, _ in offers(client)] == [7 * GWEI * 9 // 8, 7 * GWEI, GWEI + 2]
    assert sent.wait().hash == sent.hash
    assert received(slow) == "10.00"


def test_a_node_with_a_minimum_of_its_own_gets_one_step(slow, journal):
    """What it forgot and takes no more is raised, though blocks ask for no more (F10)."""
    sent = waiting(slow, journal)
    slow.chain.rpc("anvil_dropTransaction", sent.hash)
    client = connect(slow, refusing(SEND, "transaction underpriced: tip needed", 1), journal)
    again = payment(client, slow).submit(key="rent", wait=False)
    slow.chain.mine()

    assert offers(client) == [((GWEI + 2) * 9 // 8 + 1, GWEI * 9 // 8), (GWEI + 2, GWEI)]
    assert again.wait().hash == again.hash != sent.hash
    assert received(slow) == "10.00"


def test_a_node_that_always_wants_more_is_told(slow, journal):
    """Two raises a call at most; the first stays what waits, and may be mined."""
    first = waiting(slow, journal)
    client = connect(slow, dear(refusing(SEND, UNDERPRICED)), journal)
    with pytest.raises(sl.NotReady, match=r"underpriced; it may have been sent before"):
        payment(client, slow).submit(key="rent")
    assert len(offers(client)) == 3
    slow.chain.mine()

    assert payment(client, slow).submit(key="rent").hash == first.hash
    assert received(slow) == "10.00"


def test_two_processes_raise_once(slow, journal):
    """Of two that find it outbid at once, the second sends what the first one signed."""
    waiting(slow, journal)
    one, two = connect(slow, dear(), journal), connect(slow, dear(), journal)
    behind = two.connection.journal.exchange

    def exchange(intent, draft) -> Intent:
        payment(one, slow).submit(key="rent", wait=False)
        return behind(intent, draft)

    two.connection.journal.exchange = exchange
    payment(two, slow).submit(key="rent", wait=False)

    assert sent_raws(two) == sent_raws(one)
    assert len(offers(two)) == 2


@pytest.mark.parametrize("mined", [True, False], ids=["mined", "waiting"])
def test_bytes_that_were_replaced_meanwhile_are_no_conflict(slow, journal, mined):
    """Who sends the first bytes late is answered by the raised ones, of its own act."""
    waiting(slow, journal)
    late = connect(slow, None, journal)
    client = connect(slow, dear(), journal)
    behind = late.connection.journal.find

    def find(*given) -> Intent:
        found = behind(*given)
        late.connection.journal.find = behind
        payment(client, slow).submit(key="rent", wait=False)
        return found

    late.connection.journal.find = find

    def fault(method, params, forward):
        if method == SEND and mined:
            slow.chain.mine()
        return forward()

    late.connection.rpc.web3.provider.fault = fault
    sent = payment(late, slow).submit(key="rent", wait=False)
    slow.chain.mine()

    assert sent.wait().hash == intents(client, "rent")[0].hash
    assert received(slow) == "10.00"


@pytest.mark.parametrize(
    "fees",
    [
        {"maxFeePerGas": 300, "maxPriorityFeePerGas": 0, "type": 2},
        {"gasPrice": 10**12},
    ],
    ids=["with a base fee", "plain"],
)
@pytest.mark.parametrize("size", [0, 1, 55, 56, 70_000])
@pytest.mark.parametrize("to", [None, "0x" + "00" * 19 + "01"], ids=["creation", "call"])
def test_what_was_signed_is_read_back(fees, size, to):
    """Every field is the one that was signed, and signing it again gives the same bytes."""
    key = sl.Key("0x" + "11" * 32)
    fields = {"data": "0x" + "7f" * size, "nonce": 0, "gas": 21_000, "value": 0, "chainId": 31337}
    fields |= fees | ({"to": to} if to else {})
    raw = key.sign_transaction(fields)

    assert wire.read_transaction(raw) == fields
    assert key.sign_transaction(wire.read_transaction(raw)) == raw
    assert wire.read_transaction(raw + b"\0") is None


def test_what_is_not_ours_is_not_read():
    """Other kinds of transactions, and what is none, are left as they are."""
    key = sl.Key("0x" + "11" * 32)
    fields = {"data": "0x", "nonce": 0, "gas": 21_000, "value": 0, "chainId": 1, "gasPrice": 9}
    listed = key.sign_transaction({**fields, "type": 1, "accessList": [], "to": "0x" + "11" * 20})
    unbound = wire.signed_transaction({**fields, "chainId": -4}, 1, 1, 0)  # before EIP-155
    found = (listed, unbound, b"", b"\x02", b"\xc0")

    assert [wire.read_transaction(raw) for raw in found] == [None] * 5
