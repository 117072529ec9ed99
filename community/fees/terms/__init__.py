"""What an issuer asks for a Start, and how long its windows are (R8, R9, R23): set at its desk."""
