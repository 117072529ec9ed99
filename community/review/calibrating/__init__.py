"""Calibration: a candidate reads a set, and sees how far they agree with what the issuer holds for right (R51)."""
