"""A database as large as the union: written by COPY, invented throughout, and checked by what always holds."""
