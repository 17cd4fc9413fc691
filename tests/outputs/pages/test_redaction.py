"""Two people remove a name on the pages; the trail then verifies and holds no name."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lineofsight.foundation.files.models import StoredFile
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.trail.models import Redaction
from lineofsight.foundation.trail.queries import verify
from lineofsight.foundation.trail.wording import Target
from lineofsight.outputs.pages import redacting
from tests import making

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def state(settings: object, tmp_path: Path) -> None:
    settings.STATE = tmp_path  # type: ignore[attr-defined]
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]


@pytest.fixture
def pair(partnership: Partnership) -> list[tuple[Membership, Client]]:
    """Two business managers, signed in."""
    found = []
    for name in ("Bea Manager", "Dee Deputy"):
        member, client = making.a_member(partnership, "business-manager", name=name), Client()
        client.force_login(member.person, backend=BACKEND)
        found.append((member, client))
    return found


def ask(client: Client, partnership: Partnership, **facts: str) -> object:
    given = {"words": "Ann Leeming", "reason": "Typed by mistake", **facts}
    return client.post(reverse("pages:redaction-ask", args=[partnership.slug]), given)


def test_two_people_remove_a_name(partnership: Partnership, pair: list[tuple[Membership, Client]]) -> None:
    (_, first), (deputy, second) = pair
    person = making.a_person("Third Person")
    Notice.objects.create(
        person=person, chain=partnership.chain, kind="news", key="k", text="Ann Leeming was seen", path="/"
    )
    assert b"notice: text: 1" in ask(first, partnership, look="yes").content  # type: ignore[attr-defined]
    assert ask(first, partnership, ask="yes").status_code == 302  # type: ignore[attr-defined]
    one = Redaction.objects.get()
    url = reverse("pages:redaction", args=[partnership.slug, one.pk])
    assert Notice.objects.filter(person=deputy.person, path=url).count() == 1
    assert b"Somebody else must decide" in first.get(url).content
    first.post(url, {"decision": "agree"})
    assert Redaction.objects.get().state == "asked"
    second.post(url, {"decision": "agree"})
    assert Notice.objects.get(person=person).text == "[removed] was seen"
    assert Redaction.objects.get().state == "done"
    assert Notice.objects.get(person=deputy.person, path=url).settled_at is not None
    assert verify(partnership.chain) is None


def test_not_agreeing_removes_nothing(partnership: Partnership, pair: list[tuple[Membership, Client]]) -> None:
    (_, first), (_, second) = pair
    ask(first, partnership, ask="yes")
    second.post(reverse("pages:redaction", args=[partnership.slug, Redaction.objects.get().pk]), {"decision": "no"})
    assert Redaction.objects.get().state == "refused"


def test_asking_with_too_few_letters_says_what_to_do(
    partnership: Partnership, pair: list[tuple[Membership, Client]]
) -> None:
    answer = ask(pair[0][1], partnership, words="a.", ask="yes")
    assert b"Enter at least 3 letters or numbers" in answer.content  # type: ignore[attr-defined]
    assert not Redaction.objects.exists()


def stored(partnership: Partnership, name: str, content: bytes) -> StoredFile:
    return StoredFile.objects.create(
        partnership=partnership,
        name=name,
        media_type="x",
        size=len(content),
        sha256="0" * 64,
        content=ContentFile(content, name=name),
        uploaded_at=timezone.now(),
        uploaded_by=making.a_person(f"Up {name}").actor,
    )


def test_files_with_the_words_are_taken_away(partnership: Partnership) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("xl/sharedStrings.xml", "<si><t>Ann</t></si><si><t>Leeming</t></si>")
    files = [
        stored(partnership, "plain.csv", b"name\nANN LEEMING\n"),
        stored(partnership, "book.xlsx", packed.getvalue()),
        stored(partnership, "clean.csv", b"name\nNobody\n"),
    ]
    assert redacting.take_files_away(partnership, Target("Ann Leeming"), now=timezone.now()) == 2
    assert list(StoredFile.objects.filter(removed_at__isnull=True).values_list("name", flat=True)) == ["clean.csv"]
    assert [Path(file.content.path).exists() for file in files] == [False, False, True]
