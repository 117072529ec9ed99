"""Attacks by the rows of the list of attacks: what somebody with bad intent types, sends and asks."""
