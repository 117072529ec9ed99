"""What is asked of who joins: a goal, and up to four questions more (F23)."""
