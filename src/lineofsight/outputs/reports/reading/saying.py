"""Blocks in people's own words: the writer's text, and what sub-groups said in their updates."""

from lineofsight.engine.framework import Framework
from lineofsight.governance.updates.models import GroupUpdate
from lineofsight.governance.updates.queries import given_for
from lineofsight.outputs.reports import pieces
from lineofsight.outputs.reports.pieces import Content
from lineofsight.outputs.reports.registry import Ask, BlockKind, add_block

TEXT = "text"


def register() -> None:
    """Add them."""
    add_block(BlockKind(TEXT, "Text", "Words of your own.", lambda ask: Content(), in_public=True))
    add_block(
        BlockKind(
            "updates", "Updates of sub-groups", "What sub-groups gave through a channel, in their own words.", updates,
            needs="see_meetings", choices=("channel", "group"),
        )
    )  # fmt: skip


def updates(ask: Ask) -> Content:
    """Each update given to the channel for a period that ends within the report's, topic by topic."""
    channel = ask.settings.get("channel") or next(iter(ask.framework.codes("feedback_channels")), "")
    held = given_for(ask.partnership, channel, start=ask.period_start, end=ask.period_end)
    group = ask.settings.get("group")
    given = [
        one for one in held
        if (not group or one.group.code == group) and one.given_at and one.given_at <= ask.end_of_day
    ]  # fmt: skip
    if not given:
        return Content((pieces.text("No sub-group gave an update to this channel for the period."),))
    found = [piece for one in given for piece in _update(one, ask.framework, ask.root)]
    return Content(tuple(found), rows=len(given))


def _update(update: GroupUpdate, framework: Framework, root: str) -> list[pieces.Piece]:
    topics = {topic.code: topic.text for topic in framework.feedback_topics}
    page = f"{root}/updates/{update.pk}/"
    end = update.period_end
    found = [pieces.text(f"{update.group.name}, to {end.day} {end:%B %Y}", page)]
    for text in update.texts.all():
        if text.text.strip():
            topic = topics.get(text.topic, text.topic)
            found.append({"kind": "said", "heading": f"{topic[:1].upper()}{topic[1:]}", "text": text.text})
    return found
