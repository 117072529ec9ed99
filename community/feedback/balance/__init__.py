"""What somebody gave and was given, for themself and who facilitates, never as a ranking (F78)."""
