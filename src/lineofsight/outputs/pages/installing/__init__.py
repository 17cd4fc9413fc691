"""Looking after the installation: the first steps of a partnership, and everybody's accounts."""
