"""A person's memberships: what counts, what waits, and how one says "I am a member"."""
