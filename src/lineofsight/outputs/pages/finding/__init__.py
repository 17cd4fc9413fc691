"""What needs a person, room by room: each function finds the cards of one kind with one query or two."""
