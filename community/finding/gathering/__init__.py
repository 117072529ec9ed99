"""Nobody here yet: five names make a draft cohort."""
