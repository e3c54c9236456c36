"""Recordings can stand in a community's list "start here"."""

from communities.starting import Startable, register_startable
from screencasts.models import Screencast


def register() -> None:
    """Called when the app is ready."""
    register_startable(
        Startable(
            kind="screencast",
            word="Screencast",
            icon="circle-play",
            rows=lambda viewer, community: (
                Screencast.objects.visible_to(viewer).ready().in_community(community)
            ),
            part="title",
            address=lambda community, pk, title, part: Screencast(
                pk=pk, title=title, community=community
            ).get_absolute_url(),
        )
    )
