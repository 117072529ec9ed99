"""When and where a cohort meets: a plain list, what was told of each meeting, and a calendar file."""
