"""Vouchers: made at a desk, each used as often as it may be."""
