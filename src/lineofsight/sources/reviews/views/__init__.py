"""Pages of incidents: the register, one incident and what is done with it, agencies’ summaries, clocks, reviews from outside."""
