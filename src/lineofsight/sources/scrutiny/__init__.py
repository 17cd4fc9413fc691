"""Independent scrutiny: the scrutineer's own plan, days, visits, drafts and questions, and the views that are issued. Floor 3.

What is not issued is read by whoever wrote it alone: its subject is private, so trail, search and exports keep it too.
"""
