"""A sentence for one's union: what an award meant to its earner, for an executive board, as long as they allow it."""
