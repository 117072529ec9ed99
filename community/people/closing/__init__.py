"""Closing an account: asked for, undone by signing in, and carried out after two weeks."""
