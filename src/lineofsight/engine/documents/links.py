"""Where a link leads once a document has left the product."""


def address_outside(link: str | None, *, site: str) -> str | None:
    """The whole address, or None for a link that leads nowhere from outside."""
    if link is None or not link.startswith(("/", "#")):
        return link
    return f"{site}{link}" if site and link.startswith("/") else None
