"""What curators made of the talk: flagged places, practices with sources, job aids with provenance, alerts, votes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.db import transaction
from wagtail.models import Page

from bench.talk import ROWS, Site
from bench.words import Language
from communities.models import CommunityPage, Post
from communities.tree import add_child_page
from core import blocks
from curation.models import (
    DriftAlert,
    Endorsement,
    Feedback,
    Flag,
    FlaggedPlace,
    JobAidIndexPage,
    JobAidPage,
    JobAidVersion,
    Practice,
    PracticeLog,
    PracticeSource,
    Provenance,
)
from curation.states import DriftState, FlagReason, FlagState, PracticeState

FLAGS_A_PLACE = 4
STATES = (
    *(PracticeState.FLAGGED,) * 2,
    *(PracticeState.EMERGING,) * 4,
    *(PracticeState.ENDORSED,) * 2,
    *(PracticeState.PROMOTED,) * 3,
    *(PracticeState.DECLINED,) * 2,
    PracticeState.RETIRED,
)
REASON = "It saved us a call."


def make_practices(site: Site, language: Language) -> None:
    """Practices in every state, each with the lines of its log."""
    made = Practice.objects.bulk_create(_practices(site, language), batch_size=ROWS)
    PracticeLog.objects.bulk_create(
        (
            PracticeLog(
                practice=row,
                to_state=row.state,
                who_id=row.curator_id,
                why="Made it a practice",
                at=row.created_at,
            )
            for row in made
        ),
        batch_size=ROWS,
    )
    Endorsement.objects.bulk_create(
        (
            Endorsement(practice=row, expert_id=site.members[row.community_id][1], created_at=row.changed_at)
            for row in made
            if row.state in {PracticeState.ENDORSED, PracticeState.PROMOTED}
        ),
        batch_size=ROWS,
    )


def _practices(site: Site, language: Language) -> Iterator[Practice]:
    for number in range(site.size.practices):
        community = site.communities[number % len(site.communities)]
        at = site.moment()
        yield Practice(
            community=community,
            title=language.title()[:200],
            summary=" ".join(language.talk())[:600],
            state=site.chance.choice(STATES),
            curator_id=site.members[community.pk][0],
            created_at=at,
            changed_at=min(site.now, at + timedelta(days=site.chance.random() * 60)),
            first_flag_at=at,
            evidence_score=round(site.chance.random() * 100, 1),
        )


def make_flags(site: Site) -> None:
    """Flagged posts, four people for each; those that were taken are sources of a practice of their community."""
    places = site.size.flags // FLAGS_A_PLACE
    for community in site.communities:
        wanted = places // len(site.communities)
        posts = _some_posts(site, community, wanted)
        practices = list(Practice.objects.filter(community=community).values_list("pk", flat=True))
        with transaction.atomic():
            rows = FlaggedPlace.objects.bulk_create(
                (_flagged(site, community, post, practices) for post in posts), batch_size=ROWS
            )
            Flag.objects.bulk_create(_flags(site, rows), batch_size=ROWS)
            PracticeSource.objects.bulk_create(_sources(rows), batch_size=ROWS, ignore_conflicts=True)


def _some_posts(site: Site, community: CommunityPage, count: int) -> list[Post]:
    """Posts of a community, chosen by chance."""
    pks = list(Post.objects.filter(thread__community=community).order_by("pk").values_list("pk", flat=True))
    chosen = site.chance.sample(pks, min(count, len(pks)))
    return list(Post.objects.filter(pk__in=chosen).select_related("thread").order_by("pk"))


def _flagged(site: Site, community: CommunityPage, post: Post, practices: Sequence[int]) -> FlaggedPlace:
    state = site.chance.choice([FlagState.OPEN, FlagState.TAKEN, FlagState.TAKEN, FlagState.DECLINED])
    text, at = blocks.plain_text(post.body), site.moment()
    decided = state != FlagState.OPEN
    return FlaggedPlace(
        community=community,
        post=post,
        version=1,
        quote=text,
        digest=blocks.digest(text),
        label=f"{post.thread.title}, post {post.position}"[:300],
        people_count=FLAGS_A_PLACE,
        people_together=FLAGS_A_PLACE,
        first_at=at,
        newest_at=at,
        state=state,
        practice_id=site.chance.choice(practices) if state == FlagState.TAKEN else None,
        decline_reason="It is known already." if state == FlagState.DECLINED else "",
        decided_by_id=site.members[community.pk][0] if decided else None,
        decided_at=min(site.now, at + timedelta(days=site.chance.random() * 20)) if decided else None,
    )


def _flags(site: Site, places: Sequence[FlaggedPlace]) -> Iterator[Flag]:
    for place in places:
        for author in site.chance.sample(site.members[place.community_id], FLAGS_A_PLACE):
            yield Flag(
                place=place,
                author_id=author,
                kind=site.chance.choice(FlagReason.values),
                reason=REASON,
                created_at=place.newest_at,
            )


def _sources(places: Sequence[FlaggedPlace]) -> Iterator[PracticeSource]:
    for place in places:
        if place.practice_id:
            yield PracticeSource(
                practice_id=place.practice_id,
                post_id=place.post_id,
                version=1,
                quote=place.quote,
                digest=place.digest,
                label=place.label,
            )


def make_job_aids(site: Site, language: Language) -> None:
    """Published job aids; each of their steps has a row of provenance."""
    each = site.size.provenance // site.size.job_aids
    for number, community in enumerate(site.communities):
        wanted = site.size.job_aids // len(site.communities)
        index = add_child_page(
            parent=Page.objects.get(pk=community.pk), child=JobAidIndexPage(title="Job aids", slug="job-aids")
        )
        posts = _some_posts(site, community, min(wanted * each, 2_000))
        practices = list(
            Practice.objects.filter(community=community, state=PracticeState.PROMOTED).values_list(
                "pk", flat=True
            )
        )
        with transaction.atomic():
            for at in range(wanted):
                some = site.chance.sample(posts, min(each, len(posts)))
                practice = practices[at] if at < len(practices) else None
                _job_aid(site, language, community, index, some, practice)
        if number % 40 == 39:
            site.say(f"  job aids of {number + 1} communities")


def _job_aid(
    site: Site,
    language: Language,
    community: CommunityPage,
    index: Page,
    posts: Sequence[Post],
    practice: int | None,
) -> None:
    title, at = language.title(), site.moment()
    quoted = [(post, blocks.blocks(post.body)[0]) for post in posts]
    ids = [_uuid(site) for _ in quoted]
    aid = JobAidPage(
        title=title,
        slug=f"aid-{site.chance.getrandbits(48):012x}",
        community=community,
        practice_id=practice,
        owner_id=site.members[community.pk][0],
        purpose=language.title(),
        live=True,
        number=1,
        verified_until=(site.now + timedelta(days=site.chance.randint(-200, 200))).date(),
        first_published_at=at,
        last_published_at=at,
        steps=[
            {"type": "step", "id": uuid, "value": {"title": block.text[:200]}}
            for uuid, (_, block) in zip(ids, quoted, strict=True)
        ],
    )
    index.refresh_from_db()
    index.add_child(instance=aid)
    JobAidVersion.objects.create(
        job_aid=aid, number=1, title=title, verified_until=aid.verified_until, published_at=at
    )
    rows = Provenance.objects.bulk_create(
        Provenance(
            job_aid=aid,
            step=uuid,
            key="a",
            created_at=at,
            author_id=post.author_id,
            post=post,
            anchor=block.id,
            version=1,
            quote=block.text,
            digest=blocks.digest(block.text),
            label=post.thread.title,
        )
        for uuid, (post, block) in zip(ids, quoted, strict=True)
    )
    _spoken_of(site, aid, rows)


def _spoken_of(site: Site, aid: JobAidPage, rows: Sequence[Provenance]) -> None:
    if site.chance.random() < 0.1:
        DriftAlert.objects.create(
            provenance=rows[0],
            state=DriftState.OPEN,
            opened_at=site.moment(),
            old_text=rows[0].quote,
            new_text="x",
        )
    voters = site.chance.sample(site.members[aid.community_id], site.chance.randint(0, 4))
    Feedback.objects.bulk_create(
        Feedback(
            job_aid=aid, number=1, user_id=pk, worked=site.chance.random() < 0.8, created_at=site.moment()
        )
        for pk in voters
    )


def _uuid(site: Site) -> str:
    digits = f"{site.chance.getrandbits(128):032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
