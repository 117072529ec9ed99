"""The live progress board: a view, it writes nothing."""
