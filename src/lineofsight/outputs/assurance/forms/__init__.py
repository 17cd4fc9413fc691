"""What is typed on the pages of assurance. Words that could identify a child are asked about before anything is saved."""
