"""Time that somebody notes down as spent on her work, for her own eyes."""
