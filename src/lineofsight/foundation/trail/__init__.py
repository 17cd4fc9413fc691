"""Who did or saw what, in which role, when, before and after: append-only, one hash chain a partnership.

Nouns: Chain (one a partnership and one for the installation), Actor (a pseudonym with a name beside it), Subject (what an
entry, a notice, a file or a search result points at), Entry (one link of a chain), EntryContent (what changed; it lies
beside the chain, so that it can be redacted while the chain still verifies), Redaction. Floor 1, above `ui` alone.
"""
