"""Section 11 audits: sets of standards, self-assessments, moderation, the practitioner survey, and returns that travel.

Nouns: StandardVersion, Audit (a round of self-assessments against one version), Assessment (one organisation's), Answer,
Assignment, PlannedAction, Moderation, Query, Reply, Survey, SurveyReply, CoreReturn. Floor 3.
"""
