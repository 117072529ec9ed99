"""A facilitator's first page in the morning: who needs me today, and why."""
