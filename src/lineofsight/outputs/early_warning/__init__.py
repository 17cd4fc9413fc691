"""Pages of early warnings: the list with its clock, one warning, triage, the Executive's answer, and raising a concern.

The warnings themselves, their states and their clock belong to `cycle.warnings`; charts come from the dashboard. Floor 5.
"""
