"""What is being written and not yet published: kept on the server too, and who writes where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from communities.models import CommunityPage, Draft, Presence, WikiPage
from communities.permissions import Verb
from core.policy import require
from core.sanitize import sanitize_html
from people.models import User

KEPT_DAYS = 14  # as the browser keeps its own: cop_site/editor/src/draft-store.js
TABS_AT_MOST = 10
OFFERED_AT_MOST = 3
WITHOUT_SCRIPT = timedelta(minutes=5)  # nothing is heard of that editor until it is sent
WITH_SCRIPT = timedelta(seconds=75)  # the editor tells every 25 seconds that it is there

_IDS = re.compile(r'\sid="b[a-z2-7]{10}"')


def keep_draft(
    *,
    user: User,
    community: CommunityPage,
    place: str,
    tab: str,
    html: str,
    beside: dict[str, str],
    base: int,
) -> Draft:
    """Keep what stands in one tab now, in place of what stood there before.

    Raises PermissionDenied and BodyTooLarge.
    """
    require(user, Verb.ADD, community)
    now = timezone.now()
    text = {"html": sanitize_html(html), "beside": beside, "base": base, "kept_at": now}
    draft, is_new = Draft.objects.update_or_create(
        person=user, place=place, tab=tab, defaults=text | {"community": community}
    )
    if is_new:
        mine = Draft.objects.filter(person=user, place=place).order_by("-kept_at", "-pk")
        Draft.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[TABS_AT_MOST:])).delete()
    return draft


def drop_drafts(*, user: User, place: str, tabs: Iterable[str]) -> None:
    """The text is published, or its writer threw it away. Doing it twice changes nothing."""
    Draft.objects.filter(person=user, place=place, tab__in=list(tabs)).delete()


def drafts_to_offer(*, user: User, place: str, body: str) -> list[Draft]:
    """What this person wrote here and never published, the newest first, without what reads like `body` now."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    mine = Draft.objects.filter(person=user, place=place, kept_at__gt=before).order_by("-kept_at", "-pk")
    return [draft for draft in mine[:TABS_AT_MOST] if not reads_the_same(draft.html, body)][:OFFERED_AT_MOST]


def reads_the_same(one: str, other: str) -> bool:
    """Whether two clean texts are the same but for the ids of their blocks, which a new text has not got yet."""
    return _IDS.sub("", one) == _IDS.sub("", other)


def tell_presence(*, user: User, page: WikiPage, lasts: timedelta) -> None:
    """Somebody has the editor of this page open now."""
    sign = Presence(page=page, person=user, until=timezone.now() + lasts)
    Presence.objects.bulk_create(
        [sign], update_conflicts=True, unique_fields=["page", "person"], update_fields=["until"]
    )


def end_presence(*, user: User, page: WikiPage) -> None:
    Presence.objects.filter(page=page, person=user).delete()


def others_writing(*, user: User, page: WikiPage) -> list[User]:
    """Who else has the editor of this page open, as far as was heard."""
    signs = Presence.objects.filter(page=page, until__gt=timezone.now()).exclude(person=user)
    return [sign.person for sign in signs.select_related("person").order_by("pk")[:10]]


def remove_old() -> None:
    """Drafts that nobody came back to, and editors that were closed without a word. Safe to run twice."""
    now = timezone.now()
    Draft.objects.filter(kept_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    Presence.objects.filter(until__lt=now - timedelta(days=1)).delete()
