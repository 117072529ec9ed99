"""What the desk of an affiliate is shown of its cohorts."""
