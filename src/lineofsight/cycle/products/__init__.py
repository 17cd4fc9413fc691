"""Assurance products of every kind: one life cycle with gates, ratings apart from freshness, and the route through the groups.

Nouns: Product, Move (a step of its life), GateRecord, Rating, Stop (a group on its route), StopView, SignOff,
Tag, Relation. Floor 2, above `warnings`.
"""
