"""How what children and families told us leads to decisions; findings that rest on it say so themselves."""

from lineofsight.foundation.partnership.sight import Kind, Way, add_kind, add_way
from lineofsight.sources.voice import rules
from lineofsight.sources.voice.models import VoiceItem


def register_all() -> None:
    """Add everything; called once, when the room is ready."""
    rows = VoiceItem.objects.for_partnership
    add_way(Way("about-voice", rows, "about", "subject", "was spoken of in"))
    add_way(Way("voice-decision", rows, "subject", "decision", "led to the decision"))
    add_kind(Kind("voice", "What children and families told us", ("voice_item",), _says))


def _says(item: VoiceItem) -> str:
    return rules.where(changed=item.changed, told_back=item.told_back_on)
