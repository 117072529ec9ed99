"""What reaches a person: by mail, in the inbox or not at all, and when it is quiet."""
