from __future__ import annotations

from django import forms
from django.http import HttpRequest

from people.models import User


class NameField(forms.CharField):
    """The name that colleagues know: one line, with letters in it."""

    default_error_messages = {
        "required": "Write your name",
        "no_letters": "Write a name that has letters in it.",
    }

    def clean(self, value: object) -> str:
        name = " ".join(super().clean(value).split())
        if not any(letter.isalnum() for letter in name):
            raise forms.ValidationError(self.error_messages["no_letters"], code="no_letters")
        return name


class SignupForm(forms.Form):
    """What we ask beside e-mail and password."""

    display_name = NameField(label="Your name", max_length=120, help_text="As colleagues know you.")
    field_order = ["display_name", "email", "password1"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the person is saved; the name was set by the adapter."""


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What others see of a person."""

    display_name = NameField(label="Your name", max_length=120)
    job_title = forms.CharField(
        label="What you do", max_length=120, required=False, help_text="Nurse, pharmacist."
    )
    workplace = forms.CharField(label="Where you work", max_length=120, required=False, help_text="Ward 4B.")
    about = forms.CharField(
        label="What people may ask you about",
        max_length=2000,
        required=False,
        help_text="Scanning, insulin pens, how a code gets into the formulary.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    is_named = forms.BooleanField(
        label="Name me on job aids that use words of mine",
        required=False,
        help_text="Without it your words may be used, and nobody reads there whose they are.",
    )

    class Meta:
        model = User
        fields = ["display_name", "job_title", "workplace", "about", "is_named"]
