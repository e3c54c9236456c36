from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii

from communities.forms.wiki import MAX_TITLE, TITLE_ERRORS
from communities.models import WikiIndexPage, WikiPage
from communities.tree import MAX_SLUG
from core.submissions import SubmissionField

TOP = "0"  # of the wiki


class PlaceForm(forms.Form):
    """Where a page is to stand: at the top, where it stands now, or below one of those that were found."""

    parent = forms.ChoiceField(
        label="Where should it stand?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a place", "invalid_choice": "Choose one of these places"},
    )

    def __init__(
        self, *args: Any, wiki: WikiIndexPage, places: list[WikiPage], now: WikiPage | None, **kwargs: Any
    ) -> None:
        """`places` are what can be chosen beside the top of the wiki; `now` is the page above it today."""
        super().__init__(*args, **kwargs)
        self.wiki = wiki
        self.places = {str(place.pk): place for place in places}
        choices = [(TOP, "At the top of the wiki" + ("" if now else ", as now"))]
        choices += [(pk, _label(place, now)) for pk, place in self.places.items()]
        chooser = self.fields["parent"]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = choices

    @property
    def place(self) -> WikiPage | WikiIndexPage:
        return self.places.get(self.cleaned_data["parent"], self.wiki)


class MoveForm(PlaceForm):
    slug = forms.CharField(
        label="Last part of its address",
        max_length=MAX_SLUG,
        help_text="Stays as it is unless you write another. Old addresses lead to the page for ever.",
        error_messages={
            "required": "Write what the address ends with",
            "max_length": f"At most {MAX_SLUG} characters",
        },
    )

    def clean_slug(self) -> str:
        slug = slugify(string_to_ascii(self.cleaned_data["slug"])).strip("-_")
        if not slug:
            raise forms.ValidationError("Write letters or numbers")
        return slug


class CopyForm(PlaceForm):
    title = forms.CharField(label="Title of the copy", max_length=MAX_TITLE, error_messages=TITLE_ERRORS)
    submission = SubmissionField()
    field_order = ("title", "parent", "submission")

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())


def _label(place: WikiPage, now: WikiPage | None) -> str:
    words = f"Below {place.title} ({place.wiki_path})"
    return f"{words}, as now" if now and place.pk == now.pk else words
