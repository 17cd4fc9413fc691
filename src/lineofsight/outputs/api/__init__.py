"""The programming interface: the same figures, requests and returns as on the pages, by the same permissions."""
