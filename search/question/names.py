"""The filters by name: what is typed before the colon, what it means, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass

from curation.states import Trust
from search.kinds import Kind


@dataclass(frozen=True)
class Named:
    """A filter. `facet` is its name in addresses and, save for days and order, in Filters."""

    facet: str
    name: str
    title: str
    example: str
    says: str
    also: tuple[str, ...] = ()


FILTERS = (
    Named("kind", "type", "Kind", "type:job-aid", "one kind of thing", ("kind",)),
    Named("community", "in", "Community", "in:pharmacy", "one community", ("community",)),
    Named(
        "trust", "is", "Trust", "is:verified", "how far it can be trusted, or is:answered", ("trust", "state")
    ),
    Named("author", "by", "Person", "by:@eli", "who wrote it", ("author", "from")),
    Named("tag", "tag", "Tag", "tag:insulin", "a tag of a thread"),
    Named("role", "role", "Role", "role:nurse", "who a job aid is for"),
    Named("system", "system", "System", 'system:"Ward PC"', "the system that it is about"),
    Named("release", "release", "Release", "release:12.1", "the release that it was verified on"),
    Named(
        "after",
        "after",
        "From",
        "after:2026-01",
        "changed on that day or later; after:week is the past week",
        ("since",),
    ),
    Named("before", "before", "To", "before:2026-03-15", "changed on that day or earlier", ("until",)),
    Named("order", "sort", "Order", "sort:newest", "newest first", ("order",)),
)
BY_NAME = {name: each for each in FILTERS for name in (each.name, *each.also)}
BY_FACET = {each.facet: each for each in FILTERS}

KINDS = {
    Kind.JOB_AID: "job-aid",
    Kind.PRACTICE: "practice",
    Kind.WIKI: "wiki",
    Kind.THREAD: "thread",
    Kind.SCREENCAST: "screencast",
    Kind.PERSON: "person",
    Kind.COMMUNITY: "community",
}
ALSO_KINDS = {
    "jobaid": Kind.JOB_AID,
    "aid": Kind.JOB_AID,
    "page": Kind.WIKI,
    "wiki-page": Kind.WIKI,
    "question": Kind.THREAD,
    "post": Kind.THREAD,
    "discussion": Kind.THREAD,
    "recording": Kind.SCREENCAST,
    "video": Kind.SCREENCAST,
    "people": Kind.PERSON,
    "communities": Kind.COMMUNITY,
}
ANSWERED = "Answered"  # the state of an entry, and the only one
TRUSTS = {  # what can be relied on most comes first
    trust.value: str(trust.label)
    for trust in (
        Trust.VERIFIED,
        Trust.CHECK,
        Trust.ENDORSED,
        Trust.EMERGING,
        Trust.RAW,
        Trust.UNVERIFIED,
        Trust.OUTDATED,
    )
}
PERIODS_IN_WORDS = {"week": "Past week", "month": "Past month", "year": "Past year"}
ORDERS = {"newest": "newest", "date": "newest", "new": "newest", "best": "best", "relevance": "best"}
