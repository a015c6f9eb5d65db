"""Supply-chain finance on a ledger."""
