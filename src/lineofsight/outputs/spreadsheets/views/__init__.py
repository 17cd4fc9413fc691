"""Pages of spreadsheets."""
