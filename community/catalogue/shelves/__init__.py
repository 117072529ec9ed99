"""Finding one's way in the catalogue: search, filters, stacks."""
