"""One letter to several, such as to all in one state: named before it goes, planned, changed until then, sent once."""
