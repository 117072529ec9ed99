"""Questions from a cohort's public page: who asks has no seat there, and talks with one of its facilitators alone."""
