"""What an affiliate keeps for its next cohorts, at its desk: retired, and taken back."""
