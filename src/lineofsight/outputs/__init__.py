"""Floor 5: what is read across all rooms, and what goes out."""
