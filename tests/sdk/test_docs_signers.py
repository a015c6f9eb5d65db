"""docs/signers.md runs as it stands, with a stand-in for the Web3Signer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import coincurve
from eth_account import Account

from tests.sdk.pages import Block, blocks, run
from tests.sdk.web3signer import standing_in

PAGE = Path(__file__).resolve().parents[2] / "docs" / "signers.md"
SIGNER, FILES = "https://signer.bank.example:9000", ("bank-ca.pem", "desk.pem", "desk.key")


def test_the_page_of_signers_runs(tmp_path, monkeypatch, chain):
    """Every block, in a folder of its own; each prints exactly the text under it."""
    monkeypatch.chdir(tmp_path)
    for name in FILES:
        (tmp_path / name).touch()
    encrypt = Account.encrypt

    def quickly(key: bytes, password: str) -> dict[str, Any]:
        return encrypt(key, password, kdf="pbkdf2", iterations=2)

    monkeypatch.setattr(Account, "encrypt", quickly)
    names: dict[str, Any] = {}
    found = list(blocks(PAGE.read_text(encoding="utf-8")))
    secret = bytes(chain.keys[3]._account.key)
    try:
        with standing_in(bytes([9] * 32), secret) as service:
            service.token = "Bearer from-your-vault"
            printed = {}
            for block in found:
                code = block.code.replace(SIGNER, service.url).replace("/etc/ssl/", "")
                printed[block.line] = run(PAGE, Block(block.line, code, None), names)
    finally:
        if "running" in names:
            names["running"].close()

    assert coincurve.PrivateKey(secret) in service.keys
    assert len(found) == 8
    assert printed == {block.line: block.printed or "" for block in found}


def test_the_page_names_every_signer():
    """Each kind that the package offers is in the table."""
    table = PAGE.read_text(encoding="utf-8").partition("## A system")[0]

    for name in ("Key", "Keystore", "NodeAccount", "Web3Signer", "DigestSigner"):
        assert f"`{name}`" in table
