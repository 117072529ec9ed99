"""A ticket, as who asks has it: with an account, or as a visitor behind a mailed link."""
