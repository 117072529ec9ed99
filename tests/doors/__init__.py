"""The table of doors: who may do what at each address."""
