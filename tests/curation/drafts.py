"""A draft as promotion makes it, published by three people; and edits of it and of its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communities.actions.wiki import save_wiki_page
from communities.models import WikiPage
from curation.actions.practices import add_source
from curation.actions.promotion import promote_practice
from curation.models import JobAidPage
from curation.promotion.drafting import Chosen, all_pieces, keyed_sources
from people.models import User
from tests.curation.reviewing import publish

if TYPE_CHECKING:
    from tests.curation.conftest import Ward


def a_draft(ward: Ward, title: str = "Scan a pen") -> JobAidPage:
    """Made by cora of the accepted answer (two steps) and of the section on the order of scans (two more)."""
    practice = ward.practice()
    add_source(
        user=ward.cast.cora, practice=practice, source=ward.page, anchor=ward.anchors["The order of scans"]
    )
    pieces = all_pieces(keyed_sources(practice))
    chosen = [Chosen(piece, piece.role, piece.is_used) for piece in pieces]
    return promote_practice(
        user=ward.cast.cora, practice=practice, title=title, purpose="The pen scans.", chosen=chosen
    )


def published(ward: Ward, job_aid: JobAidPage | None = None, by: User | None = None) -> JobAidPage:
    """Sent by cora, agreed to by eli, approved by lou."""
    cast = ward.cast
    return publish(job_aid or a_draft(ward), editor=cast.cora, expert=by or cast.eli, curator=cast.lou)


def edit_draft(job_aid: JobAidPage, user: User, title: str) -> None:
    draft = JobAidPage.objects.get(pk=job_aid.pk).get_latest_revision_as_object()
    draft.steps[0].value["title"] = title
    draft.save_revision(user=user)


def edit_wiki(ward: Ward, user: User, old: str, new: str) -> None:
    page = WikiPage.objects.get(pk=ward.page.pk)
    body = page.body.replace(old, new)
    save_wiki_page(page=page, user=user, title=page.title, body=body, base_edition=page.edition)
