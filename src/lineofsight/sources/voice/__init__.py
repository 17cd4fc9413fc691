"""What children and families told us, without who said it, and what became of it: you said, we did.

Nouns: VoiceItem. Floor 3.
"""
