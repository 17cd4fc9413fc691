"""What leaders see: the assurance map, the indicators with their judgements and evidence, and the briefing. Floor 5.

The figures of an indicator are worked out from rows that rooms below supply (`foundation.handbook.evidence`); the judgements
are this room's own, and none is ever overwritten.
"""
