"""What waits for a reviewer: of their micro-credentials and languages, the most urgent first, and nobody's name."""
