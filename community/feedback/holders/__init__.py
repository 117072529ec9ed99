"""Holders of the badge who sit elsewhere read what has waited four days, if they, cohort and author wish it (R44)."""
