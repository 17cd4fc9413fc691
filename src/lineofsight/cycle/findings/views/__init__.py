"""Pages from finding to impact: the action tracker, findings, recommendations, impact checks, and what is done with each."""
