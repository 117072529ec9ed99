"""Links in a text: whether they open for somebody who is not signed in there (R33)."""
