"""What is said in public of all who hold a badge: that a Not Yet often came first (R65)."""
