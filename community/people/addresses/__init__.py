"""A person's addresses: one is the main one, each opens the account, each was confirmed (R8)."""
