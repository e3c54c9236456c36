"""Telling the engine what changed since it was last told."""

from __future__ import annotations

from search import outbox
from search.backends.elasticsearch import indices
from search.backends.elasticsearch.connection import IndexMissing, asking
from search.backends.elasticsearch.documents import rows
from search.backends.elasticsearch.sending import deleting, send, writing
from search.models import EngineIndex, IndexChange

BATCH = 500
BATCHES = 20  # in one run; then others of the queue have their turn


def catch_up() -> None:
    """May be cut off at any moment, and run twice at once: a change is forgotten when the engine has it.

    An engine that does not answer is noticed with little patience, so that no worker waits for it long.
    """
    for _ in range(BATCHES):
        changes = list(IndexChange.objects.order_by("pk")[:BATCH])
        if not changes:
            return
        tell(changes)
    outbox.tell_soon()


def tell(changes: list[IndexChange]) -> None:
    """The engine holds each entry as its row is now; what has no row it forgets.

    The order matters. The changes were read before the indices: an index whose building begins after that is made
    of rows that have them. The rows are read last: a row that is newer than its change is told again with its own.
    """
    targets = list(EngineIndex.objects.order_by("-state"))
    if targets:
        with asking() as engine:
            engine.cluster.health()
    newest = {change.entry_id: change.pk for change in changes}
    entries = rows().in_bulk(newest)
    for target in targets:
        alias = indices.WRITE if target.state == EngineIndex.State.SERVING else indices.BUILD
        try:
            send(
                writing(entries[entry_id], to=alias.name, version=version)
                if entry_id in entries
                else deleting(entry_id, of=alias.name, version=version)
                for entry_id, version in newest.items()
            )
        except IndexMissing:
            if alias is indices.WRITE:
                raise
            # Its building goes on from the beginning, or it is already the one that is written to.
    IndexChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
