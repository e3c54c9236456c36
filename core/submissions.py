"""One act for one form: a form sent twice carries the same token, so that it makes one row."""

import uuid
from typing import Any

from django import forms


def submission_token() -> str:
    """Return a new token for a form that is about to be shown."""
    return str(uuid.uuid4())


class SubmissionField(forms.Field):
    """A hidden token, new for each form shown; what is not a token counts as none, and never as an error."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("initial", submission_token)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> uuid.UUID | None:
        if isinstance(value, uuid.UUID):
            return value
        try:
            return uuid.UUID(str(value))
        except ValueError:
            return None
