"""Immutable versions of frameworks, which partnership uses which from when, and the pages that show them.

Nouns: FrameworkVersion, Adoption. Floor 1, above `partnership`.
"""
