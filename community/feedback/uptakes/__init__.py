"""The author's side of notes: used, adapted or not used, replies, thanks (R47)."""
