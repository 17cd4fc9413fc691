"""Pages of people: who serves, who is invited, how one gets in, and the seats, organisations, groups and areas."""
