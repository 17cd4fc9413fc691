"""One module a bench. Each has `run(**options) -> list[dict]` with name, value, unit, bar and ok."""
