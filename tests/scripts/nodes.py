"""Nodes, keys and plans for the tests of scripts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from eth_account import Account

import silkline as sl

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "only for tests"
HANDS = {name: sl.Key(f"0x{0x0B5 + i:064x}") for i, name in enumerate(
    ("admin", "registrar", "compliance", "guardian", "issuer", "stranger")
)}  # fmt: skip
"""Keys of those who hold the roles."""
PLAN = f"""\
admin: "{HANDS["admin"].address}"
registrars: ["{HANDS["registrar"].address}"]
compliance: ["{HANDS["compliance"].address}"]
guardians: ["{HANDS["guardian"].address}"]
tokens:
  - {{currency: EUR, issuers: ["{HANDS["issuer"].address}"]}}
"""


def fund(chain: sl.LocalChain, *accounts: str) -> None:
    """Give accounts some of the chain's own coin."""
    for account in accounts:
        chain.rpc("anvil_setBalance", account, hex(10**20))


def keystore(path: Path, key: sl.Key) -> None:
    """Write the encrypted file of a key, quicker to open than a real one is."""
    made = Account.encrypt(bytes(key._account.key), PASSWORD, kdf="pbkdf2", iterations=1000)
    path.touch(mode=0o600)
    path.write_text(json.dumps(made), encoding="utf-8")


def environment(**values: str) -> dict[str, str]:
    """Return an environment in which nothing of Silkline is set but what is given."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SILKLINE_")}
    names = ("SILKLINE_DATA",)
    kept |= {k: os.environ[k] for k in names if k in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **values}


def command(*words: str) -> list[str]:
    """Return the command line of a script, or of ``silkline`` itself."""
    return [sys.executable, "-m", *words]


def run(*words: str, folder: Path, **values: Any) -> subprocess.CompletedProcess[str]:
    """Run a script in a folder and return what it said."""
    return subprocess.run(
        command(*words),
        cwd=folder,
        env=environment(**values),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
