"""The desk of an issuer's catalogue editors: what they have, what a new text changes, publishing, retiring."""
