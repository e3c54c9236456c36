"""An index beside that of the site, for measuring: nothing of it is left."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from search.backends.elasticsearch import indices
from search.backends.elasticsearch.catching_up import BATCH, tell
from search.backends.elasticsearch.connection import patient, working
from search.models import EngineIndex, IndexChange


@contextmanager
def apart() -> Iterator[Callable[[], None]]:
    """Within it the engine is an empty one; what is called tells it of all that was written since. Afterwards the
    index is gone, and so are the rows."""
    name = f"{indices.base()}-apart-{uuid.uuid4().hex[:8]}"
    with indices.named(name), patient(), transaction.atomic():
        newest = IndexChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        EngineIndex.objects.get_or_create(state=EngineIndex.State.SERVING, defaults={"name": indices.base()})
        with working() as engine:
            name = indices.create(engine)
            indices.serve(engine, name)
        try:
            yield lambda: _settle(newest)
        finally:
            transaction.set_rollback(True)
            with working() as engine:
                indices.delete(engine, name)


def _settle(newest: int) -> None:
    """Changes of others, from before, are left alone."""
    while changes := list(IndexChange.objects.filter(pk__gt=newest).order_by("pk")[:BATCH]):
        tell(changes)
    with working() as engine:
        engine.indices.refresh(index=indices.READ.name)
