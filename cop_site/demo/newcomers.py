"""What newcomers of the ward begin with; nia is one of them."""

from __future__ import annotations

from communities.actions.start import add_start_item
from communities.models import CommunityPage, Membership, Thread, WikiPage
from cop_site.demo.talk import Cast
from curation.models import JobAidPage
from screencasts.models import Screencast


def newcomers(ward: CommunityPage, first: WikiPage, cast: Cast) -> None:
    """fay keeps the list "start here"; nia has not closed the welcome."""
    recording = Screencast.objects.ready().in_community(ward).order_by("pk").first()
    job_aid = JobAidPage.objects.published().filter(community=ward).order_by("pk").first()
    thread = Thread.objects.in_community(ward).filter(accepted_post__isnull=False).order_by("pk").first()
    for kind, thing, note in (
        ("wiki_page", first, "every round begins so"),
        ("screencast", recording, ""),
        ("job_aid", job_aid, "keep it in the pocket"),
        ("thread", thread, ""),
    ):
        if thing is not None:
            add_start_item(user=cast["fay"], community=ward, kind=kind, thing_id=thing.pk, note=note)
    Membership.objects.filter(user=cast["nia"], community=ward).update(is_welcomed=False)
