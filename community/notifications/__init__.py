"""Notifications read the log: who should hear of it, in the app (by mail and in a digest with a later issue)."""
