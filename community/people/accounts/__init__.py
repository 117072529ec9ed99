"""Accounts: made, confirmed by mail, their password and address."""
