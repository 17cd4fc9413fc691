"""Reports from the record: built from a template at a named day, frozen, commented, checked, signed, and out as files.

What a block reads it reads for the report's audience, never for its author: a report can tell nobody more than they may see.
"""
