"""Data returns: the template, reading what comes, checking it, the agency's journey, the Business Team's review.

Nouns: Slot (a figure that is asked for), Entry (a figure as it was given), Finding (what is wrong with one).
"""
