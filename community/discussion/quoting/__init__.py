"""A message quotes a passage of its author's own draft: that passage is shown, and nothing else of the draft."""
