"""Taking out words that could identify a child: one person asks, another agrees, and the chain still verifies."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lineofsight.foundation.trail import places, rules
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.foundation.trail.models import Chain, EntryContent, Redaction
from lineofsight.foundation.trail.register import Register, Registered
from lineofsight.foundation.trail.wording import Target, keyed_digest, length

SHORTEST = 3


class NotPossible(Exception):
    """The redaction cannot be done; the message is the reason that a person can be shown."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where words stand: by kind of place with the number of rows, and how many entries of the trail hold them."""

    places: dict[str, int]
    entries: int

    @property
    def total(self) -> int:
        """Every row and entry together."""
        return sum(self.places.values()) + self.entries


def look_for(chain: Chain, words: str) -> Found:
    """Where the words stand in the partnership. NotPossible when they are too short to look for."""
    target = _target(words)
    counted: dict[str, int] = {}
    for place in places.search(target, chain):
        counted[str(place)] = counted.get(str(place), 0) + 1
    return Found(places=dict(sorted(counted.items())), entries=len(places.contents(target, chain)))


def _target(words: str) -> Target:
    if sum(letter.isalnum() for letter in words) < SHORTEST:
        raise NotPossible(f"Enter at least {SHORTEST} letters or numbers: fewer would be found in too many places.")
    return Target(words)


@transaction.atomic
def ask(chain: Chain, *, words: str, reason: str, by: Doer, now: datetime) -> Redaction:
    """Ask that the words be taken out. They are kept until a second person decides, and are not in the trail."""
    _target(words)
    redaction = Redaction.objects.create(
        chain=chain,
        words=words.strip(),
        word_count=length(words),
        reason=reason,
        asked_at=now,
        asked_by_id=by.actor_id,
    )
    record(chain, by=by, deed="trail.ask_redaction", after={"redaction": str(redaction.pk)})
    return redaction


@transaction.atomic
def refuse(redaction: Redaction, *, by: Doer, now: datetime) -> None:
    """Leave everything as it is. The words asked for are forgotten."""
    _check(redaction, by)
    _decide(redaction, Redaction.State.REFUSED, by=by, now=now)
    record(redaction.chain, by=by, deed="trail.refuse_redaction", after={"redaction": str(redaction.pk)})


@transaction.atomic
def agree(
    redaction: Redaction,
    *,
    by: Doer,
    now: datetime,
    register: Register,
    take_files: Callable[[Target], int] = lambda _: 0,
) -> Redaction:
    """Take the words out of rows, trail and files, and write the redaction into the register once that is committed.

    `take_files` takes away the files that hold the words and gives their number. NotPossible for whoever asked.
    """
    _check(redaction, by)
    target = Target(redaction.words)
    redaction.keyed_digest = keyed_digest(redaction.words, key=register.key())
    # The request itself holds the words; it is decided first, so that the search meets no copy of them.
    _decide(redaction, Redaction.State.DONE, by=by, now=now)
    redaction.reason = target.without(redaction.reason)
    redaction.files_taken_away = take_files(target)
    redaction.fields_changed, redaction.entries_changed = take_out(
        redaction.chain, target, redaction=str(redaction.pk), by=by, now=now
    )
    redaction.save()
    transaction.on_commit(lambda: write_down(redaction, register=register, now=now))
    return redaction


def _check(redaction: Redaction, by: Doer) -> None:
    locked = Redaction.objects.select_for_update().get(pk=redaction.pk)
    if locked.state != Redaction.State.ASKED:
        raise NotPossible("This was decided already.")
    if locked.asked_by_id == by.actor_id:
        raise NotPossible("You asked for this, so somebody else must decide it.")


def _decide(redaction: Redaction, state: str, *, by: Doer, now: datetime) -> None:
    redaction.state, redaction.words = state, ""
    redaction.decided_at, redaction.decided_by_id = now, by.actor_id
    redaction.save()


def take_out(chain: Chain, target: Target, *, redaction: str, by: Doer, now: datetime) -> tuple[int, int]:
    """Take the words out of the partnership's rows and trail: the number of fields and of entries changed.

    The entry that is written about it vouches for each content that changed, by its new digest.
    """
    fields = places.take_out(target, places.search(target, chain))
    vouched = {str(content.entry.number): _rewrite(content, target, now) for content in places.contents(target, chain)}
    after = {"redaction": redaction, "fields": fields, "contents": vouched}
    record(chain, by=by, deed=rules.REDACT, after=after, rows=max(fields + len(vouched), 1))
    return fields, len(vouched)


def _rewrite(content: EntryContent, target: Target, now: datetime) -> str:
    content.text, content.redacted_at = rules.canonical(target.without(json.loads(content.text))), now
    content.save(update_fields=["text", "redacted_at"])
    return rules.content_digest(salt=content.salt, text=content.text)


def write_down(redaction: Redaction, *, register: Register, now: datetime) -> None:
    """Write an agreed redaction into the register outside the database; safe to do again."""
    register.add(
        Registered(
            redaction=str(redaction.pk),
            chain=redaction.chain.code,
            agreed_at=(redaction.decided_at or now).isoformat(),
            count=redaction.word_count,
            digest=redaction.keyed_digest,
        )
    )
    Redaction.objects.filter(pk=redaction.pk).update(registered_at=now)


def write_down_missing(*, register: Register, now: datetime) -> int:
    """Write down what a crash between commit and register left out; the number."""
    missing = Redaction.objects.filter(state=Redaction.State.DONE, registered_at__isnull=True).select_related("chain")
    for redaction in missing:
        write_down(redaction, register=register, now=now)
    return len(missing)


@transaction.atomic
def take_out_again(*, register: Register, by: Doer, now: datetime) -> dict[str, int]:
    """Do every redaction of the register again, after an older backup was restored: fields and contents changed, by id."""
    done = {}
    for registered in register.all():
        chain = Chain.objects.filter(code=registered.chain).first()
        if chain is None:
            continue
        target = register.target(registered)
        if places.search(target, chain) or places.contents(target, chain):
            done[registered.redaction] = sum(take_out(chain, target, redaction=registered.redaction, by=by, now=now))
    return done
