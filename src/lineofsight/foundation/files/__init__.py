"""Evidence files: hash, evidence date, expiry, scan, and in how many places each is used.

Nouns: StoredFile (the bytes, once), Evidence (a file or link that shows something about a subject). Floor 1, above `partnership`.
"""
