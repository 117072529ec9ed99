"""Who holds what: awards, their signed credentials, whether they are in force, and how anybody checks that."""
