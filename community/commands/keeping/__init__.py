"""A backup is a folder: database, files and keys as they were at one moment, each part with its hash."""
