"""Pages of challenges and escalations."""
