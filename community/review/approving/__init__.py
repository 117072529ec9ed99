"""An issuer's approvers: what waits for their sentence, what is late, words to readers, other outcomes."""
