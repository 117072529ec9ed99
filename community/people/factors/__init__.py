"""The second factor: six digits of an app, or a recovery code; needed by whoever judges the work of others (A57)."""
