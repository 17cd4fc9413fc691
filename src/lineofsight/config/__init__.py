"""Floor 6: settings, addresses and the command line."""
