"""Reads that span rooms: the tools, the registers, one product's page, and what does not add up."""
