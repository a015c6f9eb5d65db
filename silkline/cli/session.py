"""
How a command finds its node, its deployment and who signs, and how it sends.

========================  ======================  ==========================================
option                    environment             what
========================  ======================  ==========================================
``--rpc``                 ``SILKLINE_RPC``        address of the node's HTTP interface; again,
                                                  or after a blank: one that stands in for it
``--deployment``          ``SILKLINE_DEPLOYMENT`` record of the contracts' addresses
``--journal``             ``SILKLINE_JOURNAL``    file of what was signed and agreed
``--keystore``            ``SILKLINE_KEYSTORE``   encrypted key; ``SILKLINE_PASSWORD`` or asked
``--key-env NAME``        ``SILKLINE_KEY``        variable that has a private key
``--web3signer``          ``SILKLINE_WEB3SIGNER`` address of a Web3Signer; where it has several
                                                  keys, its account after ``#``
``--max-fee``             ``SILKLINE_MAX_FEE``    the most to offer per unit of gas, in wei
========================  ======================  ==========================================

A key is never an argument: others on the machine could read it, and shells remember it.
"""

from __future__ import annotations

import json
import os
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, Final

import click

from silkline.cli.answers import facts, fail, folded, printable, say, tell
from silkline.errors import BadInput, FeeTooHigh, NotReady, SilklineError

if TYPE_CHECKING:
    from datetime import datetime

    from silkline import Done, Money, Operation, Signer, Silkline
    from silkline.chain.journal import Journal
    from silkline.messages import Message, SignedMessage

__all__ = [
    "CURRENCY",
    "DOCUMENT",
    "NO_NODE",
    "Command",
    "Session",
    "acting",
    "instant",
    "key_in",
    "money",
    "offline",
    "reading",
    "sending",
    "signed_files",
    "signing",
    "text_of",
    "write",
]

NO_NODE: Final = (
    "no node: name it with --rpc URL, or set SILKLINE_RPC; silkline up starts one to try things on"
)

Command = Callable[..., None]
JOURNAL: Final = "silkline.journal"
"""The journal in the working directory, unless another one is named."""
KEY: Final = "SILKLINE_KEY"
PASSWORD: Final = "SILKLINE_PASSWORD"  # noqa: S105 - the name of a variable
INTERRUPTED: Final = 130
"""Exit code of a command that was interrupted, as shells have it."""
_HEX_KEY: Final = re.compile(r"(0x)?[0-9a-fA-F]{64}")


@dataclass(frozen=True)
class Session:
    """What options and environment say of one call."""

    as_json: bool = False
    rpc: str | None = None
    """The node; the first where several are named."""
    others: tuple[str, ...] = ()
    """Nodes that stand in for it."""
    deployment: str | None = None
    journal: str | None = None
    keystore: str | None = None
    key_env: str | None = None
    web3signer: str | None = None
    max_fee: int | None = None
    """The most to offer per unit of gas, in wei."""
    yes: bool = False
    dry_run: bool = False
    once: str | None = None
    account: str | None = None
    save: str | None = None

    def client(self) -> Silkline:
        """Return the system as somebody sees it who only reads."""
        return self._connect(None, keeps=False)

    def keeping_client(self) -> Silkline:
        """Return the same with a journal that keeps texts, made where there is none."""
        return self._connect(None, keeps=True)

    def acting_client(self) -> Silkline:
        """Return the system as the signer sees it; without a signer acts can be rehearsed only."""
        signer = self.signer()
        if signer is None and not self.dry_run:
            raise BadInput(
                f"nobody signs: name a key with --keystore FILE or --key-env NAME, or set {KEY}, "
                "or a service with --web3signer URL; --dry-run needs none"
            )
        client = self._connect(signer, keeps=signer is not None and not self.dry_run)
        return client if self.account is None else self._acting_for(client, self.account)

    def _acting_for(self, client: Silkline, account: str) -> Silkline:
        """Return the system as an account sees it that may have its key elsewhere."""
        from silkline.chain import abi

        chosen = abi.address(account, name="--account")
        if client.account not in (None, chosen) and not self.dry_run:
            raise BadInput(
                f"--account is {chosen}, the key that signs is of {client.account}: leave "
                "--account out, or keep the act for its key with --save FILE"
            )
        return replace(client, account=chosen)

    def _connect(self, signer: Signer | None, *, keeps: bool) -> Silkline:
        from silkline import connect

        if not self.rpc:
            raise BadInput(NO_NODE)
        journal = self._journal(keeps)
        return connect(
            self.nodes,
            signer=signer,
            deployment=self.deployment,
            journal=journal,
            max_fee=self.max_fee,
        )

    @property
    def nodes(self) -> list[str]:
        """The nodes, in the order in which they are asked."""
        return [self.rpc, *self.others] if self.rpc else []

    def _journal(self, keeps: bool) -> Journal | None:
        """Return the journal; where nothing is to be kept, only one that is there already."""
        from silkline.chain.journal import Journal

        path = Path(self.journal or JOURNAL)
        return Journal(path) if keeps or path.exists() else None

    def signer(self) -> Signer | None:
        """Return who signs, by option first, then by environment; None for nobody."""
        from silkline import Key, Keystore

        given = {"--keystore": self.keystore, "--key-env": self.key_env,
                 "--web3signer": self.web3signer}  # fmt: skip
        named = [option for option, value in given.items() if value]
        if len(named) > 1:
            raise BadInput(f"{' and '.join(named)} each name who signs: give one of them")
        if self.web3signer:
            from silkline import Web3Signer

            url, _, account = self.web3signer.partition("#")
            return Web3Signer(url, account or None)
        if self.keystore:
            return Keystore(self.keystore, _password)
        name = self.key_env or KEY
        if self.key_env and _HEX_KEY.fullmatch(self.key_env):
            raise BadInput(
                "--key-env takes the name of a variable, and was given what looks like a key: it "
                "is in the shell's history now, so use that key no more"
            )
        secret = os.environ.get(name)
        if self.key_env and not secret:
            raise BadInput("the variable that --key-env names is not set, or is empty")
        return Key(secret) if secret else None

    def send(self, client: Silkline, operation: Operation[Any]) -> None:
        """Say what an act does, ask, send it once, and print what came of it."""
        if self.save is not None:
            return self._saved(client, operation, self.save)
        if not self._was_sent(client, operation):
            operation.simulate(client.account)
            if self.dry_run:
                return self._rehearsed(operation)
            self.ask(operation.explain, "Send it?")
        elif self.dry_run:
            raise BadInput(f"{self.once!r} was sent before: there is nothing left to rehearse")
        done = self._submitted(operation)
        answer = {
            "sent": True,
            "transaction": done.hash,
            "block": done.block.number,
            "gas_used": done.gas_used,
            "result": done.result,
        }
        if self.as_json:
            return say(answer)
        facts({"Transaction": done.hash, "Block": done.block.number, "Gas": f"{done.gas_used:,}"})
        return tell(done.result)

    def _submitted(self, operation: Operation[Any]) -> Done[Any]:
        """Send an act once; where it is not mined yet, say by which command it goes on."""
        key = self.once or f"once:{uuid.uuid4()}"
        try:
            return operation.submit(key=key)
        except NotReady as error:
            fee = f" --max-fee {error.asked}" if isinstance(error, FeeTooHigh) else ""
            again = f"the same command with --once {quote(key)}{fee}"
            raise NotReady(f"{error}. Here that is {again}") from error

    def _was_sent(self, client: Silkline, operation: Operation[Any]) -> bool:
        """Tell whether the act was sent under its name before: then it is only looked up."""
        if not self.once:
            return False
        journal = client.connection.journal
        return journal.find(operation.chain_id, self.once, operation.payload) is not None

    def _rehearsed(self, operation: Operation[Any]) -> None:
        if not self.as_json:
            click.echo(folded(printable(operation.explain()), err=False))
            return click.echo("Nothing was sent.")
        carried = json.loads(operation.to_json())
        words = operation.words()
        return say({"sent": False, "words": words, "gas": operation.gas(), "operation": carried})

    def _saved(self, client: Silkline, operation: Operation[Any], path: str) -> None:
        """Rehearse an act and write it down for others to check, sign and send."""
        if self.once:
            raise BadInput("--once names what is sent, and --save sends nothing: give it later")
        operation.simulate(client.account)
        if not self.as_json:
            click.echo(printable(operation.explain()))
        write(operation.to_json(), path)
        if self.as_json:
            say({"sent": False, "saved": path, "words": operation.words()})

    def sign(self, client: Silkline, message: Message) -> SignedMessage | None:
        """Say what a message binds to, ask, and return it signed; None where it is rehearsed."""
        if self.dry_run:
            if self.as_json:
                say({"signed": False, "words": message.explain(), "message": message.content()})
            else:
                click.echo(f"{printable(message.explain())}\nNothing was signed.")
            return None
        self.ask(message.explain, "Sign it?")
        return message.sign(client.connection.signer(client.account))

    def ask(self, explain: Callable[[], str], question: str) -> None:
        """
        Show what is about to happen and have it confirmed, both on stderr.

        Raises:
            BadInput: It is not confirmed.
        """
        if self.yes and self.as_json:
            return
        click.echo(folded(printable(explain())), err=True)
        try:
            if self.yes or click.confirm(question, err=True):
                return
        except click.Abort:
            click.echo(err=True)
        raise BadInput("not confirmed, so nothing was done; answer y, or pass --yes")


def _password() -> str:
    given = os.environ.get(PASSWORD)
    if given is not None:
        return given
    try:
        return str(click.prompt("Password", hide_input=True, err=True))
    except click.Abort:
        click.echo(err=True)
        raise BadInput(f"no password was given, so nothing was done; or set {PASSWORD}") from None


# Options


def _option(*names: str, **attributes: Any) -> Callable[[Command], Command]:
    return click.option(*names, **attributes)


_JSON: Final = _option("--json", "as_json", is_flag=True, help="Print JSON.")
_CONNECTION: Final = (
    _option(
        "--rpc",
        multiple=True,
        envvar="SILKLINE_RPC",
        show_envvar=True,
        help="Address of the node; again for one that stands in for it.",
    ),
    _option(
        "--deployment",
        envvar="SILKLINE_DEPLOYMENT",
        show_envvar=True,
        help="Record of the contracts; deployments/<chain id>.json unless given.",
    ),
    _option(
        "--journal",
        envvar="SILKLINE_JOURNAL",
        show_envvar=True,
        help=f"What was signed and agreed; {JOURNAL} unless given.",
    ),
)
_SIGNING: Final = (
    _option(
        "--keystore",
        envvar="SILKLINE_KEYSTORE",
        show_envvar=True,
        help=f"Encrypted key that signs; its password is asked for, or {PASSWORD}.",
    ),
    _option("--key-env", help=f"Name of the variable that has the key; {KEY} unless given."),
    _option(
        "--web3signer",
        envvar="SILKLINE_WEB3SIGNER",
        show_envvar=True,
        help="Address of the Web3Signer that signs: URL, or URL#ACCOUNT.",
    ),
    _option("--yes", is_flag=True, help="Do not ask."),
    _option("--dry-run", is_flag=True, help="Rehearse and explain; nothing is sent or signed."),
)
_SAVING: Final = (
    _option("--save", type=click.Path(), help="Keep it in a new file (see op); nothing is sent."),
    _option("--account", help="Whose act it is, where its key is elsewhere; with --save."),
)
_ONCE: Final = _option("--once", help="Name of the act: under one name it is sent once, ever.")
_MAX_FEE: Final = _option(
    "--max-fee",
    type=click.IntRange(min=1),
    metavar="WEI",
    envvar="SILKLINE_MAX_FEE",
    show_envvar=True,
    help="The most to offer per unit of gas.",
)
CURRENCY: Final = _option("--currency", required=True, help="Currency of the money.")
"""Option of commands that pay out what was parked."""
DOCUMENT: Final = _option("--document", required=True, help="Hash of the reason, 32 bytes in hex.")
"""Option of commands that freeze and thaw."""
_NAMES: Final = (
    *("as_json", "rpc", "deployment", "journal", "keystore", "key_env", "web3signer"),
    *("max_fee", "yes", "dry_run", "once", "account", "save"),
)


def _command(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Return what gives a command its options, a session as first argument, and exit codes."""

    def decorate(command: Command) -> Command:
        @wraps(command)
        def run(**values: Any) -> None:
            given = {name: values.pop(name) for name in _NAMES if name in values}
            given["dry_run"] = bool(given.get("dry_run") or given.get("save"))
            first, *others = [*_split(given.pop("rpc", None)), None]
            session = Session(**given, rpc=first, others=tuple(filter(None, others)))
            with _failing(session.as_json):
                command(session, **values)

        made: Command = run
        for option in reversed(options):
            made = option(made)
        return made

    return decorate


def _split(named: str | tuple[str, ...] | None) -> list[str]:
    """Return the nodes of an option that is given once or more often, or of its variable."""
    return named.split() if isinstance(named, str) else list(named or ())


offline: Final = _command(_JSON)
"""Makes a command that needs no node."""
reading: Final = _command(*_CONNECTION, _JSON)
"""Makes a command that reads the chain."""
signing: Final = _command(*_CONNECTION, *_SIGNING, _JSON)
"""Makes a command that signs messages."""
sending: Final = _command(*_CONNECTION, *_SIGNING, _MAX_FEE, _ONCE, _JSON)
"""Makes a command that sends what is not one act made here."""
acting: Final = _command(*_CONNECTION, *_SIGNING, *_SAVING, _MAX_FEE, _ONCE, _JSON)
"""Makes a command that sends an act."""


@contextmanager
def _failing(as_json: bool) -> Iterator[None]:
    """Turn the SDK's errors into messages and exit codes."""
    try:
        yield
    except SilklineError as error:
        raise SystemExit(fail(error, as_json)) from None
    except KeyboardInterrupt:
        click.echo("Interrupted: what was sent stays sent; the same command goes on", err=True)
        raise SystemExit(INTERRUPTED) from None


# Values


def money(text: str, name: str) -> Money:
    """Return an amount written as in term sheets, ``120000.00 EUR``; raises ``BadInput``."""
    from silkline import Money

    amount, space, currency = text.strip().partition(" ")
    if not space:
        raise BadInput(f"{name}: {text[:40]!r} is no amount; write it as '120000.00 EUR'")
    try:
        return Money(amount, currency.strip())
    except BadInput as error:
        raise BadInput(f"{name}: {error}") from None


def instant(text: str, name: str) -> datetime:
    """Return a moment written with its time zone; raises ``BadInput``."""
    from datetime import datetime

    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = datetime.min  # noqa: DTZ901 - refused below, as it has no zone
    if found.tzinfo is None:
        raise BadInput(f"{name}: {text[:40]!r} is no moment with a zone: 2027-01-31T12:00:00Z")
    return found


def text_of(path: str) -> str:
    """Return what a file says; raises ``BadInput``."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}") from None


def key_in(path: str) -> bytes:
    """Return the consortium key in a file, in hex; what stands there is never shown."""
    try:
        return bytes.fromhex(Path(path).read_bytes().decode("ascii").strip().removeprefix("0x"))
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error}") from None
    except ValueError:
        raise BadInput(
            f"{path} has no key in hexadecimal: it takes the consortium's key, which "
            "openssl rand -hex 32 made"
        ) from None


def signed_files(client: Silkline, paths: tuple[str, ...]) -> list[SignedMessage]:
    """Return the signed messages of files; raises ``BadInput`` with the name of a wrong one."""
    from silkline import SignedMessage

    found = []
    for path in paths:
        try:
            found.append(SignedMessage.from_json(text_of(path), client.connection))
        except BadInput as error:
            raise BadInput(f"{path}: {error}") from None
    return found


def write(text: str, path: str | None) -> None:
    """Print text, or write it into a new file; raises ``BadInput`` when there is one already."""
    if path is None:
        return click.echo(text)
    try:
        with Path(path).open("x", encoding="utf-8") as file:
            file.write(text + "\n")
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}") from None
    return click.echo(f"Written: {path}", err=True)
