"""The line of sight: from anything to what it came from and to what came of it, in both directions.

The rooms below say how their things lead to others (`foundation.partnership.sight`); this one follows that.
"""
