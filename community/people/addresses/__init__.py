"""Changing the address that one signs in with."""
