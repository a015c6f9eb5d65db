"""A throw-away copy of a chain, on which anything can be tried: an Anvil that forks it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from silkline.chain.local import LocalChain, local_chain
from silkline.chain.rpc import Rpc

__all__ = ["address_of", "forked"]


def address_of(node: Rpc) -> str:
    """Return the whole address of the node that is asked first: to connect to, never to show."""
    return str(getattr(node.web3.provider, "endpoint_uri", ""))


@contextmanager
def forked(url: str) -> Iterator[LocalChain]:
    """
    Start a copy of the chain at *url* as it stands now, and stop it at the end.

    Nothing that happens on the copy reaches the chain. The copy has the chain's id, so nobody's
    real key may sign on it: use keys made for the purpose, or accounts that the copy plays.

    Raises:
        NodeError: There is no Anvil, or the node cannot be copied.
    """
    with local_chain("anvil", accounts=1, options=("--fork-url", url)) as copy:
        yield copy
