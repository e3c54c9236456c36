"""What a person fills in to run, join or enter a community."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify

from communities.forms.exploring import exploring_field
from communities.models import CommunityPage, Membership
from communities.states import Access
from people.models import User

RESERVED_SLUGS = frozenset({"new"})


class CommunityForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a community says of itself, and who may enter."""

    title = forms.CharField(label="Name", max_length=120, error_messages={"required": "Write a name"})
    purpose = forms.CharField(
        label="Purpose",
        max_length=600,
        help_text="What people come here to get better at, in two sentences.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what people come here for"},
    )
    goals = forms.CharField(
        label="Goals",
        max_length=3000,
        required=False,
        help_text="What should be better in a year. One to a line.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    norms = forms.CharField(
        label="Norms",
        max_length=3000,
        required=False,
        help_text="How you work together, such as “No patient details”. One to a line.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sponsor = forms.CharField(
        label="Sponsor",
        max_length=200,
        required=False,
        help_text="Who stands behind it, with time, money or a word: a name, and what they do.",
    )
    charter = forms.CharField(
        label="Anything else",
        max_length=10_000,
        required=False,
        help_text="Whatever else people should know of this community.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    welcome = forms.CharField(
        label="Welcome",
        max_length=2000,
        required=False,
        help_text="What a new member reads first, once. Left empty, a few words of ours stand there.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    access = forms.ChoiceField(label="Who may enter?", choices=Access, widget=forms.RadioSelect)
    is_public = forms.BooleanField(
        label="Visitors may read it without signing in",
        required=False,
        help_text="Only of an open community.",
    )
    is_exploring = exploring_field("what is written here")

    class Meta:
        model = CommunityPage
        fields = [
            *("title", "purpose", "goals", "norms", "sponsor", "charter", "welcome"),
            *("access", "is_public", "is_exploring"),
        ]

    def __init__(self, *args: Any, by_administrator: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_administrator:
            del self.fields["is_public"]

    def clean_title(self) -> str:
        title = " ".join(self.cleaned_data["title"].split())
        if not any(letter.isalnum() for letter in title):
            raise forms.ValidationError("Write a name that has letters in it.")
        return title

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_public") and cleaned.get("access") not in {None, Access.OPEN}:
            self.add_error("is_public", "Only an open community can be read without signing in.")
        return cleaned

    def _post_clean(self) -> None:
        """Nothing is put on the page here: the action does that, under its lock."""


class NewCommunityForm(CommunityForm):
    """A new community, with its address."""

    slug = forms.SlugField(
        label="Address",
        max_length=60,
        required=False,
        help_text="The last part of its address: ward-nursing. Left empty, it is made from the name.",
    )
    field_order = [
        *("title", "slug", "purpose", "access", "is_public", "is_exploring"),
        *("goals", "norms", "sponsor", "charter", "welcome"),
    ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        slug = (cleaned.get("slug") or slugify(cleaned.get("title", ""))[:60].strip("-")).lower()
        if "slug" in self.errors or "title" in self.errors:
            return cleaned
        if not slug:
            self.add_error("slug", "Write an address in Latin letters: the name has none.")
        elif slug in RESERVED_SLUGS:
            self.add_error("slug", f"“{slug}” is kept for the site itself. Choose another address.")
        elif CommunityPage.objects.filter(slug=slug).exists():
            self.add_error("slug", f"A community stands at “{slug}” already. Choose another address.")
        cleaned["slug"] = slug
        return cleaned


class JoinRequestForm(forms.Form):
    """A word to the facilitators of a community on request."""

    note = forms.CharField(
        label="Why you want to join",
        max_length=600,
        required=False,
        help_text="Its facilitators read this when they decide.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LetInForm(forms.Form):
    """Somebody who is let in without asking."""

    handle = forms.CharField(
        label="Let somebody in",
        max_length=150,
        help_text="Their @name, as it stands on their profile.",
        error_messages={"required": "Write the @name of the person"},
    )

    def clean_handle(self) -> User:
        handle = self.cleaned_data["handle"].strip().removeprefix("@")
        person = User.objects.here().filter(username__iexact=handle).first()
        if person is None:
            raise forms.ValidationError(
                f"Nobody here is called @{handle}. Look the name up among the people."
            )
        return person


class RolesForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a member is beside being a member."""

    is_facilitator = forms.BooleanField(
        label="Facilitator: lets people in, pins, closes, removes posts, edits the charter", required=False
    )
    is_expert = forms.BooleanField(
        label="Expert: accepts answers, endorses practices, reviews job aids", required=False
    )
    is_curator = forms.BooleanField(
        label="Curator: decides about flags, runs practices, writes job aids", required=False
    )

    class Meta:
        model = Membership
        fields = ["is_facilitator", "is_expert", "is_curator"]

    def __init__(self, *args: Any, names_curators: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not names_curators:
            del self.fields["is_curator"]

    def _post_clean(self) -> None:
        """Nothing is put on the row here: the action does that, under its lock."""
