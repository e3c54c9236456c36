"""What a place says now, what it is called, where it opens, and whom to credit for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse

from communities.models import Post, WikiEdition, WikiPage
from core import blocks
from curation.models.place import SOURCE_FIELDS, Place, Source
from people.models import User
from screencasts import stretches
from screencasts.models import Screencast
from screencasts.times import format_time

_SOURCE_ROWS = ("wiki_page", "post__thread__community", "screencast__community")
_AUTHOR_ROWS = ("post__author", "screencast__author")
HISTORY = 100  # editions of a page that are looked through for who wrote the words
_BODIES = ("wiki_page__body", "wiki_page__sections", "wiki_page__lead", "post__body")

Q = TypeVar("Q", bound=QuerySet[Any])
_FIELD_OF: dict[type, str] = {WikiPage: "wiki_page", Post: "post", Screencast: "screencast"}
_MODEL_OF: dict[str, type] = {field: model for model, field in _FIELD_OF.items()}
_MAX_LABEL = 300


class PlaceGone(ValueError):
    """There is no such place any more, or it never was; the message is for the person."""


@dataclass(frozen=True, slots=True)
class PlaceText:
    """A place as it reads now: what `Place` keeps of it, and where it opens."""

    source: Source
    anchor: str
    version: int
    quote: str
    digest: str
    title: str
    url: str

    def as_fields(self) -> dict[str, Any]:
        """The columns of a `Place` row."""
        return {
            **place_key(self.source, self.anchor),
            "version": self.version,
            "quote": self.quote,
            "digest": self.digest,
            "label": self.title,
        }


@dataclass(frozen=True, slots=True)
class Credit:
    """Who wrote the words; `name` alone when that is no person here."""

    person: User | None
    name: str


def field_of(source: Source) -> str:
    """Which of SOURCE_FIELDS this thing goes in."""
    return _FIELD_OF[type(source)]


def model_of(field: str) -> type[Any]:
    """The inverse of `field_of`. Raises KeyError."""
    return _MODEL_OF[field]


def with_sources(rows: Q, *, prefix: str = "", bodies: bool = False) -> Q:
    """Bring along what opening, naming and crediting places needs; with `bodies` their words too."""
    joined = rows.select_related(*(f"{prefix}{name}" for name in (*_SOURCE_ROWS, *_AUTHOR_ROWS)))
    return joined if bodies else joined.defer(*(f"{prefix}{name}" for name in _BODIES))


def place_key(source: Source, anchor: str) -> dict[str, Any]:
    """The columns that say which place it is; the other two sources are None."""
    here = field_of(source)
    return {field: source if field == here else None for field in SOURCE_FIELDS} | {"anchor": anchor}


def read_place(source: Source, anchor: str) -> PlaceText:
    """Read a place as it stands now. Raises PlaceGone when it was removed, or was never there."""
    if isinstance(source, Screencast):
        anchor, quote = _stretch(source, anchor)
    else:
        quote = _written(source, anchor)
    return PlaceText(
        source=source,
        anchor=anchor,
        version=version_of(source),
        quote=quote,
        digest=blocks.digest(quote),
        title=place_title(source, anchor),
        url=place_url(source, anchor),
    )


def version_of(source: Source) -> int:
    """The version that a place taken now is of: the live revision's id, or the number of a post's version."""
    if isinstance(source, WikiPage):
        return source.live_revision_id or source.latest_revision_id or 0
    return source.version


def place_title(source: Source, anchor: str) -> str:
    """What people call it: "Scanning § When a scan fails", "Pens, post 3", "Pairing, 1:12 to 1:47"."""
    if isinstance(source, WikiPage):
        title, more = source.title, _heading_over(source.body, anchor)
        return f"{title} § {more}"[:_MAX_LABEL] if more else title
    if isinstance(source, Post):
        return source.thread.title if source.is_opening else f"{source.thread.title}, post {source.position}"
    if not anchor:
        return source.title
    return f"{source.title}, {stretches.parse_stretch(anchor).label}"


def place_url(source: Source, anchor: str) -> str:
    """Where the place opens now."""
    address = source.get_absolute_url()
    if isinstance(source, WikiPage):
        return f"{address}#{anchor}" if anchor else address
    if isinstance(source, Post):
        return f"{address.partition('#')[0]}#{anchor}" if anchor else address
    if not anchor:
        return address
    return f"{address}?t={stretches.parse_stretch(anchor).start:g}"


def version_url(place: Place) -> str:
    """Where the place opens as it read when it was taken; a recording has one version, so it opens now."""
    fragment = f"#{place.anchor}" if place.anchor else ""
    if place.wiki_page_id and place.version:
        return reverse("communities:wiki_at", args=[place.version]) + fragment
    post = place.post
    if post is not None and place.version != post.version:
        thread = post.thread
        args = [thread.community.slug, thread.pk, thread.slug, post.pk, place.version]
        return reverse("communities:post_version", args=args) + fragment
    return place_url(place.source, place.anchor)


def credits_for(places: Sequence[tuple[Source, str]]) -> list[Credit]:
    """Whom to name for the words at each source and anchor. One query for all wiki pages together.

    Words on a wiki page are those of the editor who brought them: of the earliest edition that has them as they
    are now, with no other between, at most HISTORY editions ago.
    """
    histories = _histories({source.pk for source, _ in places if isinstance(source, WikiPage)})
    return [_credit(source, anchor, histories) for source, anchor in places]


def _credit(source: Source, anchor: str, histories: dict[int, list[WikiEdition]]) -> Credit:
    if isinstance(source, WikiPage):
        person = _writer(histories[source.pk], anchor)
        return Credit(person, person.name if person else "")
    if isinstance(source, Post):
        return Credit(source.author, source.author.name if source.author else source.author_name)
    return Credit(source.author, source.author.name if source.author else "")


def _histories(pages: set[int]) -> dict[int, list[WikiEdition]]:
    """The newest editions of these pages, each with its `words`, the newest first."""
    found: dict[int, list[WikiEdition]] = defaultdict(list)
    if pages:
        rows = WikiEdition.objects.filter(page__in=pages, number__gt=F("page__edition") - HISTORY)
        words = KeyTextTransform("body", "revision__content")
        for edition in rows.annotate(words=words).select_related("editor").order_by("page", "-number"):
            found[edition.page_id].append(edition)
    return found


def _writer(editions: list[WikiEdition], anchor: str) -> User | None:
    """Who brought the words at this anchor; a body that holds them letter by letter is not read block by block."""
    if not editions:
        return None
    now = editions[0].words  # type: ignore[attr-defined]
    html, text = blocks.place_html(now, anchor), blocks.place_text(now, anchor)
    writer = editions[0].editor
    for edition in editions[1:] if text is not None else []:
        then = edition.words  # type: ignore[attr-defined]
        if not (html and html in then) and blocks.place_text(then, anchor) != text:
            break
        writer = edition.editor
    return writer


def _written(source: WikiPage | Post, anchor: str) -> str:
    if _is_gone(source):
        raise PlaceGone("This was removed, so nothing of it can be used.")
    quote = blocks.place_text(source.body, anchor)
    if quote is None:
        raise PlaceGone("This place is not in the text any more. Open the page and choose it again.")
    return quote


def _stretch(screencast: Screencast, anchor: str) -> tuple[str, str]:
    """The anchor in its one form, and the words that are heard there."""
    if not screencast.is_ready:
        raise PlaceGone("This recording cannot be watched yet.")
    if not anchor:
        return "", stretches.place_text(screencast, "") or ""
    try:
        stretch = stretches.parse_stretch(anchor)
    except ValueError as error:
        raise PlaceGone(
            "This is no stretch of the recording: give two times, the later one second."
        ) from error
    if screencast.duration and stretch.end > screencast.duration + 1:
        raise PlaceGone(f"The recording ends at {format_time(int(screencast.duration))}.")
    return stretch.anchor, stretches.place_text(screencast, stretch.anchor) or ""


def _is_gone(source: WikiPage | Post) -> bool:
    return source.is_removed if isinstance(source, Post) else not source.live


def _heading_over(body: str, anchor: str) -> str:
    """The title of the section that the anchor names or stands in."""
    if not anchor:
        return ""
    for section in blocks.sections(body):
        if section.anchor == anchor or any(block.id == anchor for block in section.blocks):
            return section.title
    return ""
