"""Work, drafts and revisions, applications; the state of each piece of work."""
