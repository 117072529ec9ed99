"""The public page of one cohort that takes people."""
