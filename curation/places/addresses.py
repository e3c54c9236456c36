"""From an address that a person copied to the place that it shows."""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.urls import Resolver404, ResolverMatch, resolve

from communities.models import CommunityPage, Post, WikiPage
from core.identity import is_block_id
from curation.models.place import Source
from curation.places.described import PlaceGone
from screencasts.models import Screencast
from screencasts.stretches import stretch_between
from screencasts.times import parse_time

UNKNOWN = (
    "This is no address of a wiki page, a post or a recording here. Open the place and copy its address."
)
A_MOMENT = 30  # seconds: what a link to one second of a recording points at


def place_at(address: str, *, community: CommunityPage, user: Any) -> tuple[Source, str]:
    """The source and anchor of an address in this community. Raises PlaceGone, for hidden ones too."""
    try:
        parts = urlsplit(address.strip())
        match = resolve(parts.path)
        parts = parts._replace(fragment=parts.fragment.partition(":~:")[0])
    except (ValueError, Resolver404) as error:
        raise PlaceGone(UNKNOWN) from error
    if match.kwargs.get("slug") != community.slug:
        raise PlaceGone(f"{UNKNOWN} It must be in {community.title}.")
    find = _FINDERS.get(match.view_name)
    found = find(match, parts, community, user) if find else None
    if found is None:
        raise PlaceGone(UNKNOWN)
    return found


def _wiki(
    match: ResolverMatch, parts: SplitResult, community: CommunityPage, user: Any
) -> tuple[Source, str] | None:
    page = WikiPage.objects.visible_to(user).at(community, match.kwargs["wiki_path"]).first()
    return page and (page, parts.fragment if is_block_id(parts.fragment) else "")


def _thread(
    match: ResolverMatch, parts: SplitResult, community: CommunityPage, user: Any
) -> tuple[Source, str] | None:
    posts = Post.objects.visible_to(user).filter(thread=match.kwargs["pk"], thread__community=community)
    anchor = parts.fragment
    if is_block_id(anchor):
        post = posts.filter(body__contains=f'id="{anchor}"').first()
        return post and (post, anchor)
    number = anchor.removeprefix("post-") or "1"
    post = posts.filter(position=int(number)).first() if number.isdecimal() and len(number) < 9 else None
    return post and (post, "")


def _post(
    match: ResolverMatch, parts: SplitResult, community: CommunityPage, user: Any
) -> tuple[Source, str] | None:
    post = (
        Post.objects.visible_to(user).filter(pk=match.kwargs["post_id"], thread__community=community).first()
    )
    return post and (post, "")


def _recording(
    match: ResolverMatch, parts: SplitResult, community: CommunityPage, user: Any
) -> tuple[Source, str] | None:
    recordings = Screencast.objects.visible_to(user).filter(community=community)
    recording = recordings.filter(pk=match.kwargs["pk"]).first()
    return recording and (recording, _moment(recording, parts))


def _moment(recording: Screencast, parts: SplitResult) -> str:
    times = parse_qs(parts.query).get("t") or parse_qs(parts.fragment).get("t") or [""]
    start, _, end = times[0].partition(",")
    if not start:
        return ""
    try:
        begins = parse_time(start)
        ends = parse_time(end) if end else min(begins + A_MOMENT, recording.duration)
        return stretch_between(begins, ends).anchor
    except ValueError as error:
        raise PlaceGone("The times in this address are no stretch of the recording.") from error


_FINDERS = {
    "communities:wiki_page": _wiki,
    "communities:thread": _thread,
    "communities:post": _post,
    "screencasts:watch": _recording,
}
