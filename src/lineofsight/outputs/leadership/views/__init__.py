"""Pages of what leaders see."""
