"""Reads of the dashboard, each with a fixed number of queries."""
