"""Until when a cohort expects each requirement to be done, and where it stands between them now (F38)."""
