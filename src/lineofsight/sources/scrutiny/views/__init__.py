"""Pages of independent scrutiny."""
