"""What a meeting is for, line by line: from the cohort's plan, or as who leads wrote it."""
