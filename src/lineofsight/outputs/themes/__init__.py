"""Pages of themes: what figures, audits, reviews, inspections, voices, warnings and actions say about one thing together.

The findings, their themes and the rule for those that come back belong to `cycle.findings`; these pages read across. Floor 5.
"""
