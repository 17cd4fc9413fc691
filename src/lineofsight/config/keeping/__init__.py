"""Backup and restore of a whole installation: rows of any database as lines of JSON, files, and a hash of it all."""
