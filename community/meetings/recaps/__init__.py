"""What happened in a meeting: drafted, edited, announced once."""
