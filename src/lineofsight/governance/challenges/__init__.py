"""Challenges between meetings, and escalations: two logs.

Nouns: Challenge, Escalation. Floor 4.
"""
