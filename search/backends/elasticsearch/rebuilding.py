"""A new index of all rows, made beside the one that is read."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from elasticsearch import Elasticsearch

from search.backends.base import AlreadyRebuilding
from search.backends.elasticsearch import indices
from search.backends.elasticsearch.catching_up import catch_up
from search.backends.elasticsearch.connection import working
from search.backends.elasticsearch.documents import rows
from search.backends.elasticsearch.sending import send, writing
from search.models import EngineIndex, IndexChange, SearchEntry

BATCH = 500
GIVEN_UP_AFTER = timedelta(seconds=60)  # without a sign of life; a batch takes a second, a busy engine ten
OLDEST = 0  # the version of what a rebuild copies: every change is newer


def rebuild(say: Callable[[int], None]) -> None:
    """Copies rows in the order of their ids; changes made meanwhile are sent to both indices, then all is switched.

    Cut off at any moment, the next run goes on. Nothing that is read changes before the end.
    """
    index = _claimed()
    try:
        with working() as engine:
            _begin(engine, index)
            if not indices.is_led_to(engine, index.name):
                _copy(index, say)
                _catch_up_with_changes(index)
            indices.finish(engine, index)
    finally:
        _let_go(index)


def _let_go(index: EngineIndex) -> None:
    EngineIndex.objects.filter(pk=index.pk, builder=index.builder).update(builder="", seen_at=None)


def _claimed() -> EngineIndex:
    """The index that is being built, or none yet, for this run alone."""
    run = str(uuid.uuid4())
    try:
        with transaction.atomic():
            index, _ = EngineIndex.objects.select_for_update().get_or_create(
                state=EngineIndex.State.BUILDING, defaults={"name": f"{indices.make()}{run}"}
            )
            now = timezone.now()
            if index.builder and index.seen_at and now - index.seen_at < GIVEN_UP_AFTER:
                raise AlreadyRebuilding(_words(index))
            index.builder, index.seen_at = run, now
            index.save(update_fields=["builder", "seen_at"])
    except IntegrityError as error:
        raise AlreadyRebuilding("The index is being rebuilt since this moment.") from error
    return index


def _words(index: EngineIndex) -> str:
    ago = (timezone.now() - (index.seen_at or index.started_at)).total_seconds()
    return (
        f"The index is being rebuilt: it had come to entry {index.built_to} {ago:.0f} s ago. If that run was"
        f" killed, this one can go on {GIVEN_UP_AFTER.total_seconds():.0f} s after its last sign of life."
    )


def _begin(engine: Elasticsearch, index: EngineIndex) -> None:
    """Go on with what the last run left when it is there and of this version of the code; else begin."""
    serving = indices.serving()
    if serving and not indices.exists(engine, serving.name):
        serving.delete()  # the engine lost it: changes wait for it no longer
    if indices.fits(index) and indices.exists(engine, index.name):
        return
    indices.delete(engine, index.name)
    index.name, index.built_to = indices.create(engine), 0
    _go_on(index)


def _copy(index: EngineIndex, say: Callable[[int], None]) -> None:
    done = SearchEntry.objects.filter(pk__lte=index.built_to).count()
    while entries := list(rows().filter(pk__gt=index.built_to).order_by("pk")[:BATCH]):
        send(writing(entry, to=indices.BUILD.name, version=OLDEST) for entry in entries)
        index.built_to = entries[-1].pk
        _go_on(index)
        done += len(entries)
        say(done)


def _go_on(index: EngineIndex) -> None:
    """A sign of life; another run may have taken over if the last one is long ago."""
    index.seen_at = timezone.now()
    mine = EngineIndex.objects.filter(pk=index.pk, builder=index.builder)
    if not mine.update(name=index.name, built_to=index.built_to, seen_at=index.seen_at):
        raise AlreadyRebuilding("Another run went on with the rebuild, since this one had stopped for long.")


def _catch_up_with_changes(index: EngineIndex) -> None:
    """What waits now is told before the switch; what is written from now on is told to both anyway."""
    last = IndexChange.objects.order_by("-pk").values_list("pk", flat=True).first()
    while last and IndexChange.objects.filter(pk__lte=last).exists():
        catch_up()
        _go_on(index)
