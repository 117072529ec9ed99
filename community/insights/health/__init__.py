"""How a cohort is doing, for who leads it: counts of what is done in it, never a person's."""
