"""News of job aids: for authors, owners, and those who use or missed them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.dateformat import format as format_date

from communities.permissions import Verb
from core.policy import can
from curation.models import (
    ArchiveProposal,
    ContentRequest,
    DriftAlert,
    Feedback,
    JobAidPage,
    Provenance,
    Release,
    StepQuestion,
)
from curation.people import curators_of
from curation.upkeep.owners import people_who_answer, with_people_who_answer
from notifications.news.base import (
    News,
    Told,
    found,
    job_aids,
    name_of,
    news,
    said,
    without,
)
from notifications.states import Audience, Kind
from people.models import User


def _of(job_aid: JobAidPage, kind: Kind, text: str, *, url: str = "", subject: str = "") -> News:
    address = url or job_aid.get_absolute_url()
    return News(kind, text, address, job_aid.community, subject or f"job aid:{job_aid.pk}")


# -- authors -----------------------------------------------------------------------------------------------
@news
def words_used(job_aid_id: int, authors: list[int]) -> Iterable[Told]:
    """To those whose words a draft uses; of the draft itself they read nothing yet."""
    job_aid = found(job_aids(), job_aid_id)
    if job_aid is None:
        return
    text = f"Words of yours are used in a draft: “{job_aid.title}”. You are told when it is published."
    url = reverse("curation:my_words")
    yield _of(job_aid, Kind.USED, text, url=url), User.objects.filter(pk__in=authors)


@news
def job_aid_published(job_aid_id: int) -> Iterable[Told]:
    """To everybody whose words it uses: named, or not, as they chose."""
    job_aid = found(job_aids().published(), job_aid_id)
    if job_aid is None:
        return
    named: dict[bool, set[int]] = {True: set(), False: set()}
    rows = Provenance.objects.attached().filter(job_aid=job_aid, author__isnull=False)
    for author, is_unnamed, is_named in rows.values_list(
        "author", "is_unnamed", "author__is_named"
    ).distinct():
        named[is_named and not is_unnamed].add(author)
    for is_named, authors in named.items():
        how = "and names you" if is_named else "without your name, as you asked"
        text = f"“{job_aid.title}” is published, version {job_aid.number}: it uses words of yours, {how}."
        yield _of(job_aid, Kind.USED, text), User.objects.filter(pk__in=authors)


# -- owners ------------------------------------------------------------------------------------------------
@news
def drift_found(alert_id: int) -> Iterable[Told]:
    alert = found(DriftAlert.objects.open().select_related("provenance"), alert_id)
    job_aid = alert and found(job_aids(), alert.provenance.job_aid_id)
    if job_aid is None:
        return
    text = f"A source of “{job_aid.title}” changed: {alert.provenance.label}"
    compares: dict[str, list[User]] = defaultdict(list)
    for person in people_who_answer(job_aid):
        decides = can(person, Verb.CURATE, job_aid)
        compares[reverse("curation:drift", args=[alert.pk]) if decides else ""].append(person)
    for url, people in compares.items():
        yield _of(job_aid, Kind.DRIFT, text, url=url), people


@news
def verification_due(job_aid_id: int, days: int) -> Iterable[Told]:
    job_aid = found(job_aids().published(), job_aid_id)
    if job_aid is None:
        return
    if days > 0:
        when = f"is verified for {days} more {'day' if days == 1 else 'days'}"
    else:
        when = "is verified until today" if job_aid.is_verified else "is not verified any more"
    text = f"“{job_aid.title}” {when}. Say that it is still right, or change it."
    yield _of(job_aid, Kind.VERIFY, text), people_who_answer(job_aid)


@news
def owner_gone(job_aid_id: int, people: list[int]) -> Iterable[Told]:
    job_aid = found(job_aids(), job_aid_id)
    if job_aid is None or not job_aid.live:
        return
    text = f"The owner of “{job_aid.title}” is gone. You answer for it now."
    yield _of(job_aid, Kind.VERIFY, text), User.objects.filter(pk__in=people)


@news
def release_announced(release_id: int) -> Iterable[Told]:
    """To each who answers for some of them once, however many job aids it touches."""
    release = found(Release.objects.select_related("system__community"), release_id)
    if release is None:
        return
    touched: dict[User, list[JobAidPage]] = defaultdict(list)
    about = job_aids().published().filter(systems=release.system).order_by("pk")
    for job_aid, people in with_people_who_answer(about.iterator(chunk_size=500)):
        for person in people:
            touched[person].append(job_aid)
    what = f"{release.system.name} {release.name}"
    for person, mine in touched.items():
        many = f"“{mine[0].title}”" if len(mine) == 1 else f"{len(mine)} job aids of yours"
        yield (
            _of(
                mine[0], Kind.RELEASE, f"{what} was announced: check {many}.", subject=f"release:{release.pk}"
            ),
            [person],
        )


@news
def archive_proposed(proposal_id: int) -> Iterable[Told]:
    proposal = found(ArchiveProposal.objects, proposal_id)
    job_aid = proposal and found(job_aids().published(), proposal.job_aid_id)
    if job_aid is None:
        return
    text = (
        f"“{job_aid.title}” goes to the archive on {format_date(proposal.archive_on, 'j F Y')}: "
        "nobody read or verified it for long. Keep it if it is needed."
    )
    yield _of(job_aid, Kind.ARCHIVE, text), [*people_who_answer(job_aid), *curators_of(job_aid.community)]


@news
def job_aid_retired(job_aid_id: int) -> Iterable[Told]:
    """To who answers for it; it is read no more, so the library is where this leads."""
    job_aid = found(job_aids().select_related("retired_by", "superseded_by__community"), job_aid_id)
    if job_aid is None or job_aid.retired_at is None:
        return
    text = f"“{job_aid.title}” was withdrawn by {name_of(job_aid.retired_by)}{said(job_aid.retire_reason)}"
    follows = job_aid.superseded_by
    url = (
        follows.get_absolute_url() if follows else reverse("curation:job_aids", args=[job_aid.community.slug])
    )
    yield _of(job_aid, Kind.ARCHIVE, text, url=url), without(people_who_answer(job_aid), job_aid.retired_by)


@news
def job_aid_superseded(job_aid_id: int, by: int | None = None) -> Iterable[Told]:
    """To who answers for it: another one replaces it, which they may not have heard of."""
    job_aid = found(job_aids().published().select_related("superseded_by__community"), job_aid_id)
    follows = job_aid and job_aid.superseded_by
    if follows is None:
        return
    text = f"“{job_aid.title}” is replaced by “{follows.title}”. It stays readable, and says so."
    people = without(people_who_answer(job_aid), found(User.objects, by or 0))
    yield _of(job_aid, Kind.ARCHIVE, text, url=follows.get_absolute_url()), people


@news
def question_about_step(question_id: int, of: int | None = None) -> Iterable[Told]:
    """To who answers for it, the people to ask, and the one of whom it was asked."""
    question = found(StepQuestion.objects.select_related("thread__community", "asked_by"), question_id)
    job_aid = question and found(job_aids(), question.job_aid_id)
    if job_aid is None:
        return
    asked = f"{name_of(question.asked_by)} asks about a step of “{job_aid.title}”{said(question.asks)}"
    contacts = User.objects.filter(Q(pk__in=job_aid.contacts.values("user")) | Q(pk=of or 0))
    yield (
        _of(
            job_aid,
            Kind.QUESTION,
            asked,
            url=question.thread.get_absolute_url(),
            subject=f"question:{question.pk}",
        ),
        without([*people_who_answer(job_aid), *contacts], question.asked_by),
    )


@news
def did_not_work(feedback_id: int) -> Iterable[Told]:
    feedback = found(Feedback.objects.filter(worked=False).select_related("user"), feedback_id)
    job_aid = feedback and found(job_aids().published(), feedback.job_aid_id)
    if job_aid is None:
        return
    text = f"“{job_aid.title}” did not work for {name_of(feedback.user)}{said(feedback.comment)}"
    yield _of(job_aid, Kind.DID_NOT_WORK, text), without(people_who_answer(job_aid), feedback.user)


# -- readers -----------------------------------------------------------------------------------------------
@news
def acknowledgement_due(job_aid_id: int, users: list[int]) -> Iterable[Told]:
    job_aid = found(job_aids().published(), job_aid_id)
    if job_aid is None:
        return
    text = f"Confirm that you have read “{job_aid.title}”, version {job_aid.number}."
    yield _of(job_aid, Kind.ACKNOWLEDGE, text), User.objects.filter(pk__in=users).iterator(chunk_size=500)


def _missed(request_id: int) -> tuple[ContentRequest, list[User]] | None:
    request = found(ContentRequest.objects.select_related("community", "job_aid__community"), request_id)
    if request is None:
        return None
    voices = set(request.voices.values_list("user", flat=True)) | {request.asked_by_id}
    people = User.objects.filter(pk__in=voices - {None})
    return request, without(people, request.decided_by)


@news
def request_met(request_id: int) -> Iterable[Told]:
    if (missed := _missed(request_id)) is None or missed[0].job_aid is None:
        return
    request, people = missed
    assert request.job_aid is not None
    text = f"You missed “{request.title}”: there is a job aid now, “{request.job_aid.title}”."
    yield _of(request.job_aid, Kind.REQUEST, text, subject=f"request:{request.pk}"), people


@news
def request_declined(request_id: int) -> Iterable[Told]:
    if (missed := _missed(request_id)) is None:
        return
    request, people = missed
    text = f"There will be no job aid “{request.title}”{said(request.reason)}"
    url = reverse("curation:job_aids", args=[request.community.slug])
    yield News(Kind.REQUEST, text, url, request.community, f"request:{request.pk}", Audience.READERS), people
