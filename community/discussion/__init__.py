"""What a cohort says to each other: channels, threads, messages, reactions, and how far each has read."""
