"""A ward that wrote, answered and showed: the sources that the tests of curation flag and promote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from communities.actions.threads import accept_answer, open_thread, reply_to_thread
from communities.actions.wiki import create_wiki_page
from communities.models import CommunityPage, Post, WikiIndexPage, WikiPage
from communities.permissions import forget_standing
from core.blocks import sections
from curation.actions.flags import flag_place
from curation.actions.practices import add_source, make_practice
from curation.models import Flag, JobAidPage, Practice
from curation.models.place import Source
from curation.reviewing.workflow import send_to_review
from curation.signals import owner_gone, verification_due
from people.models import User
from screencasts.models import CaptionTrack, Chapter, Cue, Screencast
from screencasts.states import ScreencastState
from tests.conftest import Cast
from tests.curation.drafts import a_draft
from tests.factories import CommunityFactory, MembershipFactory

WIKI_BODY = """
<p>How we scan on the ward.</p>
<h2>The order of scans</h2>
<ol><li>Scan the band on the wrist.</li><li>Scan the medicine.</li></ol>
<h2>When a scan fails</h2>
<p>After the second failure, open <strong>Scan problem</strong> on that dose.</p>
<aside data-callout="pitfall"><p>Do not choose “Patient refused” to close the window.</p></aside>
<h2>Gloves</h2>
<ul data-type="taskList"><li data-type="taskItem" data-checked="false">Put a scanner inside.</li></ul>
<table><tbody><tr><th>Blue</th><td>Paired</td></tr></tbody></table>
"""
ANSWER_BODY = """
<p>The cartridge code is not in the formulary.</p>
<ol><li>Turn the cap until you see the white label.</li><li>Scan the label. You hear one long tone.</li></ol>
"""


@dataclass
class Ward:
    """One community with a wiki page, a question with an accepted answer, and a recording."""

    community: CommunityPage
    cast: Cast
    page: WikiPage
    question: Post
    answer: Post
    recording: Screencast
    anchors: dict[str, str] = field(default_factory=dict)

    def flag(self, user: User, source: Source, anchor: str = "", reason: str = "It saved us a call.") -> Flag:
        return flag_place(user=user, source=source, anchor=anchor, reason=reason)

    def practice(self, *, source: Source | None = None, title: str = "Scan the label on the cap") -> Practice:
        place = self.flag(self.cast.ana, source or self.answer).place
        return make_practice(
            user=self.cast.cora, community=self.community, title=title, summary="It scans.", place=place
        )

    def address(self, path: str = "") -> str:
        return f"/communities/{self.community.slug}/{path}"


@pytest.fixture
def ward(cast: Cast) -> Ward:
    return a_ward(cast, slug="ward-nursing", title="Ward nursing")


@pytest.fixture
def hidden_ward(cast: Cast) -> Ward:
    """The same in a private community, of which cora and nia know nothing."""
    return a_ward(cast, slug="hidden", title="Hidden ward", access="private")


@pytest.fixture
def as_user(client: Client) -> Callable[[User], Client]:
    def as_user(user: User) -> Client:
        client.force_login(user)
        return client

    return as_user


def a_ward(cast: Cast, **community: str) -> Ward:
    place = CommunityFactory(**community)
    for user, roles in ((cast.ana, {}), (cast.lee, {}), (cast.eli, {"is_expert": True})):
        MembershipFactory(user=user, community=place, **roles)
        forget_standing(user)
    index = WikiIndexPage.objects.child_of(place).get()
    page = create_wiki_page(parent=index, user=cast.ana, title="Scanning at the bedside", body=WIKI_BODY)
    thread = open_thread(
        user=cast.ana,
        community=place,
        kind="question",
        title="The pen will not scan",
        body="<p>It scans once and never again.</p>",
    )
    answer = reply_to_thread(user=cast.eli, thread=thread, body=ANSWER_BODY)
    accept_answer(user=cast.ana, post=answer)
    return Ward(
        community=place,
        cast=cast,
        page=WikiPage.objects.get(pk=page.pk),
        question=thread.posts.get(position=1),
        answer=Post.objects.get(pk=answer.pk),
        recording=a_recording(place, cast.lee),
        anchors={section.title: section.anchor for section in sections(page.body)},
    )


def a_recording(community: CommunityPage, author: User) -> Screencast:
    recording = Screencast.objects.create(
        community=community,
        author=author,
        title="Pair a scanner",
        state=ScreencastState.READY,
        duration=200,
        original_name="pair.mp4",
    )
    track = CaptionTrack.objects.create(screencast=recording)
    Cue.objects.create(track=track, start=70, end=80, text="Hold the trigger for five seconds.")
    Cue.objects.create(track=track, start=80, end=100, text="Wait for blue.")
    Chapter.objects.create(screencast=recording, start=0, title="What you need")
    Chapter.objects.create(screencast=recording, start=70, title="Pair it")
    return recording


@pytest.fixture
def draft(ward: Ward) -> JobAidPage:
    """Written by cora and sent to review."""
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    return draft


@pytest.fixture
def heard() -> Any:
    """What was told, as (signal, job aid, what): the receivers of other parts hear the same."""
    told: list[tuple[str, int, Any]] = []

    def due(sender: type, job_aid: JobAidPage, days: int, **kwargs: Any) -> None:
        told.append(("due", job_aid.pk, days))

    def gone(sender: type, job_aid: JobAidPage, people: list[User], **kwargs: Any) -> None:
        told.append(("gone", job_aid.pk, [person.username for person in people]))

    verification_due.connect(due)
    owner_gone.connect(gone)
    yield told
    verification_due.disconnect(due)
    owner_gone.disconnect(gone)


@pytest.fixture
def practice(ward: Ward) -> Practice:
    """Its sources: a, the accepted answer; b, a stretch of the recording; c, the wiki page."""
    practice = ward.practice()
    add_source(user=ward.cast.cora, practice=practice, source=ward.recording, anchor="t=70,100")
    add_source(user=ward.cast.cora, practice=practice, source=ward.page, anchor="")
    return practice
