"""Floor 2: the cycle of assurance: who owes what, what was warned of."""
