"""Who may review: named for a micro-credential as an expert or for having earned it, and calibrated (R51)."""
