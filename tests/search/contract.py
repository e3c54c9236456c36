"""What the tests of the contract of search/backends/base.py say in few words."""

from __future__ import annotations

from datetime import UTC, datetime

from communities.models import CommunityPage
from search.backends.base import SearchBackend, SearchQuery
from search.kinds import Kind
from search.models import SearchEntry, SearchLabel
from search.terms import read_terms
from search.writing import other_forms

SOME_DAY = datetime(2026, 5, 1, tzinfo=UTC)


def entry(
    backend: SearchBackend, community: CommunityPage | None, thing_id: int, **fields: object
) -> SearchEntry:
    labels = fields.get("labels", [])
    made = SearchEntry.objects.create(
        **{
            "kind": Kind.WIKI,
            "thing_id": thing_id,
            "community": community,
            "title": f"Page {thing_id}",
            "url": f"/{thing_id}/",
            "updated_at": SOME_DAY,
            "more": other_forms(f"{fields.get('title', '')}\n{fields.get('text', '')}"),
        }
        | fields
    )
    SearchLabel.objects.bulk_create(
        SearchLabel(entry=made, facet=facet, value=value) for facet, value in labels
    )
    backend.wrote([made])
    return made


def asking(text: str, *communities: CommunityPage, **more: object) -> SearchQuery:
    ids = tuple(community.pk for community in communities)
    asked = read_terms(text)
    return SearchQuery(
        **{
            "terms": asked.terms,
            "excluded": asked.excluded,
            "readable": ids,
            "known": ids,
            "people": True,
        }
        | more
    )


def counted(backend: SearchBackend, query: SearchQuery, facet: str) -> dict[str | int, int]:
    return {count.value: count.things for count in backend.rank(query).counts if count.facet == facet}


def ranked(backend: SearchBackend, query: SearchQuery) -> list[int]:
    return [place.entry_id for place in backend.rank(query).places]
