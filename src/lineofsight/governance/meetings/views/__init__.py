"""Pages of meetings: lists, one meeting, what is done before, at and after it, packs, the forward plan, decisions, groups."""
