"""Floor 1: pages, people, partnerships, the trail, the handbook, files and notices that every room uses."""
