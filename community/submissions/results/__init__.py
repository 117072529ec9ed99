"""What came of an attempt, as its earner reads it: what is met, what each reader saw, what would meet it."""
