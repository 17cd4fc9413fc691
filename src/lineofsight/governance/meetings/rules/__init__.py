"""Pure decisions about meetings: their dates, what their state allows, lateness, reading time, minutes and calendars."""
