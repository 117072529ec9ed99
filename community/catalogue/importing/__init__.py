"""How definitions come in: read with line numbers, checked whole, stored all or none."""
