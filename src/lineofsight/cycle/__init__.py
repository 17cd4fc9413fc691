"""Floor 2: the cycle of assurance: who owes what, what was warned of, what was found, and what came of it."""
