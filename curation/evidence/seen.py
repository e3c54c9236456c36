"""What is seen of a practice: numbers alone, read from the database in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from communities.models import Link, LinkTarget, Reaction
from communities.states import ReactionKind
from curation.actions.practices import MAX_SOURCES
from curation.models import Feedback, Flag, JobAidPage, Practice, PracticeSource, Provenance, Reading
from curation.places.described import credits_for, with_sources
from curation.states import FlagReason
from people.models import User

READ_WITHIN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Seen:
    """The numbers that `parts` weighs."""

    authors: int = 0
    worked_people: int = 0
    worked_teams: int = 0
    heard_teams: int = 0
    flaggers: int = 0
    accepted: int = 0
    experts: int = 0
    reused: int = 0
    linked: int = 0
    readers: int = 0
    failed_people: int = 0
    contradictions: int = 0
    objections: int = 0
    newest: datetime | None = None


def look_at(practice: Practice) -> Seen:
    """Count what stands for a practice and against it. Thirteen queries, whatever it holds."""
    sources = list(with_sources(practice.sources.all(), bodies=True)[:MAX_SOURCES])
    authors = _authors(sources)
    words = _words(practice, sources, not_by=authors)
    flags = _flags(practice, not_by=authors)
    experts = practice.endorsements.exclude(expert=None).aggregate(
        number=Count("pk"), newest=Max("created_at")
    )
    objections = practice.objections.filter(withdrawn_at=None, answered_at=None).count()
    return Seen(
        authors=len(authors),
        worked_people=words.people,
        worked_teams=words.good_teams,
        heard_teams=words.teams,
        flaggers=flags.people,
        accepted=sum(_is_accepted(source) for source in sources),
        experts=experts["number"],
        reused=_reused(practice, sources),
        linked=_linked(sources),
        readers=_readers(practice, sources),
        failed_people=words.against,
        contradictions=flags.against,
        objections=objections,
        newest=max(
            filter(None, (words.newest, flags.newest, experts["newest"])), default=practice.created_at
        ),
    )


def _authors(sources: list[PracticeSource]) -> set[int | str]:
    """Whoever wrote the words, once: people by id, those who are no people here by name."""
    named = credits_for([(source.source, source.anchor) for source in sources])
    return {
        credit.person.pk if credit.person else credit.name for credit in named if credit.person or credit.name
    }


def _is_accepted(source: PracticeSource) -> bool:
    post = source.post
    return post is not None and not post.is_removed and post.thread.accepted_post_id == post.pk


def _job_aids(practice: Practice) -> QuerySet[JobAidPage, dict[str, int]]:
    return JobAidPage.objects.made_of(practice).order_by().values("pk")


@dataclass(frozen=True, slots=True)
class _Words:
    people: int
    against: int
    teams: int
    good_teams: int
    newest: datetime | None


def _words(practice: Practice, sources: list[PracticeSource], *, not_by: set[int | str]) -> _Words:
    """Who said that it worked, or that it did not, by team: the last word of each person; authors do not count."""
    posts = [source.post_id for source in sources if source.post_id]
    said: dict[int, tuple[bool, str, datetime]] = {}
    reactions = Reaction.objects.filter(post__in=posts, kind=ReactionKind.WORKED)
    for user, place, at in reactions.order_by("created_at").values_list(
        "user", "user__workplace", "created_at"
    ):
        said[user] = (True, place, at)
    feedback = Feedback.objects.filter(job_aid__in=_job_aids(practice))
    for user, place, worked, at in feedback.order_by("created_at").values_list(
        "user", "user__workplace", "worked", "created_at"
    ):
        if user not in said or said[user][2] <= at:
            said[user] = (worked, place, at)
    kept = {user: word for user, word in said.items() if user not in not_by}
    teams: dict[str, list[bool]] = defaultdict(list)
    for worked, place, _ in kept.values():
        teams[" ".join(place.casefold().split())].append(worked)
    return _Words(
        people=sum(worked for worked, _, _ in kept.values()),
        against=sum(not worked for worked, _, _ in kept.values()),
        teams=len(teams),
        good_teams=sum(sum(team) * 2 > len(team) for team in teams.values()),
        newest=max((at for _, _, at in kept.values()), default=None),
    )


@dataclass(frozen=True, slots=True)
class _Flags:
    people: int
    against: int
    newest: datetime | None


def _flags(practice: Practice, *, not_by: set[int | str]) -> _Flags:
    given = Flag.objects.filter(place__practice=practice)
    others = given.exclude(author__in=[author for author in not_by if isinstance(author, int)])
    against = Q(kind=FlagReason.CONTRADICTS)
    found = others.aggregate(
        people=Count("author", filter=~against, distinct=True),
        against=Count("author", filter=against, distinct=True),
        newest=Max("created_at"),
    )
    return _Flags(**found)


def _same_things(sources: Iterable[PracticeSource]) -> Q:
    same = Q(pk__in=[])
    for source in sources:
        field = source.kind
        if field:
            same |= Q(**{field: getattr(source, f"{field}_id")})
    return same


def _reused(practice: Practice, sources: list[PracticeSource]) -> int:
    """Published job aids, other than its own, that took steps from the same pages, posts and recordings."""
    if not sources:
        return 0
    rows = Provenance.objects.attached().filter(_same_things(sources), job_aid__live=True)
    others = rows.exclude(job_aid__in=_job_aids(practice))
    return others.aggregate(number=Count("job_aid", distinct=True))["number"]


def _linked(sources: list[PracticeSource]) -> int:
    """Wiki pages and posts elsewhere that link to them."""
    found = Q(pk__in=[])
    for source in sources:
        if (target := _target(source)) is not None:
            found |= Q(target=target[0], target_id=target[1])
    pages = [source.wiki_page_id for source in sources if source.wiki_page_id]
    threads = [source.post.thread_id for source in sources if source.post]
    links = Link.objects.filter(found).exclude(wiki_page__in=pages).exclude(post__thread__in=threads)
    return links.count() if sources else 0


def _target(source: PracticeSource) -> tuple[str, int] | None:
    if source.wiki_page_id:
        return LinkTarget.WIKI_PAGE, source.wiki_page_id
    if source.post is not None:
        return LinkTarget.THREAD, source.post.thread_id
    return (LinkTarget.SCREENCAST, source.screencast_id) if source.screencast_id else None


def _readers(practice: Practice, sources: list[PracticeSource]) -> int:
    """People who read one of the sources or of its job aids lately."""
    since = (timezone.localdate() - READ_WITHIN).replace(day=1)
    found = Q(kind=Reading.Kind.JOB_AID, object_id__in=_job_aids(practice))
    for source in sources:
        if (target := _target(source)) is not None:
            found |= Q(kind=target[0], object_id=target[1])
    rows = Reading.objects.filter(found, month__gte=since, user__in=User.objects.filter(is_active=True))
    return rows.aggregate(number=Count("user", distinct=True))["number"]
