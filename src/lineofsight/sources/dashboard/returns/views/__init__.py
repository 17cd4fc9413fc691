"""Pages of data returns: the agency's journey, the Business Team's rounds and review, and recipes."""
