"""Every write of the dashboard: measures, figures, annotations, publications."""
