"""The line before a full cohort: who waits longest is offered what becomes free (R15)."""
