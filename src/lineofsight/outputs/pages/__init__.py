"""Pages that read across rooms: home, partnerships, search, set-up, the trail, help. Owns no table. Floor 5."""
