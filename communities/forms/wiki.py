from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from wagtail.models import Page

from communities.forms.exploring import exploring_field
from communities.models import CommunityPage, WikiPage
from core.forms import BodyField, EditorWidget
from core.submissions import SubmissionField
from people.models import User

MAX_TITLE = 200
MAX_SUMMARY = 200
MAX_NUMBER = 999_999_999
TITLE_ERRORS = {
    "required": "Write a title",
    "max_length": f"Write a title of at most {MAX_TITLE} characters",
}


def section_field() -> forms.CharField:
    """The heading whose section is edited alone; "" for the whole page."""
    return forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)


class WikiPageForm(forms.Form):
    """A new page, or a new revision of one: then `base` is the revision that the text started from.

    With `section` the body is that section alone.
    """

    title = forms.CharField(
        max_length=MAX_TITLE,
        error_messages=TITLE_ERRORS,
        widget=forms.Textarea(
            attrs={"rows": 1, "class": "editor__title", "placeholder": "Title of the page"}
        ),
    )
    body = BodyField(label="Text of the page")
    summary = forms.CharField(
        label="What did you change?",
        max_length=MAX_SUMMARY,
        required=False,
        help_text="One line, for the history",
        error_messages={"max_length": f"Say it in at most {MAX_SUMMARY} characters"},
    )
    is_minor = forms.BooleanField(
        label="A minor change",
        required=False,
        help_text="Spelling, layout, a link. Nobody is told, and job aids made from this page stay verified.",
    )
    is_exploring = exploring_field()
    base = forms.IntegerField(required=False, min_value=0, max_value=MAX_NUMBER, widget=forms.HiddenInput)
    section = section_field()
    submission = SubmissionField()

    def __init__(
        self,
        *args: Any,
        community: CommunityPage,
        user: User,
        page: WikiPage | None = None,
        place: str = "",
        **kwargs: Any,
    ) -> None:
        """`place` names a new page's draft, which has no page to be named after."""
        super().__init__(*args, **kwargs)
        self.taken: Page | None = None  # the page that has the title already
        section = (self["section"].value() or "") if page else ""
        self.place = self.place_of(page.pk if page else place, section)
        self.draft_key = self.draft_key_of(self.place, user)
        widget = self.fields["body"].widget
        assert isinstance(widget, EditorWidget)
        widget.upload_url = reverse("communities:files", args=[community.slug])
        widget.link_finder_url = reverse("communities:link_finder", args=[community.slug])
        widget.draft_key = self.draft_key
        widget.draft_url = reverse("communities:drafts", args=[community.slug])
        widget.draft_place = self.place
        widget.toolbar_slot = "tools"  # of templates/communities/wiki/edit.html, over the title
        if page:
            widget.base_version = page.edition
            widget.base_field = "base"
        else:
            del self.fields["summary"], self.fields["is_minor"], self.fields["section"]
        if section:
            self.fields["title"].widget = forms.HiddenInput()

    @staticmethod
    def place_of(page: object, section: str = "") -> str:
        """The name of what is written, under which drafts of it are kept."""
        return f"{page}{'#' if section else ''}{section}"

    @staticmethod
    def draft_key_of(place: str, user: User) -> str:
        """The name under which this person's browser keeps the text until it is saved."""
        return f"wiki:{place}:{user.pk}"

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_base(self) -> int:
        """Without a base the text is compared as if it had started from nothing: nothing is overwritten."""
        return self.cleaned_data["base"] or 0


class MergeForm(forms.Form):
    """How to join one's own text with what another published meanwhile: one choice for each place."""

    MINE, THEIRS, BOTH = "mine", "theirs", "both"
    CHOICES = ((THEIRS, "Theirs"), (MINE, "Yours"), (BOTH, "Both, one after the other"))

    title = forms.CharField(max_length=MAX_TITLE, error_messages=TITLE_ERRORS)
    body = BodyField(widget=forms.HiddenInput)
    summary = forms.CharField(max_length=MAX_SUMMARY, required=False, widget=forms.HiddenInput)
    is_minor = forms.BooleanField(required=False, widget=forms.HiddenInput)
    base = forms.IntegerField(required=False, min_value=0, max_value=MAX_NUMBER, widget=forms.HiddenInput)
    section = section_field()
    theirs = forms.IntegerField(min_value=1, max_value=MAX_NUMBER, widget=forms.HiddenInput)
    submission = SubmissionField()

    def __init__(self, *args: Any, places: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(places):
            self.fields[f"choice_{number}"] = forms.ChoiceField(
                choices=self.CHOICES, error_messages={"required": "Choose one of the texts"}
            )

    def choices(self) -> list[str]:
        """What was chosen, in the order of the places."""
        return [value for name, value in self.cleaned_data.items() if name.startswith("choice_")]

    clean_title = WikiPageForm.clean_title
    clean_base = WikiPageForm.clean_base
