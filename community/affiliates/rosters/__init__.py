"""An affiliate's roster: lines taken in from a file, looked at before, linked to the persons whom they mean."""
