"""The handbook in the browser: both frameworks through the same templates, versions, and adopting one."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lineofsight.engine.framework.loading import folder_of
from lineofsight.foundation.handbook.models import Adoption, FrameworkVersion
from lineofsight.foundation.handbook.urls import urlpatterns
from lineofsight.foundation.partnership.models import Partnership
from tests import making

SignIn = Callable[..., Client]
POSTED = {"choose", "adopt"}


def address(name: str, *args: str) -> str:
    return reverse(f"handbook:{name}", args=["westmarch", *args])


def reader_of(partnership: Partnership, framework: str) -> Client:
    roles = making.framework_named(framework).roles
    member = making.a_member(partnership, next(role.code for role in roles if "manage_setup" in role.may))
    client = Client()
    client.force_login(member.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("framework", ["kscmp-2024", "harbour-2025"])
def test_every_page_of_either_framework_opens_and_exports(
    db: None, framework: str, django_assert_max_num_queries: Any
) -> None:
    client = reader_of(making.a_partnership(framework=framework), framework)
    content = making.framework_named(framework)
    first = {"tool": content.tools, "role": content.roles, "clock": content.clocks}
    for name in (pattern.name for pattern in urlpatterns if pattern.name not in POSTED):
        entries = first.get(name or "")
        if entries == ():
            continue
        url = address(str(name), *([entries[0].code] if entries else []))
        with django_assert_max_num_queries(9):
            page = client.get(url)
        assert page.status_code == 200, url
        assert len(page.content) < 300_000, url
        for table in (page.context["tables"] or {}).values():
            if table.total:
                assert client.get(url + table.csv_url).status_code == 200


@pytest.mark.parametrize("framework", ["kscmp-2024", "harbour-2025"])
def test_document_stands_in_its_own_words(db: None, framework: str) -> None:
    client = reader_of(making.a_partnership(framework=framework), framework)
    content = making.framework_named(framework)
    pages = "".join(
        client.get(address(name)).content.decode() for name in ("overview", "tools", "groups", "indicators")
    )
    told = [one.text for one in content.principles] + [one.name for one in content.tools]
    told += [one.remit for one in content.groups] + [one.text for one in content.indicators]
    from django.utils.html import escape

    assert [words for words in told if escape(words) not in pages] == []


def test_page_without_a_framework_says_what_to_do(partnership: Partnership, signed_in: SignIn) -> None:
    client = signed_in("business-manager")
    Adoption.objects.all().delete()
    assert b"No framework yet" in client.get(address("tools")).content


def test_unknown_entry_is_not_found(signed_in: SignIn) -> None:
    assert signed_in("analyst").get(address("tool", "nothing")).status_code == 404


def look_at(client: Client, **sent: Any) -> Any:
    return client.post(address("choose"), sent)


def test_shipped_framework_is_looked_at_then_adopted(partnership: Partnership, signed_in: SignIn) -> None:
    client = signed_in("business-manager")
    preview = look_at(client, which="harbour-2025")
    assert b"What would change" in preview.content
    assert FrameworkVersion.objects.count() == 1
    sent = {"content": preview.context["form"].initial["content"], "counts_from": "1/4/2040"}
    assert client.post(address("adopt"), sent).status_code == 302
    later = Adoption.objects.filter(partnership=partnership).select_related("version").first()
    assert (later.version.code, str(later.counts_from)) == ("harbour-2025", "2040-04-01")
    shown = client.get(address("overview"), {"version": later.pk}).content.decode()
    assert "This version counts from 1 Apr 2040" in shown
    uses = Adoption.objects.filter(partnership=partnership).values_list("pk", flat=True)
    compared = client.get(address("compare"), {"old": min(uses), "new": max(uses)}).content.decode()
    assert "Where it is reported" in compared or "Removed" in compared


def test_day_that_is_past_is_refused_and_the_preview_stays(partnership: Partnership, signed_in: SignIn) -> None:
    client = signed_in("business-manager")
    content = look_at(client, which="harbour-2025").context["form"].initial["content"]
    answer = client.post(address("adopt"), {"content": content, "counts_from": "1/4/2021"})
    assert "This day is past" in answer.content.decode()
    assert FrameworkVersion.objects.count() == 1


def test_forged_or_replayed_content_is_refused(partnership: Partnership, signed_in: SignIn) -> None:
    manager, other = signed_in("business-manager"), signed_in("system-administrator")
    content = look_at(manager, which="harbour-2025").context["form"].initial["content"]
    for client, sent in ((manager, content[:-2] + "xx"), (other, content), (manager, "")):
        client.post(address("adopt"), {"content": sent, "counts_from": "1/4/2040"})
    assert FrameworkVersion.objects.count() == 1


def own_files(**changed: bytes) -> SimpleUploadedFile:
    folder, made = Path(folder_of("harbour-2025")), io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path in folder.iterdir():
            archive.writestr(path.name, changed.get(path.stem, path.read_bytes()))
    return SimpleUploadedFile("mine.zip", made.getvalue())


def test_own_files_are_looked_at(signed_in: SignIn) -> None:
    assert b"Its files are in order" in look_at(signed_in("business-manager"), which="own", upload=own_files()).content


def test_faults_in_own_files_name_file_line_and_key(signed_in: SignIn) -> None:
    people = (Path(folder_of("harbour-2025")) / "people.toml").read_bytes()
    broken = people.replace(b'"see_framework"', b'"see_everything"', 1)
    answer = look_at(signed_in("business-manager"), which="own", upload=own_files(people=broken))
    assert answer.status_code == 422
    ((file, line, key, message),) = answer.context["faults"]
    assert (file, key.split("[")[0], "see_everything" in message) == ("people.toml", "roles", True)
    assert line == broken[: broken.index(b"see_everything")].count(b"\n") + 1
    assert FrameworkVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"which": "own"}, "Choose your zip file"),
        ({"which": "own", "upload": b"no zip"}, "not a zip file"),
        ({}, "Select"),
    ],
    ids=["no file", "no zip", "nothing chosen"],
)
def test_choice_that_is_not_whole_says_what_to_do(signed_in: SignIn, sent: dict[str, Any], words: str) -> None:
    if isinstance(sent.get("upload"), bytes):
        sent = {**sent, "upload": SimpleUploadedFile("mine.zip", sent["upload"])}
    assert words in look_at(signed_in("business-manager"), **sent).content.decode()
