"""Floor 0: plain Python, NumPy and SciPy, usable as a library on its own. Never imports Django."""
