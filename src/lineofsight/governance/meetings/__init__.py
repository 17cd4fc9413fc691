"""Meetings of groups: agenda, papers, attendance, decisions, minutes, packs, the forward plan and the calendar.

Nouns: Meeting, AgendaItem, Paper, Attendance, Decision, Position, PlannedItem, Pack, CalendarFeed. Floor 4.
"""
