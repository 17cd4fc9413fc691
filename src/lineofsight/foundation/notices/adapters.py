"""Sends what the sign-in library sends through the queue, so that a mail server that is down loses nothing."""

from typing import Any

from allauth.core import context as request_context
from django.contrib.sites.shortcuts import get_current_site
from django.utils import timezone

from lineofsight.foundation.accounts.adapters import AccountAdapter
from lineofsight.foundation.accounts.queries import person_with
from lineofsight.foundation.notices import changes, tasks


class QueueingAccountAdapter(AccountAdapter):
    """Links to set a password and the like: queued, and tried at once."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the message in the queue and try it now; when that fails it is tried again later."""
        request = request_context.request
        facts = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        message = self.render_mail(template_prefix, email, facts)
        queued = changes.queue_email(
            to=email,
            kind="account",
            title=str(message.subject),
            body=str(message.body),
            person=person_with(email),
            is_secret=True,
        )
        tasks.deliver(queued, now=timezone.now())
