"""Roundtable: the product, in its people's words."""
