"""What a person should hear: a notice in the app, and by mail."""
