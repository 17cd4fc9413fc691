"""The practitioner survey: opened for everybody by one address, replied to without an account, and nobody's identity kept."""

import hashlib
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.crypto import salted_hmac

from lineofsight.foundation.partnership.models import Organisation
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.sources.audits import queries
from lineofsight.sources.audits.models import Audit, Survey, SurveyAnswer, SurveyReply


def secret_of(audit: Audit) -> str:
    """The secret part of the survey's address: the same each time that it is asked for, and stored nowhere."""
    return salted_hmac("lineofsight.audits.survey", str(audit.pk), algorithm="sha256").hexdigest()[:32]


def digest_of(secret: str) -> str:
    """How the secret is found again."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def open_survey(audit: Audit, *, opens_on: date, closes_on: date, smallest_group: int = 5, by: Doer) -> Survey:
    """The survey beside an audit, or its new dates."""
    if closes_on < opens_on:
        raise Refused("The last day must not be before the first.")
    if smallest_group < 5:
        raise Refused("Show results of at least five replies, so that nobody can be recognised.")
    facts = {"opens_on": opens_on, "closes_on": closes_on, "smallest_group": smallest_group}
    survey, _ = Survey.objects.update_or_create(
        audit=audit, defaults=facts, create_defaults={**facts, "secret_digest": digest_of(secret_of(audit))}
    )
    record(audit.partnership.chain, by=by, deed="audits.open_survey", after=facts)
    return survey


@transaction.atomic
def take_reply(survey: Survey, *, organisation: Organisation, choices: Mapping[str, str], today: date) -> None:
    """One reply. No trail entry: it would say when, and so perhaps who. Questions that were left out are left out."""
    if not survey.opens_on <= today <= survey.closes_on:
        raise Refused("This survey is closed.")
    known = {question.code for set_ in queries.sets_of(survey.audit) for question in set_.survey}
    given = {code: choice for code, choice in choices.items() if code in known and choice in SurveyAnswer.Choice.values}
    if not given:
        raise Refused("Answer at least one question.")
    reply = SurveyReply.objects.create(survey=survey, organisation=organisation)
    SurveyAnswer.objects.bulk_create(
        [SurveyAnswer(reply=reply, question=code, choice=choice) for code, choice in given.items()]
    )
