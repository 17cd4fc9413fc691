"""Writing an update in the browser's way: saved as one types, two people, last time's words, and the careful question."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.governance.updates import queries, rules
from lineofsight.governance.updates.forms import token
from lineofsight.governance.updates.models import GroupUpdate
from tests import making

pytestmark = pytest.mark.django_db
TOPICS = ["practice", "lived-experience", "sharing", "context", "interconnectivity", "priorities"]
CHANNELS = ["chair-update", "yearly-saa-report", "executive-circular", "strategic-plan"]


@pytest.fixture
def chairs_browser(chair: Membership) -> Client:
    return client_of(chair)


def client_of(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(update: GroupUpdate, name: str = "update") -> str:
    return reverse(f"updates:{name}", args=[update.partnership.slug, update.pk])


def version(update: GroupUpdate) -> str:
    texts = queries.one(update.partnership, update.pk).texts.all()
    return token({text.topic: text.version for text in texts})


def words(update: GroupUpdate) -> dict[str, str]:
    return {topic: text for topic, text in queries.texts_of(queries.one(update.partnership, update.pk)).items() if text}


def test_form_has_the_frameworks_six_topics_with_last_times_words_beside_each(
    partnership: Partnership, update: GroupUpdate, chairs_browser: Client
) -> None:
    before = GroupUpdate.objects.create(
        partnership=partnership, framework=update.framework, group=update.group, state="given",
        period_start=rules.quarter_of(update.period_start).start.replace(month=4), period_end=update.period_start.replace(month=6),
        due_on=update.due_on,
    )  # fmt: skip
    before.texts.create(topic="sharing", text="The hospital told us late.")
    page = chairs_browser.get(address(update)).content.decode()
    labels = [
        "Efficacy of frontline practice",
        "Lived experience of children and families",
        "Timely sharing of information",
    ]
    places = [page.index(label) for label in labels]
    assert places == sorted(places)
    assert page.count("<textarea") == 6
    assert (
        page.index("Timely sharing of information")
        < page.index("The hospital told us late.")
        < page.index("Contextual")
    )


def test_typing_is_saved_by_itself_and_says_when(update: GroupUpdate, chairs_browser: Client) -> None:
    answer = chairs_browser.post(
        address(update),
        {"autosave": "practice", "practice": "Visits are on time.", "expected_version": version(update)},
    )
    said = answer.json()
    assert (answer.status_code, said["by"], len(said["saved_at"])) == (200, "you", 5)
    assert said["version"].startswith("practice:2,lived-experience:1,")
    assert words(update) == {"practice": "Visits are on time."}
    page = chairs_browser.get(address(update)).content.decode()
    assert "Saved " in page and "by Cha Ir" in page


def test_name_typed_is_not_saved_by_itself_and_the_form_asks(update: GroupUpdate, chairs_browser: Client) -> None:
    given = {"practice": "We heard Wren Kestrel’s story.", "expected_version": version(update)}
    assert chairs_browser.post(address(update), {"autosave": "practice", **given}).status_code == 400
    page = chairs_browser.post(address(update), {**given, "give": "yes", "channels": CHANNELS}).content.decode()
    assert "“Wren Kestrel’s” looks like a person’s name" in page
    assert words(update) == {}
    answer = chairs_browser.post(address(update), {**given, "give": "yes", "channels": CHANNELS, "checked": "on"})
    assert answer.status_code == 302
    assert words(update) == {"practice": "We heard Wren Kestrel’s story."}


def test_two_people_at_once_both_texts_are_shown_and_the_choice_is_kept(
    partnership: Partnership, update: GroupUpdate, chairs_browser: Client
) -> None:
    team = client_of(making.a_member(partnership, "business-manager", name="Bo Team"))
    read = version(update)
    team.post(address(update), {"autosave": "practice", "practice": "From the team", "expected_version": read})
    mine: dict[str, Any] = {"practice": "From the chair", "context": "New wards", "channels": CHANNELS[:2]}
    silent = chairs_browser.post(address(update), {"autosave": "practice", **mine, "expected_version": read})
    assert (silent.status_code, silent.json()["message"]) == (409, "Bo Team changed this.")
    answer = chairs_browser.post(address(update), {**mine, "expected_version": read, "later": "yes"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "From the team" in page and "From the chair" in page and "Bo Team changed this" in page
    carried = {name: value for name, value in _hidden(page) if name != "csrfmiddlewaretoken"}
    assert chairs_browser.post(address(update), {**carried, "practice": "From the chair"}).status_code == 302
    assert words(update) == {"practice": "From the chair", "context": "New wards"}
    assert sorted(one.channel for one in queries.one(partnership, update.pk).channels.all()) == sorted(CHANNELS[:2])


def _hidden(page: str) -> list[tuple[str, str]]:
    import html
    import re

    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return [(name, html.unescape(value)) for name, value in pairs]


def test_given_update_is_read_by_others_and_sent_on_by_its_chair(
    partnership: Partnership, update: GroupUpdate, chairs_browser: Client, signed_in: Callable[..., Client]
) -> None:
    reader = signed_in("executive-member")
    assert "This update was not given yet" in reader.get(address(update)).content.decode()
    given = {topic: f"Words on {topic}" for topic in TOPICS}
    chairs_browser.post(
        address(update), {**given, "channels": CHANNELS[:1], "give": "yes", "expected_version": version(update)}
    )
    page = reader.get(address(update)).content.decode()
    assert all(f"Words on {topic}" in page for topic in TOPICS)
    assert "Take it back" not in page
    chairs_browser.post(address(update, "send"), {"channels": CHANNELS[1:]})
    found = [queries.given_for(partnership, channel) for channel in CHANNELS]
    assert [[queries.texts_of(one) for one in rows] for rows in found] == [[given]] * 4


def test_chair_of_another_group_reads_and_does_not_write(
    partnership: Partnership, update: GroupUpdate, chairs_browser: Client
) -> None:
    other = making.changes.add_group(
        partnership, code="other", name="Other Group", starts_on=making.FIRST_DAY, by=making.SYSTEM
    )
    stranger = client_of(making.a_member(partnership, "sub-group-chair", name="Oth Er", group=other))
    assert "<textarea" not in stranger.get(address(update)).content.decode()
    stranger.post(address(update), {"practice": "Not mine", "give": "yes", "channels": CHANNELS})
    assert words(update) == {}
    assert stranger.post(address(update, "take-back")).status_code == 403
