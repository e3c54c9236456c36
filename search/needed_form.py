from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from communities.models import CommunityPage
from curation.forms.requests import RequestForm


class NeededForm(RequestForm):
    """What a person looked for in vain, and whose curators are asked."""

    community = forms.ChoiceField(
        label="Ask the curators of",
        help_text="Its members will see the request, with your name.",
        error_messages={"invalid_choice": "Choose one of your communities."},
    )
    field_order = ("title", "community", "detail", "submission")

    def __init__(self, *args: Any, communities: Sequence[CommunityPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = {str(each.pk): each for each in communities}
        self.fields["community"].choices = [(pk, each.title) for pk, each in self.communities.items()]  # type: ignore[attr-defined]

    def clean_community(self) -> CommunityPage:
        return self.communities[self.cleaned_data["community"]]
