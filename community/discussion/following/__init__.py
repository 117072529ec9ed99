"""One thread's settings: how much of it a reader is told, and who is told of a reply."""
