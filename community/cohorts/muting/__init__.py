"""Somebody is asked to read along for some days: they write in no channel, and everything else goes on."""
