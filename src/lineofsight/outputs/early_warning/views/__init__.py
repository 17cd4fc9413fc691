"""Pages of early warnings: the list, one warning, what is done with it, concerns, and how triage works here."""
