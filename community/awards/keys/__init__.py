"""The keys that issuers sign with: private halves in files, public halves in the database, listed for ever."""
