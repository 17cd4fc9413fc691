"""The inbox and the e-mail queue: who is told what, once, and whether it arrived.

Nouns: Notice (one thing that one person is told), Email (one message in the queue, with its error). Floor 1, above `accounts`.
"""
