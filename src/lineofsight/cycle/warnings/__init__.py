"""Early warnings of every kind, on one list with one clock: happened, in our hands, detected, triaged, told, answered, settled.

Nouns: Warning, Step (one stamped moment in a warning's life), Told (who was told, so that a correction reaches them too),
ListLength (how long the sub-group lets its list be). What a warning is about is linked by the room that owns it. Floor 2.
"""
