"""What speaks for a candidate: counted, weighed, and what of it grew since a curator dismissed it."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from communities.models import Post, Reaction, WikiPage
from communities.states import ReactionKind
from curation.candidates.usable import usable_texts
from curation.evidence.formulas import saturating

FEWEST_AUTHORS = 2
# A dismissed candidate returns when one of its numbers grew by so much.
GROWN = {"authors": 2, "accepted": 1, "worked": 3, "thanks": 10}
_GROWTH_WORDS = {
    "authors": ("1 more person writes it", "{} more people write it"),
    "accepted": ("1 more answer was accepted", "{} more answers were accepted"),
    "worked": ("it worked for 1 more person", "it worked for {} more people"),
    "thanks": ("1 more thank-you", "{} more thank-yous"),
}
_LINK = re.compile(r'href="(/communities/[^"#?]+)')
_THREAD = re.compile(r"^/communities/[^/]+/threads/(\d+)")


@dataclass(frozen=True, slots=True)
class Part:
    """One number that counts: n / (n + half_at) of its weight in settings.CANDIDATE_WEIGHTS."""

    key: str
    title: str
    counted: str  # what n is, for a person who asks
    half_at: int


PARTS: tuple[Part, ...] = (
    Part("authors", "Independent people", "people who wrote one of the places, beyond the first", 2),
    Part("worked", "Worked for me", "people who said so at one of the places, its writers left out", 3),
    Part("accepted", "Accepted answers", "places that are the accepted answer to a question", 1),
    Part("links", "Links between them", "links from one of the places to the thread or page of another", 2),
    Part("thanks", "Thanks", "thanks and votes that the places got", 10),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A part as a curator reads it."""

    part: Part
    number: int
    points: float
    most: int

    @property
    def share(self) -> int:
        return round(100 * self.points / self.most) if self.most else 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Numbers of a candidate, over the places that may be used."""

    places: int = 0
    authors: int = 0
    worked: int = 0
    thanks: int = 0
    accepted: int = 0
    links: int = 0

    def as_json(self) -> dict[str, int]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Evidence:
        """The inverse of `as_json`; what was not counted then is 0."""
        return cls(**{name: kept.get(name, 0) for name in cls.__slots__})

    @property
    def is_enough(self) -> bool:
        """Whether curators are shown it: one person alone is not independent."""
        return self.authors >= FEWEST_AUTHORS

    @property
    def lines(self) -> list[Line]:
        """Each part with its points, in the order of PARTS."""
        weights: dict[str, int] = settings.CANDIDATE_WEIGHTS
        numbers = self.as_json() | {"authors": max(0, self.authors - 1)}
        return [
            Line(
                part,
                getattr(self, part.key),
                weights[part.key] * saturating(numbers[part.key], half_at=part.half_at),
                weights[part.key],
            )
            for part in PARTS
        ]

    @property
    def strength(self) -> float:
        """0 to 100."""
        return sum(line.points for line in self.lines)


def rank(strength: float, newest_at: datetime) -> float:
    """What candidates are ordered by: log2 of the strength, plus one for each half-life of the newest place.

    The order is that of strength halved for each half-life of age, on every day; so nothing has to be counted
    again because a day went by (forward decay: Cormode, Shkapenyuk, Srivastava and Xu, ICDE 2009).
    """
    return math.log2(max(strength, 0.01)) + newest_at.timestamp() / 86_400 / settings.CANDIDATE_HALF_LIFE_DAYS


def what_grew(before: Evidence, now: Evidence) -> str:
    """In words, what grew by so much that a dismissed candidate returns; "" when nothing did."""
    grown = {name: getattr(now, name) - getattr(before, name) for name in GROWN}
    if not any(grown[name] >= least for name, least in GROWN.items()):
        return ""
    said = [_GROWTH_WORDS[name][more > 1].format(more) for name, more in grown.items() if more > 0]
    return ", ".join(said)


@dataclass(slots=True)
class Gathered:
    """What was read of one candidate."""

    texts: list[tuple[int, bytes]] = field(default_factory=list)
    authors: set[tuple[str, Any]] = field(default_factory=set)
    posts: set[int] = field(default_factory=set)
    threads: set[int] = field(default_factory=set)
    pages: dict[int, str] = field(default_factory=dict)
    thanks: int = 0
    accepted: int = 0
    worked: set[int] = field(default_factory=set)
    links: int = 0
    newest_at: datetime | None = None

    @property
    def evidence(self) -> Evidence:
        own = {pk for kind, pk in self.authors if kind == "person"}
        return Evidence(
            places=len(self.texts),
            authors=len(self.authors),
            worked=len(self.worked - own),
            thanks=self.thanks,
            accepted=self.accepted,
            links=self.links,
        )


_COLUMNS = (
    *("candidate_id", "pk", "words", "post_id", "wiki_page_id"),
    *("post__author_id", "post__author_name", "post__thread_id", "post__thread__accepted_post_id"),
    *("post__thanks_count", "post__created_at"),
    *("wiki_page__last_editor_id", "wiki_page__url_path", "wiki_page__last_published_at"),
)


def gather(candidates: Collection[int]) -> defaultdict[int, Gathered]:
    """Read what speaks for these candidates. Four queries, and the rows of their own places."""
    found: defaultdict[int, Gathered] = defaultdict(Gathered)
    for row in usable_texts().filter(candidate__in=candidates).values(*_COLUMNS):
        _add(found[row["candidate_id"]], row)
    of_post = {post: pk for pk, one in found.items() for post in one.posts}
    reactions = Reaction.objects.filter(post__in=of_post, kind=ReactionKind.WORKED)
    for post, user in reactions.values_list("post_id", "user_id"):
        found[of_post[post]].worked.add(user)
    _count_links(found, of_post)
    return found


def _add(one: Gathered, row: dict[str, Any]) -> None:
    one.texts.append((row["pk"], bytes(row["words"])))
    if row["post_id"]:
        one.posts.add(row["post_id"])
        one.threads.add(row["post__thread_id"])
        one.thanks += max(0, row["post__thanks_count"])
        one.accepted += row["post__thread__accepted_post_id"] == row["post_id"]
        one.authors.add(_who(row["post__author_id"], row["post__author_name"]))
        written = row["post__created_at"]
    else:
        one.pages[row["wiki_page_id"]] = row["wiki_page__url_path"]
        one.authors.add(_who(row["wiki_page__last_editor_id"], ""))
        written = row["wiki_page__last_published_at"] or timezone.now()
    one.newest_at = max(one.newest_at or written, written)


def _who(person: int | None, name: str) -> tuple[str, Any]:
    """A person here, or one of another site by name; all whom nobody knows any more are one."""
    return ("person", person) if person else ("name", name.casefold())


def _count_links(found: dict[int, Gathered], of_post: dict[int, int]) -> None:
    """Links from a place of a candidate to another thread or page of it."""
    posts = Post.objects.filter(pk__in=of_post, body__contains='href="/communities/')
    for pk, thread, body in posts.values_list("pk", "thread_id", "body"):
        one = found[of_post[pk]]
        one.links += sum(_leads_to(link, one, thread=thread) for link in set(_LINK.findall(body)))
    of_page = {page: pk for pk, one in found.items() for page in one.pages}
    pages = WikiPage.objects.filter(pk__in=of_page, body__contains='href="/communities/')
    for pk, body in pages.values_list("pk", "body"):
        one = found[of_page[pk]]
        one.links += sum(_leads_to(link, one, page=pk) for link in set(_LINK.findall(body)))


def _leads_to(link: str, one: Gathered, *, thread: int = 0, page: int = 0) -> bool:
    if named := _THREAD.match(link):
        return int(named[1]) in one.threads - {thread}
    others: Iterable[str] = (path for pk, path in one.pages.items() if pk != page)
    return any(path.endswith(f"{link.rstrip('/')}/") for path in others)
