"""A message says which requirement or criterion it is about, and is found from the board's cell."""
