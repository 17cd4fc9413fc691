"""Complaint 16: work belongs to a role, one screen hands all of it over, and what was done keeps the old name."""

from django.conf import settings
from django.test import Client
from django.urls import reverse

from lineofsight.cycle.findings import changes
from lineofsight.cycle.findings.models import Action, ActionUpdate
from lineofsight.foundation.partnership.guards import today
from lineofsight.foundation.partnership.models import Partnership
from tests import making
from tests.cycle.findings.world import NOW, TODAY, a_recommendation, an_action, doer, done


def test_complaint_16_one_screen_hands_over_actions_and_recommendations_and_history_keeps_the_name(
    partnership: Partnership,
) -> None:
    manager = making.a_member(partnership, "business-manager", name="Mona Reed")
    leaver = making.a_member(partnership, "agency-lead", name="Lee Ver")
    other = making.a_member(partnership, "agency-lead", name="Sam Stays")
    action = an_action(partnership, owner=leaver.role, text="Fill the two posts", due_on=TODAY)
    asked = a_recommendation(partnership, owner=leaver.role, wording="Answer each school within a day")
    an_action(partnership, owner=other.role, text="Somebody else’s")
    done(an_action(partnership, owner=leaver.role, text="Proof is in"), by=doer(leaver))
    changes.update_action(action, text="One post is filled", by=doer(leaver), now=NOW)
    client = Client()
    client.force_login(manager.person, backend=settings.AUTHENTICATION_BACKENDS[0])
    url = reverse("people:hand-over", args=[partnership.slug, leaver.person_id])
    page = client.get(url).content.decode()
    shown = [one for one in ("Fill the two posts", "Answer each school", "Proof is in", "Somebody else") if one in page]
    assert shown == ["Fill the two posts", "Answer each school", "Proof is in"]
    assert reverse("findings:recommendation", args=[partnership.slug, asked.pk]) in page
    deputy = making.a_person("Dee Putty")
    day = today()
    seat = f"seat-{leaver.pk.hex[:8]}"
    given = {f"{seat}-to": "invite", f"{seat}-email": deputy.email, f"{seat}-name": deputy.name}
    answer = client.post(url, {"last_day": f"{day.day}/{day.month}/{day.year}", "at_once": "on", **given})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    held = Action.objects.get(pk=action.pk)
    said = ActionUpdate.objects.filter(action=held, text="One post is filled").get()
    assert (held.owner, said.actor.name) == (leaver.role, "Lee Ver")
