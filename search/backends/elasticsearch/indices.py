"""The indices and the names that they go by.

Searches read through one alias, changes are written through another, and a third leads to the index that is being
built. A change of what an index is made of gives the next one another name.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from elasticsearch import BadRequestError, Elasticsearch, NotFoundError

from search import outbox
from search.backends.base import EngineDown, EngineState
from search.backends.elasticsearch import documents
from search.backends.elasticsearch.connection import IndexMissing, asking
from search.models import EngineIndex

_other_base: ContextVar[str] = ContextVar("other_base", default="")


def base() -> str:
    """What all names begin with."""
    return _other_base.get() or str(settings.SEARCH_INDEX)


@contextmanager
def named(other: str) -> Iterator[None]:
    """Indices of other names, for this thread alone."""
    before = _other_base.set(other)
    try:
        yield
    finally:
        _other_base.reset(before)


@dataclass(frozen=True)
class Alias:
    role: str

    @property
    def name(self) -> str:
        return f"{base()}-{self.role}"


READ, WRITE, BUILD = Alias("read"), Alias("write"), Alias("build")


def make() -> str:
    """What the name of an index of this version of the code begins with."""
    return f"{base()}-{documents.make()}-"


def fits(index: EngineIndex) -> bool:
    return index.name.startswith(make())


def serving() -> EngineIndex | None:
    return EngineIndex.objects.filter(state=EngineIndex.State.SERVING).first()


def building() -> EngineIndex | None:
    return EngineIndex.objects.filter(state=EngineIndex.State.BUILDING).first()


def exists(engine: Elasticsearch, name: str) -> bool:
    return bool(engine.indices.exists(index=name))


def create(engine: Elasticsearch) -> str:
    """A new, empty index that changes are written to from now on; its name."""
    number = 1
    while True:
        name = f"{make()}{number}"
        try:
            engine.indices.create(
                index=name,
                settings={**documents.INDEX_SETTINGS, "refresh_interval": "30s"},
                mappings=documents.mapping(),
            )
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
            number += 1
        else:
            _lead(engine, BUILD, to=name)
            return name


def finish(engine: Elasticsearch, index: EngineIndex) -> None:
    """Let searches and changes go to this index, in one act of the engine, and delete the one they went to."""
    engine.indices.put_settings(
        index=index.name, settings={"refresh_interval": documents.INDEX_SETTINGS["refresh_interval"]}
    )
    engine.indices.refresh(index=index.name)
    serve(engine, index.name)
    _note(engine, index)


def serve(engine: Elasticsearch, name: str) -> None:
    _lead(engine, READ, WRITE, to=name, no_more=BUILD)


def _note(engine: Elasticsearch, index: EngineIndex) -> None:
    before = serving()
    with transaction.atomic():
        if before:
            before.delete()
        index.state, index.finished_at = EngineIndex.State.SERVING, timezone.now()
        index.save(update_fields=["state", "finished_at"])
    if before:
        delete(engine, before.name)


def _lead(engine: Elasticsearch, *aliases: Alias, to: str, no_more: Alias | None = None) -> None:
    """Names lead to one index alone, from one moment to the next."""
    everywhere = f"{base()}-*"
    taken = [*aliases, *([no_more] if no_more else [])]
    actions: list[dict[str, Any]] = [
        {"remove": {"index": everywhere, "alias": alias.name, "must_exist": False}} for alias in taken
    ]
    actions += [{"add": {"index": to, "alias": alias.name, "is_write_index": True}} for alias in aliases]
    engine.indices.update_aliases(actions=actions)


def delete(engine: Elasticsearch, name: str) -> None:
    engine.options(ignore_status=404).indices.delete(index=name)


def is_led_to(engine: Elasticsearch, name: str) -> bool:
    """Whether searches read this index."""
    try:
        return name in engine.indices.get_alias(name=READ.name)
    except NotFoundError:
        return False


def state() -> EngineState:
    word, advice = _how_it_does()
    waiting, since = outbox.waiting()
    return EngineState(word, advice, waiting, since)


def _how_it_does() -> tuple[str, str]:
    try:
        with asking() as engine:
            if not engine.indices.exists_alias(name=READ.name):
                return "no index", f"{IndexMissing()} (the database searches)"
    except EngineDown as reason:
        return "down", f"the engine does not answer, the database searches: {reason}"
    index = serving()
    if index is None or not fits(index):
        return (
            "rebuild needed",
            "made by another version of the code; run: manage.py search_rebuild --index-only",
        )
    return "ok", ""
