"""Finding a cohort near one: a view over affiliates, cohorts and meetings that everybody may read."""
