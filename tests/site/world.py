"""Four communities of the four kinds, each full of one word that nobody else may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from communities.actions.attachments import store_attachment
from communities.actions.threads import accept_answer, edit_post, open_thread, reply_to_thread
from communities.actions.wiki import create_wiki_page, save_wiki_page
from communities.actions.wiki_bin import bin_wiki_page
from communities.models import CommunityPage, Invitation, StartItem, WikiIndexPage, WikiPage
from communities.permissions import forget_standing
from communities.tree import add_child_page
from core.blocks import sections
from curation.actions.flags import flag_place
from curation.actions.objections import object_to_practice
from curation.actions.practices import add_source, make_practice
from curation.actions.promotion import job_aid_index, promote_practice
from curation.actions.questions import note_the_answer, tie_to_step
from curation.actions.refusals import ask_not_to_use
from curation.actions.releases import add_system, announce_release
from curation.actions.requests import ask_for_job_aid
from curation.models import (
    ArchiveProposal,
    Candidate,
    DriftAlert,
    JobAidPage,
    PracticeSource,
    StepRemark,
)
from curation.promotion.drafting import Chosen, all_pieces, keyed_sources
from notifications.actions import deliver
from notifications.models import Notice
from notifications.news import News
from notifications.states import Kind
from people.models import User
from screencasts.models import CaptionTrack, Cue
from search.models import Pin, SynonymSet
from tests.curation.reviewing import publish
from tests.factories import CommunityFactory, MembershipFactory, ScreencastFactory, UserFactory

KINDS: dict[str, dict[str, Any]] = {
    "public": {"is_public": True},
    "open": {},
    "on request": {"access": "on_request"},
    "private": {"access": "private"},
}
ROLES = ("visitor", "stranger", "member", "expert", "facilitator", "curator", "administrator")


@dataclass(frozen=True)
class Place:
    """One community: its name, a word that stands in all that was written there, and the parts of its addresses."""

    kind: str
    community: CommunityPage
    name: str
    secret: str
    parts: dict[str, Any]


@dataclass(frozen=True)
class World:
    people: dict[str, User | None]
    places: dict[str, Place]


def make_world() -> World:
    """`curator` is of the L&D team and a member of none; the rest are what they are called, in all four."""
    people: dict[str, User | None] = {
        "visitor": None,
        "stranger": UserFactory(username="stranger"),
        "member": UserFactory(username="member"),
        "expert": UserFactory(username="expert"),
        "facilitator": UserFactory(username="facilitator"),
        "curator": UserFactory(username="curator", curator=True),
        "administrator": UserFactory(username="administrator", administrator=True),
    }
    maker = UserFactory(username="maker")
    asker = UserFactory(username="asker")
    return World(people, {kind: _make_place(kind, people, maker, asker) for kind in KINDS})


def _make_place(kind: str, people: dict[str, User | None], maker: User, asker: User) -> Place:
    word = kind.replace(" ", "")
    name, secret = f"Wombat{word}", f"quokka{word}"
    community = CommunityFactory(title=name, slug=f"c-{word}", purpose=f"{name} purpose", **KINDS[kind])
    for role in ("member", "expert", "facilitator"):
        flag = {} if role == "member" else {f"is_{role}": True}
        MembershipFactory(user=people[role], community=community, **flag)
        forget_standing(people[role])
    MembershipFactory(user=maker, community=community, curator=True)
    MembershipFactory(user=asker, community=community, requested=True, request_note=f"{secret} note")
    forget_standing(maker)
    member, expert, approver = people["member"], people["expert"], people["administrator"]
    assert member is not None
    assert expert is not None
    assert approver is not None
    parts = {"slug": community.slug, "handle": "asker", "language": "en", "number": 1, "on": "post"}
    parts |= _talk(community, secret, member, expert)
    parts |= _wiki(community, secret, member)
    parts |= _recording(community, secret, member)
    parts |= _curation(community, secret, maker, expert, approver, parts)
    parts["start_item"] = StartItem.objects.create(
        community=community, kind="wiki_page", thing_id=parts["page"].pk, note=f"{secret} first", position=0
    )
    parts["invitation"] = Invitation.objects.create(
        community=community, email=f"{secret}@example.org", expires_at=timezone.now() + timedelta(days=7)
    )
    parts |= _kept_words(community, secret, parts["page"])
    return Place(kind, community, name, secret, parts)


def _kept_words(community: CommunityPage, secret: str, page: WikiPage) -> dict[str, Any]:
    """What curators keep for search: a page pinned for a question that is not in it, and words that mean the same."""
    pin = Pin.objects.create(community=community, question="gadget", kind="wiki", thing_id=page.pk)
    synonyms = SynonymSet.objects.create(community=community, words=f"lantern\n{secret}")
    return {"pin": pin, "synonyms": synonyms}


def _talk(community: CommunityPage, secret: str, member: User, expert: User) -> dict[str, Any]:
    thread = open_thread(
        user=member,
        community=community,
        kind="question",
        title=f"Lantern {secret} will not light",
        body=f"<p>Lantern {secret} asked.</p>",
        tags=[f"{secret} tag"],
    )
    steps = f"<ol><li>Turn the lantern {secret}.</li><li>Wait for {secret}.</li></ol>"
    answer = reply_to_thread(user=expert, thread=thread, body=steps)
    accept_answer(user=member, post=answer)
    opening = edit_post(
        user=member, post=thread.posts.get(position=1), body=f"<p>Lantern {secret} edited.</p>"
    )
    thread.refresh_from_db()
    return {"thread": thread, "thread_words": thread.slug, "post": opening, "answer": answer}


def _wiki(community: CommunityPage, secret: str, member: User) -> dict[str, Any]:
    index = WikiIndexPage.objects.child_of(community).get()
    body = f"<h2>Lantern {secret}</h2><ol><li>Open {secret}.</li><li>Close {secret}.</li></ol>"
    page = create_wiki_page(parent=index, user=member, title=f"Lantern {secret}", body=body)
    page = WikiPage.objects.get(pk=page.pk)
    save_wiki_page(
        page=page, user=member, title=page.title, body=f"{page.body}<p>More {secret}.</p>", base_edition=1
    )
    page = WikiPage.objects.get(pk=page.pk)
    attachment = store_attachment(
        community=community, user=member, file=picture(), name=f"{secret}.png", pictures_only=True
    )
    old = create_wiki_page(parent=index, user=member, title=f"Old {secret}", body=f"<p>Old {secret}.</p>")
    binned = bin_wiki_page(page=old, user=member, reason=f"{secret} is old")
    return {"page": page, "binned": binned, "wiki_path": page.wiki_path, "attachment": attachment}


def picture() -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", (4, 4), "white").save(buffer, "PNG")
    return SimpleUploadedFile("picture.png", buffer.getvalue(), content_type="image/png")


def _recording(community: CommunityPage, secret: str, member: User) -> dict[str, Any]:
    recording = ScreencastFactory(community=community, author=member, title=f"Lantern {secret} shown")
    track = CaptionTrack.objects.create(screencast=recording)
    Cue.objects.create(track=track, start=1, end=5, text=f"The lantern {secret} is spoken.")
    return {"recording": recording, "media": recording.media.name.rpartition("/")[2]}


def _curation(
    community: CommunityPage,
    secret: str,
    maker: User,
    expert: User,
    approver: User,
    parts: dict[str, Any],
) -> dict[str, Any]:
    """A practice of two sources, a published job aid of it, a drift, and one more flag that waits."""
    place = flag_place(user=expert, source=parts["answer"], anchor="", reason=f"{secret} works").place
    practice = make_practice(
        user=maker, community=community, title=f"Lantern {secret} practice", summary=secret, place=place
    )
    anchor = sections(parts["page"].body)[0].anchor
    add_source(user=maker, practice=practice, source=parts["page"], anchor=anchor)
    chosen = [Chosen(piece, piece.role, piece.is_used) for piece in all_pieces(keyed_sources(practice))]
    job_aid = promote_practice(
        user=maker, practice=practice, title=f"Lantern {secret} aid", purpose=secret, chosen=chosen
    )
    publish(job_aid, editor=maker, expert=expert, curator=approver)
    JobAidPage.objects.filter(pk=job_aid.pk).update(needs_acknowledgement=True)
    provenance = job_aid.provenance.first()
    alert = DriftAlert.objects.create(
        provenance=provenance, old_text=secret, new_text=f"{secret} new", opened_at=timezone.now()
    )
    twin = JobAidPage(title=f"Lantern {secret} twin", community=community, owner=maker, number=1)
    add_child_page(parent=job_aid_index(community), child=twin)
    system = add_system(user=maker, community=community, name=f"Lantern {secret}")
    step = str(job_aid.steps[0].id)
    remark = StepRemark.objects.create(
        job_aid=job_aid, step=step, author=maker, text=f"{secret} remark", at=timezone.now()
    )
    waiting = flag_place(user=expert, source=parts["page"], anchor="", reason=f"{secret} waits")
    live = JobAidPage.objects.get(pk=job_aid.pk)
    about, _ = tie_to_step(user=expert, job_aid=live, step=str(live.steps[0].id), thread=parts["thread"])
    return {
        "about": about,
        "step_note": note_the_answer(user=maker, question=about),
        "practice": practice,
        "source": PracticeSource.objects.filter(practice=practice).latest("pk"),
        "aid": live,
        "alert": alert,
        "remark": remark,
        "system": system,
        "proposal": ArchiveProposal.objects.create(
            job_aid=job_aid, proposed_at=timezone.now(), archive_on=timezone.localdate() + timedelta(days=7)
        ),
        "twin": twin,
        "release": announce_release(user=maker, system=system, name="12.0", note=secret),
        "flagged": waiting.place,
        "candidate": Candidate.objects.create(
            community=community,
            state="open",
            title=f"Lantern {secret} found",
            found_at=timezone.now(),
            newest_at=timezone.now(),
        ),
        "request": ask_for_job_aid(user=expert, community=community, title=f"Lantern {secret} missing"),
        "on_practice": "practice",
        "on_alert": "alert",
        "on_request": "request",
        "flag": waiting,
        "refusal": ask_not_to_use(
            user=parts["post"].author, source=parts["post"], anchor="", reason=f"{secret} guess"
        ),
        "notice": _notice(community, secret, expert),
        "objection": object_to_practice(user=expert, practice=practice, reason=f"{secret} fails"),
    }


def _notice(community: CommunityPage, secret: str, person: User) -> Notice:
    """One that the expert has not read; a subject of its own keeps it apart from what tasks will tell."""
    text = f"{secret} was told"
    deliver(News(Kind.USED, text, community.get_absolute_url(), community, secret), [person])
    return Notice.objects.get(text=text)
