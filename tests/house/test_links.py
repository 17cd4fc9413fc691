"""Every link that a person sees leads somewhere: each role walks from its home through all kinds of pages."""

from collections import deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve, reverse

from tests.house.world import EVERY_ROLE, World, client_of

GOOD = {200, 302, 405}
# An insider and an agency for every run; the whole run walks as everybody.
FEW = ("business-manager", "agency-lead")
PAGES_OF_A_KIND = 2 if EVERY_ROLE else 1


class Links(HTMLParser):
    """The addresses in a page: links, and where forms are sent."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.found.append(given["href"] or "")
        if tag == "form" and given.get("action"):
            self.found.append(given["action"] or "")


def inside(url: str, base: str) -> str:
    """The link as an address of ours; empty for other places and for places on the same page."""
    parts = urlsplit(urljoin(base, url))
    if url.startswith("#") or parts.netloc not in {"", "testserver"} or parts.scheme not in {"", "http", "https"}:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def kind_of(url: str) -> str:
    """Pages of one kind share the name of their address and the names of their parameters."""
    parts = urlsplit(url)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return parts.path
    return f"{name}?{'&'.join(sorted(pair.split('=')[0] for pair in parts.query.split('&')))}"


def dead_links(world: World, visitor: str) -> dict[str, str]:
    """Links that lead nowhere, with the page that has them."""
    start = reverse("pages:partnerships") if visitor not in world.members else world_home(world)
    waiting, seen, kinds, dead = deque([(start, "")]), {start}, dict[str, int](), dict[str, str]()
    while waiting:
        url, page = waiting.popleft()
        kinds[kind_of(url)] = kinds.get(kind_of(url), 0) + 1
        if kinds[kind_of(url)] > PAGES_OF_A_KIND:
            continue
        with transaction.atomic():
            answer = client_of(world, world.everybody()[visitor]).get(url)
            transaction.set_rollback(True)
        if answer.status_code not in GOOD or answer.headers.get("Location", "").startswith(reverse(settings.LOGIN_URL)):
            dead[url] = f"{answer.status_code} on {page or 'the first page'}"
        elif answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            links = {inside(link, url) for link in Links(answer.content.decode()).found} - {""} - seen
            seen |= links
            waiting.extend((link, url) for link in sorted(links) if is_walked(link))
    return dead


def is_walked(link: str) -> bool:
    """Sorted, filtered and exported lists only on the whole run: there are many of them."""
    return not link.startswith("/static/") and (EVERY_ROLE or "?" not in link)


def world_home(world: World) -> str:
    return reverse("pages:home", args=[world.partnership.slug])


def test_no_link_is_dead(world: World) -> None:
    people = [visitor for visitor, person in world.everybody().items() if person is not None]
    walked = people if EVERY_ROLE else FEW
    assert {visitor: dead for visitor in walked if (dead := dead_links(world, visitor))} == {}
