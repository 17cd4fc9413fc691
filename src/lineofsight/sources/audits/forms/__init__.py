"""What is typed on the pages of audits, as clean values."""
