from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from communities.models import CommunityPage
from communities.permissions import Verb, standing
from search.backends.base import Filters, SearchQuery
from search.kinds import Kind
from search.terms import MAX_CHARS, read_terms

ORDERS = [("", "Best"), ("newest", "Newest")]


class QuestionField(forms.CharField):
    """Whatever is typed is a question: what cannot be part of one is left out, and what is too long is cut."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(str(value or "").replace("\0", " ")))[:MAX_CHARS]


class SearchForm(forms.Form):
    """What the search page's address says. Nonsense in it is ignored, never an error."""

    q = QuestionField(required=False)
    kind = forms.MultipleChoiceField(choices=Kind, required=False)
    community = forms.ModelMultipleChoiceField(
        CommunityPage.objects.none(), required=False, to_field_name="slug"
    )
    order = forms.ChoiceField(choices=ORDERS, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        communities = self.fields["community"]
        communities.queryset = CommunityPage.objects.visible_to(user)  # type: ignore[attr-defined]

    def query(self) -> SearchQuery:
        """The question, bound to what this person may know of."""
        self.is_valid()
        asked = self.cleaned_data
        return replace(
            what_may_be_found(self.user, asked.get("q", "")),
            filters=Filters(
                kind=tuple(asked.get("kind", ())),
                community=tuple(community.pk for community in asked.get("community", ())),
            ),
            newest_first=asked.get("order") == "newest",
        )


def what_may_be_found(user: Any, text: str) -> SearchQuery:
    """A question over everything that this person may know of. One query, after that for their standing."""
    own = standing(user)
    known = list(CommunityPage.objects.live().filter(own.known()).only("access", "is_public"))
    asked = read_terms(text)
    return SearchQuery(
        terms=asked.terms,
        excluded=asked.excluded,
        readable=tuple(community.pk for community in known if own.allows(Verb.VIEW, community)),
        known=tuple(community.pk for community in known),
        people=user.is_authenticated,
    )
