"""Who comes while a cohort runs: somebody who says hello, and a short catch-up (R17)."""
