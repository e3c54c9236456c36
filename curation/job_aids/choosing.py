"""What the editor of a job aid may choose from: pictures, recordings and people of its own community alone."""

from __future__ import annotations

from math import ceil, floor
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from communities.models import Attachment, CommunityPage
from communities.states import MembershipState
from people.models import User
from screencasts.models import Chapter, Cue, Screencast
from screencasts.stretches import transcript
from screencasts.times import format_time

MOST_CUES = 2_000  # an hour of speech has about a thousand

PICTURES, CLIPS, PEOPLE = ("-created_at", "-pk"), ("-created_at", "-pk"), ("display_name", "pk")


def pictures(community: CommunityPage, words: str = "") -> QuerySet[Attachment]:
    """The pictures of a community, by what their files are called."""
    rows = Attachment.objects.in_community(community).filter(width__isnull=False)
    for word in words.split():
        rows = rows.filter(name__icontains=word)
    return rows


def clips(community: CommunityPage, words: str = "") -> QuerySet[Screencast]:
    """The recordings that play, by their titles and by what is said in them."""
    rows = Screencast.objects.ready().in_community(community)
    for word in words.split():
        said = Cue.objects.filter(track__screencast=OuterRef("pk"), text__icontains=word)
        rows = rows.filter(Q(title__icontains=word) | Exists(said))
    return rows


def people(community: CommunityPage, words: str = "") -> QuerySet[User]:
    """The members of a community, by all that their page says."""
    here = User.objects.here().filter(
        memberships__community=community, memberships__state=MembershipState.ACTIVE
    )
    return here.known_for(words)


def picture_choice(picture: Attachment) -> dict[str, Any]:
    return {
        "value": picture.get_absolute_url(),
        "title": picture.name,
        "note": f"{picture.width} × {picture.height}",
        "picture": picture.get_absolute_url(),
    }


def clip_choice(recording: Screencast) -> dict[str, Any]:
    return {
        "value": str(recording.pk),
        "title": recording.title,
        "note": format_time(round(recording.duration)),
        "picture": recording.poster_url,
        "more": reverse("curation:choose_clip", args=[recording.community.slug, recording.pk]),
    }


def person_choice(person: User) -> dict[str, Any]:
    known_for = [person.job_title, person.workplace]
    return {"value": str(person.pk), "title": person.name, "note": ", ".join(filter(None, known_for))}


def stretches_of(recording: Screencast) -> dict[str, Any]:
    """What a stretch of this recording is chosen by: its chapters, and its captions line by line. Three queries."""
    chapters = list(Chapter.objects.filter(screencast=recording))
    ends = [*(chapter.start for chapter in chapters[1:]), recording.duration]
    return {
        "title": recording.title,
        "media": recording.media_url,
        "length": format_time(floor(recording.duration)),
        "chapters": [
            {
                "start": format_time(floor(chapter.start)),
                "end": format_time(ceil(end)),
                "title": chapter.title,
            }
            for chapter, end in zip(
                chapters, ends, strict=False
            )  # one end too many where there are no chapters
        ],
        "captions": [
            {"start": format_time(floor(cue.start)), "end": format_time(ceil(cue.end)), "title": cue.text}
            for cue in transcript(recording)[:MOST_CUES]
        ],
    }
