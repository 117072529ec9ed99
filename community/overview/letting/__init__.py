"""To be let in: a facilitator reads a draft when its author opens it, until a day, and the author sees each opening."""
