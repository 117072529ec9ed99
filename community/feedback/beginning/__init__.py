"""A reflection that is begun from the ledger: what its author used of colleagues' notes (R47)."""
