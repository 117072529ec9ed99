"""An attempt after an attempt: what is carried over, what has changed since, what stays met, and its note."""
