"""More time: an earner asks for it in a sentence, the desk of the issuer gives a later end, with a reason (F89)."""
