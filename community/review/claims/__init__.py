"""Who holds which place at an attempt: taken, held while they save, given back, run out (R53)."""
