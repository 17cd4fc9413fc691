"""Evidence files: hash, evidence date, expiry, scan, and in how many places each is used.

Nouns: StoredFile, FileUse. Floor 1, above `partnership`.
"""
