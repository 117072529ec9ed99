"""The desks: what is due in one's own, and what is done about it."""
