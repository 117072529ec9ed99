"""Peer feedback: one asks, colleagues read and pin notes by a protocol, the author says what became of each."""
