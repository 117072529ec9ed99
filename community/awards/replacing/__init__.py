"""The keys of an issuer that somebody else may have had: taken out, and all that they signed is signed anew."""
