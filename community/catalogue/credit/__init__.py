"""What a district or a state gives for a micro-credential, as far as anybody has asked (R62)."""
