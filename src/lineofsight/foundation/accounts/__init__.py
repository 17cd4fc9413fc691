"""People and how they sign in: password with a second factor, passkey, or an account of their organisation.

Noun: Person (an account; it has no rights of its own). Floor 1, above `trail`.
"""
