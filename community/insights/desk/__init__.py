"""What an organizer sees of all cohorts of an affiliate and those below it (R11)."""
