"""Who owes what by when, and what came: rounds, requests and returns, with lateness as a recorded fact.

Nouns: Round (one asking of many organisations), Request (what one organisation owes), Extension (more time asked for),
Return (what came, each sending a row of its own). What a request asks for is linked by the room that owns it. Floor 2.
"""
