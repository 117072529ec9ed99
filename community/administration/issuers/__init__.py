"""Entering an issuer."""
