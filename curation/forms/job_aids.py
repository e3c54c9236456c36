from __future__ import annotations

from typing import Any

from django import forms

from communities.forms.threads import ThreadForm
from communities.permissions import Verb
from communities.states import ThreadKind
from core.blocks import plain_text
from core.forms import paragraphs
from core.policy import can
from curation.models import JobAidPage
from people.models import User

LONGEST_BEGINNING = 120  # characters of the title that are filled in


class FeedbackForm(forms.Form):
    """ "Worked for me", or "did not, because": of the whole, or of a step."""

    worked = forms.TypedChoiceField(
        choices=[("yes", "It worked"), ("no", "It did not")],
        coerce=lambda value: value == "yes",
        error_messages={"required": "Choose whether it worked"},
    )
    step = forms.ChoiceField(required=False, label="At which step")
    comment = forms.CharField(
        max_length=1000,
        label="What you saw",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what happened, so that somebody can mend the step"},
    )
    role = forms.CharField(max_length=120, required=False, label="What you do")
    release = forms.CharField(max_length=120, required=False, label="On which release")
    asks = forms.BooleanField(required=False)

    def __init__(self, *args: Any, job_aid: JobAidPage, user: Any, **kwargs: Any) -> None:
        mine = {"role": getattr(user, "job_title", ""), "release": job_aid.release_words, "asks": True}
        kwargs["initial"] = mine | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        steps = [
            (str(block.id), f"{number}. {block.value['title']}"[:120])
            for number, block in enumerate(job_aid.steps, start=1)
        ]
        self.fields["step"].choices = [("", "No step in particular"), *steps]  # type: ignore[attr-defined]
        self.fields["asks"].label = f"Ask it as a question in {job_aid.community.title}, in my name"
        # Who says that it worked need not say more.
        self.fields["comment"].required = self.data.get("worked") != "yes"
        if not can(user, Verb.ADD, job_aid):
            del self.fields["asks"]

    def clean(self) -> dict[str, Any]:
        """One tap sends neither role nor release: they are those that the form would have offered."""
        cleaned = super().clean() or {}
        for name in ("role", "release"):
            if name not in self.data:
                cleaned[name] = self.initial[name]
        return cleaned


class StepQuestionForm(ThreadForm):
    """A question in the community, about a step: its title begins with which one, its words with whom it is for."""

    def __init__(self, *args: Any, place: str, person: User | None, **kwargs: Any) -> None:
        self.begins = f"{place}: " if len(place) < LONGEST_BEGINNING else f"{place[:LONGEST_BEGINNING]}…: "
        self.calls = f"{person.name}, " if person else ""
        initial = {"title": self.begins, "body": paragraphs(self.calls)}
        super().__init__(*args, kind=ThreadKind.QUESTION, initial=initial, **kwargs)
        del self.fields["is_exploring"]  # a question about what is in use

    def clean_title(self) -> str:
        title = super().clean_title()
        if title == self.begins.strip():
            raise forms.ValidationError(f"Write your question after “{self.begins.strip()}”")
        return title

    def clean_body(self) -> str:
        body = self.cleaned_data["body"]
        if self.calls and plain_text(body).strip() == self.calls.strip():
            raise forms.ValidationError("Write your question first")
        return body


class DriftForm(forms.Form):
    """Why a step stays, or leaves its source."""

    note = forms.CharField(
        required=False,
        max_length=600,
        label="A note for other curators",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
