"""One module a command. Each has `add_arguments(parser)` and `run(arguments) -> int` (0 good, 1 a check failed, 2 bad input)."""
