"""What the author of a hidden message is told: why, by whom, whom to ask; and that it stands again."""
