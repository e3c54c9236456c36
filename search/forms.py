from __future__ import annotations

import re
from typing import Any

from django import forms

from communities.models import CommunityPage
from search.backends.base import SearchQuery
from search.known import Known, known_to
from search.language import words
from search.terms import read_terms


def what_may_be_found(user: Any, text: str, known: Known | None = None) -> SearchQuery:
    """Words to look for, over everything that this person may know of. One query where that is not known yet, after
    that for their standing."""
    known = known or known_to(user)
    asked = read_terms(text)
    return SearchQuery(
        terms=asked.terms,
        excluded=asked.excluded,
        readable=known.readable,
        known=tuple(known.communities),
        people=known.people,
    )


class SynonymsForm(forms.Form):
    """Words that mean the same, one a line or parted by commas; `for_all` lets them be kept for all communities."""

    MOST_WORDS = 20
    MOST_CHARS = 60  # of one

    words = forms.CharField(
        label="Words that mean the same",
        max_length=MOST_WORDS * (MOST_CHARS + 2),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="One a line. Who looks for one of them finds the others too.",
        error_messages={
            "required": "Write two words at least",
            "max_length": f"Keep {MOST_WORDS} words at most.",
        },
    )
    community = forms.ModelChoiceField(
        CommunityPage.objects.none(),
        label="Where",
        to_field_name="slug",
        required=False,
        empty_label="All communities",
        error_messages={"required": "Choose the community in which they mean the same."},
    )

    def __init__(self, *args: Any, communities: Any = None, for_all: bool = False, **kwargs: Any) -> None:
        """Without `communities` where they hold is not asked: it stays."""
        super().__init__(*args, **kwargs)
        if communities is None:
            del self.fields["community"]
            return
        where: Any = self.fields["community"]
        where.queryset = communities
        where.required = not for_all
        if not for_all:
            where.empty_label = "Choose a community"

    def clean_words(self) -> list[str]:
        typed = [" ".join(word.split()) for word in re.split(r"[\n,;]", self.cleaned_data["words"])]
        kept: dict[str, str] = {}
        for word in filter(None, typed):
            if not (folded := " ".join(words(word))):
                raise forms.ValidationError(f"“{word[:20]}” has no letter or digit to look for.")
            if len(word) > self.MOST_CHARS:
                raise forms.ValidationError(f"“{word[:20]}…” is longer than {self.MOST_CHARS} characters.")
            kept.setdefault(folded, word)
        if len(kept) < 2:
            raise forms.ValidationError("Write two different words at least.")
        if len(kept) > self.MOST_WORDS:
            raise forms.ValidationError(f"Keep {self.MOST_WORDS} words at most. You wrote {len(kept)}.")
        return list(kept.values())
