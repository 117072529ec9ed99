"""Channels, threads, messages, reactions and read markers."""
