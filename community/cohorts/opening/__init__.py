"""How an organizer opens a cohort."""
