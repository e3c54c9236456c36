"""A copy of a wiki page: words of its own from then on, which say where they came from."""

from __future__ import annotations

import re
from uuid import UUID

from django.db import transaction

from communities.actions.wiki import PageGone, create_wiki_page
from communities.models import WikiIndexPage, WikiPage
from communities.permissions import Verb
from core.identity import new_block_id
from core.policy import require
from people.models import User

_ID = re.compile(r' id="(b[a-z2-7]{10})"')
_TO_ID = re.compile(r' href="#(b[a-z2-7]{10})"')
MAX_SUMMARY = 200


def copy_wiki_page(
    *,
    page: WikiPage,
    user: User,
    parent: WikiPage | WikiIndexPage,
    title: str,
    submission: UUID | None = None,
) -> WikiPage:
    """Make a page below `parent`, of the same community, with the text that the page has now, and nothing below it.

    Every block gets an id of its own: flags, sources and comments stay with the page that they were made on. The
    copy keeps which revision it was made from, and its history begins with saying so. The same submission sent again
    returns the copy that it made. Raises PermissionDenied, and what making a page raises.
    """
    require(user, Verb.ADD, page)
    with transaction.atomic():
        edition = page.editions.order_by("-number").first()
        if edition is None or not WikiPage.objects.live().filter(pk=page.pk).exists():
            raise PageGone("This page was taken out meanwhile.")
        said = f"Copied from “{edition.title}”, revision {edition.number}"
        copy = create_wiki_page(
            parent=parent,
            user=user,
            title=title,
            body=with_new_ids(edition.body),
            summary=said if len(said) <= MAX_SUMMARY else f"Copied from revision {edition.number}",
            submission=submission,
        )
        WikiPage.objects.filter(pk=copy.pk, copied_from=None).update(copied_from=edition)
    return copy


def with_new_ids(body: str) -> str:
    """A clean body whose blocks have other ids; links to places within it lead to the same places."""
    new = {old: new_block_id() for old in _ID.findall(body)}
    body = _ID.sub(lambda found: f' id="{new[found[1]]}"', body)
    return _TO_ID.sub(lambda found: f' href="#{new.get(found[1], found[1])}"', body)
