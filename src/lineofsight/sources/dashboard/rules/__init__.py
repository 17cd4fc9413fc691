"""Pure decisions of the dashboard: periods, what a series shows, the words for it, and what an audience may see."""
