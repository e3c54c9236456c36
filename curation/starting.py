"""Published job aids can stand in a community's list "start here"."""

from django.urls import reverse

from communities.starting import Startable, register_startable
from curation.models import JobAidPage


def register() -> None:
    """Called when the app is ready."""
    register_startable(
        Startable(
            kind="job_aid",
            word="Job aid",
            icon="clipboard-list",
            rows=lambda viewer, community: (
                JobAidPage.objects.visible_to(viewer).published().filter(community=community)
            ),
            part="slug",
            address=lambda community, pk, title, part: reverse(
                "curation:job_aid", args=[community.slug, part]
            ),
        )
    )
