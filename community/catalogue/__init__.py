"""Micro-credentials, their versions, stacks and rubrics; the import."""
