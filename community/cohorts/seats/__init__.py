"""A person's place in a cohort: taken with a code or by invitation, left, ended by who leads."""
