"""The files of a draft that others may open: those that passed the checks of asking, whenever they came (R31, R32)."""
