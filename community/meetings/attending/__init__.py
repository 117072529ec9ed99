"""Who was at a meeting, by name, as who leads marks it."""
