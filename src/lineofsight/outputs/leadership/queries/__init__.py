"""Reads of what leaders see, each with a fixed number of queries."""
