"""What `python3 run COMMAND` does."""
