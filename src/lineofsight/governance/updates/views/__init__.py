"""Pages of sub-groups' updates."""
