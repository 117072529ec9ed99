"""What was made becomes an attempt: whether it is ready, what is promised, the frozen copy, taking it back."""
