"""Actions, recommendations, findings and people: in from a partnership's own spreadsheet, and out complete."""
