"""Floor 3: where assurance comes from."""
