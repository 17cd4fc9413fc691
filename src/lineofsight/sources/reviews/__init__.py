"""Serious incidents, rapid reviews and practice reviews with their statutory clocks; national reviews; agencies' own reviews.

Nouns: Incident, PartnerDecision, RapidReview, CoveredItem, TimetableDay, SummaryRequest, PracticeReview, Proceeding, ClockRun,
NationalReview, NationalRecommendation, NationalResponse, AgencyReview. Restricted to the review group and the scrutineer; every
look is in the trail. No child can be identified: references alone. Floor 3.
"""
