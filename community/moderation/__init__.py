"""What is said and should not stand: a member reports one message, a facilitator settles it with a sentence."""
