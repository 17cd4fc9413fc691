"""From what was found to the difference that it made.

Nouns: Finding, Recommendation (fixed wording, many sources), Action, ActionUpdate, ImpactCheck, StrengthAdoption, BulkChange.
Floor 2, above `products`.
"""
