"""Reads of meetings, each with a fixed number of queries."""
