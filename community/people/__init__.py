"""Who is asking: accounts, sign-in, sessions, profile."""
