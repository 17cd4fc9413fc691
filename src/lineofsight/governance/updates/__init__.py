"""Sub-groups’ updates: one form, the framework’s topics, any of its channels.

Nouns: GroupUpdate, UpdateText, UpdateChannel. Floor 4.
"""
