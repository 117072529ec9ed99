"""What a person wrote and keeps: put away at the end of a window, put back after a check, taken along (R24)."""
