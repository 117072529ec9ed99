"""Invitations by mail, to whoever reads that address, whether it has an account or not (F14, A54)."""
