from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from communities.models import CommunityPage
from curation.models import System


class SystemForm(forms.Form):
    """A system that job aids are about."""

    community = forms.ChoiceField(label="Community")
    name = forms.CharField(
        label="System",
        max_length=60,
        help_text="As people call it, without a number: EMR.",
        error_messages={"required": "Write what the system is called"},
    )

    def __init__(self, *args: Any, communities: Iterable[CommunityPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = {str(community.pk): community for community in communities}
        self.fields["community"].choices = [  # type: ignore[attr-defined]
            (pk, community.title) for pk, community in self.communities.items()
        ]

    def clean_community(self) -> CommunityPage:
        return self.communities[self.cleaned_data["community"]]


class ReleaseForm(forms.Form):
    """A release that is here, or comes."""

    name = forms.CharField(
        label="Release",
        max_length=40,
        help_text="Its number alone: 12.1.",
        error_messages={"required": "Write the number of the release"},
    )
    note = forms.CharField(
        label="What is different",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Owners read it when they check their job aids.",
    )

    def __init__(self, *args: Any, system: System, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.system = system

    def clean_name(self) -> str:
        """ "EMR 12.1" is 12.1: the system is named already."""
        name = " ".join(self.cleaned_data["name"].split())
        prefix = f"{self.system.name} ".casefold()
        return name[len(prefix) :] if name.casefold().startswith(prefix) else name
