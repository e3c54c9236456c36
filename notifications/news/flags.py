"""News of flags, refusals and practices: for authors, for who flagged, for curators and experts."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from curation.models import Flag, FlaggedPlace, Objection, Refusal
from curation.people import curators_of
from curation.places.described import credits_for, place_url, with_sources
from curation.states import FlagState, RefusalState
from curation.upkeep.owners import people_who_answer_for_practice
from notifications.news.base import News, Told, found, name_of, news, said, without
from notifications.states import Audience, Kind
from people.models import User


@news
def words_flagged(flag_id: int) -> Iterable[Told]:
    """To whoever wrote the words."""
    flags = Flag.objects.select_related("author", "place__community")
    flag = found(with_sources(flags, prefix="place__", bodies=True), flag_id)
    if flag is None:
        return
    place = flag.place
    writer = credits_for([(place.source, place.anchor)])[0].person
    who = f"{place.people_count} people" if place.people_count > 1 else name_of(flag.author)
    why = f"{flag.get_kind_display().lower()}{said(flag.reason)}" if place.people_count == 1 else ""
    text = f"{who} flagged your words in “{place.label}”" + (f": {why}" if why else ".")
    yield (
        News(
            Kind.FLAGGED,
            text,
            place_url(place.source, place.anchor, place.quote),
            place.community,
            f"place:{place.pk}",
        ),
        without([writer] if writer else [], flag.author),
    )


@news
def place_decided(place_id: int, by: int | None) -> Iterable[Told]:
    """To everybody who flagged it."""
    place = found(FlaggedPlace.objects.select_related("community", "practice"), place_id)
    if place is None or place.state == FlagState.OPEN:
        return
    if place.practice is not None:
        became = f"is in the practice “{place.practice.title}”."
    else:
        became = f"was declined{said(place.decline_reason)}"
    flaggers = User.objects.filter(flags__place=place).exclude(pk=by or 0).distinct()
    text = f"“{place.label}”, which you flagged, {became}"
    yield (
        News(Kind.DECIDED, text, reverse("curation:my_flags"), place.community, f"place:{place.pk}"),
        flaggers.iterator(chunk_size=500),
    )


@news
def refusal_made(refusal_id: int) -> Iterable[Told]:
    refusal = found(Refusal.objects.select_related("community", "asked_by"), refusal_id)
    if refusal is None:
        return
    text = f"{refusal.asked_by.name} asks that “{refusal.label}” not be used{said(refusal.reason)}"
    url = reverse("curation:refusal", args=[refusal.pk])
    yield (
        News(Kind.REFUSAL, text, url, refusal.community, f"refusal:{refusal.pk}", Audience.CURATORS),
        without(curators_of(refusal.community), refusal.asked_by),
    )


@news
def refusal_decided(refusal_id: int) -> Iterable[Told]:
    refusal = found(Refusal.objects.select_related("community", "asked_by"), refusal_id)
    if refusal is None or refusal.state == RefusalState.OPEN:
        return
    will = "will not be used" if refusal.state == RefusalState.HONOURED else "may be used"
    text = f"You asked that “{refusal.label}” not be used. It {will}{said(refusal.answer)}"
    url = reverse("curation:my_words")
    yield News(Kind.REFUSAL, text, url, refusal.community, f"refusal:{refusal.pk}"), [refusal.asked_by]


def _objection(objection_id: int) -> Objection | None:
    rows = Objection.objects.select_related(
        "practice__community", "practice__curator", "expert", "answered_by"
    )
    return found(rows, objection_id)


@news
def objection_made(objection_id: int) -> Iterable[Told]:
    """To who answers for the practice."""
    objection = _objection(objection_id)
    if objection is None:
        return
    practice = objection.practice
    text = f"{name_of(objection.expert)} objects to the practice “{practice.title}”{said(objection.reason)}"
    yield (
        News(
            Kind.OBJECTION,
            text,
            practice.get_absolute_url(),
            practice.community,
            f"objection:{objection.pk}",
        ),
        without(people_who_answer_for_practice(practice), objection.expert),
    )


@news
def objection_answered(objection_id: int) -> Iterable[Told]:
    objection = _objection(objection_id)
    if objection is None or objection.expert is None:
        return
    practice = objection.practice
    text = (
        f"{name_of(objection.answered_by)} answered your objection to “{practice.title}”"
        f"{said(objection.answer)}"
    )
    yield (
        News(
            Kind.OBJECTION,
            text,
            practice.get_absolute_url(),
            practice.community,
            f"objection:{objection.pk}",
        ),
        without([objection.expert], objection.answered_by),
    )
