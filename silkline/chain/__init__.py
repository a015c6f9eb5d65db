"""The chain below the domain: node, contracts, signers, transactions, local chains, deployment."""
