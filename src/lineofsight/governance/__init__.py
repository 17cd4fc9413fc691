"""Floor 4: what groups do with assurance: they meet, decide, challenge and report."""
