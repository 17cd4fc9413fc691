"""The one form of an update: a box for each of the framework's topics, and where it goes."""

from collections.abc import Mapping
from typing import Any

from django import forms

from lineofsight.engine.framework import Framework
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import Checkboxes, Form, LongTextField, MultipleChoiceField

LONGEST = 3000


class ChannelsField(MultipleChoiceField):
    """Ticked channels; also one value with a channel a line, as a page that compares two versions sends them."""

    def to_python(self, value: Any) -> list[str]:
        """Each channel by itself."""
        return [one for line in super().to_python(value) for one in line.splitlines()]


class UpdateForm(CarefulForm):
    """`expected_version` holds the version of each text that the person had read: "practice:3,sharing:1"."""

    expected_version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=600)  # type: ignore[assignment]

    def __init__(self, *args: Any, framework: Framework, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.topics = [topic.code for topic in framework.feedback_topics]
        for topic in framework.feedback_topics:
            self.fields[topic.code] = LongTextField(
                label=_sentence(topic.text), help_text=topic.prompt, max_length=LONGEST, rows=7, required=False
            )
        self.fields["channels"] = ChannelsField(
            label="Where does it go?",
            choices=[(channel.code, channel.name) for channel in framework.feedback_channels],
            widget=Checkboxes(hints={channel.code: channel.text for channel in framework.feedback_channels}),
            help_text="One text goes to all that you tick. You can send it on later too.",
            required=False,
        )

    @property
    def versions(self) -> dict[str, int]:
        """The version of each text that the person had read."""
        return versions_in(self.cleaned_data.get("expected_version") or "")

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, by topic."""
        return {topic: self.cleaned_data[topic] for topic in self.topics if topic in self.cleaned_data}


class SendForm(Form):
    """More channels for an update that was given."""

    def __init__(self, *args: Any, channels: list[tuple[str, str]], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["channels"] = MultipleChoiceField(
            label="Where else does it go?", choices=channels, error_messages={"required": "Tick at least one"}
        )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def token(versions: Mapping[str, int]) -> str:
    """The versions of the texts as the page carries them."""
    return ",".join(f"{topic}:{number}" for topic, number in versions.items())


def versions_in(text: str) -> dict[str, int]:
    """What `token` wrote; what is no version is left out."""
    pairs = (part.rpartition(":") for part in text.split(","))
    return {topic: int(number) for topic, _, number in pairs if topic and number.isdigit()}
