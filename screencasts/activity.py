"""What this app adds to "what is new" and to profiles: recordings that play."""

from __future__ import annotations

from collections.abc import Iterable

from people.activity import Activity, Scope, register_activity
from screencasts.models import Screencast

NEWEST = ("-created_at", "-pk")


def screencasts(scope: Scope) -> Iterable[Activity]:
    """Recordings by the time they came; of one person, those that the person made."""
    rows = Screencast.objects.visible_to(scope.viewer).ready()
    if scope.author is not None:
        rows = rows.filter(author=scope.author).order_by(*NEWEST)[: scope.size]
    elif scope.community_ids is not None:
        rows = rows.newest_in(scope.community_ids, order=NEWEST, size=scope.size)
    else:
        rows = rows.newest_first()[: scope.size]
    for screencast in rows.select_related("author", "community"):
        yield Activity(
            moment=screencast.created_at,
            url=screencast.get_absolute_url(),
            title=screencast.title,
            kind="Screencast",
            kind_icon="circle-play",
            community_id=screencast.community_id,
            place="" if scope.is_one_community else screencast.community.title,
            person=None if scope.author else screencast.author,
        )


def register() -> None:
    """Called when the app is ready."""
    register_activity(screencasts)
