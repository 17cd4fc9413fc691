"""Pages of this room alone: addresses and a shell of its own."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def only_this_room(settings: Any) -> None:
    """The product's settings, with the addresses and the shell of `urls.py` beside this file."""
    settings.ROOT_URLCONF = "tests.foundation.ui.urls"
    processors = ["django.template.context_processors.request", "django.contrib.messages.context_processors.messages"]
    options = {"context_processors": [*processors, "tests.foundation.ui.urls.shell"]}
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "OPTIONS": options}]
