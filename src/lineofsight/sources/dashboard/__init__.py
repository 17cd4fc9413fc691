"""The partnership's data: what is measured, what came, what it shows and what was published.

Nouns: Measure and its dated versions, Series (one measure of one organisation, area and breakdown), Observation (one figure, never
overwritten), Cell (where in which return it came from), SeriesState (what a series showed in a month; can be rebuilt),
Annotation (note, rebase, exclusion: signed acts), Publication. Floor 3.
"""
