"""Every write of rounds, requests and returns: asking, answering, judging."""
