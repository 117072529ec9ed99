"""Files that people send, whatever for: received whole or in pieces, looked at apart, sent out as a copy.

Whose they are says the slice above: a piece of work's (evidence), a message's (discussion). It has a Keeper here.
"""
