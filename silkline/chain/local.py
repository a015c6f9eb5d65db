"""
A chain of one's own for tests and demonstrations: Anvil or Ganache as a child process.

The accounts hold test money and their keys are public: never send anything of value to them.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any, Literal

from eth_account import Account

from silkline.chain.rpc import Rpc
from silkline.chain.signers import Key
from silkline.errors import BadInput, NodeError

__all__ = ["LocalChain", "local_chain"]

Kind = Literal["anvil", "ganache"]
MNEMONIC = "test test test test test test test test test test test junk"
"""The mnemonic that every Ethereum development tool knows."""
START_SECONDS = 30.0
"""How long a node may take until it answers (Ganache needs three to eight seconds)."""
CHAIN_IDS = (31337, 1337)
"""Chain ids of throw-away chains: Anvil's and Ganache's."""


@cache
def _key(index: int) -> Key:
    Account.enable_unaudited_hdwallet_features()
    account = Account.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{index}")
    return Key(bytes(account.key))


@dataclass(frozen=True)
class LocalChain:
    """A running node and what only a node of one's own can do."""

    kind: Kind
    url: str
    size: int
    rpc: Rpc = field(repr=False)
    process: subprocess.Popen[bytes] = field(repr=False)

    @property
    def keys(self) -> tuple[Key, ...]:
        """Signers of the funded accounts; their keys are public."""
        return tuple(_key(i) for i in range(self.size))

    @property
    def accounts(self) -> tuple[str, ...]:
        """Addresses of the funded accounts."""
        return tuple(key.address for key in self.keys)

    @property
    def time(self) -> int:
        """Unix time of the latest block."""
        return int(self.rpc("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    def mine(self, blocks: int = 1) -> None:
        """Make *blocks* blocks of what is waiting."""
        for _ in range(blocks):
            self.rpc("evm_mine")

    def advance(self, seconds: int) -> int:
        """Move time on by *seconds* (at least 1), mine a block, and return its Unix time."""
        return self.set_time(self.time + seconds)

    def set_time(self, timestamp: int) -> int:
        """
        Mine a block at the Unix time *timestamp*; later blocks go on from there.

        Returns:
            Time of the block, which is *timestamp* (Ganache: at most a second later).

        Raises:
            BadInput: It lies before the latest block.
        """
        if timestamp <= (now := self.time):
            raise BadInput(f"time only moves on: asked for {timestamp}, the chain is at {now}")
        if self.kind == "anvil":
            self.rpc("evm_setNextBlockTimestamp", hex(timestamp))
        else:
            self.rpc("evm_setTime", hex(timestamp * 1000))
        self.mine()
        return self.time

    def snapshot(self) -> str:
        """Return a handle on the present state, good for one ``revert``."""
        return str(self.rpc("evm_snapshot"))

    def revert(self, snapshot: str) -> None:
        """Return to the state of *snapshot*; raises ``BadInput`` when it was used up before."""
        if self.rpc("evm_revert", snapshot) is not True:
            raise BadInput(f"there is no snapshot {snapshot}: each serves once")


@contextmanager
def local_chain(
    kind: Kind = "anvil",
    *,
    accounts: int = 10,
    chain_id: int | None = None,
    block_time: int | None = None,
    timestamp: int | None = None,
    options: tuple[str, ...] = (),
) -> Iterator[LocalChain]:
    """
    Start a node on a free port, and stop it at the end whatever happens.

    Args:
        kind: ``anvil`` or ``ganache``.
        accounts: How many funded accounts.
        chain_id: Chain id; 31337 (Anvil) or 1337 (Ganache) unless given.
        block_time: Seconds between blocks; without it each transaction makes its own block.
        timestamp: Unix time of the first block; now unless given.
        options: Further command line options of the node.

    Raises:
        BadInput: There is no such kind of node.
        NodeError: Its program is missing, or it did not start in time.
    """
    if kind not in ("anvil", "ganache"):
        raise BadInput(f"a local chain is 'anvil' or 'ganache', got {kind!r}")
    make = _anvil if kind == "anvil" else _ganache
    command = [find_node(kind), *make(accounts, chain_id, block_time, timestamp), *options]
    with tempfile.TemporaryFile() as log:
        url, process = _start(kind, command, log)
        try:
            yield LocalChain(kind, url, accounts, Rpc(url), process)
        finally:
            _stop(process)


def _anvil(accounts: int, chain_id: int | None, block: int | None, start: int | None) -> list[str]:
    options = ["--mnemonic", MNEMONIC, "--accounts", str(accounts), "--silent"]
    options += ["--chain-id", str(chain_id)] if chain_id else []
    options += ["--block-time", str(block)] if block else []
    return options + (["--timestamp", str(start)] if start else [])


def _ganache(
    accounts: int, chain_id: int | None, block: int | None, start: int | None
) -> list[str]:
    options = ["--wallet.mnemonic", MNEMONIC, "--wallet.totalAccounts", str(accounts)]
    options += ["--wallet.defaultBalance", "10000", "--chain.hardfork", "shanghai"]
    options += ["--chain.chainId", str(chain_id)] if chain_id else []
    options += ["--miner.blockTime", str(block)] if block else []
    if start:
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(start))
        options += ["--chain.time", moment]
    return options


def find_node(kind: Kind) -> str:
    """
    Return the program of a node: the project's own, else the one on PATH.

    Raises:
        NodeError: There is none; the message says where it was looked for and what to do.
    """
    root = Path(__file__).resolve().parents[2]
    folders = [root / "node_modules" / ".bin", root / "tools" / "ganache" / "node_modules" / ".bin"]
    for folder in folders:
        if (folder / kind).exists():
            return str(folder / kind)
    found = shutil.which(kind)
    if found is None:
        target = "make demo" if kind == "anvil" else "make demo NETWORK=ganache"
        raise NodeError(
            f"no {kind}: neither in the project's node_modules nor on PATH; run "
            f"`{target}` once, or put {kind} on PATH"
        )
    return found


def _start(kind: Kind, command: list[str], log: IO[bytes]) -> tuple[str, subprocess.Popen[bytes]]:
    """Start the node on a free port; try again when somebody else takes the port in between."""
    deadline = time.monotonic() + START_SECONDS
    for _ in range(3):
        log.truncate(0)
        port = str(_free_port())
        options = ["--port", port] if kind == "anvil" else ["--server.port", port]
        process = subprocess.Popen(
            [*command, *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # so that the program behind npm's wrapper is stopped too
            env={**os.environ, "NO_COLOR": "1"},
        )
        url = f"http://127.0.0.1:{port}"
        try:
            if _answers(url, process, deadline):
                return url, process
        except BaseException:
            _stop(process)
            raise
    raise NodeError(f"{kind} does not start: {_tail(log)}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _answers(url: str, process: subprocess.Popen[bytes], deadline: float) -> bool:
    """Wait until the node answers; False when it ended, ``NodeError`` when time is up."""
    rpc = Rpc(url, timeout=2)
    while time.monotonic() < deadline:
        if process.poll() is not None:
            return False
        with suppress(NodeError):
            rpc("eth_chainId")
            return process.poll() is None
        time.sleep(0.05)
    raise NodeError(f"the node did not answer on {url} within {START_SECONDS:g} seconds")


def _tail(log: IO[Any]) -> str:
    log.seek(0)
    return bytes(log.read())[-500:].decode(errors="replace").strip() or "it said nothing"


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the node and everything that it started."""
    for step, seconds in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, step)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            break
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
