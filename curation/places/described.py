"""What a place says now, what it is called, where it opens, and whom to credit for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils.text import Truncator

from communities.models import Post, WikiEdition, WikiPage
from core import blocks
from curation.models.place import SOURCE_FIELDS, Place, Source
from curation.places.anchors import MAX_WORDS, WHOLE_THREAD, block_of, find_words, fragment, marked_words
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
_LABEL_WORDS = 60  # characters of marked words that their name repeats


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


def read_place(source: Source, anchor: str, quote: str = "") -> PlaceText:
    """Read a place as it stands now. Raises PlaceGone when it was removed, or was never there.

    `quote` is what a marked stretch of words was: it is there as long as its block says it, wherever that is.
    When the block does not say it any more, the place says all of what the block now says.
    """
    if isinstance(source, Screencast):
        anchor, quote = _stretch(source, anchor)
    else:
        quote = _written(source, anchor, quote)
    return PlaceText(
        source=source,
        anchor=anchor,
        version=version_of(source),
        quote=quote,
        digest=blocks.digest(quote),
        title=place_title(source, anchor, quote),
        url=place_url(source, anchor, quote),
    )


def place_of_words(source: Source, block: str, wanted: str, *, near: int = 0) -> str:
    """The anchor of words that somebody marked in a block, `near` characters into it. Raises PlaceGone."""
    text = None
    if not isinstance(source, Screencast) and len(wanted) <= 2 * MAX_WORDS:
        text = blocks.place_text(source.body, block)
    span = find_words(text, wanted, near=near) if text and block else None
    anchor = f"{block}:{span[0]}-{span[1]}" if span else ""
    if span is None or span[1] - span[0] > MAX_WORDS:
        raise PlaceGone(
            "These words are not in one piece of the text as it reads now. Mark them again, or flag the section."
        )
    return anchor


def version_of(source: Source) -> int:
    """The version that a place taken now is of: the live revision's id, or the number of a post's version."""
    if isinstance(source, WikiPage):
        return source.live_revision_id or source.latest_revision_id or 0
    return source.version


def place_title(source: Source, anchor: str, quote: str = "") -> str:
    """What people call it: "Scanning § When a scan fails", "Pens, post 3", "Pairing, 1:12 to 1:47"."""
    if isinstance(source, Screencast):
        return f"{source.title}, {stretches.parse_stretch(anchor).label}" if anchor else source.title
    words = f": “{Truncator(' '.join(quote.split())).chars(_LABEL_WORDS)}”" if marked_words(anchor) else ""
    if isinstance(source, WikiPage):
        title, over = source.title, _heading_over(source.body, block_of(anchor))
        return f"{title} § {over}{words}"[:_MAX_LABEL] if over else f"{title}{words}"
    if anchor == WHOLE_THREAD:
        return f"{source.thread.title}, the whole thread"
    title = source.thread.title if source.is_opening else f"{source.thread.title}, post {source.position}"
    return f"{title}{words}"


def place_url(source: Source, anchor: str, quote: str = "") -> str:
    """Where the place opens now; with `quote` a browser marks the words of a marked stretch."""
    address = source.get_absolute_url()
    if isinstance(source, Screencast):
        return f"{address}?t={stretches.parse_stretch(anchor).start:g}" if anchor else address
    if not anchor or isinstance(source, WikiPage):
        return address + fragment(anchor, quote)
    return address.partition("#")[0] + fragment(anchor, quote)


def version_url(place: Place) -> str:
    """Where the place opens as it read when it was taken; a recording has one version, so it opens now."""
    if place.wiki_page_id and place.version:
        return reverse("communities:wiki_at", args=[place.version]) + fragment(place.anchor, place.quote)
    post = place.post
    if post is not None and place.version != post.version:
        thread = post.thread
        args = [thread.community.slug, thread.pk, thread.slug, post.pk, place.version]
        return reverse("communities:post_version", args=args) + fragment(place.anchor, place.quote)
    return place_url(place.source, place.anchor, place.quote)


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
    html, text = blocks.place_html(now, block_of(anchor)), _text_at(now, anchor)
    writer = editions[0].editor
    for edition in editions[1:] if text is not None else []:
        then = edition.words  # type: ignore[attr-defined]
        if not (html and html in then) and _text_at(then, anchor, text or "") != text:
            break
        writer = edition.editor
    return writer


def _text_at(body: str, anchor: str, quote: str = "") -> str | None:
    """What a body says at an anchor; of marked words `quote`, where their block says it, else the block."""
    words = marked_words(anchor)
    text = blocks.place_text(body, block_of(anchor))
    if words is None or text is None:
        return text
    if not quote:
        return words.of(text)
    return quote if find_words(text, quote) else text


def _written(source: WikiPage | Post, anchor: str, quote: str) -> str:
    if _is_gone(source):
        raise PlaceGone("This was removed, so nothing of it can be used.")
    found = _whole_thread(source) if anchor == WHOLE_THREAD else _text_at(source.body, anchor, quote)
    if found is None:
        raise PlaceGone("This place is not in the text any more. Open the page and choose it again.")
    return found


def _whole_thread(source: WikiPage | Post) -> str | None:
    """Title, opening post and accepted answer of the thread that this post opens."""
    if isinstance(source, WikiPage) or not source.is_opening:
        return None
    answer = source.thread.accepted_post
    said = [source.body] if answer is None or answer.is_removed else [source.body, answer.body]
    return "\n".join([source.thread.title, *(blocks.plain_text(body) for body in said)])


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
