"""Large made-up data for the benches: real rows, written past the doors that people use, because of their number."""
